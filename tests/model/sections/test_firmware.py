"""There is firmware of the printer and of each of its modules."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Firmware,
    ModuleUpdate,
    UpgradeFailure,
    UpgradeStatus,
)
from tests.helpers.printer_reports import after, full, printer


def firmware(upgrade_state: Any, *modules: Any) -> Firmware:
    """Return the firmware of a printer that reported both."""
    info = {"command": "get_version", "module": list(modules)}
    return after(
        printer("P1S"), {"info": info}, full(upgrade_state=upgrade_state)
    ).firmware


OTA = {"name": "ota", "sw_ver": "01.08.01.00", "hw_ver": "OTA", "sn": "01P"}


def test_update_of_a_p1() -> None:
    """A P1 or A1 lists what it offers."""
    offer = {"name": "ota", "cur_ver": "01.08.01.00", "new_ver": "01.08.02.00"}
    section = firmware(
        {"new_version_state": 1, "new_ver_list": [{"name": "ams/0"}, offer]}, OTA
    )

    assert section.update_available is True
    assert section.installed == "01.08.01.00"
    assert section.latest == "01.08.02.00"


def test_update_of_an_x1() -> None:
    """An X1 or H2 names one version."""
    section = firmware(
        {"new_version_state": "1", "ota_new_version_number": "01.09.00.00"}, OTA
    )

    assert section.update_available is True
    assert section.latest == "01.09.00.00"


def test_no_update() -> None:
    """What is installed is the latest when nothing is offered."""
    section = firmware({"new_version_state": 2, "ota_new_version_number": ""}, OTA)

    assert section.update_available is False
    assert section.latest == section.installed == "01.08.01.00"


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
    """A printer without a word on updates has no answer."""
    section = firmware(state, OTA)

    assert section.update_available is None
    assert section.latest is None
    assert section.installed == "01.08.01.00"


def test_installed_version_without_modules() -> None:
    """The list of offers also has what is installed."""
    section = firmware({"new_ver_list": [{"name": "ota", "cur_ver": "01.07.00.00"}]})

    assert section.installed == "01.07.00.00"


def test_modules() -> None:
    """Modules are listed without phantoms, and an unset version is none."""
    section = firmware(
        {},
        OTA,
        {"name": "ams/0", "sw_ver": "00.00.06.49", "sn": "006", "hw_ver": "AMS08"},
        {"name": "ams/1", "sw_ver": "00.00.00.00", "sn": ""},
        {"name": "mc", "sw_ver": "00.00.00.00", "product_name": None},
        {"sw_ver": "1"},
        "junk",
    )

    assert [module.name for module in section.modules] == ["ota", "ams/0", "mc"]
    assert section.modules[1].version == "00.00.06.49"
    assert section.modules[1].hardware == "AMS08"
    assert section.modules[1].serial == "006"
    assert section.modules[2].version is None


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("IDLE", UpgradeStatus.IDLE),
        ("Flashing", UpgradeStatus.FLASHING),
        ("PRE_FLASH_FAIL", UpgradeStatus.PRE_FLASH_FAIL),
        ("SOMETHING_NEW", UpgradeStatus.UNKNOWN),
        ("", None),
        (3, None),
    ],
)
def test_upgrade_status(word: Any, status: UpgradeStatus | None) -> None:
    """Each step of an update has a name."""
    assert firmware({"status": word}).upgrade_status is status


@pytest.mark.parametrize(
    ("state", "upgrading"),
    [
        ({"status": "UPGRADE_REQUEST"}, True),
        ({"status": "DOWNLOADING"}, True),
        ({"status": "PRE_FLASH_START"}, True),
        ({"status": "PRE_FLASH_SUCCESS"}, True),
        ({"status": "FLASHING", "dis_state": 0}, False),
        ({"status": "FLASHING", "dis_state": 3}, False),
        ({"status": "FLASHING", "dis_state": None}, True),
        ({"status": "IDLE", "dis_state": 2}, True),
        ({"dis_state": "2"}, True),
        ({"status": "UPGRADE_SUCCESS", "dis_state": 3}, False),
        ({"status": "PRE_FLASH_FAIL", "dis_state": 1}, False),
        ({"status": "FLASH_FAIL"}, False),
        ({"status": "IDLE"}, False),
        ({"status": ""}, None),
        ({}, None),
        ("FLASHING", None),
    ],
)
def test_is_upgrading(state: Any, upgrading: bool | None) -> None:  # noqa: FBT001  # a table
    """What is shown decides; a step may be that of an update long ago."""
    assert firmware(state).is_upgrading is upgrading


def test_progress_of_an_update() -> None:
    """While the printer updates, it reports progress and module."""
    state = {"status": "FLASHING", "progress": "42", "module": "n3s", "err_code": 0}
    section = firmware(state)

    assert (section.upgrade_progress, section.upgrade_module) == (42, "n3s")
    assert section.upgrade_error == 0
    assert firmware(state | {"module": "null"}).upgrade_module is None


def test_an_old_update_is_not_in_progress() -> None:
    """A success stays in the report until the printer starts again."""
    section = firmware(
        {
            "status": "UPGRADE_SUCCESS",
            "progress": "100",
            "dis_state": 3,
            "module": "mc",
            "message": "0%, 0B/s",
        }
    )

    assert section.is_upgrading is False
    assert (section.upgrade_progress, section.upgrade_module) == (None, None)


def test_failed_update() -> None:
    """A failure leaves its reason."""
    section = firmware({"status": "DOWNLOAD_FAIL", "err_code": -1, "progress": "13"})

    assert section.upgrade_error == -1
    assert section.upgrade_progress is None


@pytest.mark.parametrize(
    ("inner", "outer", "forced"),
    [
        (True, False, True),
        (False, True, False),
        (None, True, True),
        (None, None, None),
    ],
)
def test_forced_update(
    inner: bool | None,  # noqa: FBT001  # a table
    outer: bool | None,  # noqa: FBT001  # a table
    forced: bool | None,  # noqa: FBT001  # a table
) -> None:
    """A printer may insist on an update."""
    report = full(upgrade_state={"force_upgrade": inner}, force_upgrade=outer)

    assert after(printer("P1S"), report).firmware.is_forced is forced


@pytest.mark.parametrize(("cfg", "forced"), [("4", True), ("FFFFFFFB", False)])
def test_forced_update_in_bits(cfg: str, *, forced: bool) -> None:
    """Newer printers have a bit for it, which comes first."""
    report = full(cfg=cfg, upgrade_state={"force_upgrade": not forced})
    assert after(printer("P2S"), report).firmware.is_forced is forced


def test_modules_that_do_not_fit() -> None:
    """The printer asks before it updates modules that were swapped."""
    assert firmware({"consistency_request": True}).needs_confirmation is True


def test_offers_of_a_p1() -> None:
    """Each module has its own offer."""
    offers = [
        {"name": "ota", "cur_ver": "01.08.01.00", "new_ver": "01.08.02.00"},
        {"name": "ams/0", "new_ver": "00.00.06.50"},
        {"name": "mc", "new_ver": ""},
        {"new_ver": "1"},
        "junk",
    ]
    ams = {"name": "ams/0", "sw_ver": "00.00.06.49", "sn": "006"}

    assert firmware(
        {"new_version_state": 1, "new_ver_list": offers}, OTA, ams
    ).offers == (
        ModuleUpdate("ota", "01.08.01.00", "01.08.02.00"),
        ModuleUpdate("ams/0", "00.00.06.49", "00.00.06.50"),
    )


def test_offers_of_an_x1() -> None:
    """An X1 reports one version for all of its AMS units."""
    section = firmware(
        {
            "new_version_state": 1,
            "ota_new_version_number": "01.09.00.00",
            "ams_new_version_number": "00.00.06.50",
            "ahb_new_version_number": "",
        },
        OTA,
    )

    assert section.offers == (
        ModuleUpdate("ota", "01.08.01.00", "01.09.00.00"),
        ModuleUpdate("ams", None, "00.00.06.50"),
    )


def test_old_offers() -> None:
    """What was offered before is none when the printer says that nothing is."""
    state = {"new_version_state": 2, "ota_new_version_number": "01.09.00.00"}

    assert firmware(state, OTA).offers == ()


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        ({"status": "DOWNLOAD_FAIL", "err_code": -1}, UpgradeFailure.DOWNLOAD),
        ({"status": "UPGRADE_FAIL", "err_code": -2}, UpgradeFailure.VERIFICATION),
        ({"status": "FLASH_FAIL", "err_code": 0}, UpgradeFailure.FLASHING),
        ({"status": "UPGRADE_FAIL", "err_code": 7}, UpgradeFailure.UNKNOWN),
        ({"status": "IDLE", "err_code": -4}, UpgradeFailure.PRINTING),
        ({"status": "DOWNLOADING", "err_code": -1}, None),
        ({"status": "UPGRADE_SUCCESS", "err_code": -1}, None),
        ({"status": "IDLE", "err_code": 0}, None),
        ({}, None),
    ],
)
def test_failure(state: Any, failure: UpgradeFailure | None) -> None:
    """The reason is the error's number, else the step that failed; old ones pass."""
    assert firmware(state).failure is failure


def test_hardware() -> None:
    """Boards have versions; that of "ota" is none, and "N/A" stands for none."""
    board = {"name": "esp32", "hw_ver": "AP04", "sn": "01P"}
    ams = {"name": "ams/0", "hw_ver": "AMS08", "sn": "006"}
    bare = {"name": "n3f/1", "hw_ver": "N/A", "sn": "19C"}
    section = firmware({}, OTA, board, ams, bare)
    assert section.hardware == "AP04"
    assert [section.hardware_of(sn) for sn in ("006", "19C", "")] == [
        "AMS08",
        None,
        None,
    ]
    assert firmware({}, OTA).hardware is None
