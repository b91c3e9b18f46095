"""Requests can be signed with a certificate, and need not be."""

from datetime import UTC, datetime, timedelta

import aiohttp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuRequestError,
    BambuResponseError,
    Region,
)
from custom_components.bambu_cloud.api.rest.services.history import NewTask
from custom_components.bambu_cloud.api.rest.signing import CertificateSigner
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import CannedServer, answer
from tests.helpers.report_stream import OWNER, P1S
from tests.simulator import SimulatedCloud

ID = "TEST:1"
TASK = NewTask(serial=P1S, title="Hook", model_id="US1", profile_id=7)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key as a file holds it."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def certified(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """Return a certificate of a key, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """Return a key."""
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def signer(key: rsa.RSAPrivateKey) -> CertificateSigner:
    """Return a signer with a certificate of its own."""
    return CertificateSigner(ID, certificate=certified(key), key=pem(key))


async def test_cloud_believes_a_signature(
    simulated: SimulatedCloud,
    clock: FakeClock,
    key: rsa.RSAPrivateKey,
    signer: CertificateSigner,
) -> None:
    """Who signs may enter a print; an unknown or an old signature is refused."""
    token = simulated.issue_token(OWNER)
    async with aiohttp.ClientSession() as session:
        cloud = BambuCloud(session, Region.GLOBAL, token=token, clock=clock.clock)
        cloud.sign_with(signer)
        with pytest.raises(BambuResponseError):
            await cloud.printers()
        simulated.signatures.keys[ID] = key.public_key()
        assert await cloud.printers()
        assert await cloud.history.record(TASK)
        clock.move(60)
        with pytest.raises(BambuResponseError):
            await cloud.printers()


@pytest.mark.parametrize("signature", ["", "!", "AAAA"])
async def test_cloud_recognises_nonsense(
    simulated: SimulatedCloud, key: rsa.RSAPrivateKey, signature: str
) -> None:
    """What is no signature is refused."""
    simulated.signatures.keys[ID] = key.public_key()
    headers = {
        "Authorization": f"Bearer {simulated.issue_token(OWNER)}",
        "x-bbl-app-certification-id": ID,
        "x-bbl-device-security-sign": signature,
    }
    url = f"{simulated.api_url}/v1/iot-service/api/user/bind"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers) as response,
    ):
        assert response.status == 403


async def test_nothing_is_signed_unasked(
    client: BambuCloud, server: CannedServer
) -> None:
    """The client imitates no other application."""
    await client.printers()
    assert not [name for name in server.requests[0].headers if name.startswith("x-bbl")]


async def test_signature_is_for_the_api_host(
    server: CannedServer, signer: CertificateSigner
) -> None:
    """What is signed for the API is none of the web site's business."""
    server.respond_with(answer(200, {}))
    async with aiohttp.ClientSession() as session:
        cloud = BambuCloud(session, Region.GLOBAL, token="sesame")
        cloud.sign_with(signer)
        await cloud.user.log_out()
        await cloud.claimed.login_by_form("me@example.com", "hunter2")
    at_api, at_site = server.requests
    assert at_api.headers["x-bbl-app-certification-id"] == ID
    assert not [name for name in at_site.headers if name.startswith("x-bbl")]
    assert "authorization" not in at_site.headers


def test_unusable_keys(key: rsa.RSAPrivateKey) -> None:
    """Certificate and key have to be readable, and belong together."""
    other = rsa.generate_private_key(65537, 2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    good = certified(key)
    for certificate, private, name in (
        (b"", pem(key), ID),
        (good, b"-----BEGIN PRIVATE KEY-----", ID),
        (good, pem(other), ID),
        (certified(curve), pem(curve), ID),
        (good, pem(key), "two\r\nlines"),
    ):
        with pytest.raises(BambuRequestError) as raised:
            CertificateSigner(name, certificate=certificate, key=private)
        assert "BEGIN" not in str(raised.value)


def test_key_with_a_password(key: rsa.RSAPrivateKey) -> None:
    """A key may be encrypted; without the password it is of no use."""
    encrypted = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"hunter2"),
    )
    good = certified(key)
    with pytest.raises(BambuRequestError):
        CertificateSigner(ID, certificate=good, key=encrypted)
    signer = CertificateSigner(ID, certificate=good, key=encrypted, password=b"hunter2")
    assert signer.headers(datetime(2026, 1, 1, tzinfo=UTC)).keys() == {
        "x-bbl-app-certification-id",
        "x-bbl-device-security-sign",
    }
