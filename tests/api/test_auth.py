"""Tokens, credentials, and when refusals add up."""

from datetime import UTC

from custom_components.bambu_cloud.api import Credentials, Token, TotpRequired
from custom_components.bambu_cloud.api.auth import AuthRefusals
from custom_components.bambu_cloud.api.clock import utc_now


def test_three_refusals_over_ten_minutes_are_proof() -> None:
    """Two are not enough, however far apart; the third decides."""
    refusals = AuthRefusals()
    assert [refusals.add(now) for now in (0, 700, 701)] == [False, False, True]


def test_a_burst_of_refusals_is_no_proof() -> None:
    """Many within ten minutes may still be the edge of the cloud."""
    refusals = AuthRefusals()
    assert [refusals.add(now) for now in (0, 1, 2, 599.9)] == [False] * 4
    assert refusals.add(600)


def test_an_accepted_token_clears_the_count() -> None:
    """Refusals count in a row only."""
    refusals = AuthRefusals()
    refusals.add(0)
    refusals.add(300)
    refusals.clear()
    assert [refusals.add(now) for now in (600, 900, 1199)] == [False] * 3


def test_time_is_aware() -> None:
    """The clock on the wall knows its zone."""
    assert utc_now().tzinfo is UTC


def test_secrets_do_not_show() -> None:
    """Nothing that is logged or asserted on prints a secret."""
    shown = repr(
        (
            Token(access_token="hush", expires_in=1),
            Credentials(username="hush", password="hush"),
            TotpRequired(key="hush"),
        )
    )
    assert "hush" not in shown
