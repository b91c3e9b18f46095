"""Printer models are recognized by everything they are called."""

import pytest

from custom_components.bambu_cloud.model import (
    MODELS,
    UNKNOWN_MODEL,
    FileStorage,
    LiveviewMenu,
    Module,
    PrinterModel,
    identify,
    identify_modules,
)


@pytest.mark.parametrize(
    ("code", "product", "serial", "key"),
    [
        ("BL-P001", "", "", "X1C"),
        ("C12", "X1 Carbon", "00M", "P1S"),
        ("N7-V2", "", "", "P2S"),
        ("O1C2-V2", "", "", "H2C"),
        ("", "X1 Carbon", "", "X1C"),
        ("", "Bambu Lab X1-Carbon", "", "X1C"),
        ("", "bambu lab a1 MINI", "", "A1MINI"),
        ("", "A1M", "", "A1MINI"),
        ("new", "H2D Pro", "", "H2DPRO"),
        ("P2S", "", "", "P2S"),
        ("A1 mini", "", "", "A1MINI"),
        ("A1MINI", "", "", "A1MINI"),
        ("?", "?", "09300A000000001", "H2S"),
        ("N8-V2", "", "", "N8"),
        ("?", "?", "ZZZ", ""),
        ("", "", "", ""),
    ],
)
def test_identify(code: str, product: str, serial: str, key: str) -> None:
    """Codes come before names, names before serial numbers."""
    assert identify(code=code, product=product, serial=serial).key == key


def module(name: str, **fields: str) -> Module:
    """Return a module."""
    return Module(name=name, **fields)


@pytest.mark.parametrize(
    ("modules", "key"),
    [
        ([module("ota", product="Bambu Lab H2D", project="C12")], "H2D"),
        ([module("mc", product="X1E"), module("ota", project="C11")], "P1P"),
        ([module("ota"), module("esp32", hardware="AP04", project="C12")], "P1S"),
        ([module("ota"), module("esp32", hardware="AP05", project="N2S")], "A1"),
        ([module("ota"), module("esp32", hardware="AP07", project="N1")], "A1MINI"),
        ([module("ota"), module("ap", hardware="AP02")], "X1E"),
        ([module("ota"), module("rv1126", hardware="AP05")], "X1C"),
        ([module("ota", product="Bambu Lab Z9")], None),
        ([], None),
    ],
)
def test_identify_modules(modules: list[Module], key: str | None) -> None:
    """A printer's own modules name it, on old machines only by their hardware."""
    model = identify_modules(modules)

    assert (model and model.key) == key


def test_every_model_is_found_by_all_that_it_is_called() -> None:
    """No two models share a code, a name or a serial number's beginning."""
    for model in MODELS:
        for code in model.codes:
            assert identify(code=code) is model
        for name in (model.key, model.name, *model.aliases):
            assert identify(product=f"Bambu Lab {name}") is model
        assert identify(serial=f"{model.prefix}00A000000001") is model


@pytest.mark.parametrize("model", [UNKNOWN_MODEL, identify(code="N8")])
def test_an_unknown_model_is_believed(model: PrinterModel) -> None:
    """A printer of the future has one nozzle and what it reports."""
    assert model.nozzles == 1
    assert model.has_chamber_sensor
    assert model.has_auxiliary_fan
    assert model.has_prompt_sound


@pytest.mark.parametrize(
    ("key", "fans", "modes"),
    [
        ("X1C", (True, True, False), ()),
        ("P1S", (True, True, False), ()),
        ("P2S", (True, True, True), (0, 1)),
        ("A1", (False, False, False), ()),
        ("A2L", (False, False, False), ()),
        ("X2D", (True, True, True), (0, 1)),
        ("H2D", (True, True, False), (0, 1)),
    ],
)
def test_fans(key: str, fans: tuple[bool, bool, bool], modes: tuple[int, ...]) -> None:
    """The auxiliary fan, the one of the chamber and the second auxiliary one."""
    model = identify(code=key)

    assert fans == (
        model.has_auxiliary_fan,
        model.has_chamber_fan,
        model.has_second_auxiliary_fan,
    )
    assert model.air_duct_modes == modes


@pytest.mark.parametrize(
    ("key", "nozzles", "nozzle", "bed", "chamber"),
    [
        ("X1C", 1, 300, 110, None),
        ("X1E", 1, 320, 110, 60),
        ("P1P", 1, 300, 100, None),
        ("P2S", 1, 300, 110, None),
        ("A1", 1, 300, 100, None),
        ("A1MINI", 1, 300, 80, None),
        ("A2L", 1, 300, 80, None),
        ("X2D", 2, 300, 120, 65),
        ("H2S", 1, 350, 120, 65),
        ("H2DPRO", 2, 350, 120, 65),
        ("H2C", 2, 350, 120, 65),
    ],
)
def test_limits(
    key: str, nozzles: int, nozzle: int, bed: int, chamber: int | None
) -> None:
    """The table agrees with the data sheets."""
    model = identify(code=key)

    assert model.nozzles == nozzles
    assert (model.nozzle_max, model.bed_max) == (nozzle, bed)
    assert model.chamber_heater_max == chamber


def test_no_model_is_forgotten() -> None:
    """Each model has its storage and its menu on purpose, not by a default."""
    storages = {
        FileStorage.SD_CARD: "X1C X1 X1E P1P P1S A1 A1MINI",
        FileStorage.USB: "P2S H2S H2D H2DPRO H2C",
        FileStorage.FTP: "A2L X2D N8",
    }
    menus = {
        LiveviewMenu.NETWORK: "X1C X1 X1E",
        LiveviewMenu.LAN_ONLY: "P1P P1S P2S A1 A1MINI A2L X2D H2S H2D H2DPRO H2C N8",
    }

    for storage, keys in storages.items():
        assert {m.key for m in MODELS if m.file_storage is storage} == {*keys.split()}
    for menu, keys in menus.items():
        assert {m.key for m in MODELS if m.liveview_menu is menu} == {*keys.split()}


@pytest.mark.parametrize(
    ("key", "firmware", "there"),
    [
        ("X1C", "01.08.05.00", False),
        ("X1C", "01.09.00.00", True),
        ("X1E", "01.09.00.00", False),
        ("P1S", "01.08.01.00", True),
        ("P1P", "01.07.00.00", False),
        ("A1MINI", "01.04.00.00", False),
        ("A2L", "01.00.00.00", True),
        ("H2D", None, True),
    ],
)
def test_command_to_read_a_tag(key: str, firmware: str | None, there: bool) -> None:  # noqa: FBT001  as the table
    """Whether there is one is a matter of model and firmware."""
    assert identify(code=key).has_tag_command(firmware) is there
