"""Whatever happens on the way, each print is told as it happened, once."""

import pytest

from tests.trial.counting import say, trial


@pytest.mark.slow
def test_five_hundred_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """None is missed, none is told twice, none ends as it did not end."""
    outcome = trial(500, seed=1)
    say(outcome)

    assert outcome.total.prints == 500
    assert outcome.is_good, capsys.readouterr().out
    assert outcome.total.late > 50
    assert outcome.total.unknowable < 125
    assert min(outcome.mishaps.values()) > 5
