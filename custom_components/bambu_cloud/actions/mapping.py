"""Choose the spool for each filament of a print, as requested or by color."""

from collections.abc import Mapping, Sequence
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from ..coordinator import AccountCoordinator
from ..devices.printer import PrinterCoordinator
from ..entity.place import place_attributes
from ..model import TaskFilament, TrayLocation
from ..model.spool_match import Wanted, match, place_used, spools_of
from .targets import Place, entity_of, extruder_of, place_of

type Places = list[Place | None]
"""The spool of each filament, in the order of the file; None for one not used."""

UNUSED = "none"


def chosen_places(
    hass: HomeAssistant, printer: PrinterCoordinator, entity_ids: Sequence[str]
) -> Places:
    """Return the spools of these entities, one for each filament.

    Raises:
        ServiceValidationError: An entity has no spool, or one of another printer.
    """
    places: Places = []
    for entity_id in entity_ids:
        if entity_id == UNUSED:
            places.append(None)
            continue
        place = place_of(hass, entity_id)
        if place.printer is not printer:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="spool_elsewhere",
                translation_placeholders={"entity": entity_id},
            )
        places.append(place)
    return places


def matching_places(
    printer: PrinterCoordinator, wanted: Mapping[int, Wanted]
) -> Places:
    """Return the spools that come closest to what is requested.

    Args:
        printer: Its spools are compared.
        wanted: What each filament should be, by its number in the file, from 1.

    Raises:
        ServiceValidationError: No spool is close to one of the filaments.
    """
    spools = spools_of(printer.data)
    places: Places = []
    for number in range(1, max(wanted, default=0) + 1):
        filament = wanted.get(number)
        if filament is None:
            places.append(None)
            continue
        if (spool := match(filament, spools)) is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="no_matching_spool",
                translation_placeholders={
                    "number": str(number),
                    "filament": " ".join(filter(None, filament)),
                },
            )
        places.append(_place(printer, spool.location))
    return places


def same_places(
    printer: PrinterCoordinator,
    wanted: Mapping[int, Wanted],
    before: Sequence[TaskFilament],
) -> Places:
    """Return the spools of an earlier print, or others that come close.

    Raises:
        ServiceValidationError: A spool is gone, and no other comes close.
    """
    used = dict(zip(sorted(wanted), before, strict=False))
    places = {
        number: _place_as_before(printer, used[number])
        for number in wanted
        if len(before) == len(wanted)
    }
    missing = {
        number: filament
        for number, filament in wanted.items()
        if places.get(number) is None
    }
    others = matching_places(printer, missing)
    return [
        places.get(number) or (others[number - 1] if number <= len(others) else None)
        for number in range(1, max(wanted, default=0) + 1)
    ]


def places_response(
    hass: HomeAssistant, account: AccountCoordinator, places: Places
) -> list[dict[str, Any]]:
    """Return the spools for an action's response."""
    return [
        _place_response(hass, account, number, place)
        for number, place in enumerate(places, start=1)
        if place is not None
    ]


def _place_response(
    hass: HomeAssistant, account: AccountCoordinator, number: int, place: Place
) -> dict[str, Any]:
    """Return a spool for an action's response."""
    tray = place.printer.data.tray(place.location)
    return {
        "filament": number,
        "entity_id": entity_of(hass, account, place),
        **place_attributes(place.location),
        "material": tray.material if tray else None,
        "color": tray.colors[0] if tray and tray.colors else None,
    }


def _place_as_before(
    printer: PrinterCoordinator, filament: TaskFilament
) -> Place | None:
    """Return where a filament was, if its material is still there."""
    location = place_used(filament, printer.data)
    return _place(printer, location) if location else None


def _place(printer: PrinterCoordinator, location: TrayLocation) -> Place:
    """Return a place of a printer."""
    return Place(printer, location, extruder_of(printer, location))
