"""Rows of the history for stories of one print."""

from datetime import datetime
from typing import Any

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_stories import CLOUD, MINUTE
from tests.helpers.printer_reports import NOON, SERIAL

NO_IDS: dict[str, Any] = {"task_id": "0", "subtask_id": "0", "print_type": "cloud"}
NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}


def row(
    started_at: datetime, *, ids: dict[str, Any] = CLOUD, **fields: Any
) -> PrintTask:
    """Return the row of a print of twenty minutes that went well."""
    usual: dict[str, Any] = {
        "id": ids["task_id"],
        "serial": SERIAL,
        "title": "Benchy",
        "status": TaskStatus.FINISHED,
        "started_at": started_at,
        "ended_at": started_at + 20 * MINUTE,
    }
    return PrintTask(**usual | fields)


def noon_row(**fields: Any) -> PrintTask:
    """Return the row of the default job, of forty minutes from noon on."""
    usual: dict[str, Any] = {"started_at": NOON, "ended_at": NOON + 40 * MINUTE}
    return row(**usual | fields)


def goes_on(ids: dict[str, Any], started_at: datetime) -> PrintTask:
    """Return the row of a print that has not ended."""
    return row(started_at, ids=ids, status=TaskStatus.PRINTING, ended_at=None)


def vase(**fields: Any) -> PrintTask:
    """Return the row of a print from the cloud that was not seen."""
    return row(NOON + 30 * MINUTE, ids=NEXT, title="Vase", **fields)
