"""Actions for whole printers, spools and accounts, a module for each subject."""

from . import (
    account,
    camera,
    filament,
    history,
    motion,
    print as printing,
    printable,
    spools,
)
from .action import Action

ACTIONS: tuple[Action, ...] = (
    *history.ACTIONS,
    *printable.ACTIONS,
    *account.ACTIONS,
    *camera.ACTIONS,
    *printing.ACTIONS,
    *filament.ACTIONS,
    *spools.ACTIONS,
    *motion.ACTIONS,
)

__all__ = ["ACTIONS", "Action"]
