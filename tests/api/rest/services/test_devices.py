"""Printers are named, removed from the account and added again."""

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuForbiddenError,
    BambuNotFoundError,
    BambuResponseError,
)
from custom_components.bambu_cloud.api.rest.services.devices import (
    BIND,
    FIRMWARE,
    JOBS,
    PRINTERS,
    RENAME,
    UNBIND,
)
from tests.api.contract import shows
from tests.helpers.report_stream import P1S, X1C
from tests.simulator import SimulatedCloud


@shows(PRINTERS, JOBS, FIRMWARE)
async def test_printers_are_listed(
    cloud: BambuCloud, simulated: SimulatedCloud
) -> None:
    """Three lists have the same printers."""
    printers = await cloud.devices.printers()
    jobs = await cloud.devices.jobs()
    offers = await cloud.devices.firmware()
    for found in (printers, jobs, offers):
        assert {printer.serial for printer in found} == simulated.printers.keys()
    (one,) = await cloud.devices.firmware(P1S)
    assert (one.serial, one.installed) == (P1S, simulated.printers[P1S].firmware)


async def test_strangers_have_none(stranger: BambuCloud) -> None:
    """An account does not have the printers of others."""
    assert await stranger.devices.printers() == ()
    with pytest.raises(BambuForbiddenError):
        await stranger.devices.firmware(P1S)


@shows(RENAME)
async def test_printer_is_renamed(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """The new name is in the list of printers; only its owner may give one."""
    await cloud.devices.rename(P1S, "Würfel \N{PRINTER}")
    with pytest.raises(BambuForbiddenError):
        await stranger.devices.rename(X1C, "mine")
    with pytest.raises(BambuResponseError):
        await cloud.devices.rename(X1C, " ")

    names = {printer.serial: printer.name for printer in await cloud.printers()}
    assert names[P1S] == "Würfel \N{PRINTER}"
    assert names[X1C] not in {"mine", " "}


@shows(BIND, UNBIND)
async def test_printer_changes_hands(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """A printer that is removed can be added with its code."""
    found = {printer.serial: printer for printer in await cloud.printers()}
    code = found[P1S].access_code
    with pytest.raises(BambuForbiddenError):
        await stranger.devices.unbind(P1S)
    with pytest.raises(BambuForbiddenError):
        await stranger.devices.bind(P1S, "Mine", code)

    await cloud.devices.unbind(P1S)
    assert P1S not in {printer.serial for printer in await cloud.printers()}
    with pytest.raises(BambuForbiddenError):
        await stranger.devices.bind(P1S, "Mine", "wrong")
    with pytest.raises(BambuNotFoundError):
        await stranger.devices.bind("01P00A000000099", "Mine", code)
    await stranger.devices.bind(P1S, "Mine", code)

    (printer,) = await stranger.printers()
    assert (printer.serial, printer.name) == (P1S, "Mine")
