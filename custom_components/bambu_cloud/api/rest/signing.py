"""Sign requests with a certificate that the cloud has accepted (protocol A.2).

Bambu Lab's own applications sign their requests. Everything that this client reads is
served without, so that nothing here is used unless a caller passes a signer.
CLAIMED: the form of the headers has a single source.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate

from ..errors import BambuRequestError

CERTIFICATION_ID = "x-bbl-app-certification-id"
SIGNATURE = "x-bbl-device-security-sign"


class Signer(Protocol):
    """Provide the headers that prove who sends a request."""

    def headers(self, now: datetime) -> Mapping[str, str]:
        """Return the headers of a request that is sent now."""


class CertificateSigner:
    """Sign with a certificate and key of the caller's own."""

    def __init__(
        self,
        certification_id: str,
        *,
        certificate: bytes,
        key: bytes,
        password: bytes | None = None,
    ) -> None:
        """Read certificate and private RSA key, both as PEM.

        Raises:
            BambuRequestError: they cannot be read, or do not belong together.
        """
        try:
            public = load_pem_x509_certificate(certificate).public_key()
            private = serialization.load_pem_private_key(key, password)
        except (TypeError, ValueError) as err:
            kind = type(err).__name__
            raise BambuRequestError(f"Unusable certificate or key ({kind})") from None
        if not isinstance(private, rsa.RSAPrivateKey) or private.public_key() != public:
            raise BambuRequestError("The key is not the RSA key of the certificate")
        if not (certification_id.isascii() and certification_id.isprintable()):
            raise BambuRequestError("The id of the certification cannot be sent")
        self._id = certification_id
        self._key = private

    def headers(self, now: datetime) -> Mapping[str, str]:
        """Return the id, and a signature over the time in milliseconds."""
        stamp = str(int(now.timestamp() * 1000)).encode()
        signature = self._key.sign(stamp, padding.PKCS1v15(), hashes.SHA256())
        return {CERTIFICATION_ID: self._id, SIGNATURE: b64encode(signature).decode()}
