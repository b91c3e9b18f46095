"""Whether there is filament in an extruder is read where each printer says it."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import LEFT, RIGHT, Nozzles
from tests.helpers.printer_reports import after, delta, full, printer

NOTHING, NOTHING_LEFT = 65535, 65279


def nozzles(model: str, **fields: Any) -> Nozzles:
    """Return the nozzles of a printer that sent one full report."""
    return after(printer(model), full(**fields)).nozzles


def extruders(*words: Any) -> dict[str, Any]:
    """Return what a report says about extruders with these words."""
    info = [{"id": index, "info": word} for index, word in enumerate(words)]
    return {"device": {"extruder": {"info": info}}}


@pytest.mark.parametrize(
    ("word", "present"),
    [
        (0, False),
        (1, True),
        ("1", True),
        (2, None),
        (3, None),
        (-1, None),
        ("", None),
    ],
)
def test_old_printer(word: Any, *, present: bool | None) -> None:
    """A switch says it; on newer printers it is unknown."""
    section = nozzles("P1S", hw_switch_state=word)

    assert section.filament_present is present
    assert (section.with_filament, section.has_filament(RIGHT)) == (None, None)


@pytest.mark.parametrize(
    ("model", "switch", "words", "loaded"),
    [
        ("P2S", 2, (1032,), ()),
        ("P2S", 3, (1038,), (RIGHT,)),
        ("H2S", 3, (79,), (RIGHT,)),
        ("X2D", 2, (8, 111), (LEFT,)),
        ("H2D", 1, (111, 24), (RIGHT,)),
        ("H2D", 0, (9, 24), ()),
        ("H2C", 1, (8, "8"), ()),
        ("A2L", 0, (8,), ()),
        ("X1C", 1, (8,), ()),
        ("H2D", 1, (79, 79), (RIGHT, LEFT)),
        ("H2D", 0, (79, None), (RIGHT,)),
    ],
)
def test_new_printer(
    model: str, switch: int, words: tuple[Any, ...], loaded: tuple[int, ...]
) -> None:
    """Bit 1 of each extruder says it, as recorded, whatever the switch says."""
    section = nozzles(model, hw_switch_state=switch, **extruders(*words))

    assert section.filament_present is bool(loaded)
    assert section.with_filament == loaded
    assert section.has_filament(LEFT) is (LEFT in loaded)


@pytest.mark.parametrize(
    "device",
    [
        {},
        {"extruder": None},
        {"extruder": {"info": []}},
        {"extruder": {"info": [{"id": 0, "snow": NOTHING}]}},
        {"extruder": {"info": [{"id": "x", "info": 79}]}},
        {"extruder": {"info": [{"id": 0, "info": "x"}]}},
    ],
)
def test_extruders_without_a_word(device: dict[str, Any]) -> None:
    """The switch counts where no extruder says anything."""
    assert nozzles("X1C", hw_switch_state=1, device=device).filament_present is True


def test_filament_comes_and_goes() -> None:
    """A delta about one extruder is enough."""
    empty = after(printer("H2D"), full(hw_switch_state=1, **extruders(9, 24)))
    loaded = after(
        empty, delta(device={"extruder": {"info": [{"id": 1, "info": 111}]}})
    )

    assert empty.nozzles.filament_present is False
    assert loaded.nozzles.filament_present is True
    assert loaded.nozzles.with_filament == (LEFT,)
