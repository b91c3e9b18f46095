"""Whether nozzles have cooled down, as a condition."""

from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from .helpers.automation import Printer, printer
from .helpers.conditions import checker
from .helpers.home import H2D, Home
from .helpers.reports import delta, push
from .helpers.wait import until


@pytest.fixture
def p1s(hass: HomeAssistant) -> Printer:
    """Return a printer."""
    return printer(hass, "p1s")


@pytest.fixture
def x1c(hass: HomeAssistant) -> Printer:
    """Return another printer."""
    return printer(hass, "x1c")


@pytest.mark.parametrize(
    ("nozzle", "unit", "is_cool"),
    [
        ("49.9", "°C", True),
        ("50", "°C", False),
        ("121", "°F", True),
        ("123", "°F", False),
        ("20", None, True),
        ("unknown", "°C", False),
    ],
)
async def test_nozzle(
    hass: HomeAssistant, p1s: Printer, nozzle: str, unit: str | None, is_cool: Any
) -> None:
    """A nozzle is cooler than a temperature in °C, whatever unit it is shown in."""
    target = {"device_id": p1s.device_id}
    check = await checker(hass, "nozzle_below", target, temperature=50)
    await p1s.show("nozzle_temperature", nozzle, {"unit_of_measurement": unit})
    assert check.async_check() is is_cool


async def test_both_nozzles(hass: HomeAssistant, p1s: Printer, x1c: Printer) -> None:
    """All nozzles have to be cool, unless one is enough."""
    await p1s.show("nozzle_temperature", "20")
    target = {"device_id": [p1s.device_id, x1c.device_id]}
    options = {"temperature": 50}
    check = await checker(hass, "nozzle_below", target, **options)
    one = await checker(hass, "nozzle_below", target, behavior="any", **options)
    for other, is_cool in (("200", False), ("unavailable", False), ("20", True)):
        await x1c.show("nozzle_temperature", other)
        assert check.async_check() is is_cool
        assert one.async_check()


async def test_nozzles_of_a_real_printer(home: Home) -> None:
    """Of two nozzles, both are asked; bed and targets are not."""
    device = home.device(H2D)
    assert device
    target = {"device_id": device.id}
    check = await checker(home.hass, "nozzle_below", target, temperature=100)
    assert check.async_check()
    hot = [{"id": 0, "temp": 20}, {"id": 1, "temp": 220}]
    report = delta(device={"extruder": {"info": hot}})
    # A full report that was asked for at the start may still replace one of them.
    await until(
        lambda: not check.async_check(), meanwhile=partial(push, home, H2D, report)
    )
