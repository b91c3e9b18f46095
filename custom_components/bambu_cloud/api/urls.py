"""Check addresses that the cloud names, before anything is sent to them.

They come from outside, and lead to servers that are not the API's. None gets the token.
"""

import re

from yarl import URL

from .endpoints import ENDPOINTS, Region
from .errors import BambuResponseError

# Names that routers and offices give, and those that are reserved (RFC 6762, 8375).
_HOME = (
    *("local", "localhost", "localdomain", "internal", "intranet", "private"),
    *("lan", "home", "corp", "arpa", "fritz.box", "speedport.ip"),
)
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
# As an address with fewer parts or in hexadecimal: 127.1, 10.0x1, 192.168.257.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

# Hosts of files by region: the cloud's own and S3 (protocol A.1, A.8.14).
_STORES: dict[Region, tuple[str, ...]] = {
    Region.GLOBAL: ("bambulab.com", "bblmw.com", "amazonaws.com"),
    Region.CHINA: ("bambulab.cn", "bblmw.cn", "amazonaws.com.cn", "aliyuncs.com"),
}


def public_address(region: Region, address: str) -> URL | None:
    """Return an address exactly as it was signed, if it is on the public internet."""
    if not address.isascii() or not address.isprintable() or " " in address:
        return None
    try:
        url = URL(address, encoded=True)
        if url.origin() == ENDPOINTS[region].api.origin() or _is_public(url):
            return url
    except ValueError:
        pass
    return None


def store_address(region: Region, address: str | None) -> URL:
    """Return an address of one of the hosts that store the cloud's files.

    Raises:
        BambuResponseError: it is no such address.
    """
    url = public_address(region, address or "")
    if url is not None and (
        url.origin() == ENDPOINTS[region].api.origin()
        or _is_below(url.host or "", _STORES[region])
    ):
        return url
    raise BambuResponseError("A file has an address that is not for us")


def _is_below(host: str, domains: tuple[str, ...]) -> bool:
    """Return whether a host belongs to one of some domains."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _is_public(url: URL) -> bool:
    """Return whether an address names a host outside the home network.

    No name is resolved. A host is an IPv4 address in any notation if its last part is
    a number, because no domain ends in one (WHATWG URL, "ends in a number").
    """
    host = (url.host or "").removesuffix(".")
    if url.scheme != "https" or url.user is not None or url.port != 443:
        return False
    if not _NAME.fullmatch(host) or _is_below(host, _HOME):
        return False
    return not _NUMBER.fullmatch(host.rpartition(".")[2])
