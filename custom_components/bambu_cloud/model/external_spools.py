"""Describe the spools outside of any AMS (protocol C.5.4, C.5.5)."""

from dataclasses import dataclass

from .noun import Noun
from .tray import Tray


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalSpools(Noun):
    """The spool holders of a printer."""

    trays: tuple[Tray, ...] = ()
    """In the order right or only one (255), left (254); ids are made uniform."""

    def tray(self, number: int) -> Tray | None:
        """Return the tray with this id."""
        return next((tray for tray in self.trays if tray.id == number), None)
