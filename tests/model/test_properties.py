"""Whatever printers send, the rules of folding hold."""

from copy import deepcopy
from typing import Any

from hypothesis import given, strategies as st

from custom_components.bambu_cloud.model import (
    MODELS,
    SECTIONS,
    Job,
    PrinterState,
    restored,
)
from custom_components.bambu_cloud.model.merge import merge
from tests.helpers.printer_reports import SERIAL, after, delta, full, printer
from tests.helpers.profiles import PROFILES


def keys_in(value: Any) -> set[str]:
    """Return all keys anywhere inside."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


KEYS = keys_in(PROFILES) | {"event", "led_mode", "led_node", "system"}
WORDS = ("", "0", "1", "12.0", "IDLE", "RUNNING", "FAILED", "-48dBm", "46A58008", "on")
NUMBERS = (
    *(0, 1, 5, 9, 128, 255, 50348044, -1066934785, 10**30),
    *(2**50, 253402300799, 2**63 - 1, 2**63, 2**64 - 1, -(2**63), 1e19, 1e300, -1e300),
)
ABSURD = tuple(str(number) for number in NUMBERS if abs(number) > 2**32)


names = st.sampled_from(sorted(KEYS))
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(WORDS)
    | st.sampled_from(NUMBERS)
    | st.sampled_from(ABSURD)
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(names | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=20,
)
objects = st.dictionaries(names, values, max_size=8)
commands = st.sampled_from([{}, *({"command": c} for c in ("push_status", "ledctrl"))])
messages = st.builds(lambda fields, command: fields | command, objects, commands)
payloads = st.dictionaries(
    st.sampled_from(["print", "info", "event", "system", "pushing"]),
    messages | values,
    max_size=2,
)
models = st.sampled_from(["", *(model.key for model in MODELS)])


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the full report of a real printer, broken in some places."""
    profile = PROFILES[draw(st.sampled_from(sorted(PROFILES)))]
    message: dict[str, Any] = deepcopy(profile["full"]["print"])
    for _ in range(draw(st.integers(0, 8))):
        break_one(draw, message)
    return {key: message[key] for key in message.keys() - {"command", "msg"}}


def break_one(draw: st.DrawFn, place: Any) -> None:
    """Drop or replace one value, anywhere."""
    while place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
            place = place[key]
        elif draw(st.booleans()):
            del place[key]
            return
        else:
            place[key] = draw(values)
            return


@st.composite
def deltas(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a part of a broken report, or anything at all."""
    message = draw(reports())
    chosen = draw(st.sets(st.sampled_from(sorted(message)), max_size=6))
    drawn = {key: message[key] for key in chosen} | draw(objects)
    return {key: drawn[key] for key in drawn.keys() - {"command", "msg"}}


def sections(state: PrinterState) -> dict[str, Any]:
    """Return what a printer's report says, without what the past has added.

    Units and spools outlast a report that is too broken to show them.
    """
    remembering = {"presence", "ams", "external_spools"}
    sections = {
        name: getattr(state, name) for name in SECTIONS if name not in remembering
    }
    job: Job = sections["job"]
    of_the_last_job = ("left_over", "remaining_minutes")
    timeless = ("finish_at", "started_at", "status", "stage", *of_the_last_job)
    sections["job"] = [
        getattr(job, name) for name in job.__slots__ if name not in timeless
    ]
    return sections


@given(start=reports(), messages=st.lists(payloads, max_size=4), model=models)
def test_arbitrary_json_never_raises(
    start: dict[str, Any], messages: list[dict[str, Any]], model: str
) -> None:
    """A printer survives every message, and is online."""
    state = after(printer(model), {"print": start}, *messages)

    assert state.serial == SERIAL
    assert state.presence.reported is True


@given(first=reports(), second=deltas())
def test_messages_are_not_changed(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """Folding reads its input and leaves it alone."""
    copies = deepcopy((first, second))

    before = after(printer(), full(**first))
    raw = deepcopy(before.raw)
    after(before, delta(**second), full(**second))

    assert (first, second) == copies
    assert before.raw == raw


@given(old=reports(), new=deltas())
def test_a_delta_never_loses_what_it_does_not_name(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    """Only trays can be emptied without being named, by the mask of slots."""
    merged = merge(old, new)

    assert merged.keys() == old.keys() | new.keys()
    for key in old.keys() - new.keys():
        assert merged[key] is old[key]
    for key in new.keys() - {"ams"}:
        assert_retained(old.get(key), new[key], merged[key])


def assert_retained(old: Any, new: Any, merged: Any) -> None:
    """Assert that an object retains what the new one does not name."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return
    for key, value in old.items():
        if key in new:
            assert_retained(value, new[key], merged[key])
        else:
            assert merged[key] is value


@given(old=reports(), new=deltas(), model=models)
def test_a_full_report_replaces(
    old: dict[str, Any], new: dict[str, Any], model: str
) -> None:
    """After a full report nothing is left of what came before."""
    used = after(printer(model), full(**old), full(**new))
    fresh = after(printer(model), full(**new))

    assert used.raw == full(**new)["print"]
    assert sections(used) == sections(fresh)


@given(old=reports(), new=deltas(), model=models)
def test_a_delta_reads_like_the_whole(
    old: dict[str, Any], new: dict[str, Any], model: str
) -> None:
    """Reading only what was touched misses nothing."""
    state = after(printer(model), full(**old), delta(**new))
    whole = restored(
        serial=SERIAL, name="", model=state.model, raw=state.raw, version={}
    )

    assert sections(state) == sections(whole)


@given(old=reports(), new=deltas())
def test_a_section_that_did_not_change_is_the_same_object(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    """Identity alone shows that nothing happened."""
    before = after(printer("X1C"), full(**old))
    state = after(before, delta(**new))

    for name in set(SECTIONS) - {"presence"}:
        same = getattr(state, name) is getattr(before, name)
        assert same == (getattr(state, name) == getattr(before, name))


@given(old=reports(), new=deltas())
def test_merging_twice_is_merging_once(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    """A duplicate of a delta changes nothing."""
    once = merge(old, new)

    assert merge(once, new) == once
