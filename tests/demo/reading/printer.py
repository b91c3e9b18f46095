"""Read the machine: heaters, fans, lights, network (protocol C.3, C.4, C.6)."""

from collections.abc import Iterator, Mapping
from itertools import chain

from . import models
from .heat import expected_temperatures
from .job import expected_of_errors, expected_of_job
from .nozzles import expected_nozzles
from .units import expected_active_spool, expected_external_spools
from .values import (
    Expected,
    Report,
    at,
    element,
    first,
    flag,
    objects,
    on,
    whole,
    word,
)

_STORAGE = ("none", "normal", "abnormal", "read_only")
_SDCARD = {
    "NO_SDCARD": "none",
    "HAS_SDCARD_NORMAL": "normal",
    "HAS_SDCARD_ABNORMAL": "abnormal",
    "HAS_SDCARD_READONLY": "read_only",
}
_DUCT_MODES = {0: "cooling", 1: "heating", 2: "exhaust", 3: "full_cooling"}
_PARTS = {
    16: "part_fan_speed",
    32: "auxiliary_fan_speed",
    48: "chamber_fan_speed",
    160: "second_auxiliary_fan_speed",
}
_WIRED_PLACEHOLDER = -90
_STEPS_OF_GEARS = 10
"""%; sources round 0 to 15 differently (protocol C.4)."""


def expected_of_printer(
    report: Report, *, code: str, firmware: str
) -> tuple[Expected, ...]:
    """Return all that a printer of this model has to show."""
    return tuple(
        chain(
            expected_of_job(report),
            expected_of_errors(report),
            expected_temperatures(report, code),
            expected_nozzles(report, code),
            _fans(report, code),
            _lights(report),
            _door(report, code, firmware),
            _storage(report, code),
            _network(report),
            _camera(report, code),
            expected_active_spool(report),
            expected_external_spools(report, code),
            _firmware(firmware),
        )
    )


def _fans(report: Report, code: str) -> Iterator[Expected]:
    """Yield the fans: parts of the air duct, else gears of 0 to 15."""
    gears = {"part_fan_speed": "cooling_fan_speed"}
    if code in models.WITH_AUXILIARY_FANS:
        gears |= {
            "auxiliary_fan_speed": "big_fan1_speed",
            "chamber_fan_speed": "big_fan2_speed",
        }
    duct = at(report, "device.airduct") or {}
    if list(objects(duct.get("parts"))):
        gears = {}
        for part, key in _PARTS.items():
            state = whole(element(duct["parts"], part).get("state"))
            if state is not None and state & 0xFF <= 100:
                yield Expected(f"sensor.{key}", state & 0xFF)
    elif report.get("aux_part_fan") is False:
        gears.pop("auxiliary_fan_speed", None)
    for key, field in {**gears, "heatbreak_fan_speed": "heatbreak_fan_speed"}.items():
        gear = whole(report.get(field))
        if gear is not None and 0 <= gear <= 15:
            yield Expected(f"sensor.{key}", gear / 15 * 100, _STEPS_OF_GEARS)
    mode = whole(duct.get("modeCur"))
    if mode in _DUCT_MODES:
        yield Expected("sensor.air_duct_mode", _DUCT_MODES[mode])


def _lights(report: Report) -> Iterator[Expected]:
    """Yield the lights; a flashing one is on."""
    modes = {
        str(item.get("node")): item.get("mode") != "off"
        for item in objects(report.get("lights_report"))
    }
    chamber = [
        modes[node] for node in ("chamber_light", "chamber_light2") if node in modes
    ]
    if chamber:
        yield Expected("light.chamber_light", any(chamber))
    if "work_light" in modes:
        yield Expected("light.work_light", modes["work_light"])


def _door(report: Report, code: str, firmware: str) -> Iterator[Expected]:
    """Yield the door, which models report in different words."""
    is_open = None
    if code in models.DOOR_IN_STAT:
        is_open = on(word(report.get("stat")), 23)
    elif code in models.DOOR_SINCE and _version(firmware) >= models.DOOR_SINCE[code]:
        is_open = on(whole(report.get("home_flag")), 23)
    if is_open is not None:
        yield Expected("binary_sensor.door", is_open)


def _version(firmware: str) -> tuple[int, ...]:
    """Return the numbers of a version; an unknown one is the oldest."""
    parts = firmware.split(".")
    return tuple(map(int, parts)) if all(map(str.isdigit, parts)) else ()


def _storage(report: Report, code: str) -> Iterator[Expected]:
    """Yield whether there is a memory card; bits say more, but flap on old printers."""
    aux, home = word(report.get("aux")), whole(report.get("home_flag"))
    card = report.get("sdcard")
    if aux is not None:
        yield Expected("sensor.storage", _STORAGE[aux >> 12 & 3])
    elif isinstance(card, str) and card in _SDCARD:
        yield Expected("sensor.storage", _SDCARD[card])
    elif card is False:
        yield Expected("sensor.storage", "none")
    elif card is True and home is not None and code not in models.P1 | models.A1:
        yield Expected("sensor.storage", _STORAGE[home >> 8 & 3 or 1])
    elif card is True:
        yield Expected("sensor.storage", "normal")


def _network(report: Report) -> Iterator[Expected]:
    """Yield the signal and the address."""
    conf = whole(at(report, "net.conf"))
    if conf is not None:
        yield Expected("binary_sensor.wired_network", bool(conf & 1))
    signal = whole(str(report.get("wifi_signal", "")).removesuffix("dBm"))
    if signal is not None and not (conf and conf & 1 and signal == _WIRED_PLACEHOLDER):
        yield Expected("sensor.wifi_signal", signal)
    for interface in objects(at(report, "net.info")):
        if address := whole(interface.get("ip")):
            octets = (address & 0xFFFFFFFF).to_bytes(4, "little")
            yield Expected("sensor.ip_address", ".".join(map(str, octets)))
            return


def _camera(report: Report, code: str) -> Iterator[Expected]:
    """Yield what the camera records and checks."""
    cfg = word(report.get("cfg"))
    ipcam, xcam = at(report, "ipcam") or {}, at(report, "xcam") or {}
    found: Mapping[str, bool | None] = {
        "switch.timelapse": first(on(cfg, 5), flag(ipcam.get("timelapse"))),
        "switch.record_prints": first(on(cfg, 3), flag(ipcam.get("ipcam_record"))),
        "switch.build_plate_detection": flag(xcam.get("buildplate_marker_detector")),
        "binary_sensor.camera_recording": first(
            on(word(report.get("stat")), 7), on(whole(report.get("home_flag")), 5)
        ),
        "switch.first_layer_inspection": (
            first(on(cfg, 12), flag(xcam.get("first_layer_inspector")))
            if code in models.X1
            else None
        ),
    }
    for key, value in found.items():
        if value is not None:
            yield Expected(key, value)


def _firmware(version: str) -> Iterator[Expected]:
    """Yield the version that runs."""
    if version and set(version) - set("0."):
        yield Expected("update.firmware", version, attribute="installed_version")
