"""Addresses of host names, without a real name server."""

import asyncio
import socket
from typing import Any

import pytest


class Names:
    """Resolve names for the running event loop.

    Attributes:
        known: The addresses of each name.
        asked: The names that were looked up.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Start without names."""
        self.addresses: dict[str, list[str]] = {}
        self.asked: list[str] = []
        loop = asyncio.get_running_loop()
        self._usual = loop.getaddrinfo
        monkeypatch.setattr(loop, "getaddrinfo", self._resolve, raising=False)

    async def _resolve(self, host: Any, port: Any, **how: Any) -> list[Any]:
        """Resolve a name; an address is returned as it is."""
        if host is None or not any(letter.isalpha() for letter in host):
            return list(await self._usual(host, port, **how))
        self.asked.append(host)
        if host not in self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))
            for address in self.addresses[host]
        ]
