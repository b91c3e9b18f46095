"""Tokens, credentials, and when refusals add up."""

import base64
from datetime import UTC, datetime
import json
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    Credentials,
    Token,
    TotpRequired,
    jwt_expiry,
)
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
    """The time has a zone: UTC."""
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


def jwt(content: Any) -> str:
    """Return a token with some content."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    payload = base64.urlsafe_b64encode(text).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{payload}.c2lnbmF0dXJl"


@pytest.mark.parametrize("exp", [1795000000, 1795000000.0])
def test_token_with_an_expiry(exp: float) -> None:
    """An older token is a JWT, whose payload is read and not verified."""
    end = jwt_expiry(jwt({"username": "u_1", "exp": exp, "name": "Bücher?>"}))
    assert end == datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "AABf0123",
        "one.two",
        "a.b.c.d",
        "..",
        "a.!!!.c",
        "a.é.c",
        "a.eyJ.c",
        "a.e30.c",
        "\ud800.e30.c",
        jwt(b"\xff\xfe"),
        jwt(b"{not json"),
        jwt(b"[" * 5000),
        jwt(b'{"exp": NaN}'),
        jwt(b'{"exp": 1e400}'),
        jwt([1795000000]),
        jwt("1795000000"),
        jwt(1795000000),
        jwt({}),
        jwt({"exp": None}),
        jwt({"exp": "1795000000"}),
        jwt({"exp": True}),
        jwt({"exp": [1]}),
        jwt({"exp": 10**12 * 1000}),
        jwt({"exp": 10**18}),
        jwt({"exp": -(10**15)}),
        jwt({"exp": 1e308}),
    ],
)
def test_token_without_an_expiry(token: str) -> None:
    """Any other token has no expiry, and raises no error."""
    assert jwt_expiry(token) is None
