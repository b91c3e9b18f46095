"""Endpoints of the printers (protocol A.8)."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulator.printer.printer import Printer
from tests.simulator.printer.state import Payload

from .answers import answer, envelope, forbidden, refusal
from .rest_account import ACCOUNT

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

_TASK_KEYS = (
    "task_id",
    "task_name",
    "task_status",
    "model_id",
    "project_id",
    "profile_id",
    "start_time",
    "prediction",
    "progress",
    "thumbnail",
)


class _Devices:
    """The handlers of the device endpoints."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve the printers of this cloud."""
        self._cloud = cloud
        self._unbound: dict[str, Printer] = {}

    def _asked_for(self, request: web.Request) -> list[Printer] | None:
        """Return the requested printers, None if one is of another account."""
        printers = self._cloud.printers_of(request[ACCOUNT])
        serial = request.query.get("dev_id")
        if serial is None:
            return list(printers.values())
        return [printers[serial]] if serial in printers else None

    async def bind(self, request: web.Request) -> web.Response:
        """List the account's printers (protocol A.8.1)."""
        printers = self._cloud.printers_of(request[ACCOUNT]).values()
        return envelope(devices=[self._bound(printer) for printer in printers])

    def _bound(self, printer: Printer) -> Payload:
        """Return a printer as the device list has it."""
        identity = printer.identity
        body: Payload = {
            "dev_id": identity.serial,
            "name": identity.name,
            "online": self._cloud.listed_online(identity.serial),
            "print_status": self._cloud.history.print_status(identity.serial),
            "dev_model_name": identity.code,
            "dev_product_name": identity.product,
            # The real one ends in a line feed now and then (protocol A.8.1).
            "dev_access_code": f"{identity.access_code}\n",
            "nozzle_diameter": identity.nozzle_diameter,
            "dev_structure": identity.structure,
        }
        if task_id := self._cloud.history.last_task(identity.serial):
            body["print_job"] = task_id
        return body

    async def current_jobs(self, request: web.Request) -> web.Response:
        """Return what each printer prints (protocol A.8.7)."""
        printers = self._cloud.printers_of(request[ACCOUNT]).values()
        return envelope(devices=[self._current_job(printer) for printer in printers])

    def _current_job(self, printer: Printer) -> Payload:
        """Return a printer with its job, all null when idle."""
        identity = printer.identity
        job: dict[str, Any] = dict.fromkeys(_TASK_KEYS)
        return {
            "dev_id": identity.serial,
            "dev_name": identity.name,
            "dev_model_name": identity.code,
            "dev_product_name": identity.product,
            "dev_online": self._cloud.listed_online(identity.serial),
            "dev_access_code": identity.access_code,
        } | (job | self._cloud.history.current(identity.serial))

    async def version(self, request: web.Request) -> web.Response:
        """Return installed and offered firmware (protocol A.8.6)."""
        printers = self._asked_for(request)
        if printers is None:
            return forbidden()
        return envelope(
            devices=[
                {
                    "dev_id": printer.identity.serial,
                    "version": printer.firmware,
                    "firmware": printer.offers,
                    "ams": printer.ams_offers,
                }
                for printer in printers
            ]
        )

    async def rename(self, request: web.Request) -> web.Response:
        """Rename a printer (protocol A.8.4)."""
        body = await request.json()
        printers = self._cloud.printers_of(request[ACCOUNT])
        printer = printers.get(str(body.get("dev_id")))
        if printer is None:
            return forbidden()
        name = body.get("name")
        if not isinstance(name, str) or not name.strip():
            return answer({"detail": "Invalid input parameters"}, 422)
        printer.identity.name = name
        return envelope()

    async def unbind(self, request: web.Request) -> web.Response:
        """Remove a printer from the account (protocol A.8.3)."""
        printers = self._asked_for(request)
        if not printers or "dev_id" not in request.query:
            return forbidden()
        serial = printers[0].identity.serial
        self._unbound[serial] = printers[0]
        self._cloud.remove_printer(serial)
        return envelope()

    async def bind_one(self, request: web.Request) -> web.Response:
        """Add a printer without an owner, if its code is right (protocol A.8.2)."""
        body = await request.json()
        serial = str(body.get("device_id"))
        if serial in self._cloud.printers:
            return forbidden()
        printer = self._unbound.get(serial)
        if printer is None:
            return refusal(400, 2, "Bad Request")
        if body.get("bind_code") != printer.identity.access_code:
            return forbidden()
        del self._unbound[serial]
        printer.identity.name = str(body.get("device_name") or printer.identity.name)
        self._cloud.add_printer(printer, request[ACCOUNT].login)
        return envelope()

    async def task(self, _: web.Request) -> web.Response:
        """Refuse to return a task (protocol A.8.12)."""
        return forbidden()


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the device endpoints."""
    devices = _Devices(cloud)
    api = "/v1/iot-service/api/user"
    router.add_get(f"{api}/bind", devices.bind)
    router.add_post(f"{api}/bind", devices.bind_one)
    router.add_delete(f"{api}/bind", devices.unbind)
    router.add_get(f"{api}/print", devices.current_jobs)
    router.add_get(f"{api}/device/version", devices.version)
    router.add_patch(f"{api}/device/info", devices.rename)
    router.add_get(api + "/task/{task}", devices.task)
