"""Each task is due when the first of its intervals is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

import pytest

from custom_components.bambu_cloud.maintenance.due import (
    Record,
    Situation,
    Usage,
    done,
    item_of,
    observed,
    undone,
)
from custom_components.bambu_cloud.maintenance.tasks import (
    FAMILIES,
    REMINDERS,
    Interval,
    Rule,
    Task,
    Unit,
    rules_of,
)
from custom_components.bambu_cloud.model.catalog import MODELS

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TASK = Task.OIL_RAILS
ASKS = "0501_0400_0003_0004"


def after(
    days: float, used: Usage | None = None, per_day: Usage | None = None
) -> Situation:
    """Return a time after the task was done, and what was printed until then."""
    return Situation(
        now=NOW + timedelta(days=days),
        usage=used or Usage(),
        per_day=per_day or Usage(),
    )


@pytest.mark.parametrize(
    ("rule", "situation", "is_open"),
    [
        (Rule(days=30), after(29.9), False),
        (Rule(days=30), after(30), True),
        (Rule(hours=200), after(400, Usage(hours=199)), False),
        (Rule(hours=200), after(1, Usage(hours=200)), True),
        (Rule(prints=40), after(400, Usage(hours=9, prints=39)), False),
        (Rule(prints=40), after(1, Usage(prints=40)), True),
        (Rule(prints=40), after(400, Usage(prints=None)), False),
        (Rule(rolls=5, abrasive_rolls=2), after(1, Usage(kg=4.9)), False),
        (Rule(rolls=5, abrasive_rolls=2), after(1, Usage(kg=5)), True),
        (
            Rule(rolls=5, abrasive_rolls=2),
            after(1, Usage(kg=2, abrasive_kg=2)),
            True,
        ),
        (Rule(days=90, hours=1440), after(90, Usage(hours=1)), True),
        (Rule(days=90, hours=1440), after(9, Usage(hours=1440)), True),
        (Rule(days_by_use=(30, 60, 90)), after(30, per_day=Usage(hours=5)), True),
        (Rule(days_by_use=(30, 60, 90)), after(59, per_day=Usage(hours=4)), False),
        (Rule(days_by_use=(30, 60, 90)), after(60, per_day=Usage(hours=1)), True),
        (Rule(days_by_use=(30, 60, 90)), after(89, per_day=Usage(hours=0.9)), False),
        (Rule(days_by_use=(30, 60, 90)), after(90), True),
    ],
)
def test_interval(rule: Rule, situation: Situation, *, is_open: bool) -> None:
    """An interval is over at its end, not before."""
    record = Record(since=NOW, usage=Usage())
    assert item_of(TASK, rule, record, situation).is_open is is_open


def test_prediction() -> None:
    """The due date is when the rest will be used up, as much as is printed lately."""
    record = Record(since=NOW, usage=Usage(hours=50))
    situation = after(10, Usage(hours=150), Usage(hours=10))
    item = item_of(TASK, Rule(hours=200), record, situation)
    assert item.due == NOW + timedelta(days=20)
    situation = after(10, Usage(prints=30), Usage(prints=2))
    item = item_of(TASK, Rule(prints=40), record, situation)
    assert item.due == NOW + timedelta(days=15)
    situation = after(10, Usage(hours=150), Usage(hours=10))
    # Something that will never be used up is predicted for no date that exists.
    slow = replace(situation, per_day=Usage(hours=1e-9))
    assert item_of(TASK, Rule(hours=200), record, slow).due
    idle = replace(situation, per_day=Usage())
    assert item_of(TASK, Rule(hours=200), record, idle).due is None


def test_unread_history() -> None:
    """Until the history was read, only dates count."""
    record = Record(since=NOW)
    assert not item_of(TASK, Rule(hours=1), record, after(9, Usage(hours=9))).is_open
    unread = Situation(now=NOW + timedelta(days=9))
    read = Record(since=NOW, usage=Usage())
    assert not item_of(TASK, Rule(hours=1), read, unread).is_open
    assert item_of(TASK, Rule(days=9, hours=1), read, unread).is_open


def test_printer_asks() -> None:
    """A message opens its task at once; confirmed at the screen, it is done."""
    record = observed(Record(since=NOW, usage=Usage()), TASK, [ASKS], after(1))
    item = item_of(TASK, Rule(days=30), record, after(1))
    assert (item.is_open, item.codes) == (True, (ASKS,))
    assert item.due is None  # "in a month" beside what the printer asks for now

    record = observed(record, TASK, [], after(2, Usage(hours=7)))
    item = item_of(TASK, Rule(days=30), record, after(2))
    assert (item.is_open, item.done_at) == (False, NOW + timedelta(days=2))
    assert record.usage == Usage(hours=7)


def test_ticked_while_the_printer_asks() -> None:
    """The message may stay until it is confirmed; it opens nothing again."""
    asked = observed(Record(since=NOW), TASK, [ASKS], after(1))
    ticked = done(asked, after(1))
    again = observed(ticked, TASK, [ASKS], after(2))
    assert not item_of(TASK, None, again, after(2)).is_open
    gone = observed(again, TASK, [], after(3))
    anew = observed(gone, TASK, [ASKS], after(4))
    assert item_of(TASK, None, anew, after(4)).is_open


def test_tick_by_mistake() -> None:
    """It is open again, and counts from where it counted before."""
    record = Record(since=NOW, usage=Usage())
    back = undone(done(record, after(31, Usage(hours=9))))
    assert (back.since, back.usage) == (NOW, Usage())
    assert item_of(TASK, Rule(days=90), back, after(32)).is_open
    assert undone(record).is_wanted  # never done: a person wants it on the list
    assert not item_of(TASK, Rule(days=90), done(back, after(32)), after(33)).is_open


def test_stored() -> None:
    """A record survives its file, and a damaged one is none."""
    asked = observed(Record(since=NOW, usage=Usage(kg=2)), TASK, [ASKS], after(1))
    record = done(asked, after(2, Usage(hours=1)))
    stored = json.loads(json.dumps(record.to_dict()))
    assert Record.from_dict(stored) == record
    assert stored["usage"] == [1, 0, 0]  # as older versions store and read it
    assert stored.pop("prints") == 0
    of_older = Record.from_dict(stored)
    assert of_older
    assert of_older.usage == Usage(hours=1, prints=None)
    assert Record.from_dict({"since": "2026-06-01T00:00:00+00:00"}) == Record(since=NOW)
    damages: tuple[Any, ...] = (None, [], {}, {"since": 7}, {"since": "2026-06-01"})
    for damaged in damages:
        assert Record.from_dict(damaged) is None
    odd = stored | {"usage": ["x", 1, 2], "codes": [1, ASKS], "before": 7}
    read = Record.from_dict(odd)
    assert read
    assert read.usage is None
    assert read.codes == {ASKS}
    assert read.before is None


def test_every_model_is_listed() -> None:
    """A new model needs a decision; one that is not sold yet needs nothing."""
    assert FAMILIES.keys() == {model.key for model in MODELS} - {"N8"}


def test_what_a_person_chose() -> None:
    """Chosen intervals replace all of a task's, 0 leaves it out, unknown is ignored."""
    chosen = {"oil_rails": 45.0, "grease_lead_screws": 0, "check_desiccant": 14, "x": 1}
    rules = rules_of("P2S", chosen)
    assert rules[Task.OIL_RAILS] == Rule(days=45)
    assert Task.GREASE_LEAD_SCREWS not in rules
    assert rules[Task.CHECK_DESICCANT] == Rule(days=14)
    assert Task.CHECK_DESICCANT not in rules_of("P2S", {})
    more = rules_of("P2S", {"replace_air_filter": 9, "check_cutter": 3})
    assert more[Task.REPLACE_AIR_FILTER] == Rule(hours=9)
    assert more[Task.CHECK_CUTTER] == Rule(rolls=3)
    assert rules_of("unknown", {}) == {}


@pytest.mark.parametrize(
    ("rule", "interval"),
    [
        (Rule(days=91, hours=1440), Interval(91, Unit.DAYS)),
        (Rule(days_by_use=(30, 60, 91)), Interval(60, Unit.DAYS)),
        (Rule(hours=1440), Interval(1440, Unit.HOURS)),
        (Rule(rolls=5, abrasive_rolls=2), Interval(5, Unit.ROLLS)),
    ],
)
def test_what_is_suggested(rule: Rule, interval: Interval) -> None:
    """The form suggests the first interval of a task, for usual use."""
    assert rule.interval == interval


def test_other_units() -> None:
    """A task may be counted in another unit; what is no interval is ignored."""
    chosen = {
        "oil_rails": {"interval": 40, "unit": "prints"},
        "check_cutter": {"interval": 300, "unit": "hours"},
        "grease_lead_screws": {"interval": 2, "unit": "months"},
        "replace_air_filter": {"interval": 0, "unit": "months"},
        "clean_camera": {"interval": 2, "unit": "years"},
        "check_desiccant": {"interval": -2, "unit": "days"},
    }
    assert rules_of("P2S", chosen) == {
        Task.OIL_RAILS: Rule(prints=40),
        Task.CHECK_CUTTER: Rule(hours=300),
        Task.GREASE_LEAD_SCREWS: Rule(days=60),
        Task.CLEAN_CAMERA: Rule(days=182),
    }


def test_carbon_rods_are_never_oiled() -> None:
    """Carbon rods are cleaned dry, and other families have none."""
    for model, rules in FAMILIES.items():
        has_carbon = model in {"X1", "X1C", "X1E", "P1P", "P1S"}
        assert (Task.CLEAN_CARBON_RODS in rules) is has_carbon
        assert not (has_carbon and Task.OIL_RAILS in rules)


def test_intervals_are_those_of_the_page() -> None:
    """Each task of a family has an interval, and each message a task."""
    every = [rule for rules in FAMILIES.values() for rule in rules.values()]
    assert all(rule.interval.length for rule in every)
    assert set(REMINDERS.values()) <= set(Task)
