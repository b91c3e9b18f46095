"""The storage's state is read from the best source that a printer has."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import Storage, StorageState
from tests.helpers.printer_reports import after, full, printer


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"aux": "280100C", "home_flag": 0, "sdcard": False}, StorageState.NORMAL),
        ({"aux": "2000", "home_flag": 0x100}, StorageState.ABNORMAL),
        ({"home_flag": 0x300, "sdcard": True}, StorageState.READ_ONLY),
        ({"home_flag": -1066934785}, StorageState.NORMAL),
        ({"home_flag": 0}, StorageState.NONE),
        ({"home_flag": 0, "sdcard": False}, StorageState.NONE),
        ({"home_flag": 0, "sdcard": True}, StorageState.NORMAL),
        ({"home_flag": 0, "sdcard": "HAS_SDCARD_READONLY"}, StorageState.READ_ONLY),
        ({"home_flag": 0x200, "sdcard": True}, StorageState.ABNORMAL),
        ({"aux": "0", "home_flag": 0, "sdcard": True}, StorageState.NONE),
        ({"sdcard": True}, StorageState.NORMAL),
        ({"sdcard": "false"}, StorageState.NONE),
        ({"sdcard": "HAS_SDCARD_READONLY"}, StorageState.READ_ONLY),
        ({"sdcard": "HAS_SDCARD_ABNORMAL"}, StorageState.ABNORMAL),
        ({"sdcard": None, "aux": 5, "home_flag": []}, None),
        ({}, None),
    ],
)
def test_storage(fields: dict[str, Any], state: StorageState | None) -> None:
    """Newer words come first, older ones fill in."""
    assert after(printer("X1C"), full(**fields)).storage.state is state


@pytest.mark.parametrize("model", ["P1S", "P1P", "A1", "A1MINI"])
def test_flapping_bits(model: str) -> None:
    """Bits that change with each report do not count where there is a plain field."""
    flags = [0, 0x100, 0x200, 0x300]
    states = [
        after(printer(model), full(home_flag=flag, sdcard=True)).storage.state
        for flag in flags
    ]
    assert set(states) == {StorageState.NORMAL}
    gone = after(printer(model), full(home_flag=0x100, sdcard=False))
    assert gone.storage.state is StorageState.NONE
    assert after(printer(model), full(home_flag=0x100)).storage.state is not None


def test_sizes() -> None:
    """Memory and stick report their free space."""
    cam = {
        "tl_internal_free_kb": 5000,
        "tl_internal_total_kb": "8000",
        "tl_external_free_kb": 0,
        "tl_external_total_kb": 31000000,
    }
    section = after(printer("H2D"), full(device={"cam": cam})).storage

    assert (section.internal_free, section.internal_total) == (5000, 8000)
    assert (section.external_free, section.external_total) == (0, 31000000)


def test_no_stick() -> None:
    """Zero of zero is no storage that is full."""
    cam = {"tl_external_free_kb": 0, "tl_external_total_kb": 0}
    section = after(printer("H2D"), full(device={"cam": cam})).storage

    assert section == Storage()
