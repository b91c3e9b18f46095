"""An AMS reports its kind, its sensors and its dryer."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import AmsKind, AmsUnit, DryStatus
from tests.helpers.ams_reports import ams, modules, unit
from tests.helpers.printer_reports import after, delta, full, printer


def read(answer: dict[str, Any] | None = None, **fields: Any) -> AmsUnit:
    """Return the only unit of a printer, after its answer to `get_version`."""
    answers = [answer] if answer else []
    return after(printer(), full(**ams(unit(**fields))), *answers).ams.units[0]


@pytest.mark.parametrize(
    ("info", "kind"),
    [
        ("1001", AmsKind.AMS),
        ("1002", AmsKind.LITE),
        ("2103", AmsKind.PRO_2),
        ("142023", AmsKind.PRO_2),
        ("2004", AmsKind.HT),
        ("30001005", AmsKind.LITE),
        ("100f", AmsKind.UNKNOWN),
        ("", AmsKind.UNKNOWN),
        (None, AmsKind.UNKNOWN),
        (1001, AmsKind.UNKNOWN),
    ],
)
def test_info_has_the_kind(info: Any, kind: AmsKind) -> None:
    """A unit says itself what it is."""
    assert read(info=info).kind is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ams_0", AmsKind.AMS),
        ("ams_f1_0", AmsKind.LITE),
        ("n3f_0", AmsKind.PRO_2),
        ("n3s_0", AmsKind.HT),
        ("n9x_0", AmsKind.UNKNOWN),
        ("wtm_0", AmsKind.UNKNOWN),
        ("ams_1", AmsKind.UNKNOWN),
        ("ams_x", AmsKind.UNKNOWN),
        ("ams", AmsKind.UNKNOWN),
    ],
)
def test_the_module_has_the_kind_of_an_old_unit(name: str, kind: AmsKind) -> None:
    """Older firmware names the kind only in its list of modules."""
    old = read(modules(**{name: "00600A000000001"}))

    assert old.kind is kind
    assert (old.serial is None) == (kind is AmsKind.UNKNOWN)
    assert read(modules(**{name: "S"}), info="1001").kind is AmsKind.AMS


def test_serial_and_firmware_of_the_module() -> None:
    """The printer's list of modules names the unit for good."""
    named = read(modules(ota="P", ams_0="00600A000000001"), info="1001")

    assert (named.serial, named.firmware) == ("00600A000000001", "00.00.06.49")
    assert read(info="1001").serial is None


def test_a_module_of_the_same_kind_comes_first() -> None:
    """A unit with the number of another one is not mistaken for it."""
    both = modules(ams_0="OLD", n3f_0="NEW")

    assert read(both, info="2003").serial == "NEW"
    assert read(both, info="1001").serial == "OLD"
    assert read(modules(ams_0="OLD"), info="2003").serial == "OLD"


def test_a_phantom_has_no_serial() -> None:
    """A module without serial is no unit."""
    assert read(modules(ota="P", ams_0="")).serial is None


@pytest.mark.parametrize(
    ("ams_id", "serial"),
    [("03C00A1", "03C00A1"), ("", None), ("0", None), (None, None)],
)
def test_an_a2l_reports_the_serial_of_its_lite(ams_id: Any, serial: str | None) -> None:
    """The AMS lite of an A2L has a serial; the list of modules comes first."""
    fields = {"id": "16", "info": "30001005", "ams_id": ams_id}

    assert read(**fields).serial == serial
    assert read(modules(ams_f1_16="LISTED"), **fields).serial == "LISTED"


@pytest.mark.parametrize(
    ("info", "extruder"),
    [
        ("1001", 0),
        ("2003", 0),
        ("2103", 1),
        ("2e03", None),
        ("2203", None),
        (None, None),
    ],
)
def test_the_extruder_that_a_unit_feeds(info: str | None, extruder: int | None) -> None:
    """A unit feeds one side of a printer with two nozzles, once it is set up."""
    assert read(info=info).extruder == extruder


@pytest.mark.parametrize(
    ("humidity", "index"),
    [("1", 1), ("5", 5), (3, 3), ("0", None), ("6", None), ("", None), (None, None)],
)
def test_humidity_index(humidity: Any, index: int | None) -> None:
    """An AMS HT says 0 when it has no level."""
    assert read(info="2004", humidity=humidity).humidity_index == index


@pytest.mark.parametrize(
    ("raw", "percent"),
    [("24", 24), ("100", 100), (9, 9), ("0", None), ("101", None), ("", None)],
)
def test_relative_humidity(raw: Any, percent: int | None) -> None:
    """Right after power-up, what is reported is not measured."""
    assert read(info="1001", humidity_raw=raw).humidity == percent


@pytest.mark.parametrize(
    ("temp", "celsius"),
    [
        ("26.2", 26),
        (65, 65.0),
        ("100", 100.0),
        ("0.0", None),
        ("-40.5", None),
        ("327.6", None),
        ("", None),
    ],
)
def test_temperature(temp: Any, celsius: int | None) -> None:
    """A unit without sensor, or just switched on, reports what cannot be."""
    assert read(info="1001", temp=temp).temperature == celsius


@pytest.mark.parametrize("info", ["1002", "30001005"])
def test_an_ams_lite_measures_nothing(info: str) -> None:
    """What an AMS lite reports of its air is made up."""
    lite = read(info=info, temp="23.0", humidity="5", humidity_raw="0")

    assert (lite.temperature, lite.humidity, lite.humidity_index) == (None, None, None)


def test_measurements_that_older_units_lack() -> None:
    """What is not reported is None."""
    old = read(modules(ams_0="S"), temp="0.0", humidity="3")

    assert (old.temperature, old.humidity, old.humidity_index) == (None, None, 3)


@pytest.mark.parametrize(
    ("bits", "unit_id", "connected"),
    [
        ("1", "0", True),
        ("2", "0", False),
        ("8", "3", True),
        ("10", "128", True),
        ("1", "128", False),
        ("800", "135", True),
        ("1000", "16", True),
        ("1", "16", False),
        ("1", "64", True),
        (None, "0", True),
        ("", "0", True),
    ],
)
def test_connected(bits: str | None, unit_id: str, connected: bool) -> None:  # noqa: FBT001  # a table
    """The mask of units shows at once that one was unplugged."""
    here = full(**ams(unit(id=unit_id), ams_exist_bits="1fff"))
    state = after(printer(), here, delta(ams={"ams_exist_bits": bits}))

    assert state.ams.units[0].connected is connected


@pytest.mark.parametrize(
    ("info", "status"),
    [
        ("2003", DryStatus.OFF),
        ("2013", DryStatus.CHECKING),
        ("142023", DryStatus.DRYING),
        ("2034", DryStatus.COOLING),
        ("2043", DryStatus.STOPPING),
        ("2053", DryStatus.ERROR),
        ("2064", DryStatus.OVERHEATED),
        ("2073", DryStatus.TESTING),
        ("2083", None),
    ],
)
def test_dry_status(info: str, status: DryStatus | None) -> None:
    """A dryer reports its state."""
    assert read(info=info, dry_time=0).drying is status


@pytest.mark.parametrize(
    ("fields", "status", "minutes"),
    [
        ({"info": "142023", "dry_time": 583}, DryStatus.DRYING, 583),
        ({"info": "2003", "dry_time": 0}, DryStatus.OFF, None),
        ({"info": "2003", "dry_time": 30}, DryStatus.DRYING, 30),
        ({"info": "2053", "dry_time": 30}, DryStatus.ERROR, 30),
        ({"info": "2023"}, DryStatus.DRYING, None),
        ({"dry_time": 30}, DryStatus.DRYING, 30),
        ({"dry_time": "0"}, DryStatus.OFF, None),
        ({"dry_time": -1}, None, None),
        ({}, None, None),
    ],
)
def test_drying_time(
    fields: dict[str, Any], status: DryStatus | None, minutes: int | None
) -> None:
    """The time left shows that a unit dries, also where nothing else does."""
    dryer = read(modules(n3f_0="S"), **fields)

    assert (dryer.drying, dryer.drying_minutes) == (status, minutes)


def test_what_is_dried() -> None:
    """A dryer reports how long and how hot it dries what."""
    setting = {"dry_filament": "PETG", "dry_temperature": 65, "dry_duration": 12}
    dryer = read(info="2023", dry_time=480, dry_setting=setting)

    assert dryer.drying_filament == "PETG"
    assert (dryer.drying_temperature, dryer.drying_hours) == (65, 12)


@pytest.mark.parametrize(
    "setting",
    [
        {"dry_filament": "", "dry_temperature": -1, "dry_duration": -1},
        {},
        None,
        "PETG",
    ],
)
def test_nothing_is_dried(setting: Any) -> None:
    """-1 and blank words stand for nothing."""
    dryer = read(info="2003", dry_time=0, dry_setting=setting)

    assert dryer.drying_filament is None
    assert (dryer.drying_temperature, dryer.drying_hours) == (None, None)


@pytest.mark.parametrize(
    ("reasons", "obstacles"),
    [
        ([0, 8], ("printing", "needs_plug")),
        ([6, 6, "1"], ("already_drying", "insufficient_power")),
        ([2, 3, 4, 5, 7], None),
        ([9, -1, None, "x"], ()),
        ([], ()),
        (None, ()),
        (0, ()),
    ],
)
def test_drying_obstacles(reasons: Any, obstacles: tuple[str, ...] | None) -> None:
    """A dryer reports its obstacles; those without a name are left out."""
    section = read(info="2003", dry_time=0, dry_sf_reason=reasons).drying_obstacles

    assert section == obstacles or (obstacles is None and len(section) == 5)


@pytest.mark.parametrize("info", ["1021", "1002"])
def test_a_unit_without_dryer_does_not_dry(info: str) -> None:
    """An AMS and an AMS lite have nothing to say about drying."""
    setting = {"dry_filament": "PLA", "dry_temperature": 55, "dry_duration": 8}
    unable = read(info=info, dry_time=9, dry_setting=setting, dry_sf_reason=[1])

    assert (unable.drying, unable.drying_minutes) == (None, None)
    assert (unable.drying_filament, unable.drying_obstacles) == (None, ())
    assert not unable.can_dry


def test_a_unit_of_unknown_kind_that_dries() -> None:
    """A unit of an unlisted kind has a dryer once it dries."""
    assert read(info="200f", dry_time=30).drying is DryStatus.DRYING
    assert read(info="200f", dry_time=0).drying is None
