"""Certificates of Bambu Lab's own applications (protocol A.8.15)."""

from dataclasses import dataclass

from ..operation import Evidence, Operation, implements
from ..wire import Wire, texts, wire
from .service import Service, parse_object

APPLICATION = Operation(
    method="GET",
    path="v1/iot-service/api/user/applications/{app_token}/cert",
    source="A.8.15",
)
CERTIFICATE = Operation(
    method="GET",
    path="v1/cert/get",
    source="A.8.15",
    evidence=Evidence.CLAIMED,
)
REPLACE = Operation(
    method="POST",
    path="v1/cert/update",
    source="A.8.15",
    evidence=Evidence.CLAIMED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Wire):
    """Hold a certificate with its key, which is a secret."""

    certificate: str | None = wire("cert")
    key: str | None = wire("key", show=False)
    revoked: tuple[str, ...] = texts("crl")
    """Lists of revoked certificates."""


class Certificates(Service):
    """Request certificates. Nothing here uses any; no key comes with this client."""

    @implements(APPLICATION)
    async def of_application(self, app_token: str, encrypted_key: str) -> Certificate:
        """Return the certificate of an application, its key encrypted.

        CONFIRMED that it exists (protocol A.8.15). It needs a token and a public key
        that only Bambu Lab's applications have.

        Raises:
            BambuForbiddenError: for everybody else.
        """
        query = {"aes256": encrypted_key, "ver": "1"}
        content = await self._transport.fetch(APPLICATION, app_token, query=query)
        return parse_object(APPLICATION, content, Certificate, "cert")

    @implements(CERTIFICATE)
    async def get(self) -> Certificate:
        """Return a certificate with its key.

        CLAIMED (protocol A.8.15).

        Raises:
            BambuNotFoundError: where the claim is wrong.
        """
        content = await self._transport.fetch(CERTIFICATE)
        return parse_object(CERTIFICATE, content, Certificate, "cert")

    @implements(REPLACE)
    async def replace(self, certificate: str, certificate_id: str) -> None:
        """Send another certificate.

        CLAIMED (protocol A.8.15).

        Raises:
            BambuNotFoundError: where the claim is wrong.
        """
        body = {"cert": certificate, "cert_id": certificate_id}
        await self._transport.execute(REPLACE, body=body)
