"""Single files of a ZIP archive in the cloud's stores, without loading all of it.

A sliced project has tens of megabytes, the two pictures and the list of objects that
are read of it some tens of kilobytes (protocol A.8.11).
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
import io
from typing import override
import zipfile
import zlib

from ..errors import BambuNotFoundError, BambuResponseError
from ..urls import store_address
from .files import LARGEST, request_file
from .transport import Transport

_TAIL = 64 * 1024
"""Bytes at the end, where the directory of an archive stands."""
_LARGEST_MEMBER = 4 * 1024 * 1024
_ENCRYPTED = 1  # bit of a member's flags
_PARTIAL = 206  # a part, as it was asked for
_DAMAGED = "GET file was answered with something that is no archive"


class _Sparse(io.RawIOBase):
    """A file of which only some ranges are there; others cannot be read."""

    def __init__(self, size: int) -> None:
        """Start without content."""
        self.size = size
        self._ranges: list[tuple[int, bytes]] = []
        self._position = 0

    def add(self, start: int, content: bytes) -> None:
        """Add a range."""
        self._ranges.append((start, content))
        self._ranges.sort(key=lambda item: item[0])

    @override
    def seekable(self) -> bool:
        """Return that it is."""
        return True

    @override
    def readable(self) -> bool:
        """Return that it is."""
        return True

    @override
    def tell(self) -> int:
        """Return the position."""
        return self._position

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}
        self._position = max(0, base[whence] + offset)
        return self._position

    @override
    def read(self, size: int | None = -1) -> bytes:
        """Read within a range.

        Raises:
            BambuResponseError: That range is not there.
        """
        end = self.size if size is None or size < 0 else self._position + size
        end = min(end, self.size)
        if end <= self._position:
            return b""
        at = bisect_right(self._ranges, self._position, key=lambda item: item[0]) - 1
        start, content = self._ranges[at] if at >= 0 else (0, b"")
        found = content[self._position - start : end - start]
        if len(found) < end - self._position:
            raise BambuResponseError(_DAMAGED)
        self._position = end
        return found


async def read_members(
    transport: Transport, address: str | None, names: Collection[str]
) -> Mapping[str, bytes]:
    """Return those files of an archive that it has, by name, each at most 4 MB.

    Stores that do not serve ranges are asked for the whole archive.

    Raises:
        BambuExpiredError: the address is not valid any more.
        BambuConnectionError: time may heal it.
        BambuNotFoundError: there is no address.
        BambuResponseError: the address is not for us, or leads to no archive.
    """
    if address is None:
        raise BambuNotFoundError("There is no file to get")
    url = store_address(transport.region, address)
    response = await request_file(transport, "GET", url, _range(f"-{_TAIL}"))
    archive = _sparse(response.status, response.headers, response.body)
    try:
        with zipfile.ZipFile(archive) as directory:
            wanted = [each for each in directory.infolist() if each.filename in names]
            for member in wanted:
                _check(member)
                first, last = member.header_offset, _end(directory, member) - 1
                if not _has(archive, first, last):
                    span = _range(f"{first}-{last}")
                    part = await request_file(transport, "GET", url, span)
                    archive.add(first if part.status == _PARTIAL else 0, part.body)
            return {each.filename: directory.read(each) for each in wanted}
    # No directory or a wrong checksum, damaged or missing data, an impossible offset.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as err:
        raise BambuResponseError(_DAMAGED) from err


def _check(member: zipfile.ZipInfo) -> None:
    """Check whether a file is one that the slicer would write, and not too large.

    Raises:
        BambuResponseError: It is not.
    """
    if (
        max(member.file_size, member.compress_size) > _LARGEST_MEMBER
        or member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        or member.flag_bits & _ENCRYPTED
    ):
        raise BambuResponseError(_DAMAGED)


def _range(span: str) -> dict[str, str]:
    """Return the headers that ask for a part of a file."""
    return {"Accept": "*/*", "Range": f"bytes={span}"}


def _sparse(status: int, headers: Mapping[str, str], body: bytes) -> _Sparse:
    """Return a file of which the end is there, or all of it.

    Raises:
        BambuResponseError: The response does not say which part it is.
    """
    if status != _PARTIAL:
        whole = _Sparse(len(body))
        whole.add(0, body)
        return whole
    span = next((v for k, v in headers.items() if k.lower() == "content-range"), "")
    total = span.rpartition("/")[2]
    if not total.isdecimal() or not len(body) <= int(total) <= LARGEST:
        raise BambuResponseError(_DAMAGED)
    archive = _Sparse(int(total))
    archive.add(archive.size - len(body), body)
    return archive


def _end(directory: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return where what comes after a file in an archive begins."""
    later = [
        each.header_offset
        for each in directory.infolist()
        if each.header_offset > member.header_offset
    ]
    return min([*later, directory.start_dir])


def _has(archive: _Sparse, first: int, last: int) -> bool:
    """Return whether a range is there already."""
    archive.seek(first)
    try:
        archive.read(last - first + 1)
    except BambuResponseError:
        return False
    return True
