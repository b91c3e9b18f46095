"""Tell what Home Assistant knows about each printer."""

from collections.abc import Mapping
from dataclasses import dataclass

from .client import Client

DOMAIN = "bambu_cloud"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Name a device, and its enabled entities by the key of what they show."""

    serial: str
    device_id: str
    name: str
    model: str
    entities: Mapping[str, str]


async def list_printers(client: Client) -> list[Printer]:
    """List the printers of the integration, by name."""
    entities = await client.command("config/entity_registry/list")
    found = [
        Printer(
            serial=serial,
            device_id=device["id"],
            name=device["name_by_user"] or device["name"],
            model=device["model"] or "",
            entities={
                entity["unique_id"].removeprefix(f"{serial}_"): entity["entity_id"]
                for entity in entities
                if entity["device_id"] == device["id"] and not entity["disabled_by"]
            },
        )
        for device in await client.command("config/device_registry/list")
        for domain, serial in device["identifiers"]
        if domain == DOMAIN
    ]
    return sorted(found, key=lambda printer: printer.name)
