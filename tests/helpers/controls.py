"""Use controls as a person would, and read which commands were sent."""

from dataclasses import replace
from typing import Any

from homeassistant.const import ATTR_ENTITY_ID, STATE_UNKNOWN
from homeassistant.core import State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.bambu_cloud.api import ReportStream
from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator import SimulatedPrinter

from .home import Home

SIGNED, OPTIONS = 1 << 29, (8, 9, 13, 45)
"""Bits of `fun`: signatures are required; speaker, tangle and blob detection, …"""


class Control:
    """One entity that controls something of a device."""

    def __init__(self, home: Home, serial: str, key: str, platform: str) -> None:
        """Find an entity, whether it exists or not."""
        self.home = home
        self.serial = serial
        self.platform = platform
        self._unique_id = f"{serial}_{key}"

    @property
    def entry(self) -> er.RegistryEntry | None:
        """Return the registry entry, None if there is none."""
        registry = er.async_get(self.home.hass)
        entity_id = registry.async_get_entity_id(self.platform, DOMAIN, self._unique_id)
        return registry.async_get(entity_id) if entity_id else None

    @property
    def state(self) -> State | None:
        """Return its state, None without one."""
        entry = self.entry
        return self.home.hass.states.get(entry.entity_id) if entry else None

    @property
    def shows(self) -> str | None:
        """Return its state as text, None if it shows nothing."""
        return self.state.state if self.state else None

    def attribute(self, name: str) -> Any:
        """Return one of its attributes."""
        assert self.state
        return self.state.attributes.get(name)

    async def do(self, action: str, **data: Any) -> None:
        """Perform an action on it, while the cloud's time stands still."""
        assert self.entry, f"there is no {self._unique_id}"
        target = {ATTR_ENTITY_ID: self.entry.entity_id}
        await self.home.hass.services.async_call(
            self.platform, action, data | target, blocking=True
        )

    async def fails(self, action: str, **data: Any) -> str:
        """Perform an action that fails, and return the key of the error."""
        with pytest.raises(HomeAssistantError) as raised:
            await self.do(action, **data)
        assert raised.value.translation_domain == DOMAIN
        assert raised.value.translation_key
        return raised.value.translation_key

    async def until(self, value: str) -> None:
        """Let the cloud's time pass until it shows this."""
        try:
            await self.home.until_happened(lambda: self.shows == value)
        except TimeoutError:
            pytest.fail(f"{self._unique_id} shows {self.shows}, not {value}")


def commands_to(home: Home, serial: str, root: str = "print") -> list[dict[str, Any]]:
    """Return the commands to a printer with this root, without sequence ids."""
    return [
        {key: value for key, value in request[root].items() if key != "sequence_id"}
        for to, request in home.cloud.commands
        if to == serial and root in request
    ]


def let_accept_commands(printer: SimulatedPrinter) -> None:
    """Let a printer accept unsigned commands, and report that it has every option."""
    printer.model = replace(printer.model, signed_since=None)
    has = int(printer.state["fun"], 16) | sum(1 << place for place in OPTIONS)
    printer.state["fun"] = f"{has & ~SIGNED:X}"


async def accept_commands(home: Home, serial: str) -> None:
    """Let a printer accept unsigned commands, and wait for its controls."""
    let_accept_commands(home.cloud.simulated(serial))
    await home.send_full_report(serial)
    await Control(home, serial, "pause", "button").until(STATE_UNKNOWN)


def only_acknowledge(
    home: Home, serial: str, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> None:
    """Let a printer acknowledge every command, and do nothing."""

    def handle(request: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {root: body | {"result": "success"} | more}
            for root, body in request.items()
            if root != "pushing"
        ]

    monkeypatch.setattr(home.cloud.simulated(serial), "handle", handle)


def never_reply(home: Home, serial: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a printer reply nothing, with a short timeout."""
    monkeypatch.setattr(home.cloud.simulated(serial), "handle", lambda _: [])
    monkeypatch.setitem(ReportStream.send.__kwdefaults__ or {}, "timeout", 0.1)


async def printing(home: Home, serial: str) -> None:
    """Let a printer print."""
    await home.cloud.scenario(serial, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(serial, "print_status") == "printing")
