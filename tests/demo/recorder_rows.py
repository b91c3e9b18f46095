"""Count what Home Assistant's recorder wrote about the printers."""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
import sqlite3

LOST = frozenset({"unavailable", "unknown"})
_ROWS = """
    SELECT states_meta.entity_id, states.state FROM states
    JOIN states_meta USING (metadata_id)
    WHERE last_updated_ts >= ? AND last_updated_ts < ? ORDER BY state_id
"""
_ATTRIBUTES = """
    SELECT COALESCE(SUM(LENGTH(shared_attrs)), 0) FROM state_attributes
    WHERE attributes_id IN (
        SELECT attributes_id FROM states
        WHERE last_updated_ts >= ? AND last_updated_ts < ?
    ) AND attributes_id NOT IN (
        SELECT attributes_id FROM states
        WHERE last_updated_ts < ? AND attributes_id IS NOT NULL
    )
"""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, in seconds since 1970."""

    start: float
    end: float

    @property
    def minutes(self) -> float:
        """Return its length."""
        return (self.end - self.start) / 60


class RecorderRows:
    """Read the rows of some entities from the database of a running recorder."""

    def __init__(self, folder: Path, entities: Collection[str]) -> None:
        """Read the database of the configuration in this folder."""
        self._database = folder / "home-assistant_v2.db"
        self._entities = frozenset(entities)

    def per_entity(self, period: Period) -> Counter[str]:
        """Return how many rows each entity got in a period."""
        return Counter(entity for entity, _ in self._rows(period))

    def losses(self, period: Period) -> Counter[str]:
        """Return how many rows of each entity show a loss, or the return from it.

        Other rows are what the printers went on to do.
        """
        found: Counter[str] = Counter()
        lost: set[str] = set()
        for entity, state in self._rows(period):
            if state in LOST:
                lost.add(entity)
                found[entity] += 1
            elif entity in lost:
                lost.discard(entity)
                found[entity] += 1
        return found

    def attribute_bytes(self, period: Period) -> int:
        """Return the size of all attributes that were new in a period."""
        with self._connection() as connection:
            bounds = (period.start, period.end, period.start)
            (size,) = connection.execute(_ATTRIBUTES, bounds).fetchone()
        return int(size)

    def _rows(self, period: Period) -> list[tuple[str, str]]:
        """Return entity and state of each row of a period, in order."""
        with self._connection() as connection:
            rows = connection.execute(_ROWS, (period.start, period.end)).fetchall()
        return [(entity, state) for entity, state in rows if entity in self._entities]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open the database, which Home Assistant goes on to write, for reading."""
        path = f"file:{self._database}?mode=ro"
        with closing(sqlite3.connect(path, uri=True, timeout=30)) as connection:
            yield connection
