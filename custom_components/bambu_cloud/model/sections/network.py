"""Describe how a printer is connected to the local network (protocol C.4)."""

from dataclasses import dataclass, replace
from typing import Any, Self, override

from ..section import ReadContext, Section, at, read_from
from ..values import integer

_NO_WIFI = -90


def _signal(value: Any) -> int | None:
    """Read a signal strength such as "-48dBm"."""
    return integer(value.removesuffix("dBm") if isinstance(value, str) else value)


def _is_wired(conf: Any) -> bool | None:
    """Read the bit for a cable that is in use."""
    flags = integer(conf)
    return None if flags is None else bool(flags & 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Section):
    """The printer's network connection."""

    wifi_signal: int | None = read_from(at("wifi_signal", _signal))
    """dBm."""
    wired: bool | None = read_from(at("net.conf", _is_wired))

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        # An H2D Pro on a cable reports this in place of a signal.
        if self.wired and self.wifi_signal == _NO_WIFI:
            return replace(self, wifi_signal=None)
        return self
