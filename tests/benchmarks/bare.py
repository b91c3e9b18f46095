"""Bare entities: what Home Assistant itself needs for those of an integration.

Each is of the same platform as the entity that it imitates, with the same entry in the
registry: name, device class, unit, options and category, enabled or not. It has the
same attributes, shows one value, and nothing updates it.

Usual ones have what no integration with such entities goes without, too: their names
are translated, sensors suggest a unit and digits, and each listens to the coordinator
of its device. Once all are added, their devices report, and they show their values.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
import logging
import re
from typing import Any, NamedTuple, cast

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
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import EntityPlatform
from homeassistant.helpers.update_coordinator import (
    CoordinatorEntity,
    DataUpdateCoordinator,
)
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockEntityPlatform,
)

_LOGGER = logging.getLogger(__name__)
_SLOT = re.compile(r"_slot_(\d+)_")

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


def bare_entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry that bare entities belong to."""
    entry = MockConfigEntry(domain="bare")
    entry.add_to_hass(hass)
    return entry


async def set_up_bare(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    entities: Iterable[BareEntity],
    *,
    usual: bool = False,
) -> list[EntityPlatform]:
    """Add bare entities of devices, or usual ones, one platform after the other."""
    platforms: list[EntityPlatform] = []
    coordinators: dict[str | None, _Coordinator] = {}
    for device in {like.entry.device_id for like in entities}:
        dr.async_get(hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={("bare", f"{device}")},
            name=device,
        )
        if usual:
            coordinators[device] = _Coordinator(hass, entry)
    by_platform = defaultdict(list)
    for like in entities:
        by_platform[like.entry.domain].append(like)
    kinds: dict[tuple[str, str], type[Any]] = {}
    for domain, imitated in by_platform.items():
        # Under the name of the integration, Home Assistant finds its translations.
        name = imitated[0].entry.platform if usual else "bare"
        platform = MockEntityPlatform(hass, domain=domain, platform_name=name)
        platforms.append(platform)
        platform.config_entry = entry
        if usual:
            await platform.platform_data.async_load_translations()
        await platform.async_add_entities(
            [
                _bare(platform, like, kinds, coordinators.get(like.entry.device_id))
                for like in imitated
            ]
        )
    for coordinator in coordinators.values():
        coordinator.async_report()
    return platforms


class _Coordinator(DataUpdateCoordinator[None]):
    """A device that has not reported yet."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        """Make its entities unavailable."""
        super().__init__(hass, _LOGGER, config_entry=entry, name="bare")
        self.last_update_success = False

    @callback
    def async_report(self) -> None:
        """Make its entities available."""
        self.last_update_success = True
        self.async_update_listeners()


def _bare(
    platform: EntityPlatform,
    like: BareEntity,
    kinds: dict[tuple[str, str], type[Any]],
    coordinator: _Coordinator | None,
) -> Entity:
    """Return an entity like this one; all of a kind share what is not their own."""
    entry = like.entry
    kind = (entry.domain, entry.unique_id.partition("_")[2])
    if kind not in kinds:
        content, base = _content(entry), _PLATFORMS[entry.domain][0]
        if coordinator:
            _make_usual(content, entry, platform)
        bases = (CoordinatorEntity, base) if coordinator else (base,)
        kinds[kind] = type("Bare", bases, content)
    entity: Any = object.__new__(kinds[kind])
    if entry.domain == "image":
        ImageEntity.__init__(entity, platform.hass)
    elif entry.domain == "camera":
        Camera.__init__(entity)
    if coordinator:
        CoordinatorEntity.__init__(entity, coordinator)
        if slot := _SLOT.search(entry.unique_id):
            entity._attr_translation_placeholders = {"slot": slot[1]}
    entity._attr_unique_id = f"bare_{entry.unique_id}"
    entity._attr_device_info = dr.DeviceInfo(
        identifiers={("bare", f"{entry.device_id}")}
    )
    if like.attributes:
        entity._attr_extra_state_attributes = {**like.attributes}
    return cast("Entity", entity)


def _content(like: er.RegistryEntry) -> dict[str, Any]:
    """Return what the class of entities like this one has."""
    content = {
        "_attr_should_poll": False,
        "_attr_has_entity_name": True,
        "_attr_name": like.original_name,
        "_attr_device_class": like.original_device_class,
        "_attr_native_unit_of_measurement": like.unit_of_measurement,
        "_attr_entity_category": like.entity_category,
        "_attr_entity_registry_enabled_default": like.disabled_by is None,
        **{f"_attr_{name}": each for name, each in (like.capabilities or {}).items()},
        **_PLATFORMS[like.domain][1],
    }
    if like.domain == "sensor":
        content["_attr_native_value"] = _value(like)
    return content


def _make_usual(
    content: dict[str, Any], like: er.RegistryEntry, platform: EntityPlatform
) -> None:
    """Add what sensors suggest, and leave out what is translated."""
    options = {
        **like.options.get("sensor", {}),
        **like.options.get("sensor.private", {}),
    }
    for name in ("suggested_display_precision", "suggested_unit_of_measurement"):
        if name in options:
            content[f"_attr_{name}"] = options[name]
    if like.translation_key is None:
        return
    del content["_attr_name"]
    content["_attr_translation_key"] = like.translation_key
    path = f"component.{like.platform}.entity.{like.domain}.{like.translation_key}"
    if f"{path}.unit_of_measurement" in platform.platform_data.platform_translations:
        del content["_attr_native_unit_of_measurement"]


def _value(like: er.RegistryEntry) -> object:
    """Return something that a sensor like this one can show."""
    capabilities = like.capabilities or {}
    if like.original_device_class == SensorDeviceClass.TIMESTAMP:
        return datetime(2026, 1, 1, tzinfo=UTC)
    if like.unit_of_measurement or "state_class" in capabilities:
        return 1
    return next(iter(capabilities.get("options", ())), "bare")
