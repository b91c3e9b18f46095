"""What happens to prints is reported, each thing once."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.setup import async_setup_component
import orjson
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers.actions import printing
from tests.helpers.clock import Wall
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.simulator import P2S_SERIAL, Job, SimulatedCloud, another
from tests.simulator.faults import HttpFault


async def test_a_print_is_reported_from_start_to_end(home: Home) -> None:
    """It starts, gets past its first layer, and finishes, each reported once."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: "finished" in fired.types)
    await home.cloud.advance(120)
    assert fired.types == ["started", "first_layer_finished", "finished"]
    started, _, finished = fired.events
    assert started["title"] == finished["title"] == "Benchy"
    assert started["late"] is finished["late"] is False
    assert finished["duration"] > 0
    assert finished["weight"] > 0
    assert "cover" not in finished  # its address would be signed


async def test_pause_and_resume(home: Home, wall: Wall) -> None:
    """A print that is paused and resumed fires both events."""
    fired = FiredEvents(home, X1C)
    await home.cloud.scenario(X1C, "print_ok", 600)

    def is_over() -> bool:
        """Let the wall's clock go with the cloud's."""
        wall.ahead += timedelta(seconds=1)
        return "finished" in fired.types

    await home.until_happened(is_over)
    assert [kind for kind in fired.types if kind != "first_layer_finished"] == [
        "started",
        "paused",
        "resumed",
        "finished",
    ]


async def test_external_spool_that_runs_out(home: Home, wall: Wall) -> None:
    """A P1 says by its code alone that the external spool is empty."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "external_runout", 600)

    def is_over() -> bool:
        """Let the wall's clock go with the cloud's."""
        wall.ahead += timedelta(seconds=1)
        return "finished" in fired.types

    await home.until_happened(is_over)
    runouts = [each for each in fired.events if each["event_type"] == "filament_runout"]
    assert [(each["reason"], each["error_code"]) for each in runouts] == [
        ("filament_runout", "0300_8015")
    ]
    assert fired.types.count("paused") == fired.types.count("resumed") == 1


async def test_local_print_of_a_p2s_that_is_canceled(home: Home, wall: Wall) -> None:
    """It prints at once, with a layer left over, and fails before it is canceled."""
    home.cloud.add_printer(another("P2S", home.cloud.printers))
    await home.poll()
    await home.until_reported()
    wall.ahead += timedelta(seconds=30)
    p2s = home.cloud.simulated(P2S_SERIAL)
    fired = FiredEvents(home, P2S_SERIAL)
    for outcome in ("print_uninterrupted", "print_canceled"):
        job = Job(task_id=0, title=outcome)
        home.cloud.send_report(P2S_SERIAL, p2s.printing.start(job, outcome))
        await home.until_happened(lambda: p2s.gcode_state in {"FINISH", "FAILED"})
    await home.until_happened(lambda: "canceled" in fired.types)
    assert fired.types == [
        "started",
        "first_layer_finished",
        "finished",
        "started",
        "first_layer_finished",
        "canceled",
    ]
    assert [each["title"] for each in fired.events[3:]] == ["print_canceled"] * 3
    assert max(each.get("layer", 0) for each in fired.events[3:]) < 160


async def test_automation_runs_once(home: Home) -> None:
    """What people install this for: an automation that runs when the print is done."""
    calls: list[ServiceCall] = []

    @callback
    def note(call: ServiceCall) -> None:
        calls.append(call)

    home.hass.services.async_register("test", "note", note)
    assert await async_setup_component(
        home.hass,
        "automation",
        {
            "automation": {
                "triggers": {
                    "trigger": "bambu_cloud.print_finished",
                    "target": {"entity_id": home.entity_id(P1S, "print_event")},
                },
                "actions": {"action": "test.note"},
            }
        },
    )
    await home.hass.async_block_till_done()
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: calls)
    await home.cloud.broker.kick()
    await home.cloud.advance(60)
    await home.until_reported()
    assert len(calls) == 1


async def test_print_that_ended_while_home_assistant_was_off(home: Home) -> None:
    """It is reported late, once, with the time at which it really ended."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "printing")
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.cloud.advance(3600)
    fired = FiredEvents(home, P1S)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_happened(lambda: "finished" in fired.types)
    for _ in range(3):
        await home.pass_time(61)
    assert fired.types == ["finished"]
    (finished,) = fired.events
    assert finished["late"] is True
    assert finished["ended"]


async def test_nothing_fires_for_what_is_merely_seen(home: Home) -> None:
    """The state in which a printer is found is no event."""
    for serial in home.cloud.printers:
        assert home.shows(serial, "print_event") == "unknown"


async def test_reload_fires_nothing_again(home: Home) -> None:
    """What was fired is not fired again."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: "finished" in fired.types)
    count = len(fired.types)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    await home.pass_time(70)
    assert len(fired.types) == count


async def test_a_print_without_the_broker(home: Home, wall: Wall) -> None:
    """While nothing can be pushed, the poll reports how the print goes on."""
    await home.lose_link()
    fired = FiredEvents(home, P1S)
    seen: list[str | None] = []
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    for _ in range(14):
        await home.cloud.advance(60)
        wall.ahead += timedelta(seconds=60)
        await home.poll(61)
        seen.append(home.shows(P1S, "print_status"))
    await home.until(lambda: "finished" in fired.types)
    assert fired.types == ["started", "finished"]
    assert seen[2] == "printing"
    assert seen[-1] == "finished"
    assert home.shows(P1S, "task_name") == "Benchy"
    assert fired.events[-1]["title"] == "Benchy"


async def test_absurd_layer(home: Home, hass_storage: dict[str, Any]) -> None:
    """Events are stored in spite of numbers that no file can hold."""
    await printing(home, P1S)
    await push(home, P1S, delta(layer_num=str(2**64), total_layer_num=str(2**64)))
    fired = FiredEvents(home, X1C)
    await home.cloud.scenario(X1C, "print_uninterrupted", 600)
    await home.until_happened(lambda: "finished" in fired.types)
    await home.hass.async_block_till_done()
    stored = hass_storage[f"bambu_cloud.{home.entry.entry_id}.print_events"]["data"]
    assert orjson.dumps(stored)  # as Home Assistant writes it
    assert stored.keys() >= {P1S, X1C}


async def test_print_that_is_found_at_work(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    """It is in the file before any event: after a crash, its end is one."""
    home = Home(hass, cloud, config_entry)
    await cloud.scenario(P1S, "print_uninterrupted", 600)
    await cloud.advance(60)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    key = f"bambu_cloud.{config_entry.entry_id}.print_events"

    def stored() -> Any:
        """Return the run of the P1S, None as long as it is not in the file."""
        return hass_storage.get(key, {}).get("data", {}).get(P1S, {}).get("run")

    await home.until(stored)
    crashed = deepcopy(hass_storage[key])
    assert await hass.config_entries.async_unload(config_entry.entry_id)
    hass_storage[key] = crashed
    await cloud.advance(3600)
    fired = FiredEvents(home, P1S)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await home.until_happened(lambda: "finished" in fired.types)


async def test_print_that_began_during_a_reload(home: Home, wall: Wall) -> None:
    """The first poll is enough to report it, while nothing else answers."""
    fired = FiredEvents(home, P1S)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.cloud.broker.stop()
    home.cloud.faults.targets["/v1/user-service/my/tasks"] = HttpFault.SERVER_ERROR
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.cloud.advance(60)
    wall.ahead += timedelta(seconds=60)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until(lambda: fired.types == ["started"])


async def test_until_when_printers_were_observed_is_stored_at_a_stop(
    home: Home, wall: Wall, hass_storage: dict[str, Any]
) -> None:
    """It is no change, but says after a restart how long the gap was."""
    key = f"bambu_cloud.{home.entry.entry_id}.print_events"
    await home.pass_time(2)
    before = hass_storage[key]["data"][P1S]["seen_at"]
    printer = home.entry.runtime_data.account.printers[P1S]
    seen_at = printer.data.presence.last_seen
    wall.ahead += timedelta(seconds=61)
    await home.send_full_report(P1S)
    await home.until(lambda: printer.data.presence.last_seen != seen_at)
    await home.pass_time(31)
    assert hass_storage[key]["data"][P1S]["seen_at"] == before
    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await home.hass.async_block_till_done()
    assert hass_storage[key]["data"][P1S]["seen_at"] > before


async def test_progress_is_stored_in_a_while(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """It is no event, but a crash must not hide that the next print went back."""
    key = f"bambu_cloud.{home.entry.entry_id}.print_events"
    printer = home.entry.runtime_data.account.printers[P1S]
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: "first_layer_finished" in fired.types)

    def stored() -> int:
        """Return the progress in the file."""
        return hass_storage[key]["data"][P1S]["run"].get("progress") or 0

    before = stored()
    await home.until_happened(lambda: (printer.data.job.progress or 0) > before + 5)
    assert stored() == before
    await home.pass_time(121)
    await home.until(lambda: stored() > before)


async def test_checks_are_apart(home: Home) -> None:
    """While nothing happens, no printer is checked each second."""
    seen: list[str] = []
    events = home.entry.runtime_data.print_events
    await home.pass_time(2)
    events.on_prints.append(lambda serial, *_: seen.append(serial))
    await home.pass_time(2)
    assert seen == []
    await home.pass_time(61)
    assert seen
