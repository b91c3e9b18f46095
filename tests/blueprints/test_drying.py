"""Dry spools when they are humid and no printer is at work."""

from collections.abc import AsyncGenerator
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import Printer, printer, turn_off_all
from tests.helpers.blueprints import Phone, use, wait


class Cupboard:
    """An AMS that can dry, its printer, and what was started."""

    def __init__(self, hass: HomeAssistant, p1s: Printer, phone: Phone) -> None:
        """Accept all actions."""
        self.hass, self.p1s, self.phone = hass, p1s, phone
        self.ams = printer(hass, "AMS 2 Pro")
        self.starts = async_mock_service(hass, DOMAIN, "start_drying", response={})

    async def open(self, **inputs: Any) -> None:
        """Make the automation, when nothing is humid."""
        await self.p1s.show("print_status", "finished")
        await self.dryer("off")
        await self.humid(29)
        common = {"ams": self.ams.device_id, "phones": [self.phone.device_id]}
        printers = [self.p1s.device_id]
        await use(self.hass, "drying", printers=printers, **common, **inputs)

    async def dryer(self, state: str, *obstacles: str) -> None:
        """Show what the dryer does."""
        options = ["off", "drying", "overheated"]
        more = {"options": options, "obstacles": list(obstacles)}
        await self.ams.show("drying_status", state, more)

    async def humid(self, percent: int | str) -> None:
        """Show how humid it is."""
        kind = {"device_class": "humidity"}
        await self.ams.show("humidity", str(percent), kind)


@pytest.fixture
async def cupboard(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> AsyncGenerator[Cupboard]:
    """Return an AMS that can dry."""
    yield Cupboard(hass, p1s, phone)
    await turn_off_all(hass)


async def test_humid(cupboard: Cupboard, freezer: FrozenDateTimeFactory) -> None:
    """It dries once it is humid, and says so."""
    await cupboard.open()
    await wait(cupboard.hass, freezer, minutes=30)
    for unknown in ("unknown", "unavailable"):
        await cupboard.humid(unknown)
        await wait(cupboard.hass, freezer, minutes=6)
    assert not cupboard.starts
    await cupboard.humid(31)
    await wait(cupboard.hass, freezer, minutes=5)
    started = {"device_id": cupboard.ams.device_id}
    assert [call.data for call in cupboard.starts] == [started]
    assert cupboard.phone.shown == [
        ("AMS 2 Pro", "It was humid: the spools are being dried.")
    ]


async def test_limit(cupboard: Cupboard, freezer: FrozenDateTimeFactory) -> None:
    """Spools that stay humid are not dried all day."""
    await cupboard.open(most=2, idle={"minutes": 0})
    await cupboard.humid(60)
    await wait(cupboard.hass, freezer, hours=11, minutes=55)
    assert len(cupboard.starts) == 1
    await wait(cupboard.hass, freezer, minutes=15)
    assert len(cupboard.starts) == 2
    await wait(cupboard.hass, freezer, hours=11)
    assert len(cupboard.starts) == 2


async def test_printing(cupboard: Cupboard, freezer: FrozenDateTimeFactory) -> None:
    """It waits for the end of a print, and for a while after it."""
    await cupboard.open()
    await cupboard.humid(60)
    for status in ("printing", "paused", "unavailable"):
        await cupboard.p1s.show("print_status", status)
        await wait(cupboard.hass, freezer, minutes=20)
    await cupboard.p1s.show("print_status", "finished")
    await wait(cupboard.hass, freezer, minutes=14)
    assert not cupboard.starts
    await wait(cupboard.hass, freezer, minutes=7)
    assert len(cupboard.starts) == 1


async def test_dryer_that_cannot(
    cupboard: Cupboard, freezer: FrozenDateTimeFactory
) -> None:
    """What dries already, or has a reason not to, is left alone."""
    await cupboard.open(idle={"minutes": 0})
    await cupboard.humid(60)
    await cupboard.dryer("drying")
    await wait(cupboard.hass, freezer, minutes=10)
    await cupboard.dryer("off", "insufficient_power")
    await wait(cupboard.hass, freezer, minutes=10)
    assert not cupboard.starts
    await cupboard.dryer("off")
    await wait(cupboard.hass, freezer, minutes=5)
    assert len(cupboard.starts) == 1


async def test_ams_without_a_dryer(
    cupboard: Cupboard, freezer: FrozenDateTimeFactory
) -> None:
    """An AMS that cannot heat is not asked to."""
    await cupboard.open(idle={"minutes": 0})
    await cupboard.ams.show("drying_status", "unavailable")
    await cupboard.humid(60)
    await wait(cupboard.hass, freezer, minutes=10)
    assert not cupboard.starts


@pytest.mark.parametrize(
    ("start", "end", "dries"),
    [
        ("11:00:00", "13:00:00", True),
        ("13:00:00", "12:30:00", True),
        ("14:00:00", "11:00:00", False),
    ],
)
async def test_hours(
    cupboard: Cupboard,
    freezer: FrozenDateTimeFactory,
    start: str,
    end: str,
    dries: Any,
) -> None:
    """A dryer that hums may be left alone at some hours."""
    await cupboard.open(idle={"minutes": 0}, dry_from=start, dry_until=end)
    await cupboard.humid(60)
    await wait(cupboard.hass, freezer, minutes=11)
    assert bool(cupboard.starts) is dries


async def test_printer_that_refuses_commands(
    cupboard: Cupboard, freezer: FrozenDateTimeFactory, done: list[ServiceCall]
) -> None:
    """A person is asked to dry, once a day."""
    registry = er.async_get(cupboard.hass)
    registry.async_remove(cupboard.ams.entities["drying"])
    act = {"action": "test.act", "data": {"started": "{{ has_started }}"}}
    await cupboard.open(idle={"minutes": 0}, actions=[act])
    await cupboard.humid(60)
    await wait(cupboard.hass, freezer, hours=1)
    assert not cupboard.starts
    assert [call.data["started"] for call in done] == [False]
    ((_, message),) = cupboard.phone.shown
    assert "only obeys Bambu Lab's own apps" in message


async def test_refusal(cupboard: Cupboard, freezer: FrozenDateTimeFactory) -> None:
    """A start that is refused is reported, and not repeated on the same day."""
    await cupboard.open(idle={"minutes": 0})
    refused = async_mock_service(
        cupboard.hass,
        DOMAIN,
        "start_drying",
        response={},
        raise_exception=ServiceValidationError("It refuses."),
    )
    await cupboard.humid(60)
    await wait(cupboard.hass, freezer, hours=1)
    assert len(refused) == 1
    ((_, message),) = cupboard.phone.shown
    assert "has been refused" in message
