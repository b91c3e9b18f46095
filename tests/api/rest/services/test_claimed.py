"""What only one source describes is refused; if it existed, it would be read."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCloud,
    BambuForbiddenError,
    BambuResponseError,
    TotpRequired,
)
from custom_components.bambu_cloud.api.rest.services.certificates import (
    APPLICATION,
    CERTIFICATE,
    REPLACE,
    Certificate,
)
from custom_components.bambu_cloud.api.rest.services.claimed import (
    ACCOUNTS,
    CHANGE_PROFILE,
    CONFIRM_FILE,
    DEVICE_INFO,
    FILES,
    FORM,
    REFRESH,
    SEND_FILE,
    START_PRINT,
    TOTP,
    AccountAction,
    ClaimedFile,
    StartedPrint,
)
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import OWNER, P1S
from tests.simulator import SimulatedCloud

type Call = Callable[[BambuCloud], Awaitable[Any]]

FILE = ClaimedFile(id="f1", name="box.3mf", url="https://files.bblmw.com/1")
STARTED = StartedPrint(job_id="1", status="queued")
CERTIFICATE_ITSELF = Certificate(certificate="-----", key="-----", revoked=("-----",))
CALLS: list[tuple[Call, Any]] = [
    (lambda cloud: cloud.claimed.change_profile("New name"), None),
    (lambda cloud: cloud.claimed.start_print(P1S, FILE), STARTED),
    (
        lambda cloud: cloud.claimed.send_file("box.3mf", b"PK", "1"),
        ClaimedFile(id="f1", name="box.3mf"),
    ),
    (lambda cloud: cloud.claimed.confirm_file("f1"), None),
    (lambda cloud: cloud.certificates.get(), CERTIFICATE_ITSELF),
    (lambda cloud: cloud.certificates.replace("-----", "1"), None),
    *(
        (lambda cloud, action=action: cloud.claimed.accounts(action, {}), None)
        for action in AccountAction
    ),
]


@shows(CHANGE_PROFILE, START_PRINT, SEND_FILE, CONFIRM_FILE)
@shows(CERTIFICATE, REPLACE, ACCOUNTS)
@pytest.mark.parametrize(("call", "result"), CALLS)
async def test_refused_unless_it_exists(
    cloud: BambuCloud, simulated: SimulatedCloud, call: Call, result: Any
) -> None:
    """As measured, each is refused; as claimed, each is answered."""
    with pytest.raises(BambuResponseError):
        await call(cloud)

    simulated.policy.answers_unconfirmed = True
    assert await call(cloud) == result


@shows(FILES, DEVICE_INFO)
async def test_if_it_existed(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """A name is changed, a file is listed, a printer is described."""
    with pytest.raises(BambuResponseError):
        await cloud.claimed.files()
    with pytest.raises(BambuResponseError):
        await cloud.claimed.device_info(P1S)

    simulated.policy.answers_unconfirmed = True
    await cloud.claimed.change_profile("New name")
    await cloud.claimed.send_file("box.3mf", b"PK", "1")
    assert (await cloud.user.profile()).name == "New name"
    assert [file.name for file in await cloud.claimed.files()] == ["box.3mf"]
    assert (await cloud.claimed.device_info(P1S)).nozzle_temperature == 25.5
    with pytest.raises(BambuForbiddenError):
        await cloud.claimed.device_info("01P00A000000099")


@shows(APPLICATION)
async def test_applications(cloud: BambuCloud) -> None:
    """The certificate of an application of Bambu Lab's is forbidden."""
    with pytest.raises(BambuForbiddenError):
        await cloud.certificates.of_application("token", "c2VjcmV0")


async def test_certificate(client: BambuCloud, server: CannedServer) -> None:
    """A key is not for the eyes of a log."""
    server.respond_with(answer(200, {"cert": "C", "key": "very secret", "crl": "L"}))
    found = await client.certificates.of_application("token", "c2VjcmV0")
    assert (found.certificate, found.key, found.revoked) == ("C", "very secret", ("L",))
    assert "secret" not in repr(found)
    assert server.requests[0].target.endswith(
        "/applications/token/cert?aes256=c2VjcmV0&ver=1"
    )


@shows(REFRESH)
async def test_no_token_is_ever_refreshed(cloud: BambuCloud) -> None:
    """It is refused to everybody, which says nothing about the token."""
    with pytest.raises(BambuAuthError):
        await cloud.claimed.refresh(cloud.token or "")
    assert await cloud.printers()
    assert (await cloud.user.profile()).login == OWNER


@shows(TOTP)
async def test_authenticator_at_the_api_host(
    cloud: BambuCloud, simulated: SimulatedCloud
) -> None:
    """It refuses everybody; were it there, it would give a token."""
    required = await cloud.login("tfa@example.com", "correct horse")
    assert isinstance(required, TotpRequired)
    code = simulated.authenticator("tfa@example.com")
    with pytest.raises(BambuResponseError):
        await cloud.claimed.login_with_totp(required.key, code)

    simulated.policy.answers_unconfirmed = True
    token = await cloud.claimed.login_with_totp(required.key, code)
    cloud.token = token.access_token
    assert (await cloud.user.profile()).login == "tfa@example.com"


@shows(FORM)
async def test_form_of_former_times(cloud: BambuCloud) -> None:
    """Cloudflare blocks bots."""
    with pytest.raises(BambuBlockedError):
        await cloud.claimed.login_by_form(OWNER, "correct horse")
