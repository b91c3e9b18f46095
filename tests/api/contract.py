"""Which test shows which operation, gathered where the tests are written.

`python -m tests.api.contract` writes the table of docs/api.md.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
import re

from custom_components.bambu_cloud.api.rest.operation import METHODS, Operation
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.rest import Rest

TESTS = Path(__file__).parent
PAGE = TESTS.parents[1] / "docs" / "api.md"
START, END = "<!-- operations -->\n", "<!-- /operations -->"

SHOWN: dict[Operation, str] = {}
"""The test that shows an operation against the simulated cloud."""

_PLACE = re.compile(r"\{\w+(?::[^{}]*)?\}")
_HEAD = (
    "| Method of `BambuCloud` | Asks | Evidence | Shown by `tests/api/` |",
    "|---|---|---|---|",
)


def shows[T: Callable[..., object]](*operations: Operation) -> Callable[[T], T]:
    """Mark the test that shows operations."""

    def mark(test: T) -> T:
        module = getattr(test, "__module__", "").rpartition("tests.api.")[2]
        for operation in operations:
            SHOWN[operation] = module.replace(".", "/")
        return test

    return mark


def read_tests() -> None:
    """Import all tests, so that they register what they show."""
    for path in TESTS.rglob("test_*.py"):
        parts = path.with_suffix("").relative_to(TESTS.parents[1]).parts
        import_module(".".join(parts))


def routes() -> set[str]:
    """Return what the simulated cloud answers, its own pages left out."""
    router = Rest(SimulatedCloud()).app.router
    found = {
        f"{route.method} {_PLACE.sub('{}', route.resource.canonical.lstrip('/'))}"
        for route in router.routes()
        if route.resource
        and route.method != "HEAD"
        and route.resource.canonical.startswith(("/v1/", "/api/"))
    }
    # Asked where the API host does not answer it: the same question.
    return found - {"POST api/v1/user-service/user/sendsmscode"}


def route_of(operation: Operation) -> str:
    """Return an operation as `routes` names it."""
    return f"{operation.method} {_PLACE.sub('{}', operation.path)}"


def _order(item: tuple[Operation, str]) -> tuple[str, str]:
    """Sort by method, then by what it asks."""
    operation, name = item
    return name, operation.name


def attribute(owner: str) -> str:
    """Return the attribute of the client that is a service, by its class."""
    return owner.lower().replace("service", "s")


def table() -> Iterator[str]:
    """Yield the lines of the table, generated from the client."""
    yield from _HEAD
    for operation, name in sorted(METHODS.items(), key=_order):
        owner, _, method = name.rpartition(".")
        where = "" if owner == "BambuCloud" else f"{attribute(owner)}."
        cells = (
            f"`{where}{method}`",
            f"`{operation.method} {operation.path.removeprefix('v1/')}`",
            operation.evidence.value,
            f"`{SHOWN.get(operation, '')}.py`",
        )
        yield f"| {' | '.join(cells)} |"


def published() -> str:
    """Return the table as docs/api.md has it."""
    text = PAGE.read_text(encoding="utf-8")
    return text.partition(START)[2].partition(END)[0]


def publish() -> None:
    """Write the table into docs/api.md."""
    read_tests()
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    lines = "".join(f"{line}\n" for line in table())
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{START}\n{lines}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    # Under the name by which the tests know it.
    import_module("tests.api.contract").publish()
