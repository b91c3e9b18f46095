"""A printer is updated by its reports."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from custom_components.bambu_cloud.model import (
    DoorSensor,
    PrinterState,
    PrintStatus,
    Report,
    fold,
    with_link_lost,
)
from custom_components.bambu_cloud.model.printer import as_model
from custom_components.bambu_cloud.model.report import changed
from tests.helpers.printer_reports import NOON, SERIAL, after, delta, full, printer
from tests.helpers.profiles import PROFILES

BIG = {"gcode_state": "IDLE", "nozzle_temper": 26.0, "hms": [], "ams": {}}


def test_full_report_replaces_everything() -> None:
    """What a full report leaves out does not exist any more."""
    state = after(printer("X1C"), full(nozzle_temper=26.0), full(bed_temper=23.0))

    assert state.complete
    assert state.temperatures.nozzle is None
    assert state.temperatures.bed == 23.0
    assert "nozzle_temper" not in state.raw


def test_delta_leaves_what_it_does_not_name() -> None:
    """A partial report changes only what it names."""
    state = after(
        printer("P1S"),
        full(nozzle_temper=26.0, bed_temper=23.0, gcode_state="IDLE"),
        delta(nozzle_temper=219.6875),
    )

    assert state.temperatures.nozzle == 220
    assert state.temperatures.bed == 23.0
    assert state.job.status is PrintStatus.IDLE


def test_delta_before_the_first_full_report_is_not_complete() -> None:
    """Values that come early are shown, but what is missing is still unknown."""
    state = after(printer("P1S"), delta(nozzle_temper=219.6875))

    assert not state.complete
    assert state.temperatures.nozzle == 220
    assert after(state, delta(msg="0", nozzle_temper=20)).complete


@pytest.mark.parametrize(
    ("message", "complete"),
    [
        ({**BIG, "msg": 0}, True),
        ({**BIG, "msg": "0"}, True),
        ({"msg": 0}, True),
        ({**BIG, "msg": 1}, False),
        (BIG, True),
        ({**BIG, "msg": "?"}, True),
        ({"nozzle_temper": 26.0}, False),
        ({key: BIG[key] for key in ("gcode_state", "hms", "ams")}, False),
    ],
)
def test_full_report_is_recognized(message: dict[str, Any], complete: bool) -> None:  # noqa: FBT001  # a table
    """Firmware that does not number its reports sends full ones big."""
    state = after(printer("X1C"), {"print": {"command": "push_status", **message}})

    assert state.complete is complete


def test_message_without_command_is_state() -> None:
    """Some recordings of printers carry no command."""
    state = after(printer("H2D"), {"print": {"stat": "46A58008"}})

    assert state.door.open is True


def test_acknowledgement_is_not_state() -> None:
    """An echo of a request does not mean that it was accepted."""
    ack = {"print": {"command": "gcode_line", "nozzle_temper": 300, "msg": 0}}
    state = after(printer("X1C"), full(nozzle_temper=26.0), ack)

    assert state.temperatures.nozzle == 26.0


@pytest.mark.parametrize(
    ("ack", "mode"),
    [
        ({"led_node": "chamber_light", "led_mode": "on", "result": "SUCCESS"}, "on"),
        ({"led_node": "chamber_light", "led_mode": "on"}, "on"),
        ({"led_node": "chamber_light", "led_mode": "on", "result": "fail"}, "off"),
        ({"led_node": "chamber_light", "led_mode": "on", "err_code": 84033543}, "off"),
        ({"led_node": None, "led_mode": "on"}, "off"),
        ({"led_node": "chamber_light"}, "off"),
    ],
)
def test_acknowledged_light_is_switched(ack: dict[str, Any], mode: str) -> None:
    """A P1 may not report a light that it has switched, so its word counts."""
    lights = [{"node": "chamber_light", "mode": "off"}]
    state = after(
        printer("P1S"),
        full(lights_report=lights),
        {"system": {"command": "ledctrl", **ack}},
    )

    assert state.lights.nodes == (("chamber_light", mode),)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_model_may_come_last(profile: str) -> None:
    """It makes no difference whether the model comes before or after a report."""
    version, message = PROFILES[profile]["version"], PROFILES[profile]["full"]
    early = after(printer("X1C"), version, message)
    late = after(printer(), message, version)

    assert as_model(late, early.model) == early
    assert after(printer("X1C"), message, version) == early


def test_object_replaced_by_junk_is_forgotten() -> None:
    """A delta that turns an object into something else leaves nothing behind."""
    device = {"bed": {"info": {"temp": 23}}}
    state = after(printer("X1C"), full(device=device), delta(device=None))

    assert state.temperatures.bed is None


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        None,
        "text",
        {"print": None},
        {"print": [{"msg": 0}]},
        {"info": 5, "event": [], "system": "x"},
        {"event": {"event": {"event": 1}}},
        {"system": {"command": ["ledctrl"]}},
        {"print": {"command": {}, "msg": {}}},
        {"mc_print": {"command": "push_info", "param": "[BMC] M900"}},
    ],
)
def test_junk_changes_nothing(payload: Any) -> None:
    """A message that says nothing only proves that the printer is there."""
    before = after(printer("X1C"), full(nozzle_temper=26.0))

    state = after(before, payload)

    assert state == before
    assert state.raw == before.raw


def test_any_message_proves_presence() -> None:
    """A printer that speaks is there."""
    state = after(printer("X1C"), {"print": {"command": "pause", "result": "success"}})

    assert state.presence.reported is True
    assert state.presence.online is True
    assert state.presence.last_seen == NOON


def test_farewell_denies_presence() -> None:
    """The broker reports that a printer left and that it came back."""
    gone = after(
        printer("X1C"),
        full(nozzle_temper=26.0),
        {"event": {"event": "client.disconnected", "time": 1}},
        every=timedelta(seconds=9),
    )
    back = after(gone, {"event": {"event": "client.connected"}})

    assert gone.presence.online is False
    assert gone.presence.last_seen == NOON
    assert gone.temperatures.nozzle == 26.0
    assert back.presence.online is True


def test_lost_link_leaves_presence_to_the_next_poll() -> None:
    """Nothing changes at once; from the next poll on, the cloud's list decides."""
    state = with_link_lost(after(printer("X1C"), full()))

    assert state.presence.reported is None
    assert state.presence.online is True
    assert state.presence.last_seen == NOON


def test_modules_reveal_the_model() -> None:
    """A printer that no list has named yet introduces itself."""
    info = {
        "command": "get_version",
        "module": [{"name": "ota", "product_name": "Bambu Lab H2D", "sw_ver": "1.2"}],
    }
    early = after(printer(), delta(stat="46A58008"))
    state = after(early, {"info": info})

    assert early.door.open is None
    assert state.model.door is DoorSensor.STAT
    assert state.door.open is True
    assert state.firmware.installed == "1.2"


def test_the_list_comes_before_the_modules() -> None:
    """The name in the cloud stays."""
    module = {"name": "ota", "product_name": "Bambu Lab H2D"}
    info = {"command": "get_version", "module": [module]}

    assert after(printer("P1S"), {"info": info}).model.key == "P1S"


def test_a_serial_number_reveals_the_model_at_last() -> None:
    """Modules without names leave only the serial number."""
    info = {"command": "get_version", "module": [{"name": "ota", "sw_ver": "1"}]}
    unidentified = PrinterState(serial="22E00A000000001")

    assert after(unidentified, {"info": info}).model.key == "P2S"
    assert after(printer(), {"info": info}).model.key == ""


@pytest.mark.parametrize(
    "info",
    [
        {"command": "get_version", "module": []},
        {"command": "get_version", "module": "junk"},
        {"command": "other", "module": [{"name": "ota", "sw_ver": "2"}]},
    ],
)
def test_blank_version_answer_changes_nothing(info: dict[str, Any]) -> None:
    """A printer that is still starting up answers without modules."""
    answer = {"command": "get_version", "module": [{"name": "ota", "sw_ver": "1"}]}
    state = after(printer("P1S"), {"info": answer}, {"info": info})

    assert state.firmware.installed == "1"
    assert state.version == answer


def test_reports_do_not_pile_up() -> None:
    """New keys without end are dropped, and values are updated all the same."""
    state = after(printer(), full(nozzle_temper=26.0))
    for number in range(50):
        state = after(state, delta(**{f"key_{number}": "x" * 100_000}))
    stored = len(orjson.dumps(state.raw))
    assert 500_000 < stored < 1_000_000
    state = after(state, delta(nozzle_temper=99.0), delta(ipcam={"a": "x" * 900_000}))
    assert state.temperatures.nozzle == 99.0
    assert len(orjson.dumps(state.raw)) <= stored
    state = after(state, full(nozzle_temper=25.0))
    assert state.raw.keys() == {"command", "msg", "nozzle_temper"}
    assert after(state, full(x=[0] * 400_000)).raw == state.raw


def test_values_are_replaced_for_ever() -> None:
    """What replaces what was there does not count as growth."""
    state = after(printer(), full(nozzle_temper=26.0))
    for number in range(50):
        state = after(state, delta(subtask_name=f"{number}" * 50_000))
    assert state.job.name == "49" * 50_000


@pytest.mark.parametrize(("minutes", "is_news"), [(1, False), (3, True), (-60, True)])
def test_a_report_after_a_silence_is_news(minutes: int, *, is_news: bool) -> None:
    """Whoever compares reports has to notice that some may be missing before it."""
    message = full(gcode_state="FINISH")
    before = after(printer("X1C"), message, message)
    report = Report(
        serial=SERIAL, payload=message, received_at=NOON + timedelta(minutes=minutes)
    )

    assert ("presence" in changed(before, fold(before, report))) is is_news
