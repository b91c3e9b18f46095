"""Generated tasks of accounts that have printed for years."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.simulator.printer.state import Payload

_TITLES = ("Benchy", "Cable clip", "Plant pot", "Spool holder", "Lamp shade", "Hook")
_MATERIALS = (
    ("PLA", "GFA00", "FF6A13FF"),
    ("PETG", "GFG99", "0A2CA5FF"),
    ("TPU", "GFU01", "101010FF"),
)
_BEDS = ("textured_plate", "hot_plate", "cool_plate")
_FAILS = 0.08
_BLANK_EVERY = 3
"""In so many rows, one has 0 for all units and slots."""

ABSURD: tuple[dict[str, Any], ...] = (
    {"startTime": None, "endTime": None},
    {"startTime": "0001-01-01T00:00:00Z", "endTime": "0001-01-01T00:00:00Z"},
    {"startTime": "2099-01-01T10:00:00Z", "endTime": "2099-01-01T11:00:00Z"},
    {"startTime": "2026-01-01T09:00:00Z", "endTime": "2025-12-01T09:00:00Z"},
    {"startTime": 1767258000, "endTime": {}},
    {"weight": "34.62", "length": "1161"},
    {"weight": "heavy", "length": -3, "costTime": "soon"},
    {"weight": 1e300, "length": 1e300},
    {"status": 99},
    {"status": None, "title": None, "cover": None},
    {"amsDetailMapping": None, "bedType": 7},
    {"amsDetailMapping": ["PLA", {"weight": "x", "amsId": [], "filamentType": {}}]},
    {"cover": "ftp://cover", "bedType": "unheard_of_plate"},
    {"deviceId": None},
    {"id": None},
)
"""What rows have been, or might be, that nobody would expect."""


def iso(moment: datetime) -> str:
    """Return a time as the API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def filament(
    material: str, filament_id: str, color: str, weight: float, tray: tuple[int, int]
) -> Payload:
    """Return a filament of a task (protocol A.7.4)."""
    unit, slot = tray
    return {
        "ams": unit if unit >= 128 else unit * 4 + slot,
        "sourceColor": color,
        "targetColor": color,
        "filamentId": filament_id,
        "filamentType": material,
        "targetFilamentType": "",
        "weight": weight,
        "nozzleId": 0,
        "amsId": unit,
        "slotId": slot,
    }


def _numbered(filaments: list[Payload], number: int) -> list[Payload]:
    """Return filaments, in some rows without unit and slot (protocol A.7.4)."""
    if number % _BLANK_EVERY:
        return filaments
    return [each | {"amsId": 0, "slotId": 0} for each in filaments]


def past(
    serials: Sequence[str], count: int, *, last_id: int, until: datetime, seed: int = 0
) -> Iterator[Payload]:
    """Return many tasks of some printers, newest first, the same every time."""
    random = Random(f"{seed} {serials}")
    end = until - timedelta(hours=1)
    for number in range(count):
        duration = timedelta(seconds=random.randrange(600, 30_000))
        amounts = [
            (material, round(random.uniform(1, 120), 2))
            for material in random.sample(_MATERIALS, random.choice((1, 1, 1, 2)))
        ]
        weight = round(sum(amount for _, amount in amounts), 2)
        yield {
            "id": last_id - number,
            "title": random.choice(_TITLES),
            "status": 3 if random.random() < _FAILS else 2,
            "startTime": iso(end - duration),
            "endTime": iso(end),
            "weight": weight,
            "length": int(weight * 33),
            "costTime": int(duration.total_seconds()),
            "deviceId": random.choice(serials),
            "amsDetailMapping": _numbered(
                [
                    filament(*material, amount, (0, slot))
                    for slot, (material, amount) in enumerate(amounts)
                ],
                number,
            ),
            "bedType": random.choice(_BEDS),
        }
        end -= duration + timedelta(seconds=random.randrange(600, 40_000))
