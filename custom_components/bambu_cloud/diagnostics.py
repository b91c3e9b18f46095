"""Diagnostics of an account: what happened, without saying to whom."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL
from homeassistant.core import HomeAssistant

from .const import CONF_UID
from .coordinator import BambuConfigEntry
from .model import NOUNS, PrinterState

TO_REDACT = {
    CONF_ACCESS_TOKEN,
    CONF_EMAIL,
    CONF_UID,
    "title",
    "unique_id",
    # of a printer's report (protocol C)
    *{"sn", "tag_uid", "tray_uuid", "chip_id", "ams_id", "ip", "rtsp_url", "oss_url"},
    *{"task_id", "subtask_id", "project_id", "profile_id", "design_id", "model_id"},
    *{"job_id", "subtask_name", "gcode_file", "file", "url", "md5", "user_id"},
    "trouble_id",
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: BambuConfigEntry
) -> dict[str, Any]:
    """Return what helps to understand a problem."""
    account = entry.runtime_data
    return {
        "entry": async_redact_data(dict(entry.data), TO_REDACT),
        "poll": {
            "last_success": account.last_update_success,
            "last_error": type(account.last_exception).__name__
            if account.last_exception
            else None,
        },
        "stream": {
            "connected": account.stream.connected,
            **account.stream.counters.as_dict(),
        },
        "printers": [_described(printer.data) for printer in account.printers.values()],
    }


def _described(printer: PrinterState) -> Mapping[str, Any]:
    """Return a printer without what identifies it."""
    return {
        "model": printer.model.key,
        "complete": printer.complete,
        "shown": {
            noun: repr(getattr(printer, noun)) for noun in NOUNS if noun != "job"
        },
        "job": {"status": printer.job.status, "stage": printer.job.stage},
        "report": async_redact_data(dict(printer.raw), TO_REDACT),
        "version": async_redact_data(dict(printer.version), TO_REDACT),
    }
