"""Endpoints of a single source, refused by default (protocol A.14)."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from .answers import answer, forbidden, not_allowed, not_found
from .rest_account import ACCOUNT

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud


class _Claimed:
    """The handlers of endpoints that probably do not exist."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve them by this cloud's policy."""
        self._cloud = cloud

    def _claim(self, refused: web.Response, **data: object) -> web.Response:
        """Answer in the shape of S2, if the policy allows it."""
        if not self._cloud.policy.answers_unconfirmed:
            return refused
        return answer({"code": 0, "message": "Success", "data": data})

    async def change_profile(self, request: web.Request) -> web.Response:
        """Change the name of an account."""
        name = str((await request.json()).get("username"))
        if self._cloud.policy.answers_unconfirmed:
            request[ACCOUNT].name = name
        return self._claim(not_allowed())

    async def device_info(self, request: web.Request) -> web.Response:
        """Return a printer that one of two parameters names."""
        wanted = request.query.get("device_id") or request.query.get("dev_id")
        printer = self._cloud.printers_of(request[ACCOUNT]).get(str(wanted))
        if printer is None:
            return self._claim(not_allowed()) if wanted is None else forbidden()
        data: Payload = {
            "device_id": printer.identity.serial,
            "device_name": printer.identity.name,
            "model": printer.identity.product,
            "status": "online" if printer.connected else "offline",
            "firmware_version": printer.firmware,
            "nozzle_temp": 25.5,
            "bed_temp": 24.0,
        }
        return self._claim(not_allowed(), **data)

    async def start_print(self, _: web.Request) -> web.Response:
        """Accept a print without starting it."""
        return self._claim(not_allowed(), job_id="1", status="queued")

    async def send_file(self, request: web.Request) -> web.Response:
        """Store a file that comes in one request."""
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField):
            return not_allowed()
        self._cloud.store.put(f"claimed/{file.filename}", file.file.read())
        return self._claim(not_allowed(), file_id="f1", file_name=file.filename)

    async def confirm(self, _: web.Request) -> web.Response:
        """Confirm a file."""
        return self._claim(not_allowed(), file_id="f1")

    async def files(self, _: web.Request) -> web.Response:
        """List the files that came in one request."""
        names = [
            key.removeprefix("claimed/")
            for key in self._cloud.store.files
            if key.startswith("claimed/")
        ]
        rows = [{"file_id": f"f{n}", "file_name": name} for n, name in enumerate(names)]
        return self._claim(not_found(), files=rows)

    async def application(self, _: web.Request) -> web.Response:
        """Refuse clients that are not Bambu Lab's (protocol A.8.15)."""
        return forbidden()

    async def certificate(self, _: web.Request) -> web.Response:
        """Return an invalid certificate."""
        return self._claim(not_found(), key="-----", cert="-----", crl=["-----"])

    async def other(self, _: web.Request) -> web.Response:
        """Accept the request without any effect."""
        return self._claim(not_found())


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the endpoints."""
    claimed = _Claimed(cloud)
    user = "/v1/iot-service/api/user"
    router.add_put("/v1/user-service/my/profile", claimed.change_profile)
    router.add_get(f"{user}/device/info", claimed.device_info)
    router.add_post(f"{user}/print", claimed.start_print)
    router.add_post(f"{user}/upload", claimed.send_file)
    router.add_post(f"{user}/upload/confirm", claimed.confirm)
    router.add_get(f"{user}/files", claimed.files)
    router.add_get(user + "/applications/{token}/cert", claimed.application)
    router.add_get("/v1/cert/get", claimed.certificate)
    router.add_post("/v1/cert/update", claimed.other)
    actions = "login|logout|refresh|register|reset-password"
    router.add_post(f"/v1/accounts/{{action:{actions}}}", claimed.other)
