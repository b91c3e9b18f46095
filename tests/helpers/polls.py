"""Answers of the poll, and a printer that no longer reports."""

from datetime import timedelta
from typing import Any

from custom_components.bambu_cloud.model import (
    PolledPrinter,
    PrinterState,
    with_link_lost,
)

from .printer_reports import NOON, SERIAL, after, full, printer

MINUTE = timedelta(minutes=1)


def polled(**fields: Any) -> PolledPrinter:
    """Return an idle printer of the cloud's list."""
    idle: dict[str, Any] = {
        "serial": SERIAL,
        "name": "Workshop P1S",
        "model_code": "C12",
        "product": "P1S",
        "received_at": NOON,
        "online": True,
        "print_status": "SUCCESS",
        "task_id": None,
        "task_name": None,
        "task_status": None,
        "started_at": None,
        "predicted_seconds": None,
        "progress": None,
    }
    return PolledPrinter(**idle | fields)


def task(status: str = "RUNNING", **fields: Any) -> PolledPrinter:
    """Return a printer that works on a cloud job."""
    job = {
        "task_id": "702383065",
        "task_name": "Benchy",
        "task_status": status,
        "started_at": NOON - 30 * MINUTE,
        "predicted_seconds": 3600,
        "progress": 45,
        "print_status": "RUNNING",
    }
    return polled(**job | fields)


def printing(**fields: Any) -> PrinterState:
    """Return a printer that was printing when the link broke."""
    running = {
        "gcode_state": "RUNNING",
        "mc_percent": 40,
        "mc_remaining_time": 33,
        "stg_cur": 4,
        "layer_num": 12,
        "task_id": "702383065",
        "subtask_name": "Benchy",
    }
    return with_link_lost(after(printer("P1S"), full(**running | fields)))
