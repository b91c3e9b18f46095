"""Store files at signed addresses that expire (protocol A.8.14)."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5, sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

PATH = "/store/"
LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file that was uploaded."""

    content: bytes

    @property
    def md5(self) -> str:
        """Return the checksum."""
        return md5(self.content, usedforsecurity=False).hexdigest()


class FileStore:
    """The files of all accounts, by key.

    Attributes:
        files: What was sent.
        serves_ranges: Return parts of files to those who ask for one.
        sent: How many bytes of files were sent.
        damaging: Lose the last byte of what is sent, while it is set.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.files: dict[str, StoredFile] = {}
        self.damaging = False
        self.serves_ranges = True
        self.sent = 0
        self._valid: dict[str, datetime] = {}

    def sign(self, method: str, key: str, now: datetime) -> str:
        """Return path and query that allow one method for a while."""
        until = now + LIFETIME
        stem = f"{PATH}{quote(key)}?X-Amz-Expires=600&X-Amz-Date={until:%Y%m%dT%H%M%SZ}"
        digest = b64encode(sha256(f"{method} {stem}".encode()).digest()).decode()
        address = f"{stem}&X-Amz-Signature={quote(f'/+{digest}', safe='')}"
        self._valid[f"{method} {address}"] = until
        return address

    def put(self, key: str, content: bytes) -> StoredFile:
        """Store a file."""
        stored = StoredFile(content=content)
        self.files[key] = stored
        return stored

    async def serve(self, request: web.Request, now: datetime) -> web.Response:
        """Store or return a file, if the request is exactly as signed."""
        until = self._valid.get(f"{request.method} {request.raw_path}", now)
        # Either header is signed over, and nobody signed it.
        foreign = {"Authorization", "Content-Type"} & request.headers.keys()
        if until <= now or (foreign and request.method == "PUT"):
            text = "<Error><Code>SignatureDoesNotMatch</Code></Error>"
            return web.Response(status=403, text=text, content_type="application/xml")
        key = request.match_info["key"]
        if request.method == "PUT":
            if "Content-Length" not in request.headers:
                return web.Response(status=411)
            content = await request.read()
            stored = self.put(key, content[:-1] if self.damaging else content)
            return web.Response(headers={"ETag": f'"{stored.md5}"'})
        if key not in self.files:
            return web.Response(
                status=404, text="<Error><Code>NoSuchKey</Code></Error>"
            )
        return self._part(self.files[key].content, request.headers.get("Range"))

    def _part(self, content: bytes, span: str | None) -> web.Response:
        """Return a file, or the part of it that a request asks for."""
        status, headers = 200, {}
        if span and self.serves_ranges:
            first, last = span.removeprefix("bytes=").split("-")
            start = int(first) if first else max(0, len(content) - int(last))
            end = int(last) + 1 if first and last else len(content)
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
            status, content = 206, content[start:end]
        self.sent += len(content)
        return web.Response(body=content, status=status, headers=headers)


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the file store."""

    async def serve(request: web.Request) -> web.Response:
        return await cloud.store.serve(request, cloud.now)

    router.add_get(PATH + "{key:.+}", serve)
    router.add_put(PATH + "{key:.+}", serve)
