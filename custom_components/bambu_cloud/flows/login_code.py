"""Codes that Bambu Lab sends: when the next one may be requested (protocol A.13)."""

import math

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..api import SYSTEM_CLOCK, Clock, Region
from ..const import DOMAIN


class SentCodes:
    """Remember when codes were sent: one a minute is allowed."""

    INTERVAL = 60.0
    """Seconds."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        """Start without any code."""
        self._clock = clock
        self._sent: dict[tuple[Region, str], float] = {}

    def add(self, region: Region, account: str) -> None:
        """Remember that a code was sent just now."""
        self._sent[region, account] = self._clock.monotonic()

    def wait(self, region: Region, account: str) -> int:
        """Return for how many seconds no other code may be requested."""
        if (sent := self._sent.get((region, account))) is None:
            return 0
        return max(0, math.ceil(sent + self.INTERVAL - self._clock.monotonic()))


_SENT_CODES: HassKey[SentCodes] = HassKey(f"{DOMAIN}.sent_codes")


@callback
def async_sent_codes(hass: HomeAssistant) -> SentCodes:
    """Return when codes were sent, in whatever dialog."""
    return hass.data.setdefault(_SENT_CODES, SentCodes())
