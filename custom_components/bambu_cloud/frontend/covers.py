"""Show covers of prints to the browsers of a household.

A cover is at an address of the cloud that anyone could open while it lasts. It is
fetched by Home Assistant instead, for users who may see the printer: nothing of the
account reaches a browser, and a page still shows the picture tomorrow.
"""

from collections import OrderedDict
from http import HTTPStatus

from aiohttp import web
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.exceptions import ServiceValidationError

from ..actions.access import Access, entities_of_device, is_permitted
from ..actions.targets import target_of_device
from ..api import BambuError, image_type
from ..const import DOMAIN
from ..model import PrintTask

URL = f"/api/{DOMAIN}/cover"
_STORED = 64
"""Covers; some 40 kB each, so that a gallery of one printer is fetched once."""
_A_DAY = 86_400  # s; the cover of a print never changes


class CoverView(HomeAssistantView):
    """Return the cover of a print."""

    url = f"{URL}/{{device_id}}/{{task_id}}"
    name = f"api:{DOMAIN}:cover"

    def __init__(self) -> None:
        """Start without covers."""
        self._covers: OrderedDict[str, bytes] = OrderedDict()

    async def get(
        self, request: web.Request, device_id: str, task_id: str
    ) -> web.Response:
        """Return the picture, if its user may see the printer."""
        hass, user = request.app[KEY_HASS], request[KEY_HASS_USER]
        if not is_permitted(user, entities_of_device(hass, device_id), Access.READ):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        try:
            entry, serial = target_of_device(hass, device_id)
        except ServiceValidationError:
            return web.Response(status=HTTPStatus.NOT_FOUND)
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
        return web.Response(
            body=picture,
            content_type=image_type(picture) or "application/octet-stream",
            headers={"Cache-Control": f"private, max-age={_A_DAY}"},
        )

    def _store(self, task: PrintTask, picture: bytes) -> None:
        """Store a cover in place of the one that was fetched first."""
        self._covers[task.id] = picture
        while len(self._covers) > _STORED:
            self._covers.popitem(last=False)
