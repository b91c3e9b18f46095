"""Tickets for cloud streams of cameras (protocol A.8.13, camera 1)."""

from secrets import token_hex
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from .answers import envelope, forbidden, refusal
from .cloud_policy import Ticket
from .rest_account import ACCOUNT

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

# Models whose tickets only Bambu Lab's own applications get (camera 1.6).
_GUARDED = frozenset({"O1D", "O1E", "O1S", "O1C"})
_NOTHING: Payload = {
    "ttcode": "",
    "passwd": "",
    "authkey": "",
    "region": "",
    "type": "",
    "streams": [],
    "peers": [],
    "stream_key": "",
    "stream_salt": "",
    "channel_name": "",
    "app_id": "",
    "rtm": "",
}


class _Cameras:
    """The handler of the endpoint."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve the printers of this cloud."""
        self._cloud = cloud

    async def ticket(self, request: web.Request) -> web.Response:
        """Return a new ticket to the owner of a printer."""
        body = await request.json()
        serial = body.get("dev_id")
        if not isinstance(serial, str) or not serial:
            return refusal(400, 2, "Bad Request", 'field "dev_id" is not set')
        printer = self._cloud.printers_of(request[ACCOUNT]).get(serial)
        if printer is None:
            return forbidden()
        usual = Ticket.REFUSED if printer.identity.code in _GUARDED else Ticket.TUTK
        match self._cloud.policy.ticket or usual:
            case Ticket.REFUSED:
                return forbidden()
            case Ticket.EMPTY:
                return envelope(**_NOTHING)
            case Ticket.AGORA:
                return envelope(**_NOTHING | _agora())
        ticket = {
            "ttcode": token_hex(10).upper(),
            "authkey": token_hex(4),
            "passwd": token_hex(3),
            "region": "us",
            "type": "tutk",
        }
        self._cloud.tickets.append(ticket)
        return envelope(**_NOTHING | ticket)


def _agora() -> Payload:
    """Return the ticket of a newer back end (protocol A.8.13)."""
    return {
        "type": "agora",
        "app_id": token_hex(16),
        "channel_name": token_hex(8),
        "stream_key": token_hex(16),
        "stream_salt": token_hex(16),
        "rtm": token_hex(16),
    }


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the endpoint."""
    router.add_post("/v1/iot-service/api/user/ttcode", _Cameras(cloud).ticket)
