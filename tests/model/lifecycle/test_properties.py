"""Whatever printers, polls and histories say, no print ends twice."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st

from custom_components.bambu_cloud.model import (
    Lifecycle,
    PrintTask,
    TaskStatus,
    read_lifecycle,
    write_lifecycle,
)
from tests.helpers.print_stories import Story
from tests.helpers.printer_reports import NOON, SERIAL

ENDS = {"finished", "failed", "canceled"}
IDS = ("0", "1", "2", "3")

states = st.sampled_from(
    ["IDLE", "PREPARE", "RUNNING", "PAUSE", "FINISH", "FAILED", "NEW", ""]
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "gcode_state": states,
        "task_id": st.sampled_from(IDS),
        "subtask_name": st.sampled_from(["", "Benchy", "Vase"]),
        "print_type": st.sampled_from(["cloud", "local", "system", "idle"]),
        "mc_percent": st.integers(0, 100),
        "layer_num": st.integers(0, 9),
        "gcode_start_time": st.sampled_from(["0", "1772366400", "1772370000"]),
        "print_error": st.sampled_from([0, 0x0300_400C, 0x0700_8011, 0x0300_8001]),
        "fail_reason": st.sampled_from(["0", "50348044", "50331648"]),
        "stg_cur": st.sampled_from([0, 6, 16, 255]),
    },
)
afters = st.sampled_from([0, 2, 20, 70, 130, 700, 4000])
rows = st.builds(
    PrintTask,
    id=st.sampled_from(IDS),
    serial=st.just(SERIAL),
    title=st.sampled_from([None, "Benchy"]),
    status=st.sampled_from(TaskStatus),
    started_at=st.none() | st.just(NOON),
    ended_at=st.none() | st.integers(-9, 99).map(lambda n: NOON + timedelta(minutes=n)),
)
tasks = st.fixed_dictionaries(
    {"task_id": st.sampled_from([None, *IDS])},
    optional={
        "task_status": st.sampled_from([None, "RUNNING", "PAUSE", "SUCCESS"]),
        "print_status": st.sampled_from([None, "RUNNING", "SUCCESS", "FAIL"]),
        "progress": st.integers(0, 100),
        "online": st.booleans(),
    },
)
steps: st.SearchStrategy[Callable[[Story], object]] = st.one_of(
    st.builds(lambda f, a: lambda s: s.says(after=a, **f), fields, afters),
    st.builds(lambda f, a: lambda s: s.says_only(after=a, **f), fields, afters),
    st.builds(lambda n: lambda s: s.stays(n), st.sampled_from([10, 30, 60])),
    st.builds(lambda f, a: lambda s: s.polls(after=a, **f), tasks, afters),
    st.builds(lambda r: lambda s: s.reads(*r), st.lists(rows, max_size=4)),
    st.sampled_from(
        [
            Story.loses_link,
            Story.restarts,
            lambda story: story.event("disconnected"),
            lambda story: story.event("connected"),
        ]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["X1C", "P1S"]), st.lists(steps, max_size=40))
def test_no_print_ends_twice(model: str, life: list[Callable[[Story], object]]) -> None:
    """Between two ends of one task there must be a start."""
    story = Story(model)
    for step in life:
        step(story)
        assert story.memory == read_lifecycle(write_lifecycle(story.memory))

    ended: set[str | None] = set()
    for event in story.events:
        if event.type == "started":
            ended.clear()  # its id may not be reported yet
        elif event.type in ENDS and event.task_id:
            assert event.task_id not in ended
            ended.add(event.task_id)


junk: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.just(str(NOON)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*write_lifecycle(Lifecycle()), "ids", "id", "at", "title"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(junk)
def test_junk_is_no_memory(stored: Any) -> None:
    """Whatever comes out of a damaged file, a memory is made of it that works."""
    memory = read_lifecycle(stored)

    assert read_lifecycle(json.loads(json.dumps(write_lifecycle(memory)))) == memory
