"""What the platforms of one account share."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from .api import BambuCloud
from .coordinator import AccountCoordinator
from .firmware.coordinator import FirmwareCoordinator
from .liveview.manager import CameraManager
from .lookups.error_texts import ErrorTexts
from .lookups.filament_names import FilamentNames
from .prints.events import PrintEvents
from .prints.history import PrintHistory
from .prints.statistics import PrintStatistics


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeData:
    """What the platforms of one account share."""

    cloud: BambuCloud
    account: AccountCoordinator
    cameras: CameraManager
    filament_names: FilamentNames
    error_texts: ErrorTexts
    firmware_offers: FirmwareCoordinator
    history: PrintHistory
    print_events: PrintEvents
    statistics: PrintStatistics


type BambuConfigEntry = ConfigEntry[RuntimeData]
