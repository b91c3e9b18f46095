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
from .commands import Command
from .endpoints import ENDPOINTS, Endpoints, Region
from .error_texts import error_texts
from .errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuCodeError,
    BambuCodeExpiredError,
    BambuCommandError,
    BambuConnectionError,
    BambuCredentialsError,
    BambuError,
    BambuExpiredError,
    BambuForbiddenError,
    BambuInputError,
    BambuLoginError,
    BambuNoAnswerError,
    BambuOfflineError,
    BambuRateLimitError,
    BambuRefusedError,
    BambuResponseError,
    BambuServerError,
    BambuSubscribeError,
    BambuUnprovenAuthError,
    BambuUnsignedError,
    Refusal,
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
    "BambuCommandError",
    "BambuConnectionError",
    "BambuCredentialsError",
    "BambuError",
    "BambuExpiredError",
    "BambuForbiddenError",
    "BambuInputError",
    "BambuLoginError",
    "BambuNoAnswerError",
    "BambuOfflineError",
    "BambuRateLimitError",
    "BambuRefusedError",
    "BambuResponseError",
    "BambuServerError",
    "BambuSubscribeError",
    "BambuUnprovenAuthError",
    "BambuUnsignedError",
    "BoundPrinter",
    "CodeRequired",
    "Command",
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
    "Refusal",
    "Region",
    "ReportStream",
    "StreamEvent",
    "TaskPage",
    "Token",
    "TotpRequired",
    "error_texts",
    "picture_type",
]
