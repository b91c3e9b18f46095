"""Errors of the cloud, named for what can be done about them.

    BambuError
    ├── BambuConnectionError            network, timeout, cut answer
    │   ├── BambuServerError            5xx or an empty answer
    │   ├── BambuRateLimitError         429: wait for `retry_after`
    │   ├── BambuBlockedError           Cloudflare stands in the way: wait
    │   └── BambuUnprovenAuthError      401 that does not prove the token dead
    ├── BambuAuthError                  the token is dead: log in again
    ├── BambuLoginError                 the login was refused
    │   ├── BambuCredentialsError       wrong account or password
    │   ├── BambuCodeError              wrong code
    │   └── BambuCodeExpiredError       the code is too old, or none was requested
    ├── BambuForbiddenError             not ours to see
    ├── BambuSubscribeError             the broker refuses a printer's reports
    └── BambuResponseError              an answer we cannot read
        └── BambuExpiredError           an address that was valid for a while

Texts of these errors name the endpoint and the status, never a token, an account
or a serial.
"""


class BambuError(Exception):
    """Stand for everything that can go wrong with the cloud."""


class BambuConnectionError(BambuError):
    """Tell that the cloud could not be reached; time may heal it."""


class BambuServerError(BambuConnectionError):
    """Tell that the cloud answered, but is in trouble itself."""


class _WaitError(BambuConnectionError):
    """Carry how long to leave the cloud alone, in seconds."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        """Remember the delay."""
        super().__init__(message)
        self.retry_after = retry_after


class BambuRateLimitError(_WaitError):
    """Tell that we asked too often (protocol A.4, 429)."""


class BambuBlockedError(_WaitError):
    """Tell that Cloudflare answered instead of Bambu Lab (protocol A.4)."""


class BambuUnprovenAuthError(BambuConnectionError):
    """Tell of a 401 that is no proof of a dead token (protocol A.4)."""


class BambuAuthError(BambuError):
    """Tell that the token is dead: a person has to log in again."""


class BambuLoginError(BambuError):
    """Tell that the login was refused."""


class BambuCredentialsError(BambuLoginError):
    """Tell that account or password are wrong (protocol A.4, 400 code 5)."""


class BambuCodeError(BambuLoginError):
    """Tell that the code is wrong (protocol A.4, 400 code 2)."""


class BambuCodeExpiredError(BambuLoginError):
    """Tell that the code is too old or was never requested (400 code 1)."""


class BambuForbiddenError(BambuError):
    """Tell that the cloud keeps this from us (protocol A.4, 403 code 8)."""


class BambuSubscribeError(BambuError):
    """Tell that the broker refuses to send a printer's reports."""


class BambuResponseError(BambuError):
    """Tell that an answer has a shape or a status that we cannot use."""


class BambuExpiredError(BambuResponseError):
    """Tell that an address leads nowhere any more; ask for a new one."""
