"""Write a printer down for comparison, without what would identify it."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from custom_components.bambu_cloud.model import Job, PrinterModel

_IDENTIFYING = frozenset(
    {
        "design_id",
        "file",
        "ip",
        "job_id",
        "model_id",
        "profile_id",
        "project_id",
        "rtsp_url",
        "serial",
        "subtask_id",
        "tag_uid",
        "task_id",
        "tray_uuid",
    }
)
_PRIVATE_FILAMENT = "P"
_MASK = "**MASKED**"


def shown(value: Any) -> Any:
    """Return a value of the model as plain data, without what is None."""
    if isinstance(value, PrinterModel):
        return value.key
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {
            item.name: _MASK if _identifies(value, item.name, content) else content
            for item in fields(value)
            if item.compare
            and (content := shown(getattr(value, item.name))) is not None
        }
    return [shown(item) for item in value] if isinstance(value, tuple) else value


def _identifies(owner: Any, name: str, content: Any) -> bool:
    """Return whether a field's value is personal."""
    if name == "name":
        return isinstance(owner, Job)
    if name == "filament_id":
        return bool(content.startswith(_PRIVATE_FILAMENT))
    return name in _IDENTIFYING
