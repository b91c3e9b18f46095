"""Find out which spools prints use, while they run and from the history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, Clock
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import (
    PrintersBySerial,
    PrinterSubscriptions,
    unsubscribe_all,
)
from ..model import PrinterState, PrintTask, TrayLocation
from ..model.seen_trays import RunTrays, see
from ..model.spool_use import Use, uses_of, with_uses
from ..model.stored_spool_use import read_run, read_uses, write_run, write_uses
from ..model.values import as_object, aware_time, objects
from ..prints.history import PrintHistory
from ..storage import StoredFile, account_file
from .spools import AccountSpools, SpoolsById

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_SECTIONS = frozenset({"ams", "external_spools", "job"})
_SAVE_DELAY = timedelta(seconds=10)
"""What a crash may cost; a print that goes on adds what was missed."""
_MOST_RUNS = 20
"""Prints of a printer that the history may have later."""
_MOST_TASKS = 500
"""Prints of which it is stored what they used: some months of an account."""

type Listener = Callable[[PrintTask, tuple[Use, ...]], None]


class SpoolUse(AccountPart):
    """Note which trays are at work, and what each print used once that is certain."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        history: PrintHistory,
        spools: AccountSpools,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without prints."""
        self._entry = entry
        self._history = history
        self._spools = spools
        self._clock = clock
        self._file = _file(hass, entry.entry_id)
        self._since: datetime | None = None
        """Prints that ended before are not assigned."""
        self._runs: dict[str, tuple[RunTrays, ...]] = {}
        self._uses: dict[str, tuple[Use, ...]] = {}
        self._is_save_due = False
        self._checked_with: SpoolsById | None = None
        """The spools by which all prints were assigned last, None before."""
        self._listeners: list[Listener] = []
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)

    @override
    async def async_load(self) -> None:
        """Restore what was seen."""
        stored = await self._file.async_load()
        self._since = aware_time(stored.get("since"))
        self._runs = {
            serial: tuple(map(read_run, objects(runs)))
            for serial, runs in as_object(stored.get("runs")).items()
        }
        self._uses = {
            task_id: read_uses(uses)
            for task_id, uses in as_object(stored.get("uses")).items()
        }
        if self._since is None:
            self._since = self._clock.now()
            self._async_save_soon()

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Observe the printers, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)
        self._entry.async_on_unload(self._async_save)
        self._entry.async_on_unload(
            self._spools.async_add_listener(self._async_check_all)
        )

    @callback
    def _async_check_all(self) -> None:
        """Find out what prints used, if there are other spools, not other places."""
        spools = self._spools.data if self._spools.is_fetched else None
        if spools is self._checked_with:
            return
        self._checked_with = spools
        for printer in self._subscriptions.printers.values():
            self._async_check_history(printer)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Observe the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def async_add_listener(self, listener: Listener) -> CALLBACK_TYPE:
        """Call a listener once with what each print used; return how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def with_uses(self, task: PrintTask) -> PrintTask:
        """Return a task whose filaments say which spool each came from."""
        return with_uses(task, self.uses(task), self._spools.names)

    def uses(self, task: PrintTask) -> tuple[Use, ...]:
        """Return what a print used, nothing while that is not certain."""
        return self._uses.get(task.id) or self._uses_now(task)

    def _uses_now(self, task: PrintTask) -> tuple[Use, ...]:
        """Return what a print used that has just ended, if it was seen."""
        printer = self._subscriptions.printers.get(task.serial)
        if self._run_of(task) is None or printer is None:
            return ()
        return self._find_uses(task, printer.data) or ()

    def _find_uses(
        self, task: PrintTask, printer: PrinterState
    ) -> tuple[Use, ...] | None:
        """Return what a print used and of which spools, None until that is certain."""
        run = self._run_of(task)
        uses = uses_of(task, run, printer)
        if uses is None:
            return None
        if run is None or not run.trays:  # by the places that the history has
            uses = tuple(self._with_spool_there(use, printer) for use in uses)
        return tuple(map(self._with_tagged_spool, uses))

    def _run_of(self, task: PrintTask) -> RunTrays | None:
        """Return what was seen of a print."""
        runs = self._runs.get(task.serial, ())
        return next((run for run in runs if run.is_of(task)), None)

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Observe a printer, and what the history has of it."""
        check = partial(self._async_check, printer)
        check_history = partial(self._async_check_history, printer)
        stops = (
            printer.async_add_listener(check, _SECTIONS),
            self._history.async_add_listener(printer.data.serial, check_history),
        )

        return unsubscribe_all(*stops)

    @callback
    def _async_check(self, printer: PrinterCoordinator) -> None:
        """Note which tray is at work."""
        serial = printer.data.serial
        runs = self._runs.get(serial, ())
        before = runs[-1] if runs else None
        after = see(before, printer.data, self._active_spool(printer))
        if after is None or after == before:
            return
        is_same = before is not None and not set(before.ids).isdisjoint(after.ids)
        self._runs[serial] = (*(runs[:-1] if is_same else runs), after)[-_MOST_RUNS:]
        self._async_save_soon()

    def _active_spool(self, printer: PrinterCoordinator) -> str | None:
        """Return the account's spool in the tray that is at work."""
        active = printer.data.ams.active
        return None if active is None else self._spool_at(active, printer.data)

    def _spool_at(self, location: TrayLocation, printer: PrinterState) -> str | None:
        """Return the account's spool in a tray."""
        tray, unit = printer.tray(location), printer.ams.unit_with_id(location.unit)
        if tray is None:
            return None
        ams = unit.serial if unit else None
        spool = self._spools.spool_in(printer, ams, tray, location)
        return spool.id if spool else None

    @callback
    def _async_check_history(self, printer: PrinterCoordinator) -> None:
        """Find out what prints used that are over in the history.

        Not before the account's spools are there: what is found does not change later.
        """
        if not self._spools.is_fetched:
            return
        for task in reversed(self._history.tasks(printer.data.serial)):
            if task.id not in self._uses and self._is_due(task):
                uses = self._find_uses(task, printer.data)
                if uses is not None:
                    self._async_add(task, uses)

    def _is_due(self, task: PrintTask) -> bool:
        """Return whether a print ended since prints are observed."""
        ended_at = task.ended_at
        return bool(ended_at and self._since and ended_at >= self._since)

    @callback
    def _async_add(self, task: PrintTask, uses: tuple[Use, ...]) -> None:
        """Add what a print used, which does not change any more."""
        if len(self._uses) >= _MOST_TASKS:
            del self._uses[next(iter(self._uses))]
        self._uses[task.id] = uses
        self._async_save_soon()
        for listener in tuple(self._listeners):
            listener(task, uses)

    def _with_tagged_spool(self, use: Use) -> Use:
        """Return a use with the account's spool that has its tag."""
        if use.spool_id or not use.tray_uuid:
            return use
        spool = self._spools.with_tag(use.tray_uuid)
        return use._replace(spool_id=spool.id if spool else None)

    def _with_spool_there(self, use: Use, printer: PrinterState) -> Use:
        """Return a use with the account's spool without a tag that is in its place."""
        if use.location is None or use.tray_uuid:
            return use
        return use._replace(spool_id=self._spool_at(use.location, printer))

    @callback
    def _async_save_soon(self) -> None:
        """Save after a while, which more reports do not put off."""
        if not self._is_save_due:
            self._is_save_due = True
            self._file.async_save_later(self._content, _SAVE_DELAY)

    async def _async_save(self) -> None:
        """Store what has changed, before the account is unloaded."""
        if self._is_save_due:
            await self._file.async_save(self._content())

    def _content(self) -> dict[str, Any]:
        """Return what to store; called by another thread."""
        self._is_save_due = False
        return {
            "since": self._since and self._since.isoformat(),
            "runs": {
                serial: [write_run(run) for run in runs]
                for serial, runs in tuple(self._runs.items())
            },
            "uses": {
                task_id: write_uses(uses) for task_id, uses in tuple(self._uses.items())
            },
        }

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "spool_use")
