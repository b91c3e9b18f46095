"""Notify when a printer needs attention."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall

from tests.helpers.automation import Printer
from tests.helpers.blueprints import Phone, use, wait


async def test_attention_is_called_for_until_it_is_given(
    hass: HomeAssistant,
    p1s: Printer,
    phone: Phone,
    done: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """One call with the reason, reminders, and a notification that goes away."""
    await p1s.show("attention", "off")
    await use(
        hass,
        "attention_needed",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        interval=15,
        actions=[{"action": "test.act", "data": {"n": "{{ reminder }}"}}],
    )
    await p1s.show("attention", "on", {"reason": "unknown"})
    assert not phone.calls
    await p1s.show("attention", "on", {"reason": "nozzle_clogged"})
    await wait(hass, freezer, seconds=11)
    assert phone.shown == [("Workshop P1S needs you", "The nozzle is clogged")]
    await wait(hass, freezer, minutes=14)
    assert len(phone.calls) == 1
    await wait(hass, freezer, minutes=2)
    assert len(phone.calls) == 2
    # While nobody knows, nobody is called; and it is the same call afterwards.
    await p1s.show("attention", "unavailable")
    await wait(hass, freezer, minutes=16)
    assert len(phone.calls) == 2
    await p1s.show("attention", "on", {"reason": "nozzle_clogged"})
    await wait(hass, freezer, minutes=16)
    assert len(phone.calls) == 3
    await p1s.show("attention", "off")
    assert phone.shown[3:] == [(None, "clear_notification")]
    assert {call.data["data"]["tag"] for call in phone.calls} == {
        p1s.entities["attention"]
    }
    assert [call.data["n"] for call in done] == [0, 1, 3]
    await wait(hass, freezer, minutes=60)
    assert len(phone.calls) == 4


async def test_attention_without_reminder(
    hass: HomeAssistant, p1s: Printer, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever wants no reminders is called once for each time."""
    await p1s.show("attention", "off")
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "attention_needed", **common)
    await p1s.show("attention", "on")
    await wait(hass, freezer, seconds=5)
    await p1s.show("attention", "off")
    await wait(hass, freezer, seconds=60)
    assert not phone.calls
    for _ in range(2):
        await p1s.show("attention", "on")
        await wait(hass, freezer, minutes=90)
        await p1s.show("attention", "off")
    called = ("Workshop P1S needs you", "It does not say why")
    assert phone.shown == [called, (None, "clear_notification")] * 2
