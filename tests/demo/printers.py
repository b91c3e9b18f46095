"""List the printers that Home Assistant has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .client import Client

DOMAIN = "bambu_cloud"


type Entities = Mapping[str, str]
"""Enabled entities by platform and key, as in "sensor.progress"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """A device with its entities, and the AMS units that belong to it."""

    serial: str
    device_id: str
    name: str
    model: str
    entities: Entities
    units: Mapping[str, Entities]
    """Entities of each AMS, by its name."""
    unit_names: Mapping[str, str]
    """The name of each AMS, by its serial."""

    @property
    def all_entities(self) -> Entities:
        """Return the entities of the printer and of its units."""
        of_units = {
            f"{name}: {key}": entity
            for name, entities in self.units.items()
            for key, entity in entities.items()
        }
        return {**self.entities, **of_units}


async def list_printers(client: Client) -> list[Printer]:
    """List the printers of the integration, by name."""
    entities = await client.command("config/entity_registry/list")
    return printers_of(await client.command("config/device_registry/list"), entities)


def printers_of(
    listed: Iterable[Mapping[str, Any]], entities: Iterable[Mapping[str, Any]]
) -> list[Printer]:
    """Find the printers in the registries of devices and entities, by name."""
    devices = {
        serial: device
        for device in listed
        for domain, serial in device["identifiers"]
        if domain == DOMAIN and device.get("entry_type") is None
    }
    names = {serial: _name(device) for serial, device in devices.items()}
    found = [
        Printer(
            serial=serial,
            device_id=device["id"],
            name=_name(device),
            model=device["model"] or "",
            entities=_entities(device, serial, entities),
            units={
                names[unit_serial]: _entities(unit, unit_serial, entities)
                for unit_serial, unit in devices.items()
                if unit["via_device_id"] == device["id"]
            },
            unit_names={
                unit_serial: names[unit_serial]
                for unit_serial, unit in devices.items()
                if unit["via_device_id"] == device["id"]
            },
        )
        for serial, device in devices.items()
        if device["via_device_id"] is None
    ]
    return sorted(found, key=lambda printer: printer.name)


def _name(device: Mapping[str, Any]) -> str:
    """Return the name of a device that a person reads."""
    name: str = device["name_by_user"] or device["name"]
    return name


def _entities(
    device: Mapping[str, Any], serial: str, entities: Iterable[Mapping[str, Any]]
) -> Entities:
    """Return the enabled entities of a device."""
    return {
        _key(entity, serial): entity["entity_id"]
        for entity in entities
        if entity["device_id"] == device["id"] and not entity["disabled_by"]
    }


def _key(entity: Mapping[str, Any], serial: str) -> str:
    """Return platform and key of an entity: a sensor and a switch may share a key."""
    platform: str = entity["entity_id"].partition(".")[0]
    return f"{platform}.{entity['unique_id'].removeprefix(f'{serial}_')}"
