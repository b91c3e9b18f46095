"""A home with printers that may have errors, with the clock of a test."""

import ssl
from typing import Any

from homeassistant.helpers.aiohttp_client import async_get_clientsession
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api import BambuCloud, Clock, Region, ReportStream
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.devices.link import Link
from custom_components.bambu_cloud.devices.printer import PrinterCoordinator
from custom_components.bambu_cloud.lookups.error_texts import ErrorTexts
from custom_components.bambu_cloud.model import PrinterState

from .polling import PollingHome
from .wait import until

KEY = f"{DOMAIN}.error_texts"
P1S, P2S = "01P00A000000001", "22E00A000000001"


class ErrorTextsHome(PollingHome):
    """A Home Assistant with accounts whose printers may have errors."""

    def __post_init__(self) -> None:
        """Prepare texts without any request."""
        self.key, self.going_on = KEY, "Going on without texts"
        self.notified = 0
        self.printers: dict[str, PrinterCoordinator] = {}
        self.texts = self.make()

    def make(self) -> ErrorTexts:
        """Return the texts of another account, which has not started."""
        self._entry = MockConfigEntry(domain=DOMAIN)

        def notify() -> None:
            self.notified += 1

        return ErrorTexts(
            self.hass, self._entry, Region.GLOBAL, notify, clock=Clock(now=self.wall)
        )

    async def start(self, *serials: str) -> None:
        """Start with printers that have these serial numbers."""
        for serial in serials:
            self.add(serial)
        await self.start_other(self.texts)

    async def start_other(self, texts: ErrorTexts) -> None:
        """Start the texts of another account, with the same printers."""
        await texts.async_load()
        texts.async_start(self.printers)

    def add(self, serial: str) -> None:
        """Add a printer."""
        session = async_get_clientsession(self.hass)
        cloud = BambuCloud(session, Region.GLOBAL, token="", uid=1)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        stream = ReportStream(Region.GLOBAL, cloud, tls_context=context)
        link = Link(entry=self._entry, stream=stream)
        printer = PrinterCoordinator(self.hass, link, PrinterState(serial=serial))
        self.printers[serial] = printer

    def has(self, code: str, start: str, serial: str = P1S) -> bool:
        """Return whether the text of a code begins like this."""
        return (self.texts.text(serial, code) or "").startswith(start)

    def counts(self, serial: str, code: str) -> bool:
        """Return whether a code of a printer is a message or an error."""
        return code in self.printers[serial].data.listed_codes

    def stored_list(
        self, fetched_at: str | None = None, **texts: str
    ) -> dict[str, Any]:
        """Return a stored list, by default of just now."""
        return {"fetched_at": fetched_at or self.wall().isoformat(), "texts": texts}

    @property
    def asked(self) -> list[str]:
        """Return the lists of all requests to the service, by their keys."""
        queries = [request.query for request in self.cloud.requests]
        return sorted(
            f"{query['d']}/{query['lang']}" if "d" in query else query["lang"]
            for query in queries
        )

    async def until_stored(self, *keys: str) -> None:
        """Wait until the file has these lists, and no others."""
        await until(lambda: self.stored.keys() == set(keys))
