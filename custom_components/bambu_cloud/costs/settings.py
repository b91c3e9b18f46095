"""How the costs of a printer are found, as a person has configured it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from ..model.print_cost import FilamentPrices
from ..model.values import as_object, number, objects, text

CONF_COSTS = "costs"
CONF_FILAMENT_PRICE = "filament_price"
CONF_MATERIAL = "material"
CONF_MATERIALS = "materials"
CONF_METER = "meter"
CONF_PRICE = "price"
CONF_PRICE_ENTITY = "price_entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSettings:
    """Where the energy of a printer is counted, and what things cost."""

    meter: str | None = None
    """Entity that counts energy."""
    price_entity: str | None = None
    price: float | None = None
    """Of a kWh, where no entity has it."""
    filament: FilamentPrices = field(default_factory=FilamentPrices)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the settings that are stored of a printer."""
        return cls(
            meter=text(stored.get(CONF_METER)),
            price_entity=text(stored.get(CONF_PRICE_ENTITY)),
            price=number(stored.get(CONF_PRICE)),
            filament=FilamentPrices(
                default=number(stored.get(CONF_FILAMENT_PRICE)),
                by_material={
                    material.upper(): price
                    for each in objects(stored.get(CONF_MATERIALS))
                    if (material := text(each.get(CONF_MATERIAL)))
                    and (price := number(each.get(CONF_PRICE))) is not None
                },
            ),
        )

    @property
    def has_price(self) -> bool:
        """Return whether energy has a price."""
        return bool(self.meter and (self.price_entity or self.price is not None))

    @property
    def has_cost(self) -> bool:
        """Return whether anything has a price."""
        return self.has_price or bool(self.filament)

    def __bool__(self) -> bool:
        """Return whether there is anything to count."""
        return bool(self.meter) or self.has_cost


_NOTHING = CostSettings()


def settings_of(options: Mapping[str, Any], serial: str) -> CostSettings:
    """Return the settings of a printer from the options of its account."""
    stored = as_object(as_object(options.get(CONF_COSTS)).get(serial))
    return CostSettings.from_dict(stored) if stored else _NOTHING
