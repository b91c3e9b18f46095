"""Sessions with a camera through the cloud (protocol A.8.13, camera 1 and 6.5)."""

from dataclasses import dataclass

from yarl import URL

from ...camera.errors import BambuCameraUnsupportedError
from ...errors import BambuResponseError
from ..operation import Operation, implements
from ..response import unwrap
from ..wire import Wire, wire
from .service import Service

SESSION = Operation(
    method="POST", path="v1/iot-service/api/user/ttcode", source="A.8.13"
)
_TUTK = "tutk"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSession(Wire):
    """Hold the secrets that open one relayed connection to a camera.

    It is of no use here: it is for a bridge of the user's own that has the closed
    library of Bambu Lab. Whoever has it can view the camera.
    """

    transport: str = wire("type", _TUTK)
    region: str = wire("region", "")
    uid: str = wire("ttcode", "", show=False)
    authkey: str = wire("authkey", "", show=False)
    passwd: str = wire("passwd", "", show=False)
    app_id: str = wire("app_id", "", show=False)
    channel_name: str = wire("channel_name", "", show=False)
    stream_key: str = wire("stream_key", "", show=False)
    stream_salt: str = wire("stream_salt", "", show=False)
    rtm: str = wire("rtm", "", show=False)

    @property
    def is_usable(self) -> bool:
        """Return whether it has all that a bridge needs."""
        match self.transport:
            case "tutk":
                return bool(self.uid and self.authkey and self.passwd)
            case "agora":
                return bool(self.app_id and self.channel_name)
        return False

    def as_dict(self) -> dict[str, str | None]:
        """Return all that a bridge needs, which is secret."""
        return {
            "transport": self.transport,
            "region": self.region,
            "url": self.url,
            "uid": self.uid,
            "authkey": self.authkey,
            "passwd": self.passwd,
            "app_id": self.app_id,
            "channel_name": self.channel_name,
            "stream_key": self.stream_key,
            "stream_salt": self.stream_salt,
            "rtm": self.rtm,
        }

    @property
    def url(self) -> str | None:
        """Return the session as the URL of Bambu Lab's library, None for others."""
        if self.transport != _TUTK:
            return None
        query = {
            "uid": self.uid,
            "authkey": self.authkey,
            "passwd": self.passwd,
            "region": self.region,
        }
        return f"bambu:///{self.transport}?{URL.build(query=query).query_string}"


class CameraService(Service):
    """Request sessions with cameras through the cloud."""

    @implements(SESSION)
    async def session(
        self, serial: str, *, firmware: str | None = None
    ) -> CameraSession:
        """Return a new session with the camera of a printer.

        CONFIRMED (protocol A.8.13). Each call makes another one and may wake the
        camera, so request one only for a person who wants it. It opens one connection
        and should be discarded after a minute.

        Args:
            serial: The printer's.
            firmware: The version that the printer runs.

        Raises:
            BambuForbiddenError: Bambu Lab grants none for this printer to clients
                other than its own; a second request does not help.
            BambuCameraUnsupportedError: there is one, but no bridge supports it.
            BambuResponseError: the response has no session.
        """
        body = {"dev_id": serial}
        if firmware:
            body["dev_version"] = firmware
        content = unwrap(await self._transport.fetch(SESSION, body=body), "ttcode")
        if "ttcode" not in content:
            raise BambuResponseError(f"{SESSION.name} was answered without ttcode")
        session = CameraSession.from_dict(dict(content))
        if not session.is_usable:
            raise BambuCameraUnsupportedError("The cloud offers another kind of relay")
        return session
