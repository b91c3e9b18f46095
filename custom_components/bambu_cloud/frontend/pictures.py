"""Show pictures of prints to the browsers of a household.

They are at addresses of the cloud that anyone could open while they last. They are
fetched by Home Assistant instead, for users who may see the printer: nothing of the
account reaches a browser, and a page still shows the pictures tomorrow.
"""

from collections import OrderedDict
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..actions.access import Access, entities_of_device, is_permitted
from ..actions.targets import Target, target_of_device
from ..api import BambuError, image_type
from ..const import DOMAIN
from ..entity.history import COVERS
from ..model import PrintTask
from ..prints.plates import PlateContent, PlateKey

_PLATES = f"/api/{DOMAIN}/plate"
_STORED = 64
"""Covers; some 40 kB each, so that a gallery of one printer is fetched once."""
_A_DAY = 86_400  # s; neither the cover of a print nor a plate ever changes
_SHOWN_FOR = timedelta(hours=12)
"""A wall tablet shows a page for long; only its own user can use the address."""
MASK: Final = "mask"
TOP: Final = "top"


def plate_path(device_id: str, content: PlateContent, kind: str) -> str:
    """Return where a picture of a plate is that a printer prints."""
    return f"{_PLATES}/{device_id}/{content.profile_id}/{content.plate.number}/{kind}"


def signed(hass: HomeAssistant, connection: ActiveConnection, path: str) -> str:
    """Return an address at which the user of a page finds a picture."""
    token = connection.refresh_token_id
    return async_sign_path(hass, path, _SHOWN_FOR, refresh_token_id=token)


def _target(request: web.Request, device_id: str) -> Target:
    """Return the printer of a picture, if the user may see it.

    Raises:
        HTTPUnauthorized: The user may not.
        HTTPNotFound: There is no such printer.
    """
    hass, user = request.app[KEY_HASS], request[KEY_HASS_USER]
    if not is_permitted(user, entities_of_device(hass, device_id), Access.READ):
        raise web.HTTPUnauthorized
    try:
        return target_of_device(hass, device_id)
    except ServiceValidationError:
        raise web.HTTPNotFound from None


def _response(picture: bytes) -> web.Response:
    """Return a picture that a browser may store."""
    return web.Response(
        body=picture,
        content_type=image_type(picture) or "application/octet-stream",
        headers={"Cache-Control": f"private, max-age={_A_DAY}"},
    )


class CoverView(HomeAssistantView):
    """Return the cover of a print."""

    url = f"{COVERS}/{{device_id}}/{{task_id}}"
    name = f"api:{DOMAIN}:cover"

    def __init__(self) -> None:
        """Start without covers."""
        self._covers: OrderedDict[str, bytes] = OrderedDict()

    async def get(
        self, request: web.Request, device_id: str, task_id: str
    ) -> web.Response:
        """Return the picture, if its user may see the printer."""
        entry, serial = _target(request, device_id)
        history = entry.runtime_data.history
        task = next((t for t in history.tasks(serial) if t.id == task_id), None)
        if task is None or not task.cover_url:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        if (picture := self._covers.get(task.id)) is None:
            try:
                picture = await history.async_cover(task)
            except BambuError:
                return web.Response(status=HTTPStatus.BAD_GATEWAY)
            self._store(task, picture)
        return _response(picture)

    def _store(self, task: PrintTask, picture: bytes) -> None:
        """Store a cover in place of the one that was fetched first."""
        self._covers[task.id] = picture
        while len(self._covers) > _STORED:
            self._covers.popitem(last=False)


class PlateView(HomeAssistantView):
    """Return a picture of the plate that a printer prints or has just printed."""

    url = f"{_PLATES}/{{device_id}}/{{profile_id}}/{{number}}/{{kind}}"
    name = f"api:{DOMAIN}:plate"

    async def get(
        self,
        request: web.Request,
        device_id: str,
        profile_id: str,
        number: str,
        kind: str,
    ) -> web.Response:
        """Return the picture, if its user may see the printer."""
        entry, serial = _target(request, device_id)
        plates = entry.runtime_data.plates
        if not number.isdecimal():
            return web.Response(status=HTTPStatus.NOT_FOUND)
        key = PlateKey(serial, profile_id, int(number))
        # Another plate has other coordinates: it must not stand for this one. A page
        # may still ask for one whose print has ended a moment ago.
        printer = entry.runtime_data.account.printers[serial]
        if plates.stored(key) is None and plates.current_key(printer) == key:
            with suppress(BambuError):
                await plates.async_current(printer)
        content = plates.stored(key)
        picture = content and {MASK: content.mask, TOP: content.top}.get(kind)
        if not picture:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return _response(picture)
