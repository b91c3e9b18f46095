"""Operations that one source claims and that were never observed.

Everything here is refused as far as it was measured. It is sent as it was claimed, for
whoever wants to find out; nothing in this client depends on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiohttp import FormData

from ....model.values import objects
from ...auth import Token
from ..operation import Evidence, Operation, implements
from ..wire import LoginResponse, Wire, address, token_of, wire
from .service import Service, parse_list, parse_object

_USER = "v1/iot-service/api/user"
CHANGE_PROFILE = Operation(
    method="PUT",
    path="v1/user-service/my/profile",
    source="A.7.2",
    evidence=Evidence.CLAIMED,
)
DEVICE_INFO = Operation(
    method="GET",
    path=f"{_USER}/device/info",
    source="A.8.5",
    evidence=Evidence.CLAIMED,
)
START_PRINT = Operation(
    method="POST",
    path=f"{_USER}/print",
    source="A.8.8",
    evidence=Evidence.CONTRADICTED,
)
SEND_FILE = Operation(
    method="POST",
    path=f"{_USER}/upload",
    source="A.8.14",
    evidence=Evidence.CLAIMED,
)
CONFIRM_FILE = Operation(
    method="POST",
    path=f"{_USER}/upload/confirm",
    source="A.8.14",
    evidence=Evidence.CLAIMED,
)
FILES = Operation(
    method="GET",
    path=f"{_USER}/files",
    source="A.8.14",
    evidence=Evidence.CONTRADICTED,
)
ACCOUNTS = Operation(
    method="POST",
    path="v1/accounts/{action}",
    source="A.8.16",
    evidence=Evidence.CLAIMED,
)
TOTP = Operation(
    method="POST",
    path="v1/user-service/user/tfa/login",
    source="A.6.4",
    evidence=Evidence.CLAIMED,
    is_public=True,
)
FORM = Operation(
    method="POST",
    path="api/sign-in/form",
    source="A.6.2",
    evidence=Evidence.CONTRADICTED,
    is_public=True,
    on_site=True,
)
REFRESH = Operation(
    method="POST",
    path="v1/user-service/user/refreshtoken",
    source="A.6.6",
    is_public=True,
)


class AccountAction(StrEnum):
    """Name an action on an account, as claimed."""

    LOGIN = "login"
    LOGOUT = "logout"
    REFRESH = "refresh"
    REGISTER = "register"
    RESET_PASSWORD = "reset-password"  # noqa: S105  a path segment, which names what to do


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInfo(Wire):
    """Hold the state of a printer, as claimed (protocol A.8.5)."""

    serial: str = wire("device_id", "", show=False)
    name: str | None = wire("device_name")
    model: str | None = wire("model")
    status: str | None = wire("status")
    firmware: str | None = wire("firmware_version")
    nozzle_temperature: float | None = wire("nozzle_temp")
    """°C."""
    bed_temperature: float | None = wire("bed_temp")
    """°C."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedPrint(Wire):
    """Hold a print that was started, as claimed (protocol A.8.8)."""

    job_id: str = wire("job_id", "")
    status: str | None = wire("status")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedFile(Wire):
    """Hold a stored file, as claimed (protocol A.8.14)."""

    id: str = wire("file_id", "")
    name: str | None = wire("file_name")
    url: str | None = address("file_url")


class Claimed(Service):
    """Send operations that probably do not exist.

    Each raises BambuNotFoundError or BambuResponseError where the claim is wrong.
    """

    @implements(CHANGE_PROFILE)
    async def change_profile(self, name: str, avatar_url: str = "") -> None:
        """Change the name of the account's owner: CLAIMED (protocol A.7.2)."""
        body = {"username": name, "avatar_url": avatar_url}
        await self._transport.execute(CHANGE_PROFILE, body=body)

    @implements(DEVICE_INFO)
    async def device_info(self, serial: str) -> DeviceInfo:
        """Return the state of a printer: CLAIMED (protocol A.8.5)."""
        query = {"device_id": serial}
        content = await self._transport.fetch(DEVICE_INFO, query=query)
        return parse_object(DEVICE_INFO, content, DeviceInfo, "device_id")

    @implements(START_PRINT)
    async def start_print(self, serial: str, file: ClaimedFile) -> StartedPrint:
        """Start a print: CONTRADICTED, the response is 405 (protocol A.8.8)."""
        body: dict[str, Any] = {
            "device_id": serial,
            "file_id": file.id,
            "file_name": file.name,
            "file_url": file.url,
            "settings": {},
        }
        content = await self._transport.fetch(START_PRINT, body=body)
        return parse_object(START_PRINT, content, StartedPrint, "job_id")

    @implements(SEND_FILE)
    async def send_file(self, name: str, file: bytes, project_id: str) -> ClaimedFile:
        """Send a file in one go: CLAIMED (protocol A.8.14)."""
        form = FormData({"filename": name, "project_id": project_id})
        form.add_field("file", file, filename=name)
        content = await self._transport.fetch(SEND_FILE, body=form)
        return parse_object(SEND_FILE, content, ClaimedFile, "file_id")

    @implements(CONFIRM_FILE)
    async def confirm_file(self, file_id: str) -> None:
        """Confirm that a file was sent: CLAIMED (protocol A.8.14)."""
        await self._transport.execute(CONFIRM_FILE, body={"file_id": file_id})

    @implements(FILES)
    async def files(self) -> tuple[ClaimedFile, ...]:
        """Return all files: CONTRADICTED, the response is 404 (protocol A.8.14)."""
        content = await self._transport.fetch(FILES)
        rows = objects(parse_list(FILES, content, "files"))
        return tuple(map(ClaimedFile.from_dict, rows))

    @implements(ACCOUNTS)
    async def accounts(self, action: AccountAction, body: Mapping[str, Any]) -> None:
        """Execute an action on an account: CLAIMED (protocol A.8.16)."""
        await self._transport.execute(ACCOUNTS, action.value, body=body)

    @implements(REFRESH)
    async def refresh(self, token: str) -> None:
        """Request a new token: CONFIRMED that it is always refused (protocol A.6.6).

        Raises:
            BambuAuthError: always; it says nothing about the token.
        """
        await self._transport.execute(REFRESH, body={"refreshToken": token})

    @implements(TOTP)
    async def login_with_totp(self, key: str, code: str) -> Token:
        """Log in with an authenticator at the API host: CLAIMED (protocol A.6.4)."""
        body = {"tfaKey": key, "tfaCode": code}
        content = await self._transport.fetch(TOTP, body=body)
        return token_of(parse_object(TOTP, content, LoginResponse, "accessToken"))

    @implements(FORM)
    async def login_by_form(self, account: str, password: str) -> None:
        """Log in with the old form: CONTRADICTED, bots are blocked (protocol A.6.2).

        Raises:
            BambuBlockedError: always.
        """
        form = FormData({"account": account, "password": password, "apiError": ""})
        await self._transport.execute(FORM, body=form)
