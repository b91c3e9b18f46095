"""The filament manager (protocol A.10)."""

from typing import TYPE_CHECKING

from aiohttp import web

from .answers import answer, forbidden, not_found
from .filament_manager import RefusedError, SpoolShelf
from .rest_account import ACCOUNT

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

_CATALOG = (
    ("Bambu Lab", "PLA", "Bambu PLA Basic", "GFA00", False),
    ("Bambu Lab", "PLA", "Bambu PLA Matte", "GFA01", False),
    ("Bambu Lab", "PETG", "Bambu PETG HF", "GFG02", False),
    ("Bambu Lab", "PLA", "Bambu Support For PLA", "GFS02", True),
    ("Generic", "TPU", "Generic TPU", "GFU99", False),
)
_FILTERS = {
    "category": "category",
    "status": "status",
    "id": "ids",
    "RFID": "RFIDs",
}
_MOST = 100
"""Rows of a page; more were never asked for."""


class _Spools:
    """The handlers of the filament manager."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve the spools of a cloud."""
        self._cloud = cloud

    def _mine(self, request: web.Request) -> SpoolShelf:
        """Return the account's spools."""
        return self._cloud.spools_of(request[ACCOUNT].login)

    @property
    def _stamp(self) -> int:
        """Return the time in Unix seconds."""
        return int(self._cloud.now.timestamp())

    async def catalog(self, _: web.Request) -> web.Response:
        """List the filaments that a spool can be of."""
        keys = (
            "filamentVendor",
            "filamentType",
            "filamentName",
            "filamentId",
            "isSupport",
        )
        return answer(
            {
                "categories": sorted({row[1] for row in _CATALOG}),
                "filamentSettings": [
                    dict(zip(keys, row, strict=True)) for row in _CATALOG
                ],
            }
        )

    async def listing(self, request: web.Request) -> web.Response:
        """List spools; an account that never had any gets an empty list."""
        match self._cloud.policy.spools_refused:
            case 403:
                return forbidden()
            case 404:
                return not_found()
        query = request.query
        if not query.keys() >= {"offset", "limit"}:
            return _refused()
        rows = list(self._mine(request).rows.values())
        for field, name in _FILTERS.items():
            if wanted := query.get(name):
                rows = [row for row in rows if str(row[field]) in wanted.split(",")]
        start, count = int(query["offset"]), min(int(query["limit"]), _MOST)
        if not rows:
            return answer({"hits": []})
        return answer({"total": len(rows), "hits": rows[start : start + count]})

    async def add(self, request: web.Request) -> web.Response:
        """Add a spool; the response has no id."""
        try:
            self._mine(request).add(await request.json(), self._stamp)
        except RefusedError:
            return _refused()
        return answer({})

    async def change(self, request: web.Request) -> web.Response:
        """Change a spool."""
        try:
            shelf = self._mine(request)
            row = shelf.change(await request.json(), self._stamp)
            shelf.on_changed()
        except RefusedError:
            return _refused()
        return not_found() if row is None else answer({"filamentV2": row})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete spools."""
        body = await request.json()
        self._mine(request).delete(body.get("ids", []), body.get("RFIDs", []))
        return answer({})


def _refused() -> web.Response:
    """Refuse what does not fit the interface description."""
    return answer({"code": 400, "error": "Bad Request"}, 400)


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the filament manager."""
    spools = _Spools(cloud)
    design = "/v1/design-user-service"
    router.add_get(f"{design}/filament/config", spools.catalog)
    router.add_get(f"{design}/my/filament/v2", spools.listing)
    router.add_post(f"{design}/my/filament/v2", spools.add)
    router.add_put(f"{design}/my/filament/v2", spools.change)
    router.add_delete(f"{design}/my/filament/v2/batch", spools.delete)
