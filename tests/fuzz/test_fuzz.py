"""A few hostile answers to every operation; `python -m tests.fuzz` throws thousands.

The environment variable FUZZ_BODIES asks for more of them.
"""

import os

import pytest

from custom_components.bambu_cloud.api.operations import Operation
from tests.api.calls import CALLS

from .client import Fuzz

BODIES = int(os.environ.get("FUZZ_BODIES", "25"))


@pytest.mark.parametrize("operation", CALLS, ids=lambda operation: operation.name)
def test_nothing_but_named_errors(operation: Operation) -> None:
    """Whatever is answered is understood, or told as an error with a name."""
    fuzz = Fuzz(operation)
    fuzz.run(BODIES)
    assert fuzz.outcomes.total() >= BODIES
