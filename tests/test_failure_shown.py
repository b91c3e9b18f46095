"""Nothing shows that a job has failed before it is certain that it was not canceled."""

from datetime import timedelta

from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers.event import async_track_state_change_event
import pytest

from custom_components.bambu_cloud.model import PrintStatus
from tests.helpers.actions import printing
from tests.helpers.clock import Wall
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, Home
from tests.helpers.reports import delta, push

CANCELED, ASKS = 0x0300_400C, 0x0500_803C
KEYS = ("print_status", "printing", "attention", "print_error", "hms")


class Shown:
    """What entities of a printer show, without repetitions."""

    def __init__(self, home: Home, serial: str) -> None:
        """Listen from now on."""
        self.states: dict[str, list[str]] = {}
        self._ids: dict[str, str] = {}
        for key in KEYS:
            state = home.state(serial, key)
            assert state
            self.states[state.entity_id] = [state.state]
            self._ids[key] = state.entity_id
        async_track_state_change_event(home.hass, self.states, self._note)

    @callback
    def _note(self, event: Event[EventStateChangedData]) -> None:
        """Note another state."""
        state, seen = event.data["new_state"], self.states[event.data["entity_id"]]
        if state is not None and state.state != seen[-1]:
            seen.append(state.state)

    def of(self, key: str) -> list[str]:
        """Return what the entity with a key showed."""
        return self.states[self._ids[key]]


def status(home: Home) -> PrintStatus:
    """Return what the printer itself says of its job."""
    printer = home.entry.runtime_data.account.printers[P1S]
    found: PrintStatus = printer.data.job.status
    return found


async def say(home: Home, **changes: object) -> None:
    """Let the printer report changes, and wait until they are there."""
    printer = home.entry.runtime_data.account.printers[P1S]
    await push(home, P1S, delta(**changes))
    await home.until(lambda: changes.items() <= printer.data.raw.items())
    await home.hass.async_block_till_done()


async def wait(home: Home, wall: Wall, seconds: float) -> None:
    """Let time pass."""
    wall.ahead += timedelta(seconds=seconds)
    await home.pass_time(2)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_cancel_that_is_explained_late(home: Home, wall: Wall) -> None:
    """Recorded: paused by an error, stopped, and 4.6 s later the code of a cancel."""
    await printing(home, P1S)
    shown, fired = Shown(home, P1S), FiredEvents(home, P1S)
    await say(home, gcode_state="PAUSE", print_error=ASKS)
    await say(home, gcode_state="FAILED", print_error=0, mc_percent=0)
    assert status(home) is PrintStatus.FAILED
    for _ in range(4):
        await wait(home, wall, 1.1)
    assert home.shows(P1S, "progress") != "0"
    await say(home, print_error=CANCELED)
    await wait(home, wall, 2)
    await say(home, print_error=0)
    await wait(home, wall, 20)
    assert shown.of("print_status") == ["printing", "paused", "canceled"]
    assert shown.of("printing") == ["on", "off"]
    assert shown.of("attention") == ["off", "on", "off"]
    assert [state == "none" for state in shown.of("print_error")] == [
        True,
        False,
        True,
    ]
    assert home.binary(P1S, "print_error") == "off"
    assert shown.of("hms") == ["0"]
    assert "failed" not in fired.types
    assert fired.types[-1] == "canceled"


async def test_failure_without_a_reason(home: Home, wall: Wall) -> None:
    """After 10 s without the code of a cancel, it is a failure, without any report."""
    await printing(home, P1S)
    shown, fired = Shown(home, P1S), FiredEvents(home, P1S)
    await say(home, gcode_state="FAILED", print_error=0)
    await wait(home, wall, 8)
    assert shown.of("print_status") == ["printing"]
    await wait(home, wall, 3)
    assert shown.of("print_status") == ["printing", "failed"]
    assert shown.of("printing") == ["on", "off"]
    assert fired.types[-1] == "failed"


async def test_timer_that_is_early(home: Home, wall: Wall) -> None:
    """A check that came before its time is made again."""
    await printing(home, P1S)
    shown = Shown(home, P1S)
    await say(home, gcode_state="FAILED", print_error=0)
    for _ in range(3):
        await home.pass_time(2)  # timers end, but by the clock it is not time
    await wait(home, wall, 11)
    assert shown.of("print_status") == ["printing", "failed"]


@pytest.mark.parametrize("days", [-1, 1])
async def test_clock_that_is_set(home: Home, wall: Wall, days: int) -> None:
    """A clock that is set, back or ahead, does not put off what is shown."""
    await printing(home, P1S)
    shown = Shown(home, P1S)
    # What it reports when it is asked agrees with that.
    home.cloud.simulated(P1S).state["gcode_state"] = "FAILED"
    await say(home, gcode_state="FAILED", print_error=0)
    wall.ahead += timedelta(days=days)
    for _ in range(11):
        await wait(home, wall, 1.1)
    await home.pass_time(11)
    assert shown.of("print_status") == ["printing", "failed"]


async def test_failure_with_a_reason(home: Home) -> None:
    """A failure with its code is shown at once."""
    await printing(home, P1S)
    shown = Shown(home, P1S)
    await say(home, gcode_state="FAILED", print_error=0x0300_4000)
    assert shown.of("print_status") == ["printing", "failed"]
    assert [state == "none" for state in shown.of("print_error")] == [True, False]


async def test_failure_that_is_none(home: Home) -> None:
    """A job that goes on was never shown as failed."""
    await printing(home, P1S)
    shown = Shown(home, P1S)
    await say(home, gcode_state="FAILED", print_error=0)
    await say(home, gcode_state="RUNNING")
    assert shown.of("print_status") == ["printing"]
    await say(home, gcode_state="PAUSE")
    assert shown.of("print_status") == ["printing", "paused"]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_message_of_a_failure(home: Home, wall: Wall) -> None:
    """What the printer says of a failure is shown together with it."""
    await printing(home, P1S)
    message = {"attr": 0x0300_0100, "code": 0x0001_0007}
    await say(home, gcode_state="FAILED", print_error=0, hms=[message])
    assert (home.shows(P1S, "hms"), home.binary(P1S, "hms")) == ("0", "off")
    assert home.shows(P1S, "hms") == "0"
    await wait(home, wall, 11)
    assert home.shows(P1S, "print_status") == "failed"
    assert (home.shows(P1S, "hms"), home.binary(P1S, "hms")) == ("1", "on")


async def test_link_lost_after_a_failure(home: Home, wall: Wall) -> None:
    """Without reports, what is shown does not wait for ever."""
    await printing(home, P1S)
    await say(home, gcode_state="FAILED", print_error=0)
    await home.cloud.broker.stop()
    await home.until(lambda: not home.entry.runtime_data.account.link.pushed)
    await wait(home, wall, 12)
    await home.until_shown(P1S, "print_status", "failed")
