"""Actions that are no business of an entity, a file for each subject."""

from . import account, camera, history
from .action import Action

ACTIONS: tuple[Action, ...] = (*history.ACTIONS, *account.ACTIONS, *camera.ACTIONS)

__all__ = ["ACTIONS", "Action"]
