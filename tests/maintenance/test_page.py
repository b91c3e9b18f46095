"""What is due when is what docs/maintenance.md says."""

from collections.abc import Iterator, Mapping
from pathlib import Path
import re

from custom_components.bambu_cloud.maintenance.tasks import (
    FAMILIES,
    REMINDERS,
    Rule,
    choices_of,
)

PAGE = Path(__file__).parents[2] / "docs/maintenance.md"
MONTH, QUARTER = Rule(days=30), Rule(days=91)
WEEKLY = Rule(days=7, optional=True)

RODS: Mapping[str, Mapping[str, Rule]] = {
    "carbon rods clean dry 1 month": {"clean_carbon_rods": MONTH},
    "linear rods clean 1 month, oil 3 months": {
        "clean_rods": MONTH,
        "oil_rods": QUARTER,
    },
    "rails oil 1 month": {"oil_rails": MONTH},
    "rails oil 1 month at 5 h of printing a day and more, 2 months at 1 to 5 h, "
    "3 months below": {"oil_rails": Rule(days_by_use=(30, 60, 91))},
    "X rail oil 1 month, Y rail 200 h": {
        "oil_rails": MONTH,
        "oil_y_rail": Rule(hours=200),
    },
    "X rail oil 1 month, Y rail 3 months": {"oil_rails": MONTH, "oil_y_rail": QUARTER},
    "X rail and lift rail oil 1 month, Y rail 3 months": {
        "oil_rails": MONTH,
        "oil_y_rail": QUARTER,
    },
}
LEAD_SCREWS: Mapping[str, Mapping[str, Rule]] = {
    "1 month": {"grease_lead_screws": MONTH},
    "3 months": {"grease_lead_screws": QUARTER},
    "3, 4 and 5 months likewise": {
        "grease_lead_screws": Rule(days_by_use=(91, 120, 150))
    },
}
FURTHER: Mapping[str, Mapping[str, Rule]] = {
    "air filter 1,440 h": {"replace_air_filter": Rule(hours=1440)},
    "air filter 1,440 h or 3 months": {"replace_air_filter": Rule(days=91, hours=1440)},
    "bed and fans 3 months": {"clean_heatbed": QUARTER, "clean_fans": QUARTER},
    "camera 6 months": {"clean_camera": Rule(days=182)},
    "cutter 3 rolls": {"check_cutter": Rule(rolls=3)},
    "cutter 5 rolls (2)": {"check_cutter": Rule(rolls=5, abrasive_rolls=2)},
    "cutter 8 rolls (4)": {"check_cutter": Rule(rolls=8, abrasive_rolls=4)},
    "extruder gear 5 rolls (2)": {"clean_extruder": Rule(rolls=5, abrasive_rolls=2)},
    "extruder gear and fans weekly": {"clean_extruder": WEEKLY, "clean_fans": WEEKLY},
    "extruder gear weekly": {"clean_extruder": WEEKLY},
    "fans 1 month": {"clean_fans": MONTH},
    "fans weekly": {"clean_fans": WEEKLY},
    "hotend 1 month": {"clean_hotend": MONTH},
    "hotend rack 1 month": {"clean_hotend_rack": MONTH},
    "idler pulleys oil 3 months": {"oil_idlers": QUARTER},
    "look at the desiccant, 2 weeks": {"check_desiccant": Rule(days=14, optional=True)},
    "PTFE tube 10 rolls": {"replace_tube": Rule(rolls=10)},
    "PTFE tube 10 rolls (5)": {"replace_tube": Rule(rolls=10, abrasive_rolls=5)},
    "PTFE tube 6 rolls": {"replace_tube": Rule(rolls=6)},
    "PTFE tube 6 rolls (2)": {"replace_tube": Rule(rolls=6, abrasive_rolls=2)},
}
TASKS = {
    "clean carbon rods": "clean_carbon_rods",
    "grease lead screws": "grease_lead_screws",
    "oil linear rods": "oil_rods",
    "oil linear rails": "oil_rails",
    "replace air filter": "replace_air_filter",
    "clean laser module": "clean_laser",
    "tension belts": "tension_belts",
    "clean rods: the resonance has changed": "clean_rods",
}


def rows(columns: int) -> Iterator[list[str]]:
    """Yield the cells of the page's tables that have so many columns."""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns and cells[0][:3] != "---":
            yield cells


def on_page() -> dict[str, dict[str, Rule]]:
    """Return the rules of each model as the page has them."""
    found: dict[str, dict[str, Rule]] = {}
    rods_of: dict[str, str] = {}
    for names, _, rods, lead_screws, further in list(rows(5))[1:]:
        for name in names.split(", "):
            rods_of[name] = rods_of.get(rods.removeprefix("as "), rods)
            rules: dict[str, Rule] = {}
            for phrase in filter(None, rods_of[name].split("; ")):
                rules |= RODS[phrase]
            rules |= LEAD_SCREWS[lead_screws] if lead_screws else {}
            for phrase in further.split("; "):
                if ": " not in phrase or phrase.startswith(f"{name}: "):
                    rules |= FURTHER[phrase.removeprefix(f"{name}: ")]
            found[name.upper().replace(" ", "")] = rules
    return found


def test_intervals() -> None:
    """Each model has the tasks and intervals of its row, and each AMS its own."""
    page = on_page()
    assert choices_of("unknown") == page.pop("ANYAMS")
    assert page == FAMILIES


def test_messages() -> None:
    """Each message of the page asks for the task beside it."""
    page = {
        code: TASKS[task]
        for codes, task in list(rows(2))[1:]
        for code in re.findall(r"`(\w+)`", codes)
    }
    assert page == REMINDERS
