"""A home that shows errors, with the clock of a test."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api import Clock, Region
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.lookups.error_texts import ErrorTexts

from .polling import PollingHome
from .wait import until

KEY = f"{DOMAIN}.error_texts"


class ErrorTextsHome(PollingHome):
    """A Home Assistant that shows errors."""

    def __post_init__(self) -> None:
        """Prepare texts without any request."""
        self.key, self.going_on = KEY, "Going on without texts"
        self.notified = 0
        self.texts = self.make()

    def make(self) -> ErrorTexts:
        """Return the texts of another account."""
        entry = MockConfigEntry(domain=DOMAIN)

        def notify() -> None:
            self.notified += 1

        clock = Clock(now=self.wall)
        texts = ErrorTexts(self.hass, entry, Region.GLOBAL, notify, clock=clock)
        texts.async_start({})
        return texts

    def stored_language(
        self, fetched_at: str | None = None, **texts: str
    ) -> dict[str, Any]:
        """Return a stored language, by default of just now."""
        return {"fetched_at": fetched_at or self.wall().isoformat(), "texts": texts}

    @property
    def asked(self) -> int:
        """Return the number of requests to the service."""
        return len(self.cloud.requests)

    async def shows(self, code: str, text: str | None) -> None:
        """Wait until an entity that updates on notification shows this."""
        seen = -1
        shown: str | None = None

        def is_shown() -> bool:
            nonlocal seen, shown
            if seen != self.notified:
                seen = self.notified
                shown = self.texts.text(code)
            return shown == text if text is None else (shown or "").startswith(text)

        await until(is_shown)

    async def until_notified(self, times: int) -> None:
        """Wait until entities were notified so often."""
        await until(lambda: self.notified >= times)
