"""Commands with sensible arguments but for some, and their errors."""

from collections.abc import Callable
from typing import Any

import pytest

from custom_components.bambu_cloud.api import BambuInputError, Command
from custom_components.bambu_cloud.api.commands import (
    file_on_printer,
    set_filament,
    set_k,
)
from custom_components.bambu_cloud.model import FileStorage, TrayLocation

FILE = file_on_printer("Benchy.3mf", FileStorage.SD_CARD)


def refused(make: Callable[[], object]) -> BambuInputError:
    """Return the error that a function raises about an argument."""
    with pytest.raises(BambuInputError) as raised:
        make()
    return raised.value


def filament(**changes: Any) -> Command:
    """Set a filament with some arguments changed."""
    arguments: dict[str, Any] = {
        "filament_id": "GFA00",
        "material": "PLA",
        "color": "112233FF",
        "nozzle_min": 190,
        "nozzle_max": 240,
    }
    return set_filament(TrayLocation(1, 1), **(arguments | changes))


def pressure(**changes: Any) -> Command:
    """Set a K value with some arguments changed."""
    arguments: dict[str, Any] = {
        "k": 0.02,
        "bed_temperature": 60,
        "nozzle_temperature": 220,
        "max_flow": 12,
    }
    return set_k(TrayLocation(1, 1), **(arguments | changes))
