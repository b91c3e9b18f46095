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
from .services.devices import (
    AmsFirmwareOffers,
    BoundPrinter,
    CurrentJob,
    FirmwareOffer,
    FirmwareOffers,
)
from .services.history import TaskPage
from .services.presets import FilamentPreset
from .services.user import Account
from .stream import LinkDown, LinkUp, ReportStream, StreamEvent

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
