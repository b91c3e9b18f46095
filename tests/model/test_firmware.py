"""Firmware is told for the printer and each of its modules."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import Firmware

from .reports import after, full, printer


def firmware(upgrade_state: Any, *modules: Any) -> Firmware:
    """Return the firmware of a printer that told both."""
    info = {"command": "get_version", "module": list(modules)}
    return after(
        printer("P1S"), {"info": info}, full(upgrade_state=upgrade_state)
    ).firmware


OTA = {"name": "ota", "sw_ver": "01.08.01.00", "hw_ver": "OTA", "sn": "01P"}


def test_update_of_a_p1() -> None:
    """A P1 or A1 lists what it offers."""
    offer = {"name": "ota", "cur_ver": "01.08.01.00", "new_ver": "01.08.02.00"}
    told = firmware(
        {"new_version_state": 1, "new_ver_list": [{"name": "ams/0"}, offer]}, OTA
    )

    assert told.update_available is True
    assert told.installed == "01.08.01.00"
    assert told.latest == "01.08.02.00"


def test_update_of_an_x1() -> None:
    """An X1 or H2 names one version."""
    told = firmware(
        {"new_version_state": "1", "ota_new_version_number": "01.09.00.00"}, OTA
    )

    assert told.update_available is True
    assert told.latest == "01.09.00.00"


def test_no_update() -> None:
    """What is installed is the latest when nothing is offered."""
    told = firmware({"new_version_state": 2, "ota_new_version_number": ""}, OTA)

    assert told.update_available is False
    assert told.latest == told.installed == "01.08.01.00"


@pytest.mark.parametrize(
    "state",
    [
        {"new_version_state": 0},
        {"new_ver_list": [{"name": "ams/0", "new_ver": "00.00.06.50"}]},
        {},
        None,
        [],
        "IDLE",
    ],
)
def test_unknown_update(state: Any) -> None:
    """A printer that does not know of updates claims nothing."""
    told = firmware(state, OTA)

    assert told.update_available is None
    assert told.latest is None
    assert told.installed == "01.08.01.00"


def test_installed_version_without_modules() -> None:
    """The list of offers also tells what is installed."""
    told = firmware({"new_ver_list": [{"name": "ota", "cur_ver": "01.07.00.00"}]})

    assert told.installed == "01.07.00.00"


def test_modules() -> None:
    """Modules are listed without phantoms, and an unset version is none."""
    told = firmware(
        {},
        OTA,
        {"name": "ams/0", "sw_ver": "00.00.06.49", "sn": "006", "hw_ver": "AMS08"},
        {"name": "ams/1", "sw_ver": "00.00.00.00", "sn": ""},
        {"name": "mc", "sw_ver": "00.00.00.00", "product_name": None},
        {"sw_ver": "1"},
        "junk",
    )

    assert [module.name for module in told.modules] == ["ota", "ams/0", "mc"]
    assert told.modules[1].version == "00.00.06.49"
    assert told.modules[1].hardware == "AMS08"
    assert told.modules[1].serial == "006"
    assert told.modules[2].version is None
