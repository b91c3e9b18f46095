"""Make a dashboard with one section per printer."""

from collections.abc import Iterable
from typing import Any

from .client import Client
from .printers import Printer

type Card = dict[str, Any]

PROGRESS_BAR = [{"type": "bar-gauge", "min": 0, "max": 100}]
TREND = [{"type": "trend-graph", "hours_to_show": 1}]

TILES: dict[str, dict[str, Any]] = {
    "print_status": {"columns": 6, "name": "Status"},
    "stage": {"columns": 6, "name": "Stage"},
    "progress": {"columns": 12, "name": "Progress", "features": PROGRESS_BAR},
    "task_name": {"columns": 12, "name": "Model"},
    "remaining_time": {"columns": 6, "name": "Remaining"},
    "finish_time": {"columns": 6, "name": "Ready"},
    "nozzle_temperature": {"columns": 6, "name": "Nozzle", "features": TREND},
    "bed_temperature": {"columns": 6, "name": "Bed", "features": TREND},
}
GRAPH = ("nozzle_temperature", "bed_temperature", "chamber_temperature")


async def save_dashboard(client: Client, found: Iterable[Printer]) -> None:
    """Store the dashboard and let Home Assistant open with it."""
    view = {
        "title": "Printers",
        "icon": "mdi:printer-3d",
        "type": "sections",
        "max_columns": 4,
        "sections": [
            {"type": "grid", "cards": list(_cards(printer))} for printer in found
        ],
    }
    config = {"title": "Printers", "views": [view]}
    await client.command("lovelace/config/save", config=config)
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": "lovelace"}
    )


def _cards(printer: Printer) -> Iterable[Card]:
    """Yield what is worth seeing of a printer, leaving out what it does not have."""
    heading: Card = {
        "type": "heading",
        "heading": printer.name,
        "icon": "mdi:printer-3d",
        "tap_action": {
            "action": "navigate",
            "navigation_path": f"/config/devices/device/{printer.device_id}",
        },
    }
    if online := printer.entities.get("online"):
        heading["badges"] = [{"type": "entity", "entity": online}]
    yield heading
    for key, look in TILES.items():
        if entity := printer.entities.get(key):
            columns = {"columns": look["columns"]}
            card = {k: v for k, v in look.items() if k != "columns"}
            yield {"type": "tile", "entity": entity, "grid_options": columns, **card}
    graph = [printer.entities[key] for key in GRAPH if key in printer.entities]
    if graph:
        yield {"type": "history-graph", "hours_to_show": 1, "entities": graph}
