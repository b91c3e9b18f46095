"""Tests of the simulated ways to log in, with a plain HTTP client."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from tests.simulator import OWNER, Region, SimulatedCloud
from tests.simulator.cloud_side.authenticator import code_at

from .http_client import BIND, LOGIN, get, post

TFA = "tfa@example.com"
PHONE = "13800000000"
SMS = "/v1/user-service/user/sendsmscode"
MAIL = "/v1/user-service/user/sendemail/code"


class Form:
    """The web site's form for authenticators, filled in as a browser does."""

    def __init__(self, cloud: SimulatedCloud, http: aiohttp.ClientSession) -> None:
        """Remember where it is."""
        self.cloud = cloud
        self.http = http
        self.key = ""

    async def begin(self) -> None:
        """Log in by password, which asks for the form."""
        body = {"account": TFA, "password": "correct horse"}
        _, first = await post(self.http, LOGIN, **body)
        assert (first["loginType"], first["accessToken"]) == ("tfa", "")
        self.key = first["tfaKey"]

    async def csrf(self) -> str:
        """Return a fresh CSRF token."""
        async with self.http.get(f"{self.cloud.site_url}/api/csrf") as response:
            assert response.status == 204
            return response.cookies["bbl_csrf_token"].value

    async def submit(
        self, code: str, *, cookie: str | None, header: str | None
    ) -> tuple[int, dict[str, Any], str | None]:
        """Send the form; return status, body and the token in the cookie."""
        headers = {}
        if cookie is not None:
            headers["Cookie"] = f"bbl_csrf_token={cookie}"
        if header is not None:
            headers["x-bbl-csrf-token"] = header
        async with self.http.post(
            f"{self.cloud.site_url}/api/sign-in/tfa",
            json={"tfaKey": self.key, "tfaCode": code},
            headers=headers,
        ) as response:
            token = response.cookies.get("token")
            body = await response.json()
            return response.status, body, token.value if token else None


@pytest.fixture
async def form(cloud: SimulatedCloud, http: aiohttp.ClientSession) -> Form:
    """Return the form, with the password already accepted."""
    form = Form(cloud, http)
    await form.begin()
    return form


async def test_form_wants_both_halves_of_the_csrf_token(form: Form) -> None:
    """Without them the code is not checked; with them it works once."""
    csrf, code = await form.csrf(), form.cloud.authenticator(TFA)
    refused = await form.submit(code, cookie=None, header=csrf)
    assert (refused[0], refused[1]["reason"]) == (403, "missing_cookie")
    refused = await form.submit(code, cookie=csrf, header=None)
    assert (refused[0], refused[1]["reason"]) == (403, "missing_header")
    status, _, token = await form.submit(code, cookie=csrf, header=csrf)
    assert status == 200
    account = form.cloud.of_token(token or "")
    assert account
    assert account.login == TFA
    status, body, _ = await form.submit(code, cookie=csrf, header=csrf)
    assert (status, body["code"]) == (400, 5)


async def test_wrong_code_and_old_key(form: Form) -> None:
    """A wrong code may be corrected; after five minutes the key is useless."""
    csrf = await form.csrf()
    status, body, _ = await form.submit("000000", cookie=csrf, header=csrf)
    assert (status, body) == (400, {"message": "Invalid code"})
    await form.cloud.advance(301)
    right = form.cloud.authenticator(TFA)
    status, body, _ = await form.submit(right, cookie=csrf, header=csrf)
    assert (status, body["code"]) == (400, 5)
    assert "expired" in body["message"]


async def test_form_is_on_the_web_site_alone(
    cloud: SimulatedCloud, http: aiohttp.ClientSession
) -> None:
    """The API has no form, and Cloudflare stands before the rest of the site."""
    for path in ("/api/csrf", "/api/sign-in/csrf"):
        async with http.get(path) as response:
            assert response.status == 404
    async with http.post(f"{cloud.site_url}{LOGIN}", json={}) as response:
        assert (response.status, response.headers["cf-mitigated"]) == (403, "challenge")


def test_codes_are_those_of_any_authenticator() -> None:
    """RFC 6238, appendix B: the last six digits of its test values."""
    secret = b"12345678901234567890"
    for seconds, code in (
        (59, "287082"),
        (1111111109, "081804"),
        (20000000000, "353130"),
    ):
        assert code_at(secret, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.fixture
async def china(socket_enabled: None) -> AsyncGenerator[SimulatedCloud]:
    """Run the cloud of the other region."""
    async with SimulatedCloud(region=Region.CHINA, printers=()) as cloud:
        yield cloud


async def test_phone_account_gets_its_code_by_sms(china: SimulatedCloud) -> None:
    """An SMS reaches phones only, and e-mail only those who have an address."""
    async with aiohttp.ClientSession(china.api_url) as http:
        await post(http, MAIL, email=PHONE, type="codeLogin")
        assert china.mailbox(PHONE) == []
        await post(http, SMS, phone=PHONE, type="codeLogin")
        (code,) = china.mailbox(PHONE)
        status, body = await post(http, LOGIN, account=PHONE, code=code)
        assert status == 200
        assert china.of_token(body["accessToken"]) is china.accounts[PHONE]


async def test_web_site_sends_codes_unless_cloudflare_stands_before_it(
    china: SimulatedCloud,
) -> None:
    """The older address of the same question."""
    address, body = f"{china.site_url}/api{SMS}", {"phone": PHONE, "type": "codeLogin"}
    async with aiohttp.ClientSession() as http:
        async with http.post(address, json=body) as response:
            assert response.status == 403
        china.site_is_gated = False
        async with http.post(address, json=body) as response:
            assert response.status == 200
    assert len(china.mailbox(PHONE)) == 1


async def test_regions_are_separate(
    cloud: SimulatedCloud, china: SimulatedCloud
) -> None:
    """Neither accounts nor tokens are valid in the other region."""
    assert cloud.accounts.keys().isdisjoint(china.accounts)
    uids = {account.uid for account in cloud.accounts.values()}
    assert uids.isdisjoint(account.uid for account in china.accounts.values())
    headers = {"Authorization": f"Bearer {cloud.issue_token(OWNER)}"}
    async with aiohttp.ClientSession(china.api_url, headers=headers) as http:
        status, body = await get(http, BIND)
    assert (status, body["code"]) == (401, 4)


async def test_token_whose_time_has_run_out(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """It is answered like any dead token."""
    assert (await get(owner, BIND))[0] == 200
    cloud.expire_tokens(OWNER)
    status, body = await get(owner, BIND)
    assert (status, body) == (401, {"code": 4, "error": "Please login.", "message": ""})
