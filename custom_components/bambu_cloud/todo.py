"""The maintenance of each printer as a to-do list."""

from collections.abc import Iterator
from typing import override

from homeassistant.components.todo import (
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .devices.printer import PrinterCoordinator
from .entity.base import BambuEntity
from .entity.setup import async_add_when_found
from .maintenance.due import Item
from .maintenance.tasks import Task
from .runtime_data import BambuConfigEntry
from .texts import async_text

PARALLEL_UPDATES = 0

MAINTENANCE = EntityDescription(key="maintenance", translation_key="maintenance")
_NAMES = "entity.todo.maintenance.state_attributes.task.state"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the lists of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the list of a printer."""
    yield MaintenanceList(printer, MAINTENANCE)


class MaintenanceList(BambuEntity, TodoListEntity):
    """Show what a printer needs; what is done comes back when it is due again."""

    _attr_supported_features = TodoListEntityFeature.UPDATE_TODO_ITEM
    polled = True
    needs_printer = False

    def __init__(
        self, coordinator: PrinterCoordinator, description: EntityDescription
    ) -> None:
        """Belong to a printer; its list says when it changes."""
        super().__init__(coordinator, description, sections=frozenset())

    @property
    @override
    def current_value(self) -> tuple[tuple[Item, str | None], ...]:
        """Return the tasks, each with what the printer says about it."""
        items = self.runtime_data.maintenance.items(self.serial)
        return tuple((item, self._said(item)) for item in items)

    @property
    @override
    def todo_items(self) -> list[TodoItem]:
        """Return the tasks as Home Assistant shows them."""
        return [self._todo_item(item, said) for item, said in self.current_value]

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Note that a task was done, or that it was a mistake.

        Raises:
            ServiceValidationError: Its name was to be changed.
        """
        task = Task(item.uid or "")
        if item.summary != self._name(task):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="maintenance_name"
            )
        await self.runtime_data.maintenance.async_set_done(
            self.serial, task, is_done=item.status == TodoItemStatus.COMPLETED
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the list."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.runtime_data.maintenance.async_add_listener(
                self.serial, self._async_write_if_changed
            )
        )

    def _said(self, item: Item) -> str | None:
        """Return what the printer says about a task."""
        texts = self.runtime_data.error_texts
        said = (texts.text(self.serial, code) for code in item.codes)
        return "\n".join(filter(None, said)) or None

    def _todo_item(self, item: Item, said: str | None) -> TodoItem:
        """Return a task as Home Assistant shows it."""
        return TodoItem(
            uid=item.task.value,
            summary=self._name(item.task),
            status=(
                TodoItemStatus.NEEDS_ACTION
                if item.is_open
                else TodoItemStatus.COMPLETED
            ),
            due=dt_util.as_local(item.due).date() if item.due else None,
            description=said,
            completed=None if item.is_open else item.done_at,
        )

    def _name(self, task: Task) -> str:
        """Return what a task is called."""
        return async_text(self.hass, f"{_NAMES}.{task.value}")
