"""Errors of the cloud, named for what can be done about them.

    BambuError
    ├── BambuConnectionError            network, timeout, cut response
    │   ├── BambuServerError            5xx or an empty response
    │   ├── BambuRateLimitError         429: wait for `retry_after`
    │   ├── BambuBlockedError           Cloudflare blocks us: wait
    │   └── BambuUnprovenAuthError      401 that does not prove the token dead
    ├── BambuAuthError                  the token is dead: log in again
    ├── BambuLoginError                 the login was refused
    │   ├── BambuCredentialsError       wrong account or password
    │   ├── BambuCodeError              wrong code
    │   └── BambuCodeExpiredError       the code is too old, or none was requested
    ├── BambuForbiddenError             the account has no access
    ├── BambuSubscribeError             the broker refuses a printer's reports
    ├── BambuCommandError               a printer does not execute a command
    │   ├── BambuInputError             a value that no printer accepts; not sent
    │   ├── BambuOfflineError           the printer is not connected to the cloud
    │   ├── BambuNoReplyError          no reply: it may have executed it, or not
    │   └── BambuRefusedError           it refuses
    │       └── BambuUnsignedError      it only accepts signed commands
    ├── BambuRequestError               the request makes no sense: not sent
    ├── BambuCameraError                no frame: the tree is in `camera.errors`
    └── BambuResponseError              a response we cannot read
        ├── BambuExpiredError           an address that was valid for a while
        ├── BambuNotFoundError          the thing or the path does not exist
        └── BambuQuotaError             no room: delete something first

Texts of these errors name the endpoint and the status, never a token, an account
or a serial.
"""

from enum import StrEnum


class BambuError(Exception):
    """Something went wrong with the cloud."""


class BambuConnectionError(BambuError):
    """The cloud could not be reached; time may heal it."""


class BambuServerError(BambuConnectionError):
    """The cloud responded, but is in trouble itself."""


class _WaitError(BambuConnectionError):
    """The cloud needs a pause; `retry_after` counts seconds."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        """Store the length of the pause."""
        super().__init__(message)
        self.retry_after = retry_after


class BambuRateLimitError(_WaitError):
    """There were too many requests (protocol A.4, 429)."""


class BambuBlockedError(_WaitError):
    """Cloudflare responded instead of Bambu Lab (protocol A.4)."""


class BambuUnprovenAuthError(BambuConnectionError):
    """A 401 is no proof of a dead token (protocol A.4)."""


class BambuAuthError(BambuError):
    """The token is dead: a person has to log in again."""


class BambuLoginError(BambuError):
    """The login was refused."""


class BambuCredentialsError(BambuLoginError):
    """Account or password are wrong (protocol A.4, 400 code 5)."""


class BambuCodeError(BambuLoginError):
    """The code is wrong (protocol A.4, 400 code 2)."""


class BambuCodeExpiredError(BambuLoginError):
    """The code is too old or was never requested (400 code 1)."""


class BambuForbiddenError(BambuError):
    """The account has no access to this (protocol A.4, 403 code 8)."""


class BambuSubscribeError(BambuError):
    """The broker refuses to send a printer's reports."""


class BambuRequestError(BambuError):
    """An argument is unusable; nothing was sent."""


class BambuResponseError(BambuError):
    """A response has an unexpected shape or status."""


class BambuExpiredError(BambuResponseError):
    """An address expired; request a new one."""


class BambuNotFoundError(BambuResponseError):
    """The thing or the path does not exist (protocol A.4, 404 or 400 code 2)."""


class BambuQuotaError(BambuResponseError):
    """The account may store no more of these (protocol A.4, code 14)."""


class BambuCommandError(BambuError):
    """A printer does not execute a command."""


class Argument(StrEnum):
    """A value that a command is given."""

    ADDRESS = "address"
    AIR_DUCT_MODE = "air_duct_mode"
    AMS = "ams"
    AXIS = "axis"
    BED_TEMPERATURE = "bed_temperature"
    BED_TYPE = "bed_type"
    CALIBRATION = "calibration"
    CHAMBER_TEMPERATURE = "chamber_temperature"
    CHANGE_CHOICE = "change_choice"
    CHECKSUM = "checksum"
    CLOUD_ID = "cloud_id"
    COLOR = "color"
    COOLING_TEMPERATURE = "cooling_temperature"
    DISTANCE = "distance"
    DRYING_TEMPERATURE = "drying_temperature"
    DRYING_TIME = "drying_time"
    ERROR_CODE = "error_code"
    EXTRUDER = "extruder"
    FAN_SPEED = "fan_speed"
    FILAMENT = "filament"
    FILAMENT_COUNT = "filament_count"
    FILE_NAME = "file_name"
    FLOW = "flow"
    GCODE = "gcode"
    GCODE_LENGTH = "gcode_length"
    HIGHEST_NOZZLE_TEMPERATURE = "highest_nozzle_temperature"
    JOB_ID = "job_id"
    K_VALUE = "k_value"
    LAYER_COUNT = "layer_count"
    LENGTH = "length"
    LOWEST_NOZZLE_TEMPERATURE = "lowest_nozzle_temperature"
    MATERIAL = "material"
    N_VALUE = "n_value"
    NOZZLE = "nozzle"
    NOZZLE_DIAMETER = "nozzle_diameter"
    NOZZLE_TEMPERATURE = "nozzle_temperature"
    NOZZLE_TYPE = "nozzle_type"
    OBJECT_COUNT = "object_count"
    OBJECT_ID = "object_id"
    OBJECTS = "objects"
    PATH = "path"
    PLATE = "plate"
    PRESET = "preset"
    PROFILE = "profile"
    PROFILE_NAME = "profile_name"
    SLOT = "slot"
    SPEED = "speed"
    TEMPERATURE = "temperature"
    TITLE = "title"
    TRAY = "tray"
    VERSION = "version"


class BambuInputError(BambuCommandError):
    """No printer accepts a value; nothing was sent."""

    def __init__(
        self,
        argument: Argument,
        *,
        low: float | None = None,
        high: float | None = None,
        unit: str = "",
    ) -> None:
        """Name the argument, and the range of its numbers if it has one."""
        self.argument = argument
        self.limits: tuple[str, str] | None = None
        """The smallest and the largest number, the latter with its unit."""
        if low is not None and high is not None:
            self.limits = f"{low:g}", f"{high:g} {unit}".rstrip()
        bounds = f": {' to '.join(self.limits)}" if self.limits else ""
        super().__init__(f"Not a possible {argument.replace('_', ' ')}{bounds}")


class BambuOfflineError(BambuCommandError):
    """The printer is not connected: commands are lost (protocol B.7)."""


class BambuNoReplyError(BambuCommandError):
    """No reply came in time; the command may be executed all the same."""


class Refusal(StrEnum):
    """Name why a printer refuses a command."""

    CHAMBER_TOO_HOT = "chamber_too_hot"
    AMS_TOO_HOT = "ams_too_hot"
    LOW_TEMPERATURE_FILAMENT = "low_temperature_filament"
    TOO_COLD_TO_HEAT = "too_cold_to_heat"
    BUSY = "busy"
    BAD_FILE = "bad_file"
    FILE_MISSING = "file_missing"
    STORAGE = "storage"
    UNSIGNED = "unsigned"
    OTHER = "refused"


class BambuRefusedError(BambuCommandError):
    """The printer refuses a command (protocol B.3)."""

    def __init__(self, cause: Refusal, *, reason: str = "", code: int = 0) -> None:
        """Store the cause, the printer's own words and its number for it."""
        super().__init__(f"The printer refuses: {reason or cause.value} ({code})")
        self.cause = cause
        self.reason = reason
        self.code = code


class BambuUnsignedError(BambuRefusedError):
    """The printer only accepts signed commands (protocol B.10)."""

    def __init__(self, *, reason: str, code: int) -> None:
        """Store the printer's own words and its number for it."""
        super().__init__(Refusal.UNSIGNED, reason=reason, code=code)
