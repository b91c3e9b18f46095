"""Talking to Bambu Lab's cloud."""

from .auth import (
    CodeRequired,
    Credentials,
    CredentialSource,
    LoginResult,
    Token,
    TotpRequired,
)
from .client import BambuCloud
from .endpoints import ENDPOINTS, Endpoints, Region
from .errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuConnectionError,
    BambuCredentialsError,
    BambuError,
    BambuForbiddenError,
    BambuLoginError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    BambuSubscribeError,
    BambuUnprovenAuthError,
)
from .stream import LinkDown, LinkUp, ReportStream, StreamEvent
from .wire import Account, BoundPrinter, CurrentJob, FirmwareOffer, FirmwareOffers

__all__ = [
    "ENDPOINTS",
    "Account",
    "BambuAuthError",
    "BambuBlockedError",
    "BambuCloud",
    "BambuCodeError",
    "BambuCodeExpiredError",
    "BambuConnectionError",
    "BambuCredentialsError",
    "BambuError",
    "BambuForbiddenError",
    "BambuLoginError",
    "BambuRateLimitError",
    "BambuResponseError",
    "BambuServerError",
    "BambuSubscribeError",
    "BambuUnprovenAuthError",
    "BoundPrinter",
    "CodeRequired",
    "CredentialSource",
    "Credentials",
    "CurrentJob",
    "Endpoints",
    "FirmwareOffer",
    "FirmwareOffers",
    "LinkDown",
    "LinkUp",
    "LoginResult",
    "Region",
    "ReportStream",
    "StreamEvent",
    "Token",
    "TotpRequired",
]
