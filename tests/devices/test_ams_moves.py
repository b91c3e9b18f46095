"""An AMS that two printers list is at the one that is certain to have it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.bambu_cloud.model import PrinterState
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push


def off(state: PrinterState) -> PrinterState:
    """Return a printer that is off."""
    return replace(state, presence=replace(state.presence, reported=False))


def silent(state: PrinterState) -> PrinterState:
    """Return a printer that has not reported since the link was lost."""
    return replace(state, complete=False)


def unplugged(state: PrinterState) -> PrinterState:
    """Return a printer that had its units until a moment ago."""
    units = tuple(replace(unit, connected=False) for unit in state.ams.units)
    return replace(state, ams=replace(state.ams, units=units))


type Change = Callable[[PrinterState], PrinterState]


@pytest.mark.parametrize("former_is", [off, silent])
@pytest.mark.parametrize("other_is", [off, silent, unplugged])
async def test_unit_of_a_printer_that_says_nothing(
    home: Home, former_is: Change, other_is: Change
) -> None:
    """It moves to another printer that really has it, and reports that."""
    account = home.entry.runtime_data.account
    former, other = account.printers[X1C], account.printers[P1S]
    serial = former.data.ams.units[0].serial
    unit = account.ams.units[serial]
    listing = replace(other.data, ams=former.data.ams)

    former.data = former_is(former.data)
    other.data = other_is(listing)
    account.ams.async_apply(other)
    assert unit.printer is former

    other.data = listing
    account.ams.async_apply(other)
    assert unit.printer is other
    assert unit.is_reachable()


async def test_printer_with_one_nozzle(home: Home) -> None:
    """Which nozzle a unit feeds is no question there, whatever the printer reports."""
    serial = home.cloud.simulated(P1S).ams.units["0"].serial
    unit = home.entry.runtime_data.account.ams.units[serial]
    raw = home.entry.runtime_data.account.printers[P1S].data.raw["ams"]["ams"][0]
    await push(home, P1S, delta(ams={"ams": [raw | {"info": "1003"}]}))
    await home.until(lambda: unit.data.unit.extruder == 0)
    assert unit.data.nozzle is None
    assert home.entity_id(serial, "nozzle") is None
