"""Describe where a printer is on the local network (protocol C.4).

Apart from the Wi-Fi signal, which changes with every third delta: what depends on the
address would be updated each time.
"""

from dataclasses import dataclass
from typing import Any

from ..section import Section, at, read_from
from ..values import integer, objects


def _first_address(interfaces: Any) -> str | None:
    """Read the first address that is set; its first octet is the lowest byte."""
    for interface in objects(interfaces):
        address = integer(interface.get("ip")) or 0
        if 0 < address < 1 << 32:
            return ".".join(str(octet) for octet in address.to_bytes(4, "little"))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Section):
    """The printer's address on the local network."""

    ip: str | None = read_from(at("net.info", _first_address))
