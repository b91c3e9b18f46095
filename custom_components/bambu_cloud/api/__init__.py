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
from .error_texts import error_texts
from .errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuConnectionError,
    BambuCredentialsError,
    BambuError,
    BambuExpiredError,
    BambuForbiddenError,
    BambuLoginError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    BambuSubscribeError,
    BambuUnprovenAuthError,
)
from .pictures import picture_type
from .stream import LinkDown, LinkUp, ReportStream, StreamEvent
from .tasks import TaskPage
from .wire import (
    Account,
    AmsFirmwareOffers,
    BoundPrinter,
    CurrentJob,
    FilamentPreset,
    FirmwareOffer,
    FirmwareOffers,
)

__all__ = [
    "ENDPOINTS",
    "Account",
    "AmsFirmwareOffers",
    "BambuAuthError",
    "BambuBlockedError",
    "BambuCloud",
    "BambuCodeError",
    "BambuCodeExpiredError",
    "BambuConnectionError",
    "BambuCredentialsError",
    "BambuError",
    "BambuExpiredError",
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
    "FilamentPreset",
    "FirmwareOffer",
    "FirmwareOffers",
    "LinkDown",
    "LinkUp",
    "LoginResult",
    "Region",
    "ReportStream",
    "StreamEvent",
    "TaskPage",
    "Token",
    "TotpRequired",
    "error_texts",
    "picture_type",
]
