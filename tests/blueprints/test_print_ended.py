"""Notify when a print ends."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from tests.helpers.automation import Printer, printer
from tests.helpers.blueprints import NOON, Phone, use


async def test_end_of_a_print_notifies_once(
    hass: HomeAssistant, p1s: Printer, phone: Phone, done: list[ServiceCall]
) -> None:
    """The notification of a finished print has its details and picture."""
    await p1s.show("cover", NOON)
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        offered=[],
        actions=[
            {
                "action": "test.act",
                "data": {
                    "title": "{{ notification_title }}",
                    "message": "{{ notification_message }}",
                    "picture": "{{ picture_path }}",
                },
            }
        ],
    )
    await p1s.send_event("started", title="Benchy")
    await p1s.send_event("first_layer_finished", title="Benchy")
    assert not phone.calls
    await p1s.send_event(
        "finished", title="Benchy", duration=4980, weight=13.4, late=False
    )
    await p1s.come_back()
    expected = ("Benchy is done", "Workshop P1S · 1 h 23 min · 13 g")
    assert phone.shown == [expected]
    picture = f"/api/image_proxy/{p1s.entities['cover']}"
    page = f"/config/devices/device/{p1s.device_id}"
    assert phone.last == {
        "group": "bambu_cloud",
        "url": page,
        "clickAction": page,
        "image": picture,
    }
    title, message = expected
    assert [call.data for call in done] == [
        {"title": title, "message": message, "picture": picture}
    ]


async def test_only_chosen_endings_notify(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """A cancel does not notify; a failure does, with its reason."""
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    await p1s.send_event("canceled", title="Benchy", reason=None)
    await p1s.send_event(
        "failed", title="Benchy", duration=300, reason="filament_runout"
    )
    await p1s.send_event("failed", title=None, error_text="The bed is on fire.")
    assert phone.shown == [
        ("Benchy has failed", "Workshop P1S · 5 min · Filament ran out"),
        ("The print has failed", "Workshop P1S · The bed is on fire."),
    ]


async def test_late_event_notifies_with_its_time(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """A print that ended while Home Assistant was not running is late, not lost."""
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        endings=["canceled"],
    )
    ended = "2026-11-20T09:14:00+00:00"
    await p1s.send_event("canceled", title="Benchy", ended=ended, late=True)
    assert phone.shown == [("Benchy was canceled", "Workshop P1S · ended at 09:14")]


@pytest.mark.parametrize(
    ("choice", "picture"),
    [("camera", "/api/camera_proxy/camera.workshop_p1s_camera"), ("none", None)],
)
async def test_picture_is_chosen(
    hass: HomeAssistant, p1s: Printer, phone: Phone, choice: str, picture: str | None
) -> None:
    """A person may prefer what the camera sees, or no picture."""
    await p1s.show("cover", NOON)
    await p1s.show("camera", "idle")
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        picture=choice,
    )
    await p1s.send_event("finished", title="Benchy")
    assert phone.last.get("image") == picture


async def test_picture_of_the_print_stays(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """The cover of this print is shown, not that of the next one; or none."""
    await p1s.show("cover", NOON)
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    picture = f"/api/bambu_cloud/cover/{p1s.device_id}/7"
    await p1s.send_event("finished", title="Benchy", picture=picture)
    assert phone.last["image"] == picture
    await p1s.send_event("finished", title="Benchy", late=True)
    assert "image" not in phone.last


async def test_weight_is_that_of_finished_prints(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """What was sliced says nothing about a print that failed after minutes."""
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    await p1s.send_event("failed", title="Holder", duration=360, weight=35)
    await p1s.send_event("finished", title="Holder", duration=360, weight=35)
    assert [message for _, message in phone.shown] == [
        "Workshop P1S · 6 min",
        "Workshop P1S · 6 min · 35 g",
    ]


async def test_no_picture_is_no_obstacle(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """The notification of a print without a cover has none."""
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    await p1s.send_event("finished", title="Benchy")
    assert phone.shown == [("Benchy is done", "Workshop P1S")]
    assert "image" not in phone.last


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        ("11:00:00", "13:00:00", True),
        ("12:00:00", "12:30:00", True),
        ("11:00:00", "12:00:00", False),
        ("22:00:00", "13:00:00", True),
        ("11:59:00", "07:00:00", True),
        ("22:00:00", "07:00:00", False),
        ("00:00:00", "00:00:00", False),
    ],
)
@pytest.mark.parametrize("choice", ["silent", "nothing"])
async def test_quiet_hours(
    hass: HomeAssistant,
    p1s: Printer,
    phone: Phone,
    done: list[ServiceCall],
    start: str,
    end: str,
    quiet: Any,
    choice: str,
) -> None:
    """Nothing makes a sound between these times, also across midnight."""
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        quiet_from=start,
        quiet_until=end,
        quiet_phones=choice,
        actions=[{"action": "test.act"}],
    )
    await p1s.send_event("finished", title="Benchy")
    assert len(done) == (0 if quiet else 1)
    assert len(phone.calls) == (0 if quiet and choice == "nothing" else 1)
    if phone.calls:
        assert (phone.last.get("push", {}).get("sound") == "none") is quiet
        assert (phone.last.get("importance") == "low") is quiet


async def test_each_printer_and_each_phone(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """Prints that end at once all notify; a removed phone stops no other."""
    x1c = printer(hass, "Cellar X1C")
    tablet = Phone(hass, "Tablet", "mobile_app_tablet")
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id, x1c.device_id],
        phones=["removed", tablet.device_id, phone.device_id],
        title="{{ printer }}",
        message="{{ print }}: {{ event_type }}",
    )
    await p1s.send_event("finished", title="Benchy")
    await x1c.send_event("finished", title="1234")
    assert phone.shown == [
        ("Workshop P1S", "Benchy: finished"),
        ("Cellar X1C", "1234: finished"),
    ]
    assert tablet.shown == phone.shown
