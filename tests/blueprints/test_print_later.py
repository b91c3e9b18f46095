"""Start a print later, and say why not."""

from collections.abc import AsyncGenerator
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import Printer, run_ready, turn_off_all
from tests.helpers.blueprints import Phone, use, wait

ORDER = "input_boolean.order"
UUID = "0123456789ABCDEF0123456789ABCDEF"


class Shop:
    """A printer that may start a print, and what was started."""

    def __init__(self, hass: HomeAssistant, p1s: Printer, phone: Phone) -> None:
        """Accept all actions."""
        self.hass, self.p1s, self.phone = hass, p1s, phone
        self.used: list[dict[str, Any]] = [{"material": "PLA", "tray_uuid": None}]
        answer: Any = {"title": "Benchy"}
        self.reprints = async_mock_service(hass, DOMAIN, "reprint", response=answer)
        self.starts = async_mock_service(hass, DOMAIN, "start_print", response=answer)

    async def open(self, **inputs: Any) -> None:
        """Let all be well, and make the automation."""
        assert await async_setup_component(
            self.hass, "input_boolean", {"input_boolean": {"order": None}}
        )
        prints: Any = {"prints": [{"id": "7", "filaments": self.used}]}
        async_mock_service(self.hass, DOMAIN, "get_print_history", response=prints)
        await self.p1s.show("plate_clear", "on")
        await self.p1s.show("print_status", "finished")
        await self.p1s.show("attention", "off")
        common = {"printer": self.p1s.device_id, "phones": [self.phone.device_id]}
        await use(self.hass, "print_later", order=ORDER, **common, **inputs)

    async def order(self) -> None:
        """Order a print."""
        await self.hass.services.async_call(
            "input_boolean", "turn_on", {"entity_id": ORDER}, blocking=True
        )
        await run_ready()

    @property
    def is_ordered(self) -> bool:
        """Return whether a print is still wanted."""
        return self.hass.states.is_state(ORDER, "on")


@pytest.fixture
async def shop(hass: HomeAssistant, p1s: Printer, phone: Phone) -> AsyncGenerator[Shop]:
    """Return a printer that may start a print."""
    yield Shop(hass, p1s, phone)
    await turn_off_all(hass)


async def test_starts_at_once(shop: Shop, freezer: FrozenDateTimeFactory) -> None:
    """Without a time or a price, an order starts once, and no second time."""
    await shop.open(more={"timelapse": True})
    await wait(shop.hass, freezer, minutes=6)
    assert not shop.reprints
    await shop.order()
    started = {"device_id": shop.p1s.device_id, "timelapse": True}
    assert [call.data for call in shop.reprints] == [started]
    assert not shop.is_ordered
    assert shop.phone.shown == [("A print has started", "Workshop P1S: Benchy.")]
    await wait(shop.hass, freezer, minutes=11)
    assert len(shop.reprints) == 1


@pytest.mark.parametrize("source", ["file", "project"])
async def test_starts_something_new(shop: Shop, source: str) -> None:
    """A file or a project is printed instead of the last print."""
    await shop.open(**{source: "Benchy"}, more={"plate": 2})
    await shop.order()
    expected = {"device_id": shop.p1s.device_id, source: "Benchy", "plate": 2}
    assert [call.data for call in shop.starts] == [expected]
    assert not shop.reprints


async def test_waits_for_its_time(shop: Shop, freezer: FrozenDateTimeFactory) -> None:
    """It starts within the hours, which may contain midnight."""
    await shop.open(earliest="22:00:00", latest="06:00:00")
    await shop.order()
    await wait(shop.hass, freezer, hours=9, minutes=59)
    assert not shop.reprints
    assert not shop.phone.calls
    await wait(shop.hass, freezer, minutes=2)
    assert len(shop.reprints) == 1


async def test_waits_for_a_price(shop: Shop, freezer: FrozenDateTimeFactory) -> None:
    """It starts once power is cheap, by a price or by an entity that is on."""
    shop.hass.states.async_set("sensor.price", "0.31")
    await shop.open(price="sensor.price", below=0.2)
    await shop.order()
    for price in ("0.2", "unavailable"):
        shop.hass.states.async_set("sensor.price", price)
        await wait(shop.hass, freezer, minutes=6)
    assert not shop.reprints
    assert shop.is_ordered
    shop.hass.states.async_set("sensor.price", "0.19")
    await wait(shop.hass, freezer, minutes=5)
    assert len(shop.reprints) == 1

    shop.hass.states.async_set("sensor.price", "off")
    await shop.order()
    await wait(shop.hass, freezer, minutes=6)
    assert len(shop.reprints) == 1
    shop.hass.states.async_set("sensor.price", "on")
    await wait(shop.hass, freezer, minutes=5)
    assert len(shop.reprints) == 2


@pytest.mark.parametrize(
    ("key", "state", "reason"),
    [
        ("plate_clear", "off", "nobody has said that the plate is clear"),
        ("plate_clear", "unavailable", "nobody has said that the plate is clear"),
        ("print_status", "paused", "it is off or busy"),
        ("print_status", "unavailable", "it is off or busy"),
        ("attention", "on", "it needs attention"),
    ],
)
async def test_obstacles(
    shop: Shop, freezer: FrozenDateTimeFactory, key: str, state: str, reason: str
) -> None:
    """An order says what is in the way, and starts when that is gone."""
    await shop.open()
    good = shop.hass.states.get(shop.p1s.entities[key])
    assert good
    await shop.p1s.show(key, state)
    await shop.order()
    await wait(shop.hass, freezer, minutes=11)
    assert not shop.reprints
    shown = ("The print cannot start yet", f"Workshop P1S: {reason}.")
    assert shop.phone.shown == [shown]
    await shop.p1s.show(key, good.state)
    await wait(shop.hass, freezer, minutes=5)
    assert len(shop.reprints) == 1


async def test_given_up(
    shop: Shop, freezer: FrozenDateTimeFactory, done: list[ServiceCall]
) -> None:
    """At the end of the hours it says why nothing was printed, once."""
    shop.hass.states.async_set("sensor.price", "0.31")
    await shop.open(
        earliest="12:00:00",
        latest="14:00:00",
        price="sensor.price",
        below=0.2,
        actions=[{"action": "test.act", "data": {"outcome": "{{ outcome }}"}}],
    )
    await shop.order()
    assert not shop.phone.calls
    await shop.p1s.show("plate_clear", "off")
    await wait(shop.hass, freezer, hours=2, minutes=6)
    why = "nobody has said that the plate is clear, power was not cheap"
    assert shop.phone.shown == [("The print has not started", f"Workshop P1S: {why}.")]
    assert [call.data["outcome"] for call in done] == ["not_started"]
    assert not shop.is_ordered
    await wait(shop.hass, freezer, hours=24)
    assert len(shop.phone.calls) == 1
    assert not shop.reprints


async def test_printer_that_refuses_commands(shop: Shop) -> None:
    """Nothing is sent to one that accepts no commands."""
    number = shop.p1s.entities["nozzle_target_temperature"]
    er.async_get(shop.hass).async_remove(number)
    await shop.open()
    await shop.order()
    assert not shop.reprints
    assert not shop.is_ordered
    why = "Workshop P1S: it only obeys Bambu Lab's own apps."
    assert shop.phone.shown == [("The print has not started", why)]


async def test_refused_once(shop: Shop, freezer: FrozenDateTimeFactory) -> None:
    """A start that fails is not repeated."""
    await shop.open()
    refused = async_mock_service(
        shop.hass,
        DOMAIN,
        "reprint",
        response={},
        raise_exception=ServiceValidationError("It refuses."),
    )
    await shop.order()
    await wait(shop.hass, freezer, minutes=11)
    assert len(refused) == 1
    assert not shop.is_ordered
    assert [title for title, _ in shop.phone.shown] == ["The print has not started"]


@pytest.mark.parametrize(
    ("left", "reasons"),
    [({"weight": 12.0}, ["there is too little PLA"]), ({"weight": 14.0}, []), ({}, [])],
)
async def test_filament(shop: Shop, left: dict[str, float], reasons: list[str]) -> None:
    """The rest of a spool has to suffice, where it is shown."""
    shop.used = [{"material": "PLA", "tray_uuid": UUID, "weight": 13.0}]
    spool = {"tray_uuid": UUID, "slot": 2}
    await shop.p1s.show("nozzle_temperature", "PLA", spool)  # stands for the slot
    percent = {"slot": 2, "unit_of_measurement": "%", **left}
    await shop.p1s.show("remaining_filament", "5", percent)
    await shop.open()
    await shop.order()
    assert len(shop.reprints) == (0 if reasons else 1)
    if reasons:
        assert shop.phone.shown[0][1] == f"Workshop P1S: {reasons[0]}."
