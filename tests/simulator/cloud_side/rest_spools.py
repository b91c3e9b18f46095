"""The filament manager (protocol A.10)."""

from itertools import count
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from .answers import answer, not_found
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
_CHANGEABLE: dict[str, type] = {
    "filamentVendor": str,
    "filamentType": str,
    "filamentName": str,
    "filamentId": str,
    "isSupport": bool,
    "color": str,
    "colorType": int,
    "colors": list,
    "netWeight": int,
    "totalNetWeight": int,
    "note": str,
}
_FIELDS = _CHANGEABLE | {
    "createType": str,
    "RFID": str,
    "trayIdName": str,
    "rolls": int,
}
"""Those of a new spool; an int is an int64, which no text or fraction is."""
_REQUIRED = {"filamentName", "createType", "colorType", "isSupport"}


def _is_valid(body: Payload, fields: dict[str, type]) -> bool:
    """Return whether a body has only such fields, each of its type, and a name."""
    return bool(body.get("filamentName")) and all(
        key in fields and type(value) is fields[key] for key, value in body.items()
    )


class _Spools:
    """The handlers of the filament manager, and each account's spools."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Start without spools."""
        self._cloud = cloud
        self._numbers = count(100_001)
        self._of: dict[str, dict[str, Payload]] = {}

    def _mine(self, request: web.Request) -> dict[str, Payload]:
        """Return the account's spools by id."""
        return self._of.setdefault(request[ACCOUNT].login, {})

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
        """List spools."""
        query = request.query
        hits = list(self._mine(request).values())
        if wanted := query.get("category"):
            hits = [hit for hit in hits if hit["category"] == wanted]
        start = int(query.get("offset", "0"))
        return answer({"hits": hits[start : start + int(query.get("limit", "20"))]})

    async def add(self, request: web.Request) -> web.Response:
        """Add a spool; the response has no id."""
        body = await request.json()
        if not (_is_valid(body, _FIELDS) and body.keys() >= _REQUIRED):
            return _refused()
        number = f"{next(self._numbers)}"
        stamp = int(self._cloud.now.timestamp())
        self._mine(request)[number] = {
            "id": number,
            "filamentVendor": "",
            "filamentType": "",
            "filamentId": "",
            "RFID": "",
            "color": "#898989",
            "colors": [],
            "netWeight": 1000,
            "totalNetWeight": 1000,
            "note": "",
            "createdAt": stamp,
            "updatedAt": stamp,
            "status": 0,
            "trayIdName": "",
            "category": body.get("filamentType", ""),
            **body,
        }
        return answer({})

    async def change(self, request: web.Request) -> web.Response:
        """Change a spool."""
        body = await request.json()
        if not _is_valid(body, _CHANGEABLE | {"id": int}):
            return _refused()
        spool = self._mine(request).get(str(body["id"]))
        if spool is None:
            return not_found()
        spool |= {**body, "id": spool["id"]}
        spool["updatedAt"] = int(self._cloud.now.timestamp())
        return answer({"filamentV2": spool})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete spools."""
        body = await request.json()
        mine = self._mine(request)
        tags = set(body.get("RFIDs", []))
        gone = {number for number, spool in mine.items() if spool["RFID"] in tags}
        for number in gone | set(body.get("ids", [])):
            mine.pop(number, None)
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
