"""How the costs of a printer are found, as a person configures it."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    Platform,
    UnitOfEnergy,
    UnitOfMass,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util.unit_conversion import EnergyConverter
import voluptuous as vol

from ..const import DOMAIN
from ..costs.settings import (
    CONF_COSTS,
    CONF_FILAMENT_PRICE,
    CONF_MATERIAL,
    CONF_MATERIALS,
    CONF_METER,
    CONF_PRICE,
    CONF_PRICE_ENTITY,
)
from ..model.values import as_object

_MATERIALS = ["PLA", "PETG", "ABS", "ASA", "TPU", "PC", "PA-CF", "PETG-CF", "PLA-CF"]
"""To choose from; others can be entered."""
_METER = EntitySelector(
    EntitySelectorConfig(domain=Platform.SENSOR, device_class=SensorDeviceClass.ENERGY)
)
_PRICE_ENTITY = EntitySelector(
    EntitySelectorConfig(domain=[Platform.SENSOR, Platform.NUMBER, "input_number"])
)


def costs_schema(currency: str) -> vol.Schema:
    """Return the form; `currency` is that of Home Assistant."""
    per_kg = _price(currency, UnitOfMass.KILOGRAMS)
    material = SelectSelector(
        SelectSelectorConfig(
            options=_MATERIALS, custom_value=True, mode=SelectSelectorMode.DROPDOWN
        )
    )
    materials = ObjectSelector(
        ObjectSelectorConfig(
            fields={
                CONF_MATERIAL: ObjectSelectorField(selector=material, required=True),
                CONF_PRICE: ObjectSelectorField(selector=per_kg, required=True),
            },
            multiple=True,
            label_field=CONF_MATERIAL,
            description_field=CONF_PRICE,
            translation_key="material_price",
        )
    )
    return vol.Schema(
        {
            vol.Optional(CONF_METER): _METER,
            vol.Optional(CONF_PRICE_ENTITY): _PRICE_ENTITY,
            vol.Optional(CONF_PRICE): _price(currency, UnitOfEnergy.KILO_WATT_HOUR),
            vol.Optional(CONF_FILAMENT_PRICE): per_kg,
            vol.Optional(CONF_MATERIALS): materials,
        }
    )


def _price(currency: str, unit: str) -> NumberSelector:
    """Return the field of a price."""
    return NumberSelector(
        NumberSelectorConfig(
            min=0,
            step="any",
            mode=NumberSelectorMode.BOX,
            unit_of_measurement=f"{currency}/{unit}",
        )
    )


def costs_options(
    options: Mapping[str, Any], serial: str, user_input: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the options of all printers after the form of one, without empty ones."""
    entered = {
        key: value for key, value in user_input.items() if value not in (None, "", [])
    }
    others = {
        other: stored
        for other, stored in as_object(options.get(CONF_COSTS)).items()
        if other != serial
    }
    return {CONF_COSTS: {**others, serial: entered} if entered else others}


def costs_errors(
    hass: HomeAssistant, serial: str, user_input: Mapping[str, Any]
) -> dict[str, str]:
    """Return what is wrong with the form of a printer, by field."""
    errors: dict[str, str] = {}
    meter = user_input.get(CONF_METER)
    has_entity = bool(user_input.get(CONF_PRICE_ENTITY))
    has_number = user_input.get(CONF_PRICE) is not None
    if has_entity and has_number:
        errors[CONF_PRICE] = "two_prices"
    if meter is None and (has_entity or has_number):
        errors[CONF_METER] = "no_meter"
    elif meter is not None and not _is_meter(hass, meter):
        errors[CONF_METER] = "not_a_meter"
    elif meter is not None and _is_used(hass, meter, serial):
        errors[CONF_METER] = "meter_in_use"
    return errors


def _is_meter(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether an entity counts energy, as far as that can be said now.

    What this integration shows of a print is no meter.
    """
    entity = er.async_get(hass).async_get(entity_id)
    if entity is not None and entity.platform == DOMAIN:
        return False
    state = hass.states.get(entity_id)
    if state is None or state.state == STATE_UNAVAILABLE:
        return True
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    return unit in EnergyConverter.VALID_UNITS


def _is_used(hass: HomeAssistant, meter: str, serial: str) -> bool:
    """Return whether a meter is that of another printer, of whatever account."""
    return any(
        as_object(stored).get(CONF_METER) == meter
        for entry in hass.config_entries.async_entries(DOMAIN)
        for other, stored in as_object(entry.options.get(CONF_COSTS)).items()
        if other != serial
    )
