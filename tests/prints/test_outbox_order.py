"""Events wait in order, each until it is stored, and only so many of them."""

from homeassistant.util import dt as dt_util
import pytest

from custom_components.bambu_cloud.model import PrintEvent, PrintEventType
from custom_components.bambu_cloud.model.stored_prints import read_event, write_event
from custom_components.bambu_cloud.prints.outbox import Outbox
from tests.helpers.home import P1S


def pauses(count: int) -> list[PrintEvent]:
    """Return so many events, with their number as the layer."""
    now = dt_util.utcnow()
    return [
        PrintEvent(type=PrintEventType.PAUSED, at=now, layer=number)
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [199, 200, 201])
def test_most_events_of_a_printer(count: int) -> None:
    """There is room for 200; one more costs the oldest."""
    outbox = Outbox(write_event, read_event)
    outbox.add(P1S, pauses(count))
    assert len(outbox.to_list(P1S)) == min(count, 200)


def test_most_events() -> None:
    """Of more events than are stored, the oldest are dropped."""
    outbox = Outbox(write_event, read_event)
    events = pauses(250)
    outbox.add(P1S, events[:240])
    newest = outbox.newest()
    outbox.add(P1S, events[240:])
    fired: list[int | None] = []
    outbox.async_add_listener(P1S, lambda event: fired.append(event.layer))
    assert fired == []
    outbox.async_note_stored(newest)
    assert fired == list(range(50, 240))
    outbox.async_note_stored(outbox.newest())
    assert fired == list(range(50, 250))


def test_most_events_without_a_listener() -> None:
    """What was dropped counts no more as stored: nothing fires before it is."""
    outbox = Outbox(write_event, read_event)
    events = pauses(250)
    outbox.add(P1S, events[:150])
    assert outbox.async_note_stored(outbox.newest()) is False
    outbox.add(P1S, events[150:])
    fired: list[int | None] = []
    remove = outbox.async_add_listener(P1S, lambda event: fired.append(event.layer))
    assert fired == list(range(50, 150))
    remove()
    assert outbox.async_note_stored(outbox.newest()) is False
    outbox.async_add_listener(P1S, lambda event: fired.append(event.layer))
    assert fired == list(range(50, 250))
    assert outbox.to_list(P1S) == []


def test_events_after_others_have_fired() -> None:
    """They wait until they are stored, also for a listener that is new."""
    outbox = Outbox(write_event, read_event)
    events = pauses(5)
    fired: list[int | None] = []
    remove = outbox.async_add_listener(P1S, lambda event: fired.append(event.layer))
    outbox.add(P1S, events[:3])
    assert outbox.async_note_stored(outbox.newest()) is True
    assert fired == [0, 1, 2]
    outbox.add(P1S, events[3:])
    remove()
    outbox.async_add_listener(P1S, lambda event: fired.append(event.layer))
    assert fired == [0, 1, 2]
    outbox.async_note_stored(outbox.newest())
    assert fired == [0, 1, 2, 3, 4]


def test_events_that_another_account_goes_on_with() -> None:
    """Nothing is left of them; when the printer returns, it begins anew."""
    outbox = Outbox(write_event, read_event)
    events = pauses(5)
    outbox.add(P1S, events[:3])
    outbox.async_note_stored(outbox.newest())
    assert outbox.remove(P1S) == tuple(events[:3])
    assert outbox.remove(P1S) == ()
    outbox.add(P1S, events[3:])
    fired: list[int | None] = []
    outbox.async_add_listener(P1S, lambda event: fired.append(event.layer))
    assert fired == []
    outbox.async_note_stored(outbox.newest())
    assert fired == [3, 4]
