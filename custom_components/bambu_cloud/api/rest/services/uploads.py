"""Sending files to the cloud (protocol A.8.9 and A.8.14)."""

from dataclasses import dataclass
from typing import Any, override

from ....model.values import objects, text
from ...errors import BambuConnectionError, BambuResponseError
from ..files import Progress, put
from ..operation import Operation, implements
from ..response import unwrap
from ..wire import Wire, address, wire
from .service import Service, parse_list

_USER = "v1/iot-service/api/user"
UPLOAD = Operation(method="GET", path=f"{_USER}/upload", source="A.8.14")
ANNOUNCE = Operation(method="PUT", path=f"{_USER}/notification", source="A.8.9")
PROCESSING = Operation(method="GET", path=f"{_USER}/notification", source="A.8.9")

_ROUNDS = 30
_PAUSE = 2.0
"""Seconds between rounds: a minute in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadAddress(Wire):
    """Hold an address that is signed for one file."""

    type: str | None = wire("type")
    """"filename" for the file itself, "size" for its size as text."""
    file: str | None = wire("file")
    url: str | None = address("url")

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Drop an address that is no text."""
        return super().__pre_deserialize__({**d, "url": text(d.get("url"))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """Describe a file that arrived."""

    name: str
    size: int
    """Bytes."""
    md5: str


class Uploads(Service):
    """Send files, and wait until the cloud has processed them."""

    @implements(UPLOAD)
    async def addresses(
        self,
        filename: str | None = None,
        size: int | None = None,
        *,
        models: str | None = None,
    ) -> tuple[UploadAddress, ...]:
        """Return the addresses for a file by name and size, or for a sliced plate.

        CONFIRMED (protocol A.8.14).

        Args:
            filename: Name of the file.
            size: Its size in bytes.
            models: Instead of both: model, profile and plate, "US1_7_1.3mf".

        Raises:
            BambuResponseError: there is no list of addresses.
        """
        wanted = {"filename": filename, "size": size, "models": models}
        query = {
            name: str(value) for name, value in wanted.items() if value is not None
        }
        content = await self._transport.fetch(UPLOAD, query=query)
        rows = objects(parse_list(UPLOAD, content, "urls"))
        return tuple(map(UploadAddress.from_dict, rows))

    async def upload(
        self, name: str, content: bytes, on_progress: Progress | None = None
    ) -> Uploaded:
        """Send a file, then its size, and return its MD5.

        Args:
            name: of the file, such as "box.3mf".
            content: all of it.
            on_progress: is called with how many bytes of how many have been sent.

        Raises:
            BambuConnectionError: time may heal it.
            BambuResponseError: there is no address for it, or it arrived damaged.
        """
        found = await self.addresses(name, len(content))
        urls = {place.type: place.url for place in found if place.url}
        if "filename" not in urls:
            raise BambuResponseError(f"{UPLOAD.name} was answered without an address")
        digest = await put(self._transport, urls["filename"], content, on_progress)
        if "size" in urls:
            await put(self._transport, urls["size"], str(len(content)).encode())
        return Uploaded(name=name, size=len(content), md5=digest)

    async def upload_print(
        self,
        model_id: str,
        profile_id: str,
        plate: int,
        content: bytes,
        on_progress: Progress | None = None,
    ) -> Uploaded:
        """Send the sliced 3MF of a plate, counted from 1; see `upload`."""
        name = f"{model_id}_{profile_id}_{plate}.3mf"
        found = await self.addresses(models=name)
        url = found[0].url if found else None
        digest = await put(self._transport, url, content, on_progress)
        return Uploaded(name=name, size=len(content), md5=digest)

    async def put(
        self, address: str | None, content: bytes, on_progress: Progress | None = None
    ) -> str:
        """Send a file to the address of a new project, and return its MD5."""
        return await put(self._transport, address, content, on_progress)

    @implements(ANNOUNCE)
    async def announce(self, ticket: str, name: str, action: str = "upload") -> None:
        """Announce that the file of a new project is there.

        CONFIRMED (protocol A.8.9). `action` may also be "import_mesh".

        Raises:
            BambuNotFoundError: there is no such ticket.
        """
        body = {"action": action, action: {"ticket": ticket, "origin_file_name": name}}
        await self._transport.execute(ANNOUNCE, body=body)

    @implements(PROCESSING)
    async def is_processed(self, ticket: str, action: str = "upload") -> bool:
        """Return whether the cloud has processed a file that was announced.

        CONFIRMED (protocol A.8.9).

        Raises:
            BambuNotFoundError: there is no such ticket.
            BambuResponseError: it is neither being processed nor done.
        """
        query = {"action": action, "ticket": ticket}
        content = await self._transport.fetch(PROCESSING, query=query)
        match str(text(unwrap(content, "message").get("message"))).lower():
            case "running":
                return False
            case "success":
                return True
        raise BambuResponseError(f"{PROCESSING.name} was answered without a state")

    async def processed(self, ticket: str) -> None:
        """Wait until the cloud has processed a file, for a minute at most.

        Raises:
            BambuConnectionError: it takes longer.
        """
        for _ in range(_ROUNDS):
            if await self.is_processed(ticket):
                return
            await self._transport.http.clock.sleep(_PAUSE)
        raise BambuConnectionError("The cloud has not processed the file in time")
