"""Bare entities: what Home Assistant itself needs for those of an integration.

Each is of the same platform as the entity that it imitates, with the same entry in the
registry: name, device class, unit, options and category, enabled or not. It has the
same attributes, shows one value, and nothing updates it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.button import ButtonEntity
from homeassistant.components.calendar import CalendarEntity
from homeassistant.components.camera import Camera
from homeassistant.components.event import EventEntity
from homeassistant.components.fan import FanEntity
from homeassistant.components.image import ImageEntity
from homeassistant.components.light import ColorMode, LightEntity
from homeassistant.components.number import NumberEntity
from homeassistant.components.select import SelectEntity
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.components.switch import SwitchEntity
from homeassistant.components.todo import TodoListEntity
from homeassistant.components.update import UpdateEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity import Entity
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockEntityPlatform,
)

_PLATFORMS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "binary_sensor": (BinarySensorEntity, {"_attr_is_on": False}),
    "button": (ButtonEntity, {}),
    "calendar": (CalendarEntity, {"event": None}),
    "camera": (Camera, {}),
    "event": (EventEntity, {}),
    "fan": (FanEntity, {"_attr_percentage": 0}),
    "image": (ImageEntity, {}),
    "light": (LightEntity, {"_attr_is_on": False, "_attr_color_mode": ColorMode.ONOFF}),
    "number": (NumberEntity, {"_attr_native_value": 1}),
    "select": (SelectEntity, {}),
    "sensor": (SensorEntity, {}),
    "switch": (SwitchEntity, {"_attr_is_on": False}),
    "todo": (TodoListEntity, {"_attr_todo_items": []}),
    "update": (UpdateEntity, {"_attr_installed_version": "1"}),
}
"""By platform: the class of its entities, and what a value takes."""


_OWN = frozenset(
    {
        *{"friendly_name", "device_class", "unit_of_measurement", "icon"},
        *{"supported_features", "entity_picture", "assumed_state"},
    }
)
"""Attributes that Home Assistant adds."""


class BareEntity(NamedTuple):
    """An entity to imitate."""

    entry: er.RegistryEntry
    attributes: Mapping[str, Any]


def bare_entities(hass: HomeAssistant, domain: str) -> list[BareEntity]:
    """Return what imitates the entities of an integration."""
    entries = er.async_get(hass).entities.values()
    return [
        BareEntity(entry, _attributes(hass, entry))
        for entry in entries
        if entry.platform == domain
    ]


def _attributes(hass: HomeAssistant, entry: er.RegistryEntry) -> dict[str, Any]:
    """Return the attributes that an integration gives an entity."""
    state = hass.states.get(entry.entity_id)
    others = _OWN | (entry.capabilities or {}).keys()
    attributes = state.attributes if state else {}
    return {name: each for name, each in attributes.items() if name not in others}


async def set_up_bare(hass: HomeAssistant, entities: Iterable[BareEntity]) -> None:
    """Add bare entities of devices, one platform after the other."""
    entry = MockConfigEntry(domain="bare")
    entry.add_to_hass(hass)
    for device in {like.entry.device_id for like in entities}:
        dr.async_get(hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={("bare", f"{device}")},
            name=device,
        )
    by_platform = defaultdict(list)
    for like in entities:
        by_platform[like.entry.domain].append(like)
    kinds: dict[tuple[str, str], type[Any]] = {}
    for domain, imitated in by_platform.items():
        platform = MockEntityPlatform(hass, domain=domain, platform_name="bare")
        platform.config_entry = entry
        await platform.async_add_entities(
            [_bare(hass, like, kinds) for like in imitated]
        )


def _bare(
    hass: HomeAssistant, like: BareEntity, kinds: dict[tuple[str, str], type[Any]]
) -> Entity:
    """Return an entity like this one; all of a kind share what is not their own."""
    entry = like.entry
    kind = (entry.domain, entry.unique_id.partition("_")[2])
    if kind not in kinds:
        kinds[kind] = _kind(entry)
    entity: Entity = kinds[kind](hass) if entry.domain == "image" else kinds[kind]()
    entity._attr_unique_id = f"bare_{entry.unique_id}"
    entity._attr_device_info = dr.DeviceInfo(
        identifiers={("bare", f"{entry.device_id}")}
    )
    if like.attributes:
        entity._attr_extra_state_attributes = {**like.attributes}
    return entity


def _kind(like: er.RegistryEntry) -> type[Any]:
    """Return the class of entities like this one."""
    base, value = _PLATFORMS[like.domain]
    content = {
        "_attr_should_poll": False,
        "_attr_has_entity_name": True,
        "_attr_name": like.original_name,
        "_attr_device_class": like.original_device_class,
        "_attr_native_unit_of_measurement": like.unit_of_measurement,
        "_attr_entity_category": like.entity_category,
        "_attr_entity_registry_enabled_default": like.disabled_by is None,
        **{f"_attr_{name}": each for name, each in (like.capabilities or {}).items()},
        **value,
    }
    if like.domain == "sensor":
        content["_attr_native_value"] = _value(like)
    return type("Bare", (base,), content)


def _value(like: er.RegistryEntry) -> object:
    """Return something that a sensor like this one can show."""
    capabilities = like.capabilities or {}
    if like.original_device_class == SensorDeviceClass.TIMESTAMP:
        return datetime(2026, 1, 1, tzinfo=UTC)
    if like.unit_of_measurement or "state_class" in capabilities:
        return 1
    return next(iter(capabilities.get("options", ())), "bare")
