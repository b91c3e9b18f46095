"""Slots and spools name each other, also after a print."""

from homeassistant.const import (
    STATE_UNKNOWN,
)

from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.helpers.spools import shelf_of, tag_of
from tests.simulator import SimulatedCloud


async def test_slots_name_their_spools(
    cloud: SimulatedCloud, tagged: int, home: Home
) -> None:
    """A slot says which spool of the account is in it: by its tag, or by its place."""
    assigned = cloud.spools_of().put(
        displayName="Shelf white",
        filamentType="PLA",
        inPrinter=True,
        devId=P1S,
        amsId=254,
        slotId="0",
    )
    shelf = await shelf_of(home)
    await shelf.until_fetched()
    ams = cloud.simulated(X1C).ams.units["0"].serial
    slot = home.attributes(ams, "slot_1_filament")
    assert slot["spool"] == "Bambu Lab PLA Basic"
    assert "spool" not in home.attributes(ams, "slot_2_filament")
    outside = {"id": "254", "tray_type": "PLA", "tray_info_idx": "GFL99"}
    await push(home, P1S, delta(vir_slot=[outside]))
    await home.until(lambda: home.attributes(P1S, "external_spool").get("spool"))
    assert home.attributes(P1S, "external_spool")["spool"] == "Shelf white"
    await push(home, P1S, delta(vir_slot=[outside | {"tray_type": "ABS"}]))
    await home.until(lambda: "spool" not in home.attributes(P1S, "external_spool"))
    assert shelf.shows(assigned) == STATE_UNKNOWN


async def test_spool_moves(cloud: SimulatedCloud, tagged: int, home: Home) -> None:
    """Where a spool with a tag is shows at once, whatever the cloud has."""
    shelf = await shelf_of(home)
    printer = cloud.simulated(X1C)
    assert tag_of(cloud, X1C, 0, 0)
    printer.ams.remove_spool(0, 0)
    await home.send_full_report(X1C)
    await home.until_happened(lambda: shelf.attributes(tagged)["printer"] is None)
    assert shelf.shows(tagged) == "640"


async def test_fetched_after_a_print(
    cloud: SimulatedCloud, tagged: int, home: Home
) -> None:
    """Weights are requested soon after a print: an application has set them."""
    shelf = await shelf_of(home)
    before = shelf.requests
    history = home.entry.runtime_data.history
    cloud.history.remember_first({"id": 9, "deviceId": X1C, "status": 2})
    await history.async_refresh(X1C)
    await home.hass.async_block_till_done()
    assert shelf.requests == before
    shelf.cloud.rows[tagged]["netWeight"] = 600
    await shelf.until_fetched(90)
    assert shelf.shows(tagged) == "600"
    await history.async_refresh(X1C)
    await home.pass_time(90)
    await shelf.until_idle()
    assert shelf.requests == before + 1
