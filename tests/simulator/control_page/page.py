"""The control page of the simulator and its JSON interface, under `/_simulator`."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulator.cloud_side.answers import answer
from tests.simulator.default_printers import MODELS, another
from tests.simulator.faults import HttpFault, Junk
from tests.simulator.printer.job import BusyError
from tests.simulator.printer.printer import Printer, SimulatedPrinter
from tests.simulator.printer.recorded import RecordedPrinter
from tests.simulator.printer.state import Payload, get
from tests.simulator.scenarios.printer import SCENARIOS

from . import accounts as control_accounts, cameras as control_cameras

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

type _Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PAGE = Path(__file__).with_name("control.html").read_text()
_API = "/_simulator/api"
_DIALS = ("drop", "duplicate", "reorder", "delay", "retry_after")
_SWITCHES = ("mute", "silent", "refuse_subscriptions", "refuse_logins")


class _Control:
    """The handlers of the control interface."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Control this cloud."""
        self._cloud = cloud

    async def page(self, _: web.Request) -> web.Response:
        """Return the page."""
        return web.Response(text=_PAGE, content_type="text/html")

    async def state(self, _: web.Request) -> web.Response:
        """Return everything that the page shows."""
        cloud = self._cloud
        return answer(
            {
                "now": cloud.now.isoformat(),
                "speed": cloud.speed,
                "sessions": cloud.broker.sessions,
                "broker": {
                    "running": cloud.broker.running,
                    "port": cloud.broker.port,
                    **{name: getattr(cloud.broker, name) for name in _SWITCHES},
                },
                "printers": self._printers(),
                "accounts": control_accounts.shown(cloud),
                "models": list(MODELS),
                "scenarios": list(SCENARIOS),
                "request_faults": list(HttpFault),
                "junk": list(Junk),
            }
        )

    def _printers(self) -> list[Payload]:
        """Return the printers as the page lists them."""
        cameras = self._cloud.cameras
        return [
            _shown(printer) | {"camera": control_cameras.shown(cameras, serial)}
            for serial, printer in self._cloud.printers.items()
        ]

    async def printers(self, _: web.Request) -> web.Response:
        """List the printers."""
        return answer(self._printers())

    async def add_printer(self, request: web.Request) -> web.Response:
        """Add a printer: `{"model": "P1S", "name": …}`."""
        body = await request.json()
        printer = another(
            str(body.get("model")), self._cloud.printers, str(body.get("name") or "")
        )
        self._cloud.add_printer(printer)
        if self._cloud.cameras.period:
            await self._cloud.cameras.start()
        return answer(_shown(printer), 201)

    async def remove_printer(self, request: web.Request) -> web.Response:
        """Remove a printer from its account."""
        serial = request.match_info["serial"]
        if serial not in self._cloud.printers:
            raise KeyError(serial)
        self._cloud.remove_printer(serial)
        return answer({})

    async def scenario(self, request: web.Request) -> web.Response:
        """Start a scenario: `{"name": "print_ok", "seconds": 600}`."""
        body = await request.json()
        serial, name = request.match_info["serial"], str(body.get("name"))
        seconds = body.get("seconds")
        await self._cloud.scenario(
            serial, name, None if seconds is None else float(seconds)
        )
        return answer(_shown(self._cloud.printers[serial]))

    async def action(self, request: web.Request) -> web.Response:
        """Apply an action to a printer: pause, resume, cancel, fail, finish, …."""
        serial, name = request.match_info["serial"], request.match_info["action"]
        match name:
            case "on":
                self._cloud.connect(serial)
            case "off":
                self._cloud.power_off(serial)
            case _:
                _ACTIONS[name](self._cloud.simulated(serial))
        return answer(_shown(self._cloud.printers[serial]))

    async def faults(self, request: web.Request) -> web.Response:
        """Set faults, or clear all: `{"clear": true}`."""
        body = await request.json()
        faults = self._cloud.faults
        if body.get("clear"):
            faults.clear()
        if "request" in body:
            faults.next_request(HttpFault(body["request"]), int(body.get("times", 1)))
        if "every_request" in body:
            wanted = body["every_request"]
            faults.every_request = HttpFault(wanted) if wanted else None
        for path, fault in body.get("targets", {}).items():
            faults.targets[path] = HttpFault(fault)
        if "junk" in body:
            faults.junk.append(Junk(body["junk"]))
        for dial in _DIALS:
            if dial in body:
                setattr(faults, dial, type(getattr(faults, dial))(body[dial]))
        return answer({})

    async def broker(self, request: web.Request) -> web.Response:
        """Stop, start or kick, or set an option: `{"do": "stop", "mute": true}`."""
        body = await request.json()
        broker = self._cloud.broker
        for switch in _SWITCHES:
            if switch in body:
                setattr(broker, switch, body[switch])
        match body.get("do"):
            case "stop":
                await broker.stop()
            case "start":
                await broker.start()
            case "kick":
                await broker.kick()
        return answer({"running": broker.running})

    async def time(self, request: web.Request) -> web.Response:
        """Set the speed, or advance the time: `{"advance": 60}`."""
        body = await request.json()
        if "speed" in body:
            self._cloud.run(float(body["speed"]))
        if "advance" in body:
            await self._cloud.advance(float(body["advance"]))
        return answer({"now": self._cloud.now.isoformat(), "speed": self._cloud.speed})


def _toggle_door(printer: SimulatedPrinter) -> None:
    """Open a closed door, or close an open one."""
    printer.set_door(is_open=not printer.door_open)


_ACTIONS: dict[str, Callable[[SimulatedPrinter], None]] = {
    "pause": lambda printer: printer.printing.pause(),
    "resume": lambda printer: printer.printing.resume(),
    "cancel": lambda printer: printer.printing.end("cancel"),
    "fail": lambda printer: printer.printing.end("fail"),
    "finish": lambda printer: printer.printing.end("finish"),
    "door": _toggle_door,
}


def _shown(printer: Printer) -> Payload:
    """Return a printer as the page shows it."""
    shown: Payload = {
        "serial": printer.identity.serial,
        "name": printer.identity.name,
        "product": printer.identity.product,
        "connected": printer.connected,
        "gcode_state": printer.gcode_state,
        "recorded": isinstance(printer, RecordedPrinter),
        "title": printer.job.title if printer.job else "",
    }
    if isinstance(printer, SimulatedPrinter):
        report: dict[str, Any] = printer.state
        body = printer.physics
        shown |= {
            "progress": report["mc_percent"],
            "remaining_minutes": report["mc_remaining_time"],
            "stage": report["stg_cur"],
            "layer": report["layer_num"],
            "total_layers": report["total_layer_num"],
            "print_error": report["print_error"],
            "nozzles": [_temperature(nozzle) for nozzle in body.nozzles],
            "bed": _temperature(body.bed),
            "chamber": _temperature(body.chamber) if body.chamber else None,
            "door": printer.door_open if printer.model.door else None,
            "light": get(report, "lights_report.0.mode"),
            "ams": [
                f"{unit.kind.name} {unit.id} · {unit.serial}"
                for unit in printer.ams.units.values()
            ],
        }
    return shown


def _temperature(heater: Any) -> list[float]:
    """Return current and target temperature."""
    return [round(heater.current, 1), heater.target]


def _guarded(handler: _Handler) -> _Handler:
    """Turn errors of an action into responses."""

    async def guard(request: web.Request) -> web.StreamResponse:
        """Answer 404 for unknown things, 409 for what is not possible now."""
        try:
            return await handler(request)
        except KeyError as missing:
            return answer({"error": f"there is no {missing}"}, 404)
        except BusyError as busy:
            return answer({"error": str(busy)}, 409)
        except ValueError as error:
            return answer({"error": str(error)}, 400)

    return guard


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the page and its interface."""
    control = _Control(cloud)
    accounts = control_accounts.AccountControl(cloud)
    printer = _API + "/printers/{serial}"
    router.add_get("/_simulator", control.page)
    for method, path, handler in (
        ("GET", f"{_API}/state", control.state),
        ("GET", f"{_API}/printers", control.printers),
        ("POST", f"{_API}/printers", control.add_printer),
        ("DELETE", printer, control.remove_printer),
        ("POST", f"{printer}/scenario", control.scenario),
        ("POST", printer + "/{action}", control.action),
        (
            "POST",
            printer + control_cameras.PATH,
            control_cameras.CameraControl(cloud).act,
        ),
        ("GET", _API + "/mailbox/{login}", accounts.mailbox),
        ("POST", _API + "/accounts/{login}/token", accounts.token),
        ("POST", _API + "/accounts/{login}/revoke", accounts.revoke),
        ("POST", f"{_API}/faults", control.faults),
        ("POST", f"{_API}/broker", control.broker),
        ("POST", f"{_API}/time", control.time),
    ):
        router.add_route(method, path, _guarded(handler))
