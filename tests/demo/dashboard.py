"""Make a dashboard with one section per printer."""

from collections.abc import Iterable
from typing import Any

from custom_components.bambu_cloud.prints.external_statistics import id_of

from .client import Client
from .printers import Entities, Printer

PATH = "bambu-printers"

type Card = dict[str, Any]

BAR = [{"type": "bar-gauge", "min": 0, "max": 100}]
INLINE = {"features_position": "inline"}
TOGGLE = {"tap_action": {"action": "toggle"}}
PLAIN = {**TOGGLE, "hide_state": True}
PICTURE = {"show_entity_picture": True}
BARE = {"show_name": False, "show_state": False}

# Of twelve columns in a section.
TILES: dict[str, tuple[int, dict[str, Any]]] = {
    "sensor.print_status": (6, {"name": "Status"}),
    "sensor.finish_time": (6, {"name": "Ready"}),
    "sensor.stage": (12, {"name": "Stage"}),
    "sensor.progress": (12, {"name": "Progress", "features": BAR, **INLINE}),
    "sensor.task_name": (12, {"name": "Print"}),
    "sensor.active_filament": (12, {"name": "Filament", **PICTURE}),
    "sensor.remaining_time": (6, {"name": "Remaining"}),
    "sensor.current_layer": (6, {"name": "Layer"}),
    "sensor.nozzle_temperature": (6, {"name": "Nozzle"}),
    "sensor.bed_temperature": (6, {"name": "Bed"}),
    "light.chamber_light": (12, {"name": "Light", **TOGGLE}),
    "button.pause": (6, {"name": "Pause", **PLAIN}),
    "button.resume": (6, {"name": "Resume", **PLAIN}),
    "button.stop": (12, {"name": "Stop", **PLAIN}),
}
GRAPH = {
    "sensor.nozzle_temperature": "Nozzle",
    "sensor.bed_temperature": "Bed",
    "sensor.chamber_temperature": "Chamber",
}


async def save_dashboard(client: Client, found: Iterable[Printer]) -> None:
    """Store the dashboard and let Home Assistant open with it."""
    printers = list(found)
    view = {
        "title": "Printers",
        "icon": "mdi:printer-3d",
        "type": "sections",
        "max_columns": 4,
        "sections": [
            {"type": "grid", "cards": list(_cards(printer))} for printer in printers
        ],
    }
    past = {
        "title": "History",
        "path": "history",
        "icon": "mdi:history",
        "type": "sections",
        "max_columns": 2,
        "sections": list(_past(printers)),
    }
    await client.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        mode="storage",
        title="Printers",
        icon="mdi:printer-3d",
        show_in_sidebar=True,
    )
    await client.command(
        "lovelace/config/save", url_path=PATH, config={"views": [view, past]}
    )
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": PATH}
    )


def _past(printers: list[Printer]) -> Iterable[Card]:
    """Yield sections with the history of prints."""
    for key, title in (("filament_used", "Filament used"), ("print_time", "Hours")):
        statistics = [id_of(each.serial, key) for each in printers]
        graph = {
            "type": "statistics-graph",
            "title": title,
            "chart_type": "bar",
            "period": "day",
            "days_to_show": 30,
            "stat_types": ["change"],
            "entities": statistics,
        }
        yield {"type": "grid", "cards": [graph]}
    calendar = {
        "type": "calendar",
        "entities": [printer.entities["calendar.prints"] for printer in printers],
        "initial_view": "dayGridMonth",
        "grid_options": {"columns": "full", "rows": 12},
    }
    yield {"type": "grid", "column_span": 2, "cards": [calendar]}


def _slots(name: str, entities: Entities) -> Iterable[Card]:
    """Yield cards of the slots of an AMS."""
    heading = {"heading_style": "subtitle", "icon": "mdi:tray-full"}
    badges = [
        {"type": "entity", "entity": entities[key]}
        for key in ("sensor.humidity", "sensor.temperature")
        if key in entities
    ]
    yield {"type": "heading", "heading": name, "badges": badges, **heading}
    for number in range(1, 5):
        if entity := entities.get(f"sensor.slot_{number}_filament"):
            size = {"columns": 6}
            options = {"name": f"Slot {number}", "grid_options": size, **PICTURE}
            yield {"type": "tile", "entity": entity, **options}


def _cards(printer: Printer) -> Iterable[Card]:
    """Yield cards of a printer, without those that it lacks."""
    heading: Card = {
        "type": "heading",
        "heading": printer.name,
        "icon": "mdi:printer-3d",
        "tap_action": {
            "action": "navigate",
            "navigation_path": f"/config/devices/device/{printer.device_id}",
        },
    }
    if online := printer.entities.get("binary_sensor.online"):
        heading["badges"] = [{"type": "entity", "entity": online}]
    yield heading
    if camera := printer.entities.get("camera.camera"):
        there = {"condition": "state", "entity": camera, "state_not": "unavailable"}
        live = {"camera_view": "live", "visibility": [there]}
        yield {"type": "picture-entity", "entity": camera, **BARE, **live}
    if cover := printer.entities.get("image.cover"):
        yield {"type": "picture-entity", "entity": cover, **BARE}
    for key, (columns, options) in TILES.items():
        if entity := printer.entities.get(key):
            size = {"columns": columns}
            yield {"type": "tile", "entity": entity, "grid_options": size, **options}
    for name, entities in printer.units.items():
        yield from _slots(name, entities)
    yield {
        "type": "history-graph",
        "hours_to_show": 0.25,
        "entities": [
            {"entity": printer.entities[key], "name": name}
            for key, name in GRAPH.items()
            if key in printer.entities
        ],
    }
