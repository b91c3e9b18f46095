"""Which firmware the AMS units of a printer have, and which is offered for them."""

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.helpers import entity_registry as er
import pytest

from tests.simulator.printer import firmware
from tests.simulator.printer.firmware import candidate

from .helpers.home import H2D, P1S, X1C, Home
from .helpers.updates import ask_cloud, entity_id, progress, shown, state


async def test_ams_is_disabled(home: Home) -> None:
    """Few people care for the firmware of an AMS: its printer updates it."""
    registry = er.async_get(home.hass)
    serial = home.cloud.simulated(P1S).ams.units["0"].serial
    entry = registry.async_get(entity_id(home, serial))
    assert entry
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_ams(home: Home) -> None:
    """The printer's offer for the AMS comes first, then the cloud's, then none."""
    printer = home.cloud.simulated(P1S)
    serial = printer.ams.units["0"].serial
    other = home.cloud.simulated(H2D).ams.units["0"].serial
    assert shown(home, serial) == (STATE_OFF, "00.00.06.49", "00.00.06.49")
    listed = {"name": "ams/0", "cur_ver": "00.00.06.49", "new_ver": "00.00.06.50"}
    firmware.show(printer, new_ver_list=[listed])
    await home.send_full_report(P1S)
    await home.until_happened(lambda: state(home, serial).state == STATE_ON)
    assert shown(home, serial) == (STATE_ON, "00.00.06.49", "00.00.06.50")
    # The list has an offer for the AMS only.
    assert shown(home, P1S) == (STATE_OFF, "01.08.01.00", "01.08.01.00")
    assert shown(home, other) == (STATE_OFF, "02.00.19.47", "02.00.19.47")

    firmware.show(
        printer, dis_state=2, status="FLASHING", progress="40", module="ams/0"
    )
    await home.send_full_report(P1S)
    await home.until_happened(lambda: progress(home, serial) == (True, 40))
    assert progress(home, P1S) == (True, 40)
    assert progress(home, other) == (False, None)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_ams_of_the_cloud(home: Home) -> None:
    """What the cloud offers for an AMS counts while its printer says nothing of it."""
    printer = home.cloud.simulated(X1C)
    serial = printer.ams.units["0"].serial
    printer.state["upgrade_state"] = {"new_version_state": 0}
    offered = candidate("BL-A001", "00.01.07.00", notes="Feeds better.")
    printer.ams_offers = [{"device_id": serial, "firmware": [offered]}]
    await home.send_full_report(X1C)
    await ask_cloud(home)
    assert shown(home, serial) == (STATE_ON, "00.01.06.62", "00.01.07.00")


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_offer_for_all_units(home: Home) -> None:
    """One version for all units is for units of one kind, not for a mixture."""
    units = {X1C: "0", H2D: "0"}
    serials = {
        printer: home.cloud.simulated(printer).ams.units[unit].serial
        for printer, unit in units.items()
    }
    for printer in units:
        firmware.show(
            home.cloud.simulated(printer),
            new_version_state=1,
            ams_new_version_number="09.00.00.00",
        )
        await home.send_full_report(printer)
    await home.until_happened(lambda: state(home, serials[X1C]).state == STATE_ON)
    assert shown(home, serials[H2D])[0] == STATE_OFF
