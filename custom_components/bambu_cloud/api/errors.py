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
    ├── BambuCommandError               a printer does not do what it is told
    │   ├── BambuInputError             a value that no printer takes; nothing is sent
    │   ├── BambuOfflineError           the printer is not connected to the cloud
    │   ├── BambuNoAnswerError          it may have obeyed, or not
    │   └── BambuRefusedError           it says no
    │       └── BambuUnsignedError      it only obeys Bambu Lab's own applications
    ├── BambuRequestError               what is asked for makes no sense: not sent
    ├── BambuCameraError                no picture: the tree is in `camera_errors`
    └── BambuResponseError              an answer we cannot read
        ├── BambuExpiredError           an address that was valid for a while
        ├── BambuNotFoundError          there is no such thing, or no such path
        └── BambuQuotaError             no room: delete something first

Texts of these errors name the endpoint and the status, never a token, an account
or a serial.
"""

from enum import StrEnum


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


class BambuRequestError(BambuError):
    """Tell that an argument is unusable; nothing was sent."""


class BambuResponseError(BambuError):
    """Tell that an answer has a shape or a status that we cannot use."""


class BambuExpiredError(BambuResponseError):
    """Tell that an address leads nowhere any more; ask for a new one."""


class BambuNotFoundError(BambuResponseError):
    """Tell that there is no such thing or path (protocol A.4, 404 or 400 code 2)."""


class BambuQuotaError(BambuResponseError):
    """Tell that the account may keep no more of these (protocol A.4, code 14)."""


class BambuCommandError(BambuError):
    """Tell that a printer does not do what it is told."""


class Argument(StrEnum):
    """A value that a command is given."""

    ADDRESS = "address"
    AIR_DUCT_MODE = "air_duct_mode"
    AMS = "ams"
    AXIS = "axis"
    BED_TEMPERATURE = "bed_temperature"
    CALIBRATION = "calibration"
    CHAMBER_TEMPERATURE = "chamber_temperature"
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
    """Report a value that no printer accepts, before anything is sent."""

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
    """Tell that the printer is not connected: commands are lost (protocol B.7)."""


class BambuNoAnswerError(BambuCommandError):
    """Tell that no answer came in time; what was asked for may happen all the same."""


class Refusal(StrEnum):
    """Why a printer says no."""

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
    """Tell that the printer says no, and why (protocol B.3)."""

    def __init__(self, cause: Refusal, *, reason: str = "", code: int = 0) -> None:
        """Remember the cause, the printer's own words and its number for it."""
        super().__init__(f"The printer refuses: {reason or cause.value} ({code})")
        self.cause = cause
        self.reason = reason
        self.code = code


class BambuUnsignedError(BambuRefusedError):
    """Tell that it only obeys Bambu Lab's own applications (protocol B.10)."""

    def __init__(self, *, reason: str, code: int) -> None:
        """Remember the printer's own words and its number for it."""
        super().__init__(Refusal.UNSIGNED, reason=reason, code=code)
