"""Store what the prints of an account cost, and the count of those that go on."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant, callback

from ..model.print_cost import OpenPrint, PrintCost, with_cost
from ..model.values import as_object, objects
from ..storage import account_file

_COUNTS, _COSTS = "cost_counts", "costs"
_SAVE = timedelta(minutes=1)
"""What a crash may cost of a count; meters change every few seconds."""
_SAVE_COSTS = timedelta(seconds=5)
"""Several prints that ended unseen are stored at once."""


class CostRecords:
    """Hold what prints cost: small counts that change often, and past prints."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Start without prints."""
        self.open: dict[str, OpenPrint] = {}
        """By printer, what goes on."""
        self._costs: dict[str, tuple[PrintCost, ...]] = {}
        self._counts_file = account_file(hass, entry_id, _COUNTS)
        self._file = account_file(hass, entry_id, _COSTS)
        self._are_counts_due = self._are_costs_due = False

    async def async_load(self) -> None:
        """Restore what is stored."""
        for serial, stored in (await self._counts_file.async_load()).items():
            if (found := OpenPrint.from_dict(as_object(stored))) is not None:
                self.open[serial] = found
        for serial, stored in (await self._file.async_load()).items():
            costs = map(PrintCost.from_dict, objects(stored))
            self._costs[serial] = tuple(filter(None, costs))

    def of(self, serial: str) -> tuple[PrintCost, ...]:
        """Return what the prints of a printer cost, the last one last."""
        return self._costs.get(serial, ())

    def has(self, serial: str, cost: PrintCost) -> bool:
        """Return whether it is stored what this print cost."""
        return any(each.is_same_as(cost) for each in self.of(serial))

    def of_task(self, serial: str, task_id: str) -> PrintCost | None:
        """Return what a print of the history cost, None if that is not stored."""
        costs = reversed(self.of(serial))
        return next((cost for cost in costs if cost.task_id == task_id), None)

    def ended_at(self, serial: str, moment: datetime) -> PrintCost | None:
        """Return what the print cost that ended then, None if that is not stored."""
        costs = reversed(self.of(serial))
        return next((cost for cost in costs if cost.ended_at == moment), None)

    @callback
    def async_add(self, serial: str, cost: PrintCost) -> None:
        """Add what a print cost, instead of what was there of it."""
        self._costs[serial] = with_cost(self.of(serial), cost)
        if not self._are_costs_due:
            self._are_costs_due = True
            self._file.async_save_later(self._costs_content, _SAVE_COSTS)

    @callback
    def async_set_open(self, serial: str, found: OpenPrint | None) -> None:
        """Set what goes on at a printer, None at its end."""
        if found is None:
            self.open.pop(serial, None)
        else:
            self.open[serial] = found
        if not self._are_counts_due:
            self._are_counts_due = True
            self._counts_file.async_save_later(self._counts_content, _SAVE)

    async def async_save(self) -> None:
        """Store what has changed, before the account is unloaded."""
        if self._are_counts_due:
            await self._counts_file.async_save(self._counts_content())
        if self._are_costs_due:
            await self._file.async_save(self._costs_content())

    def _counts_content(self) -> dict[str, Any]:
        """Return the counts to store; later changes are scheduled anew."""
        self._are_counts_due = False
        return {serial: each.to_dict() for serial, each in tuple(self.open.items())}

    def _costs_content(self) -> dict[str, Any]:
        """Return the past prints to store; called in another thread."""
        self._are_costs_due = False
        return {
            serial: [each.to_dict() for each in costs]
            for serial, costs in tuple(self._costs.items())
        }


async def async_remove_records(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what is stored of an account."""
    for part in (_COUNTS, _COSTS):
        await account_file(hass, entry_id, part).async_remove()
