"""What the platforms of one account share."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from .account.part import AccountPart
from .account.registered import RegisteredEntities
from .api import BambuCloud
from .coordinator import AccountCoordinator
from .costs.manager import PrintCosts
from .filament.deduction import Deduction
from .filament.spool_use import SpoolUse
from .filament.spools import AccountSpools
from .firmware.coordinator import FirmwareManager
from .fleet.manager import FleetManager
from .liveview.manager import CameraManager
from .lookups.error_texts import ErrorTexts
from .lookups.filament_names import FilamentNames
from .maintenance.manager import Maintenance
from .prints.clear_plates import ClearPlates
from .prints.events import PrintEvents
from .prints.history import PrintHistory
from .prints.plates import Plates
from .prints.statistics import PrintStatistics


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeData:
    """What the platforms of one account share."""

    cloud: BambuCloud
    account: AccountCoordinator
    cameras: CameraManager
    clear_plates: ClearPlates
    costs: PrintCosts
    filament_names: FilamentNames
    deduction: Deduction
    error_texts: ErrorTexts
    firmware: FirmwareManager
    fleet: FleetManager
    history: PrintHistory
    maintenance: Maintenance
    plates: Plates
    print_events: PrintEvents
    registered: RegisteredEntities
    spool_use: SpoolUse
    spools: AccountSpools
    statistics: PrintStatistics

    @property
    def parts(self) -> tuple[AccountPart, ...]:
        """Return all parts, in the order in which they start.

        Texts decide which errors there are. Statistics add what the history fetches
        from its start on; costs, events, maintenance, spools
        and fleet listen to it. Events begin and end what costs count, and
        tell which plates are clear no more.
        """
        return (
            self.error_texts,
            self.statistics,
            self.cameras,
            self.history,
            self.clear_plates,
            self.costs,
            self.print_events,
            self.maintenance,
            self.firmware,
            self.filament_names,
            self.spools,
            self.deduction,
            self.spool_use,
            self.fleet,
            self.registered,
        )


PARTS: tuple[type[AccountPart], ...] = (
    AccountSpools,
    CameraManager,
    ClearPlates,
    Deduction,
    ErrorTexts,
    FilamentNames,
    FirmwareManager,
    FleetManager,
    Maintenance,
    PrintCosts,
    PrintEvents,
    PrintHistory,
    PrintStatistics,
    RegisteredEntities,
    SpoolUse,
)

type BambuConfigEntry = ConfigEntry[RuntimeData]
