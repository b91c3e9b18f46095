"""The storage's state is read from the best source that a printer has."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import StorageState

from .reports import after, full, printer


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"aux": "280100C", "home_flag": 0, "sdcard": False}, StorageState.NORMAL),
        ({"aux": "2000", "home_flag": 0x100}, StorageState.ABNORMAL),
        ({"home_flag": 0x300, "sdcard": True}, StorageState.READ_ONLY),
        ({"home_flag": -1066934785}, StorageState.NORMAL),
        ({"home_flag": 0}, StorageState.NONE),
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
