"""Subtract what prints used from spools that nothing measures, if that is wanted."""

import asyncio
from collections.abc import Callable, Mapping
import logging
from typing import TYPE_CHECKING, Any, NamedTuple, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.options import Options
from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, BambuError, BambuNotFoundError, Clock
from ..cadences import RETRY
from ..const import DOMAIN
from ..devices.subscriptions import PrintersBySerial
from ..devices.timer import Timer
from ..model import PrintTask
from ..model.booking import (
    Booking,
    Bookings,
    Write,
    begin,
    book,
    finish,
    forget,
    read_bookings,
    resolve,
    undo,
    write_bookings,
)
from ..model.spool_use import Use
from ..storage import StoredFile, account_file
from .spool_use import SpoolUse
from .spools import AccountSpools

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)


class Booked(NamedTuple):
    """A weight that was changed because of prints."""

    spool: str
    """Its name."""
    write: Write


type Listener = Callable[[Booked], None]


class Deduction(AccountPart):
    """Book what prints used of spools that were entered by hand.

    Spools with a tag are weighed by an AMS, and set by Bambu Lab's applications: two
    writers would undo each other's weights.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        spools: AccountSpools,
        spool_use: SpoolUse,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without bookings."""
        self._hass = hass
        self._entry = entry
        self._spools = spools
        self._spool_use = spool_use
        self._clock = clock
        self._file = _file(hass, entry.entry_id)
        self._state = Bookings()
        self._listeners: list[Listener] = []
        self._turn = asyncio.Lock()
        self._retry = Timer(hass, self._async_write_soon)

    @override
    async def async_load(self) -> None:
        """Restore the bookings."""
        self._state = read_bookings(await self._file.async_load())

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Book prints from now on, and write what is still owed."""
        stop = self._spool_use.async_add_listener(self._async_book)
        self._entry.async_on_unload(stop)
        self._entry.async_on_unload(self._retry.async_cancel)
        if self._state.owed:
            self._async_write_soon()

    def has_booked(self, task_id: str) -> bool:
        """Return whether a print is booked."""
        return bool(self._state.of(task_id))

    @callback
    def async_add_listener(self, listener: Listener) -> CALLBACK_TYPE:
        """Call a listener with each weight that is changed; return how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_undo(self, task_id: str) -> None:
        """Give back what a print was booked with."""
        self._state = undo(self._state, task_id)
        self._async_write_soon()

    @callback
    def _async_book(self, task: PrintTask, uses: tuple[Use, ...]) -> None:
        """Book what a print used of spools that were entered by hand."""
        if not Options.from_dict(self._entry.options).deduct:
            return
        grams: dict[str, float] = {}
        for use in uses:
            spool = self._spools.data.get(use.spool_id or "")
            if spool is not None and spool.is_manual:
                grams[spool.id] = grams.get(spool.id, 0.0) + use.grams
        at = task.ended_at or self._clock.now()
        new = [
            Booking(task_id=task.id, spool_id=spool_id, grams=used, at=at)
            for spool_id, used in grams.items()
        ]
        if new:
            self._state = book(self._state, new)
            self._async_write_soon()

    @callback
    def _async_write_soon(self) -> None:
        """Write what is owed, in the background."""
        self._entry.async_create_background_task(
            self._hass, self._async_write(), f"{DOMAIN} bookings"
        )

    async def _async_write(self) -> None:
        """Write what is owed to each spool, by the weights that the cloud has now."""
        async with self._turn:
            await self._async_save()
            try:
                # A weight of before a failure would be subtracted from twice.
                await self._spools.async_fetch_now()
                for spool_id in tuple(self._state.owed):
                    await self._async_write_spool(spool_id)
            except BambuError as err:
                _LOGGER.debug("Weights of spools are set later: %s", err)
                self._retry.async_start(RETRY)
            await self._async_save()

    async def _async_write_spool(self, spool_id: str) -> None:
        """Write what is owed to a spool.

        Raises:
            BambuError: The cloud does not do it; it may be owed still.
        """
        spool = self._spools.data.get(spool_id)
        if spool is None or spool.remaining is None:
            # Deleted, or nobody ever weighed it: there is nothing to subtract from.
            if self._spools.data:
                self._state = forget(self._state, spool_id)
            return
        self._state = resolve(self._state, spool_id, spool.remaining)
        self._state = begin(self._state, spool_id, spool.remaining)
        if (write := self._state.writes.get(spool_id)) is None:
            return
        await self._async_save()
        try:
            await self._spools.async_set_weight(spool_id, write.after)
        except BambuNotFoundError:
            self._state = forget(self._state, spool_id)
            return
        self._state = finish(self._state, spool_id)
        self._async_notify(Booked(self._spools.names[spool_id], write))

    @callback
    def _async_notify(self, booked: Booked) -> None:
        """Notify listeners of a weight that was changed."""
        for listener in tuple(self._listeners):
            listener(booked)

    async def _async_save(self) -> None:
        """Store the bookings."""
        await self._file.async_save(self._content())

    def _content(self) -> dict[str, Any]:
        """Return what to store."""
        return write_bookings(self._state)

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "bookings")


def attributes_of(booked: Booked) -> Mapping[str, Any]:
    """Return a change of a weight as attributes."""
    return {
        "spool": booked.spool,
        "grams": booked.write.before - booked.write.after,
        "before": booked.write.before,
        "after": booked.write.after,
    }
