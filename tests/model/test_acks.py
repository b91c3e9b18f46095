"""A command that a printer acknowledges shows at once where reports come late."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrinterState, Tray, TrayStatus, changed
from tests.helpers.ams_reports import BLANK, TAGGED, UNTAGGED, ams, unit
from tests.helpers.printer_reports import after, full, printer

PLA = {
    "tray_info_idx": "GFL99",
    "tray_type": "PLA",
    "tray_color": "112233FF",
    "nozzle_temp_min": 190,
    "nozzle_temp_max": 240,
}
HOLDERS = [{"id": "254", **BLANK}, {"id": "255", **BLANK}]


def ack(result: str | None = "success", **fields: Any) -> dict[str, Any]:
    """Return the acknowledgement of a new filament."""
    section = {} if result is None else {"result": result}
    return {"print": {"command": "ams_filament_setting", **PLA, **section, **fields}}


def two_units(**fields: Any) -> PrinterState:
    """Return a printer with an AMS and an AMS HT."""
    first = unit({"id": "0", **TAGGED}, {"id": "1", **UNTAGGED}, info="1001")
    second = unit({"id": 0, **UNTAGGED}, id="128", info="2004")
    masks = {"ams_exist_bits": "11", "tray_exist_bits": "10003"}
    return after(printer(), full(**ams(first, second, **masks), **fields))


def assert_set(tray: Tray | None) -> None:
    """Assert that a tray has the new filament, and nothing of the old one."""
    assert tray is not None
    assert (tray.status, tray.material) == (TrayStatus.IDENTIFIED, "PLA")
    assert tray.filament_id == "GFL99"
    assert tray.colors == ("#112233",)
    assert (tray.nozzle_min, tray.nozzle_max) == (190, 240)
    assert (tray.product, tray.color_code) == (None, None)


@pytest.mark.parametrize(
    "place", [{"ams_id": 0, "slot_id": 1, "tray_id": 1}, {"ams_id": "0", "tray_id": 1}]
)
def test_a_filament_was_set(place: dict[str, Any]) -> None:
    """The tray that was named has its new filament, and no other tray."""
    before = two_units()
    state = after(before, ack(**place))
    first, second = state.ams.units

    assert changed(before, state) == {"ams"}
    assert_set(first.trays[1])
    assert first.trays[0] is before.ams.units[0].trays[0]
    assert second is before.ams.units[1]


def test_a_filament_was_set_in_an_ht() -> None:
    """The only slot of an AMS HT is number 0."""
    state = after(two_units(), ack(ams_id=128, slot_id=0, tray_id=0))

    assert_set(state.ams.units[1].trays[0])


def test_a_filament_with_another_product_was_set() -> None:
    """Data of a tag does not stay for another filament."""
    assert_set(after(two_units(), ack(ams_id=0, slot_id=0)).ams.units[0].trays[0])


def test_a_filament_was_cleared() -> None:
    """Blank words reset a tray."""
    cleared = dict.fromkeys(PLA, "")
    state = after(two_units(), ack(ams_id=0, slot_id=0, **cleared))

    assert state.ams.units[0].trays[0].status is TrayStatus.UNKNOWN


def test_only_the_color_was_set() -> None:
    """What an acknowledgement does not name stays as it was."""
    state = after(
        two_units(),
        {
            "print": {
                "command": "ams_filament_setting",
                "ams_id": 0,
                "slot_id": 1,
                "tray_type": "PETG",
                "result": "success",
            }
        },
    )
    tray = state.ams.units[0].trays[1]

    assert (tray.material, tray.colors) == ("PETG", ("#161616",))


@pytest.mark.parametrize("number", [255, 254])
def test_a_filament_was_set_outside(number: int) -> None:
    """External spools are named by their unit; their tray is always 254."""
    before = two_units(vir_slot=HOLDERS, vt_tray={"id": "255", **BLANK})
    state = after(before, ack(ams_id=number, tray_id=254, slot_id=0))

    assert changed(before, state) == {"external_spools"}
    assert_set(state.external_spools.tray(number))
    other = state.external_spools.tray(255 + 254 - number)
    assert other is not None
    assert other.status is TrayStatus.UNKNOWN


@pytest.mark.parametrize(
    "holder",
    [
        {"vt_tray": {"id": "254", **BLANK}},
        {"vir_slot": [{"id": "255", **BLANK}]},
        {"vir_slot": [{"id": "254", **BLANK}]},
    ],
)
def test_a_filament_was_set_on_the_only_holder(holder: dict[str, Any]) -> None:
    """A printer with one spool outside may call it either number."""
    for number in (255, 254):
        state = after(two_units(**holder), ack(ams_id=number, tray_id=254, slot_id=0))
        assert_set(state.external_spools.tray(255))


@pytest.mark.parametrize("result", ["success", "SUCCESS", "ok", None])
def test_success(result: str | None) -> None:
    """Success may go without saying."""
    state = after(two_units(), ack(result, ams_id=0, slot_id=1))

    assert_set(state.ams.units[0].trays[1])


@pytest.mark.parametrize(
    "message",
    [
        ack("fail", ams_id=0, slot_id=1),
        ack(None, err_code=83902468, ams_id=0, slot_id=1),
        ack(ams_id=3, slot_id=1),
        ack(ams_id=0, slot_id=7),
        ack(ams_id=None, slot_id=None),
        ack(),
        ack(ams_id=255, slot_id=0),
    ],
)
def test_what_was_not_set(message: dict[str, Any]) -> None:
    """A refusal changes nothing, nor does a tray that the printer does not have."""
    before = two_units()

    assert changed(before, after(before, message)) == frozenset()


def test_a_holder_that_the_printer_does_not_have() -> None:
    """A list without the spool that was named stays as it is."""
    before = two_units(vir_slot=[HOLDERS[1], {"id": 7}])
    state = after(before, ack(ams_id=254, slot_id=0))

    assert changed(before, state) == frozenset()


@pytest.mark.parametrize("raw", [{}, {"ams": None}, {"ams": {"ams": [None, {}]}}])
def test_an_acknowledgement_before_any_report(raw: dict[str, Any]) -> None:
    """Nothing is made up for a printer without a report."""
    state = after(printer(), full(**raw), ack(ams_id=0, slot_id=0))

    assert state.ams.units == ()


def started(**fields: Any) -> dict[str, Any]:
    """Return the acknowledgement of a print."""
    ids = {"task_id": "701", "subtask_id": "701"}
    return {
        "print": {"command": "project_file", "result": "success", **ids, **fields},
    }


RUNNING = full(gcode_state="RUNNING", task_id="701")


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        pytest.param({"ams_mapping": [5, -1]}, ((1, 1), None), id="numbers"),
        pytest.param({"ams_mapping": [128, 254]}, ((128, 0), (255, 0)), id="others"),
        pytest.param(
            {
                "ams_mapping": [0, 0],
                "ams_mapping2": [
                    {"ams_id": 255, "slot_id": 255},
                    {"ams_id": 1, "slot_id": 2},
                ],
            },
            (None, (1, 2)),
            id="slots",
        ),
        pytest.param({}, (), id="nothing"),
        pytest.param({"ams_mapping": "x", "ams_mapping2": [7]}, (), id="nonsense"),
        pytest.param({"ams_mapping": [1], "task_id": "0"}, (), id="local"),
        pytest.param({"ams_mapping": [1], "task_id": None}, (), id="no task"),
        pytest.param({"ams_mapping": [1], "result": "fail"}, (), id="refused"),
    ],
)
def test_where_filaments_come_from(
    fields: dict[str, Any], places: tuple[tuple[int, int] | None, ...]
) -> None:
    """A printer that never reports it repeats it when a print is started."""
    state = after(printer(), RUNNING, started(**fields))
    assert state.job.filament_mapping == places


def test_mapping_is_of_the_task_that_was_started() -> None:
    """The next start replaces it; a printer that reports it by itself is right."""
    state = after(printer(), RUNNING, started(ams_mapping=[1]))
    assert state.job.mapping_task == "701"
    state = after(state, started(ams_mapping=[2], task_id="702"))
    assert (state.job.mapping_task, len(state.job.filament_mapping)) == ("702", 1)
    reported = full(gcode_state="RUNNING", task_id="701", mapping=[259])
    state = after(printer(), reported, started(ams_mapping=[1]))
    assert state.job.filament_mapping == ((1, 3),)
    assert state.job.mapping_task is None
