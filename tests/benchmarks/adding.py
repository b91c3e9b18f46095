"""Measure how much of a set-up Home Assistant spends on the entities."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
import time
from typing import Any
from unittest.mock import patch

from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import EntityPlatform


class CpuTime:
    """Add up CPU time, once where one piece of work is part of another."""

    def __init__(self) -> None:
        """Start at zero."""
        self.ms = 0.0
        self._depth = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count what is done now."""
        begin, self._depth = time.thread_time_ns(), self._depth + 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.ms += (time.thread_time_ns() - begin) / 1e6


@contextmanager
def adding() -> Iterator[CpuTime]:
    """Count the time of adding entities and writing their states."""
    spent = CpuTime()
    add: Callable[..., Coroutine[Any, Any, None]] = EntityPlatform._async_add_entity
    write: Callable[[Entity], None] = Entity.async_write_ha_state

    async def timed_add(*args: Any) -> None:
        """Add an entity."""
        with spent.running():
            await add(*args)

    def timed_write(entity: Entity) -> None:
        """Write a state."""
        with spent.running():
            write(entity)

    with (
        patch.object(EntityPlatform, "_async_add_entity", timed_add),
        patch.object(Entity, "async_write_ha_state", timed_write),
    ):
        yield spent
