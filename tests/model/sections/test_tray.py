"""A tray has the data of its spool, and no placeholders."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.bambu_cloud.model import Tray, TrayStatus
from tests.helpers.ams_reports import BLANK, TAGGED, UNTAGGED, ams, unit
from tests.helpers.printer_reports import after, full, printer


def tray(spool: Mapping[str, Any], exist: str | None = "1", **report: Any) -> Tray:
    """Return the first tray of a printer that sent one full report."""
    masks = {} if exist is None else {"tray_exist_bits": exist}
    units = ams(unit({"id": "0", **spool}), **masks)
    return after(printer("X1C"), full(**units, **report)).ams.units[0].trays[0]


def test_a_tagged_spool() -> None:
    """All data of a spool's tag is there, in plain units."""
    assert tray(TAGGED) == Tray(
        id=0,
        status=TrayStatus.IDENTIFIED,
        material="PLA",
        product="PLA Matte",
        filament_id="GFA01",
        color_code="A01-K1",
        colors=("#7D6556",),
        is_gradient=False,
        remaining=93,
        remaining_weight=930,
        weight=1000,
        length=330,
        diameter=1.75,
        nozzle_min=190,
        nozzle_max=230,
        bed_temperature=35,
        drying_temperature=55,
        drying_hours=8,
        tag_uid="DE6CF07300000100",
        tray_uuid="5F3D8925633343C29FB9A97FA9125970",
        state=11,
    )


def test_a_spool_without_tag() -> None:
    """Blank words and zeros of a spool without tag are no values."""
    assert tray(UNTAGGED) == Tray(
        id=0,
        status=TrayStatus.IDENTIFIED,
        material="PETG",
        filament_id="GFG99",
        colors=("#161616",),
        nozzle_min=220,
        nozzle_max=270,
        k=0.02,
        state=11,
    )


@pytest.mark.parametrize(
    ("spool", "exist", "status"),
    [
        (TAGGED, "1", TrayStatus.IDENTIFIED),
        (TAGGED, "e", TrayStatus.EMPTY),
        (BLANK, "1", TrayStatus.UNKNOWN),
        (BLANK, "0", TrayStatus.EMPTY),
        ({}, "1", TrayStatus.UNKNOWN),
        ({}, "0", TrayStatus.EMPTY),
        ({"state": 8}, "1", TrayStatus.UNKNOWN),
        ({"state": 9}, "0", TrayStatus.EMPTY),
        ({**TAGGED, "state": 0}, "1", TrayStatus.IDENTIFIED),
        ({**TAGGED, "state": 11}, "2", TrayStatus.EMPTY),
    ],
)
def test_the_mask_decides_whether_there_is_a_spool(
    spool: Mapping[str, Any], exist: str, status: TrayStatus
) -> None:
    """Models number the state differently, so the mask of slots counts."""
    assert tray(spool, exist).status is status


@pytest.mark.parametrize(
    ("state", "identified", "unknown"),
    [
        (0, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (1, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (2, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (3, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (5, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (8, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (9, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (10, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (11, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (21, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (26, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (27, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (0x20 | 8, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (0xE0 | 10, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (0x40 | 11, TrayStatus.IDENTIFIED, TrayStatus.UNKNOWN),
        (0x60, TrayStatus.EMPTY, TrayStatus.EMPTY),
        (None, TrayStatus.IDENTIFIED, None),
    ],
)
@pytest.mark.parametrize("exist", [None, "", "word"])
def test_without_a_mask_the_state_decides(
    state: int | None,
    identified: TrayStatus,
    unknown: TrayStatus | None,
    exist: str | None,
) -> None:
    """Where there is nothing else, the state of the tray decides."""
    assert tray({**TAGGED, "state": state}, exist).status is identified
    assert tray({**BLANK, "state": state}, exist).status is unknown


def test_a_bare_tray_is_empty_without_a_mask() -> None:
    """A P1 names an empty tray and says nothing more about it."""
    assert tray({}, None) == Tray(id=0, status=TrayStatus.EMPTY)


@pytest.mark.parametrize(
    ("spool", "exist"), [(TAGGED, "0"), (BLANK, "1"), (BLANK, "0"), (BLANK, None)]
)
def test_without_an_identified_spool_there_is_no_filament(
    spool: Mapping[str, Any], exist: str
) -> None:
    """What is left over of another spool, or a placeholder, is no value."""
    read = tray(spool, exist)

    assert read == Tray(id=0, status=read.status, state=11)


def test_a_starting_printer_does_not_empty_its_trays() -> None:
    """An empty mask beside trays full of filament is a glitch of the start."""
    masks = {"tray_exist_bits": "0", "power_on_flag": False}
    glitch = ams(unit({"id": "0", **TAGGED}, {"id": "1", **BLANK}), **masks)
    empty = ams(unit({"id": "0", "state": 10}, {"id": "1", **BLANK}), **masks)

    def statuses(report: dict[str, Any]) -> list[TrayStatus | None]:
        trays = after(printer("X1C"), full(**report)).ams.units[0].trays
        return [tray.status for tray in trays]

    assert statuses(glitch)[0] is TrayStatus.IDENTIFIED
    assert statuses(empty) == [TrayStatus.EMPTY, TrayStatus.EMPTY]


@pytest.mark.parametrize(
    ("fields", "colors"),
    [
        ({"tray_color": "ff00aaFF", "cols": []}, ("#FF00AA",)),
        ({"tray_color": "FF00AA"}, ("#FF00AA",)),
        ({"tray_color": "FF00AA80"}, ("#FF00AA",)),
        ({"tray_color": "FFFFFF00"}, ()),
        ({"tray_color": "00000000", "cols": ["00000000"]}, ()),
        ({"tray_color": "", "cols": None}, ()),
        ({"tray_color": "red", "cols": ["12345", 123456, None]}, ()),
        ({"tray_color": " 12345FF"}, ()),
        ({"tray_color": 112233}, ()),
        (
            {"tray_color": "00FF00FF", "cols": ["FF0000FF", "00FF00FF", "0000FFFF"]},
            ("#00FF00", "#FF0000", "#0000FF"),
        ),
        ({"tray_color": "", "cols": ["FF0000FF", "ff0000ff"]}, ("#FF0000",)),
    ],
)
def test_colors(fields: dict[str, Any], colors: tuple[str, ...]) -> None:
    """All colors are there once, the main one first, none transparent."""
    assert tray({"tray_type": "PLA", **fields}).colors == colors


@pytest.mark.parametrize(
    ("kind", "gradient"), [(0, False), (1, True), ("1", True), (2, False), (7, None)]
)
def test_gradients(kind: Any, gradient: bool) -> None:  # noqa: FBT001  # a table
    """Colors of one spool blend, or lie side by side."""
    assert tray({**TAGGED, "ctype": kind}).is_gradient is gradient


def test_drying_advice_of_a_p1() -> None:
    """A P1 has other names for how a filament is to be dried."""
    names = ("drying_temp", "drying_time")
    spool = {key: value for key, value in TAGGED.items() if key not in names}
    read = tray({**spool, "tray_temp": "65", "tray_time": "12"})

    assert (read.drying_temperature, read.drying_hours) == (65, 12)


def test_a_stored_pressure_advance() -> None:
    """The number of a stored profile is read, zero included; -1 is the default."""
    assert tray({**TAGGED, "cali_idx": 0}).calibration == 0
    assert tray({**TAGGED, "cali_idx": -1}).calibration is None
    assert tray({**TAGGED, "k": 0}).k is None


def test_length_without_weight_is_a_placeholder() -> None:
    """An X1 reports 330 m for each unidentified spool."""
    assert tray({**TAGGED, "tray_weight": "0"}).length is None
    assert tray({**TAGGED, "total_len": 0}).length is None


JUNK = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.lists(st.text(max_size=9), max_size=2)
    | st.just({"x": 1})
)


@given(
    key=st.sampled_from(sorted(TAGGED.keys() - {"tray_type"})),
    value=JUNK,
    exist=st.sampled_from([None, "0", "1"]),
)
def test_junk_in_one_field_spoils_no_other(
    key: str, value: Any, exist: str | None
) -> None:
    """Whatever a field holds, the material stays and the tray can be read."""
    read = tray({**TAGGED, key: value}, exist)

    if read.status is TrayStatus.IDENTIFIED:
        assert (read.material, read.id) == ("PLA", 0)
        assert all(color.startswith("#") for color in read.colors)
        assert read.remaining is None or 0 <= read.remaining <= 100
    else:
        assert exist == "0" or (exist is None and key == "state")


@pytest.mark.parametrize(
    ("low", "high", "usual"), [(190, 240, 215), (None, 240, 0), (190, None, 0)]
)
def test_usual_temperature(low: int | None, high: int | None, usual: int) -> None:
    """A filament is loaded in the middle of its range, if it has one."""
    assert Tray(id=0, nozzle_min=low, nozzle_max=high).nozzle_default == usual
