"""List which printers accept commands with which firmware, as a table in Markdown.

`python -m tests.control_matrix` prints the table of docs/controls.md.
"""

from collections.abc import Callable

from custom_components.bambu_cloud.model import MODELS, PrinterModel

ANY, OLD = "●", "○"


def _accepts_commands(model: PrinterModel) -> bool:
    """Return whether any firmware of a model accepts unsigned commands."""
    return model.signed_since != ""


def _firmware(model: PrinterModel) -> str:
    """Return which firmware accepts unsigned commands."""
    if model.signed_since is None:
        return "all that is known"
    return f"before {model.signed_since}" if model.signed_since else "none"


def fans(model: PrinterModel) -> str:
    """List the fans of a model."""
    kinds = {
        "part": True,
        "auxiliary": model.has_auxiliary_fan,
        "chamber": model.has_chamber_fan,
        "second auxiliary": model.has_second_auxiliary_fan,
    }
    return ", ".join(name for name, there in kinds.items() if there)


def _old(text: Callable[[PrinterModel], object]) -> Callable[[PrinterModel], str]:
    """Return the cell of models that accept commands with old firmware."""

    def cell(model: PrinterModel) -> str:
        value = text(model) if _accepts_commands(model) else None
        return f"{OLD} {value}" if value else ""

    return cell


COLUMNS: dict[str, Callable[[PrinterModel], str]] = {
    "Firmware": _firmware,
    "Light, camera, files": lambda _: ANY,
    "Bed light": lambda model: ANY if model.has_heatbed_light else "",
    "Print monitoring": lambda model: ANY if model.has_ai_monitoring else "",
    "Pause, stop, speed, AMS, options": lambda model: (
        OLD if _accepts_commands(model) else ""
    ),
    "Nozzle, bed": _old(lambda model: f"{model.nozzle_max}, {model.bed_max} °C"),
    "Chamber": _old(
        lambda model: model.chamber_heater_max and f"{model.chamber_heater_max} °C"
    ),
    "Fans": _old(fans),
    "Air duct": lambda model: (
        OLD if _accepts_commands(model) and model.air_duct_modes else ""
    ),
    "Buzzer": lambda model: (
        OLD if _accepts_commands(model) and model.has_buzzer else ""
    ),
}


def table() -> str:
    """Return the table; models that are alike share a row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for model in MODELS:
        if model.key != "N8":  # of which nothing is known
            cells = tuple(cell(model) for cell in COLUMNS.values())
            rows.setdefault(cells, []).append(model.name)
    head = ["Printer", *COLUMNS]
    lines = [head, ["---", *[":-:"] * len(COLUMNS)]]
    lines += [[", ".join(names), *cells] for cells, names in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    print(table())  # noqa: T201  what it is for
