"""Presets of Bambu Lab and of users in the API (protocol A.9)."""

from itertools import count
import re
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from .answers import answer, envelope, refusal
from .rest_account import ACCOUNT

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

KINDS = ("print", "printer", "filament")

_VERSION = re.compile(r"\d+\.\d+\.\d+\.\d+")
_LIBRARY = "01.09.00.15"
_PUBLISHED = "2024-07-04 11:27:08"
_QUOTA = 500

_PUBLIC_PRINT = (("GP004", "0.20mm Standard @BBL X1C"), ("GP081", "0.16mm @BBL A1M"))
_PUBLIC_PRINTER = (
    ("GM001", "Bambu Lab X1 Carbon 0.4 nozzle"),
    ("GM014", "Bambu Lab P1S 0.4 nozzle"),
)
# Setting, filament and name; a filament has a preset for each kind of printer.
_PUBLIC_FILAMENT = (
    ("GFSA00", "GFA00", "Bambu PLA Basic @BBL X1C"),
    ("GFSA00_01", "GFA00", "Bambu PLA Basic @BBL A1M"),
    ("GFSA00_02", "GFA00", "Bambu PLA Basic @BBL H2D 0.4 nozzle"),
    ("GFSA01", "GFA01", "Bambu PLA Matte @BBL X1C"),
    ("GFSA05", "GFA05", "Bambu PLA Silk @BBL X1C"),
    ("GFSB00", "GFB00", "Bambu ABS @BBL X1C"),
    ("GFSG00", "GFG00", "Bambu PETG Basic @BBL X1C"),
    ("GFSG02", "GFG02", "Bambu PETG HF @BBL X1C"),
    ("GFSN04", "GFN04", "Bambu PAHT-CF @BBL X1C"),
    ("GFSS02", "GFS02", "Bambu Support For PLA @BBL X1C"),
    ("GFSU01", "GFU01", "Bambu TPU 95A @BBL X1C"),
    ("GFSL99", "GFL99", "Generic PLA @BBL X1C"),
    ("GFSL99_01", "GFL99", "Generic PLA @0.2 nozzle"),
    ("GFSG99", "GFG99", "Generic PETG"),
)
_PRIVATE_FILAMENT = (
    ("P9816594", "Nordlicht", "PLA", "Nordlicht PLA Tough @Bambu Lab P1S 0.4 nozzle"),
    ("P9816594", "Nordlicht", "PLA", "Nordlicht PLA Tough @Bambu Lab A1 mini"),
    ("P2c0ffee", "Quellwerk", "PETG", "Quellwerk PETG @Bambu Lab X1 Carbon 0.4 nozzle"),
    # A changed copy of a public preset keeps the id of its filament.
    ("GFL99", "Generic", "PLA", "Slow PLA @Bambu Lab P1S 0.4 nozzle"),
)


def _public() -> dict[str, list[Payload]]:
    """Return Bambu Lab's presets by kind."""
    rows: dict[str, list[tuple[str, str, Payload]]] = {
        "print": [(setting, name, {}) for setting, name in _PUBLIC_PRINT],
        "printer": [(setting, name, {}) for setting, name in _PUBLIC_PRINTER],
        "filament": [
            (setting, name, {"filament_id": filament})
            for setting, filament, name in _PUBLIC_FILAMENT
        ],
    }
    return {
        kind: [
            {
                "setting_id": setting,
                "version": _LIBRARY,
                "name": name,
                "update_time": _PUBLISHED,
                "nickname": None,
                **more,
            }
            for setting, name, more in listed
        ]
        for kind, listed in rows.items()
    }


class _Presets:
    """The handlers of the preset endpoints, and each account's presets."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Give each user a few presets."""
        self._cloud = cloud
        self._public = _public()
        self._private: dict[str, dict[str, tuple[str, Payload]]] = {}
        self._settings: dict[str, Payload] = {}
        self._numbers = count(1)
        for login in cloud.accounts:
            for filament, vendor, material, name in _PRIVATE_FILAMENT:
                setting: Payload = {
                    "filament_vendor": vendor,
                    "filament_type": material,
                }
                body: Payload = {"type": "filament", "name": name}
                body |= {"filament_id": filament, "version": "1.9.0.14"}
                self._add(login, body | {"setting": setting})

    def _add(self, login: str, body: Payload) -> Payload:
        """Store a preset and return it as lists have it."""
        kind = str(body["type"])
        number = f"{next(self._numbers):012x}"
        row: Payload = {
            "setting_id": f"P{kind[0].upper()}US{number}",
            "version": body["version"],
            "name": body["name"],
            "update_time": self._cloud.now.strftime("%Y-%m-%d %H:%M:%S"),
            "base_id": body.get("base_id"),
        }
        if kind == "filament":
            setting = body.get("setting", {})
            row |= {
                "filament_id": body.get("filament_id"),
                "filament_vendor": setting.get("filament_vendor", ""),
                "filament_type": setting.get("filament_type", ""),
                "filament_is_support": "0",
                "nozzle_temperature": [190, 240],
                "nozzle_hrc": "3",
            }
        self._private.setdefault(login, {})[str(row["setting_id"])] = (kind, row)
        self._settings[str(row["setting_id"])] = body.get("setting", {})
        return row

    def _of(self, request: web.Request) -> dict[str, tuple[str, Payload]]:
        """Return the presets of the account."""
        return self._private.setdefault(request[ACCOUNT].login, {})

    async def listing(self, request: web.Request) -> web.Response:
        """List all presets (protocol A.9.2)."""
        version = request.query.get("version")
        if version is None:
            return web.Response(status=400, text='field "version" is not set')
        if not _VERSION.fullmatch(version):
            return _invalid()
        is_public = request.query.get("public") != "false"
        body: Payload = {
            kind: {
                "public": self._public[kind] if is_public else [],
                "private": [
                    row for of, row in self._of(request).values() if of == kind
                ],
            }
            for kind in KINDS
        }
        return envelope(**body, settings={})

    async def show(self, request: web.Request) -> web.Response:
        """Return one preset (protocol A.9.3)."""
        wanted = request.match_info["setting"]
        public = {
            row["setting_id"]: (kind, row)
            for kind, rows in self._public.items()
            for row in rows
        }
        found = public.get(wanted) or self._of(request).get(wanted)
        if found is None:
            return refusal(400, 2, "Bad Request")
        kind, row = found
        body: Payload = {
            "public": wanted in public,
            "version": row["version"],
            "type": kind,
            "name": row["name"],
            "nickname": None,
            "base_id": row.get("base_id"),
            "filament_id": row.get("filament_id"),
            "setting": self._settings.get(wanted, {}),
        }
        return envelope(**body)

    async def create(self, request: web.Request) -> web.Response:
        """Store a preset for its user (protocol A.9.4)."""
        body = await request.json()
        if body.get("type") not in KINDS or not {"name", "version"} <= body.keys():
            return _invalid()
        mine = self._of(request).values()
        if any(
            (kind, row["name"]) == (body["type"], body["name"]) for kind, row in mine
        ):
            return _invalid()
        if len(mine) >= _QUOTA:
            return refusal(400, 14, "Bad Request", "too many presets")
        row = self._add(request[ACCOUNT].login, body)
        return envelope(setting_id=row["setting_id"], update_time=row["update_time"])

    async def change(self, request: web.Request) -> web.Response:
        """Fail, or change a preset in place by policy (protocol A.9.5)."""
        if not self._cloud.policy.changes_presets:
            return refusal(500, 500, "Cloud database failed")
        wanted, body = request.match_info["setting"], await request.json()
        found = self._of(request).get(wanted)
        if found is None or body.get("type") != found[0]:
            return _invalid()
        found[1].update({key: body[key] for key in ("name", "version") if key in body})
        self._settings[wanted] = body.get("setting", {})
        return envelope()

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a preset, even one that does not exist (protocol A.9.6)."""
        self._of(request).pop(request.match_info["setting"], None)
        return envelope()


async def _resources(request: web.Request) -> web.Response:
    """Return the newest slicer and its parts, without a token (protocol A.9.1)."""
    newest = {"slicer/plugins/cloud": "02.05.03.63", "slicer/info/bbl": "02.00.00.10"}
    resources = [
        {
            "type": kind,
            "version": newest[kind],
            "description": "",
            "url": f"https://public-cdn.bblmw.com/{kind}.zip",
            "force_update": False,
        }
        for kind, installed in request.query.items()
        if kind in newest and installed < newest[kind]
    ]
    software = {
        "type": None,
        "version": "02.06.00.51",
        "description": "## Improvements\n1. Slices faster",
        "url": "https://public-cdn.bblmw.com/upgrade/studio/02.06.00.51/setup.exe",
        "force_update": False,
    }
    return envelope(software=software, guide=None, resources=resources)


def _invalid() -> web.Response:
    """Return that a parameter has the wrong form."""
    return answer({"detail": "Invalid input parameters"}, 422)


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the preset endpoints."""
    presets = _Presets(cloud)
    path = "/v1/iot-service/api/slicer/setting"
    router.add_get(path, presets.listing)
    router.add_post(path, presets.create)
    router.add_get(path + "/{setting}", presets.show)
    router.add_patch(path + "/{setting}", presets.change)
    router.add_delete(path + "/{setting}", presets.delete)
    router.add_get("/v1/iot-service/api/slicer/resource", _resources)
