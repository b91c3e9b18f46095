"""A home that shows errors, with the clock of a test."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api import Clock, Region
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.lookups.error_texts import ErrorTexts

from .polling import AskingHome
from .wait import until

KEY = f"{DOMAIN}.error_texts"


class ErrorTextsHome(AskingHome):
    """A Home Assistant that shows errors."""

    def __post_init__(self) -> None:
        """Prepare texts that nobody has asked for."""
        self.key, self.going_on = KEY, "Going on without texts"
        self.told = 0
        self.texts = self.make()

    def make(self) -> ErrorTexts:
        """Return what another account's entities ask."""
        entry = MockConfigEntry(domain=DOMAIN)

        def tell() -> None:
            self.told += 1

        clock = Clock(now=self.wall)
        texts = ErrorTexts(self.hass, entry, Region.GLOBAL, tell, clock=clock)
        texts.async_start({})
        return texts

    def kept_of(self, fetched_at: str | None = None, **texts: str) -> dict[str, Any]:
        """Return what is kept of a language, by default since just now."""
        return {"fetched_at": fetched_at or self.wall().isoformat(), "texts": texts}

    @property
    def asked(self) -> int:
        """Return how often the service was asked."""
        return len(self.cloud.requests)

    async def shows(self, code: str, text: str | None) -> None:
        """Wait until an entity that asks whenever it is told to shows this."""
        seen = -1
        shown: str | None = None

        def is_shown() -> bool:
            nonlocal seen, shown
            if seen != self.told:
                seen = self.told
                shown = self.texts.text(code)
            return shown == text if text is None else (shown or "").startswith(text)

        await until(is_shown)

    async def until_told(self, times: int) -> None:
        """Wait until entities were told so often to ask again."""
        await until(lambda: self.told >= times)
