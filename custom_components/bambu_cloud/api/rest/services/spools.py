"""The filament manager, with the owner's spools (protocol A.10)."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
import re
from typing import Any, override

from ....model.values import as_object, epoch_time, objects
from ...errors import BambuRequestError
from ..operation import Operation, implements
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
class Spool(Wire):
    """Hold a spool of the owner."""

    id: str = wire("id", "")
    origin: str | None = wire("createType")
    """"ams" or "manual"."""
    filament_id: str | None = wire("filamentId")
    vendor: str | None = wire("filamentVendor")
    material: str | None = wire("filamentType")
    name: str | None = wire("filamentName")
    category: str | None = wire("category")
    tag: str | None = wire("RFID", show=False)
    color: str | None = wire("color")
    """As "#RRGGBB"."""
    color_type: int | None = wire("colorType")
    """0 gradient, 1 mixed, 2 solid."""
    colors: tuple[str, ...] = texts("colors")
    net_weight: float | None = wire("netWeight")
    """What is left, in g."""
    total_net_weight: float | None = wire("totalNetWeight")
    """What was on it when new, in g."""
    note: str | None = wire("note")
    status: int | None = wire("status")
    """0 active, 1 something has to be filled in."""
    is_support: bool | None = wire("isSupport")
    created_at: datetime | None = wire("created")
    updated_at: datetime | None = wire("updated")

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Read times that count seconds."""
        times = {name: _time(d.get(f"{name}At")) for name in ("created", "updated")}
        return super().__pre_deserialize__({**d, **times})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolDetails:
    """Describe a spool; None leaves a field as it is."""

    name: str
    filament_id: str | None = None
    vendor: str | None = None
    material: str | None = None
    is_support: bool | None = None
    color: str | None = None
    """As "#RRGGBB"."""
    color_type: int | None = None
    """0 gradient, 1 mixed, 2 solid."""
    net_weight: float | None = None
    """What is left, in g; the cloud counts whole ones."""
    total_net_weight: float | None = None
    """What was on it when new, in g."""
    note: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        """Return the body of a request."""
        body = {
            "filamentName": self.name,
            "filamentId": self.filament_id,
            "filamentVendor": self.vendor,
            "filamentType": self.material,
            "isSupport": self.is_support,
            "color": self.color,
            "colorType": self.color_type,
            "netWeight": _grams(self.net_weight),
            "totalNetWeight": _grams(self.total_net_weight),
            "note": self.note,
        }
        return {name: value for name, value in body.items() if value is not None}


_REQUIRED = {"colorType": 2, "isSupport": False}
"""What a new spool has to have: it is of one color, and no support, unless described
otherwise."""


def _grams(weight: float | None) -> int | None:
    """Return a weight as the cloud counts it."""
    return None if weight is None else round(weight)


def _time(value: Any) -> str | None:
    """Return seconds since 1970 as a time that reads like all others."""
    found = epoch_time(value)
    return None if found is None else found.isoformat()


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
        self, *, offset: int = 0, limit: int = 20, category: str | None = None
    ) -> tuple[Spool, ...]:
        """Return up to `limit` spools, without the first `offset`.

        CONFIRMED (protocol A.10). What has no id is left out.

        Raises:
            BambuResponseError: there is no list of spools.
        """
        query = {"offset": str(offset), "limit": str(limit)}
        if category is not None:
            query["category"] = category
        content = await self._transport.fetch(SPOOLS, query=query)
        spools = map(Spool.from_dict, objects(parse_list(SPOOLS, content, "hits")))
        return tuple(spool for spool in spools if spool.id)

    async def all(self, category: str | None = None) -> AsyncIterator[Spool]:
        """Yield all spools, requesting pages as they are needed."""
        seen: set[str] = set()
        offset = 0
        while page := await self.page(offset=offset, category=category):
            fresh = [spool for spool in page if spool.id not in seen]
            if not fresh:
                return
            for spool in fresh:
                seen.add(spool.id)
                yield spool
            offset += len(page)

    @implements(ADD)
    async def add(self, spool: SpoolDetails, *, tag: str | None = None) -> None:
        """Add a spool; the response has no id.

        CONFIRMED (protocol A.10).

        Args:
            spool: what it is.
            tag: its tag, of Bambu Lab's own; the only time to set one.

        Raises:
            BambuResponseError: refused.
        """
        origin = {"createType": "ams", "RFID": tag} if tag else {"createType": "manual"}
        await self._transport.execute(ADD, body={**_REQUIRED, **spool.body, **origin})

    @implements(CHANGE)
    async def change(self, spool_id: str, spool: SpoolDetails) -> Spool:
        """Change a spool, and return it.

        CONFIRMED (protocol A.10). The name has to be given again.

        Raises:
            BambuNotFoundError: there is no such spool.
            BambuRequestError: the id is no number.
            BambuResponseError: the response is no spool.
        """
        if not _NUMBER.fullmatch(spool_id):
            raise BambuRequestError(f"{CHANGE.name} needs an id that is a number")
        body = {**spool.body, "id": int(spool_id)}
        content = await self._transport.fetch(CHANGE, body=body)
        return parse_object(CHANGE, as_object(content.get("filamentV2")), Spool, "id")

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
