"""What a printer complains about reaches its owner, in words."""

from datetime import timedelta

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.bambu_cloud.diagnostics import async_get_config_entry_diagnostics
from tests.helpers.clock import Wall
from tests.helpers.home import A1_MINI, P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.simulator import HttpFault, SimulatedCloud, another

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")

THERMISTOR = {"attr": 0x0300_0100, "code": 0x0001_0007}
HINT = {"attr": 0x0500_0600, "code": 0x0004_0070}
INTERNAL = {"attr": 0x0500_0600, "code": 0x0002_0070}


async def report(home: Home, **fields: object) -> None:
    """Let the X1C report this from now on."""
    home.cloud.simulated(X1C).state |= fields
    await home.send_full_report(X1C)


async def test_healthy_printer(home: Home) -> None:
    """Without complaints there is no problem."""
    assert home.shows(P1S, "hms") == "0"
    assert home.shows(P1S, "print_error") == "none"
    assert home.binary(P1S, "hms") == "off"
    assert home.binary(P1S, "print_error") == "off"
    assert home.binary(P1S, "attention") == "off"


async def test_message_has_a_text_and_disappears(home: Home) -> None:
    """A message has code, text, severity and a page about it."""
    await push(home, P1S, delta(hms=[THERMISTOR]))
    await home.until_shown(P1S, "hms", "1")
    assert home.binary(P1S, "hms") == "on"
    (message,) = home.attributes(P1S, "hms")["messages"]
    assert message["code"] == "0300_0100_0001_0007"
    assert message["severity"] == "fatal"
    assert message["module"] == "motion_controller"
    assert message["url"].endswith(
        "/index.php?e=0300010000010007&s=device_hms&lang=en&d=01P"
    )
    await home.until(
        lambda: "bed" in str(home.attributes(P1S, "hms")["messages"][0]["text"]).lower()
    )

    await push(home, P1S, delta(hms=[]))
    await home.until_shown(P1S, "hms", "0")
    assert home.binary(P1S, "hms") == "off"


async def test_hint_is_no_problem(home: Home) -> None:
    """What is only said for information does not alarm anyone."""
    await push(home, P1S, delta(hms=[HINT]))
    await home.until_shown(P1S, "hms", "1")
    assert home.binary(P1S, "hms") == "off"


async def test_error_with_eight_digits(home: Home) -> None:
    """An AMS lite that ran out has a code that begins above zero."""
    await push(
        home, A1_MINI, delta(print_error=0x1200_8011, gcode_state="PAUSE", stg_cur=6)
    )
    await home.until(lambda: home.binary(A1_MINI, "print_error") == "on")
    assert home.attributes(A1_MINI, "print_error")["code"] == "1200_8011"
    assert home.binary(A1_MINI, "attention") == "on"
    reason = home.attributes(A1_MINI, "attention", "binary_sensor")["reason"]
    assert reason == "filament_runout"


async def test_error_without_text_is_none(home: Home) -> None:
    """What Bambu Lab has no text for stays readable, and is no alarm."""
    await report(home, print_error=0x0300_8FFF, hms=[INTERNAL])
    await home.until(
        lambda: home.attributes(X1C, "print_error").get("internal") == "0300_8FFF"
    )
    assert home.shows(X1C, "print_error") == "none"
    assert home.attributes(X1C, "hms")["internal"] == ["0500_0600_0002_0070"]
    assert home.shows(X1C, "hms") == "0"
    for key in ("hms", "print_error", "attention"):
        assert home.binary(X1C, key) == "off"
    await report(home, print_error=0x0300_8003, hms=[])
    await home.until(lambda: home.binary(X1C, "print_error") == "on")
    assert home.attributes(X1C, "print_error")["url"].startswith("https://")
    assert home.attributes(X1C, "hms")["internal"] == []


async def test_internal_codes_are_in_diagnostics(home: Home) -> None:
    """Whoever helps needs them."""
    await report(home, print_error=0x0300_8FFF, hms=[INTERNAL])
    await home.until(
        lambda: home.attributes(X1C, "print_error").get("internal") == "0300_8FFF"
    )
    found = await async_get_config_entry_diagnostics(home.hass, home.entry)
    sections = [each["sections"]["hms"] for each in found["printers"]]
    (hms,) = [each for each in sections if each["internal_error"]]
    assert hms["internal_error"]["code"] == "0300_8FFF"
    assert [each["code"] for each in hms["internal_messages"]] == [
        "0500_0600_0002_0070"
    ]


async def test_healthy_p2s(home: Home) -> None:
    """What is there for months is said for those who can do something about it."""
    printer = another("P2S", home.cloud.printers)
    serial = printer.identity.serial
    home.cloud.add_printer(printer)
    await home.poll()
    await home.until_reported()
    await home.until_shown(serial, "hms", "1")
    (message,) = home.attributes(serial, "hms")["messages"]
    assert message["code"] == "0501_0400_0003_0002"
    assert "grease" in message["text"]
    assert home.attributes(serial, "hms")["internal"] == ["0500_0600_0002_0070"]


async def test_nothing_flickers_after_a_restart(home: Home) -> None:
    """The list of codes is there before the entities are."""
    await report(home, print_error=0x0300_8FFF, hms=[INTERNAL])
    await home.until(
        lambda: home.attributes(X1C, "print_error").get("internal") == "0300_8FFF"
    )
    seen = async_capture_events(home.hass, EVENT_STATE_CHANGED)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await home.send_full_report(X1C)
    await home.until_reported()
    states = [event.data["new_state"] for event in seen]
    about = {home.entity_id(X1C, key) for key in ("hms", "print_error")}
    shown = {state.state for state in states if state and state.entity_id in about}
    assert shown <= {"0", "none", "unavailable"}
    assert shown & {"0", "none"}


async def test_list_that_comes_late(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    wall: Wall,
) -> None:
    """As long as no list was ever fetched, everything counts; then it is corrected."""
    cloud.faults.targets["/query.php"] = HttpFault.SERVER_ERROR
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    home = Home(hass, cloud, config_entry)
    await home.until_reported()
    await report(home, print_error=0x0300_8FFF, hms=[INTERNAL])
    await home.until_shown(X1C, "print_error", "0300_8FFF")
    assert home.shows(X1C, "hms") == "1"
    for key in ("hms", "print_error", "attention"):
        assert home.binary(X1C, key) == "on"
    await home.until(
        lambda: home.attributes(X1C, "print_event", "event").get("error_code")
    )
    raised = home.state(X1C, "print_event")

    cloud.faults.clear()
    wall.ahead += timedelta(seconds=4000)
    await home.pass_time(4000)
    await home.until_shown(X1C, "print_error", "none")
    assert home.shows(X1C, "hms") == "0"
    for key in ("hms", "print_error", "attention"):
        assert home.binary(X1C, key) == "off"
    await report(home, print_error=0, hms=[])
    await home.until(lambda: home.attributes(X1C, "hms")["internal"] == [])
    assert home.state(X1C, "print_event") == raised


async def test_canceled_job_is_no_error(home: Home) -> None:
    """The owner's own cancel is no error."""
    await push(home, P1S, delta(print_error=0x0300_400C, gcode_state="FAILED"))
    await home.until_shown(P1S, "print_status", "canceled")
    assert home.shows(P1S, "print_error") == "none"
    assert home.binary(P1S, "attention") == "off"


@pytest.mark.parametrize("error", [0, 0x0300_8001])
async def test_pause_by_the_owner_is_no_problem(home: Home, error: int) -> None:
    """Attention is for what stopped without being asked to; nor is it an error."""
    paused = {"gcode_state": "PAUSE", "stg_cur": 16, "print_type": "cloud"}
    await push(home, P1S, delta(**paused, print_error=error))
    await home.until_shown(P1S, "print_status", "paused")
    assert home.shows(P1S, "print_error") == "none"
    assert "code" not in home.attributes(P1S, "print_error")
    assert home.binary(P1S, "print_error") == "off"
    assert home.binary(P1S, "attention") == "off"
    await push(home, P1S, delta(stg_cur=35, print_error=0))
    await home.until(lambda: home.binary(P1S, "attention") == "on")
