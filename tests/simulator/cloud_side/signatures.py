"""Signatures of requests and the applications that made them (protocol A.2)."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

_ID = "x-bbl-app-certification-id"
_SIGNATURE = "x-bbl-device-security-sign"
_WINDOW = 5_000
"""Milliseconds by which the clocks may differ."""


class Signatures:
    """The applications that the cloud accepts, by their certification id."""

    def __init__(self) -> None:
        """Start without applications."""
        self.keys: dict[str, RSAPublicKey] = {}

    def judge(self, headers: Mapping[str, str], now: datetime) -> bool | None:
        """Return whether a signature is valid, None if there is none.

        It is over the time of the request, which nothing else tells: every
        millisecond around now is tried.
        """
        if _ID not in headers and _SIGNATURE not in headers:
            return None
        key = self.keys.get(headers.get(_ID, ""))
        if key is None:
            return False
        try:
            signature = b64decode(headers.get(_SIGNATURE, ""), validate=True)
            digest = key.recover_data_from_signature(signature, PKCS1v15(), SHA256())
        except InvalidSignature, ValueError:
            return False
        middle = int(now.timestamp() * 1000)
        return any(
            sha256(str(stamp).encode()).digest() == digest
            for stamp in range(middle - _WINDOW, middle + _WINDOW + 1)
        )
