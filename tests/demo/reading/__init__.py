"""Read what Home Assistant has to show of a recorded report.

Written from docs/protocol alone, and apart from the integration, so that both are wrong
in the same way only where the documents are. What a report lacks is not expected.
"""

from .printer import expected_of_printer
from .units import expected_of_unit, is_there, units_of
from .values import Expected

__all__ = [
    "Expected",
    "expected_of_printer",
    "expected_of_unit",
    "is_there",
    "units_of",
]
