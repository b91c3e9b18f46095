"""Print measured figures beside the targets."""

from collections.abc import Sequence


def say(*lines: str) -> None:
    """Print a line."""
    for line in lines:
        print(line, flush=True)  # noqa: T201 - what a command is for


def row(cells: Sequence[object], widths: Sequence[int]) -> str:
    """Return a line of a table: the first column left, all others right."""
    first, *others = (f"{cell}" for cell in cells)
    return first.ljust(widths[0]) + "".join(
        cell.rjust(width) for cell, width in zip(others, widths[1:], strict=False)
    )


def multiple(cost: float, of: float, target: float) -> str:
    """Return a cost and its ratio to another, with a star if that is a lot."""
    return f"{cost:.0f} = {cost / of:.2f}x{'*' if cost / of > target else ' '}"
