"""A few hostile responses to every operation; `python -m tests.fuzz` tries thousands.

The environment variable FUZZ_BODIES asks for more of them.
"""

import pytest

from .bodies import BODIES
from .client import TARGETS, Fuzz


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_named_errors(name: str) -> None:
    """Each response is read, or raises an error with a name."""
    fuzz = Fuzz(TARGETS[name])
    fuzz.run(BODIES)
    assert fuzz.outcomes.total() >= BODIES
