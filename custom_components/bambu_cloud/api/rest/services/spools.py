"""The filament manager, with the owner's spools (protocol A.10)."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
import re
from typing import Any

from ....model import AccountSpool, read_spool
from ....model.values import natural
from ...errors import BambuRequestError, BambuResponseError
from ..operation import Operation, implements
from ..response import unwrap
from ..wire import Wire, parts, texts, wire
from .service import Service, parse_list, parse_object

_DESIGN = "v1/design-user-service"
CATALOG = Operation(method="GET", path=f"{_DESIGN}/filament/config", source="A.10")
SPOOLS = Operation(method="GET", path=f"{_DESIGN}/my/filament/v2", source="A.10")
ADD = Operation(method="POST", path=f"{_DESIGN}/my/filament/v2", source="A.10")
CHANGE = Operation(method="PUT", path=f"{_DESIGN}/my/filament/v2", source="A.10")
DELETE = Operation(
    method="DELETE", path=f"{_DESIGN}/my/filament/v2/batch", source="A.10"
)

PAGE = 100
"""Spools per request; the cloud gave as many to other clients."""
_NUMBER = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogFilament(Wire):
    """A filament that a spool can be of."""

    id: str | None = wire("filamentId")
    vendor: str | None = wire("filamentVendor")
    material: str | None = wire("filamentType")
    name: str | None = wire("filamentName")
    is_support: bool | None = wire("isSupport")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog(Wire):
    """Hold the filaments that a spool can be of."""

    categories: tuple[str, ...] = texts("categories")
    """Such as "PLA"."""
    filaments: tuple[CatalogFilament, ...] = parts("filamentSettings", CatalogFilament)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolPage:
    """A part of the spools, oldest first."""

    spools: tuple[AccountSpool, ...]
    rows: int
    """How many rows there were, also those that could not be read."""
    total: int | None
    """How many spools there are in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolChanges:
    """Describe what changes of a spool; None leaves a field as it is.

    Nothing else is sent: it would revert what another client wrote meanwhile.
    """

    name: str
    """The cloud demands it with each change."""
    filament_id: str | None = None
    vendor: str | None = None
    material: str | None = None
    display_name: str | None = None
    is_support: bool | None = None
    color: str | None = None
    """As "#RRGGBB"."""
    color_type: int | None = None
    """0 gradient, 1 several, 2 solid."""
    net_weight: float | None = None
    """What is left, in g; the cloud counts whole ones."""
    total_net_weight: float | None = None
    """What was on it when new, in g."""
    note: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """Return the body of a request; the list of colors wins over the color."""
        colors = None if self.color is None else [self.color]
        return _given({**_described(self), "note": self.note, "colors": colors})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpool:
    """Describe a new spool; a note can only be added by a change."""

    name: str
    filament_id: str = ""
    """Key of the preset; "" for a filament that has none."""
    vendor: str | None = None
    material: str | None = None
    display_name: str | None = None
    is_support: bool = False
    color: str | None = None
    """As "#RRGGBB"."""
    color_type: int = 2
    """0 gradient, 1 several, 2 solid."""
    net_weight: float | None = None
    """What is left, in g; the cloud counts whole ones."""
    total_net_weight: float | None = None
    """What was on it when new, in g."""
    tray_uuid: str | None = field(default=None, repr=False)
    """Of a spool with a tag of Bambu Lab's own; None for any other."""

    @property
    def body(self) -> dict[str, Any]:
        """Return the body of a request."""
        uuid = self.tray_uuid
        origin = (
            {"createType": "ams", "RFID": uuid, "rolls": 1}
            if uuid and uuid.strip("0")
            else {"createType": "manual"}
        )
        return _given({**_described(self), **origin})


def _described(spool: NewSpool | SpoolChanges) -> dict[str, Any]:
    """Return what a new spool and a change have in common."""
    return {
        "filamentName": spool.name,
        "filamentId": spool.filament_id,
        "filamentVendor": spool.vendor,
        "filamentType": spool.material,
        "displayName": spool.display_name,
        "isSupport": spool.is_support,
        "color": spool.color,
        "colorType": spool.color_type,
        "netWeight": _grams(spool.net_weight),
        "totalNetWeight": _grams(spool.total_net_weight),
    }


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}


def _grams(weight: float | None) -> int | None:
    """Return a weight as the cloud counts it."""
    return None if weight is None else round(weight)


class Spools(Service):
    """Request spools, add, change and delete them."""

    @implements(CATALOG)
    async def catalog(self) -> Catalog:
        """Return the filaments that a spool can be of.

        CONFIRMED (protocol A.10).

        Raises:
            BambuResponseError: there is no list of filaments.
        """
        content = await self._transport.fetch(CATALOG)
        return parse_object(CATALOG, content, Catalog, "filamentSettings")

    @implements(SPOOLS)
    async def page(
        self, *, offset: int = 0, limit: int = PAGE, category: str | None = None
    ) -> SpoolPage:
        """Return up to `limit` spools, without the first `offset`.

        CONFIRMED (protocol A.10). The cloud may return fewer than `limit`.

        Raises:
            BambuResponseError: there is no list of spools.
        """
        query = {"offset": str(offset), "limit": str(limit)}
        if category is not None:
            query["category"] = category
        content = await self._transport.fetch(SPOOLS, query=query)
        rows = parse_list(SPOOLS, content, "hits")
        return SpoolPage(
            spools=tuple(filter(None, map(read_spool, rows))),
            rows=len(rows),
            total=natural(unwrap(content, "hits").get("total")),
        )

    async def all(self, category: str | None = None) -> AsyncIterator[AccountSpool]:
        """Yield all spools, requesting pages as they are needed."""
        seen: set[str] = set()
        offset = 0
        while True:
            page = await self.page(offset=offset, category=category)
            fresh = [spool for spool in page.spools if spool.id not in seen]
            for spool in fresh:
                seen.add(spool.id)
                yield spool
            offset += page.rows
            if not fresh or (page.total is not None and offset >= page.total):
                return

    @implements(ADD)
    async def add(self, spool: NewSpool) -> None:
        """Add a spool; the response has no id.

        CONFIRMED (protocol A.10).

        Raises:
            BambuResponseError: refused.
        """
        await self._transport.execute(ADD, body=spool.body)

    @implements(CHANGE)
    async def change(self, spool_id: str, changes: SpoolChanges) -> AccountSpool:
        """Change a spool, and return it.

        CONFIRMED (protocol A.10). The name has to be given again.

        Raises:
            BambuNotFoundError: there is no such spool.
            BambuRequestError: the id is no number.
            BambuResponseError: the response is no spool.
        """
        if not _NUMBER.fullmatch(spool_id):
            raise BambuRequestError(f"{CHANGE.name} needs an id that is a number")
        body = {**changes.body, "id": int(spool_id)}
        content = await self._transport.fetch(CHANGE, body=body)
        row = unwrap(content, "filamentV2").get("filamentV2")
        if (spool := read_spool(row)) is None:
            raise BambuResponseError(f"{CHANGE.name} was answered without a spool")
        return spool

    @implements(DELETE)
    async def delete(
        self, spool_ids: Collection[str], tags: Collection[str] = ()
    ) -> None:
        """Delete spools by their ids, or by the tags of Bambu Lab's own.

        CONFIRMED (protocol A.10).

        Raises:
            BambuResponseError: refused.
        """
        body = {"ids": list(spool_ids), "RFIDs": list(tags)}
        await self._transport.execute(DELETE, body=body)
