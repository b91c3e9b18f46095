"""Describe the lights of a printer (protocol C.4)."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..section import Section, at, read_from
from ..values import objects, text


class Light(NamedTuple):
    """One light."""

    node: str
    """Such as "chamber_light"."""
    mode: str
    """One of "on", "off", "flashing"."""


def _read_lights(report: Any) -> tuple[Light, ...]:
    """Read all lights, in the order of their names."""
    lights = {
        node: mode
        for item in objects(report)
        if (node := text(item.get("node"))) and (mode := text(item.get("mode")))
    }
    return tuple(Light(node, mode) for node, mode in sorted(lights.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights(Section):
    """The lights that the printer reports."""

    nodes: tuple[Light, ...] = read_from(at("lights_report", _read_lights), default=())
