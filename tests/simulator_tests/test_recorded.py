"""Tests of printers that repeat a recording, and of reports against recordings."""

import json
import os
from pathlib import Path
from typing import Any

import aiohttp
import aiomqtt
import pytest

from tests.simulator import (
    A1_MINI,
    H2D,
    P1S,
    P2S,
    X1C,
    BusyError,
    Model,
    RecordedPrinter,
    SimulatedCloud,
    SimulatedPrinter,
)
from tests.simulator.printer.models import profile
from tests.simulator.printer.recorded import identify

from .http_client import BIND, get
from .mqtt_client import next_report, send_request

RECORDINGS = {
    "x1c-four-ams": X1C,
    "p1p-ams": P1S,
    "a1-ams-lite": A1_MINI,
    "h2d": H2D,
}
IGNORED = {
    "h2d": {
        # Firmware 01.01.02 has a laser and cutter job that 01.01.01 does not tell.
        "print.2D": "only recorded",
        "print.lan_task_id": "only recorded",
        # The recording was made while a job with one stage was under way.
        "print.job.stage[]": "only recorded",
        "print.xcam.cfg": "only recorded",
        "print.device.ext_tool.mount_3d": "only simulated",
        # Recorded firmware did not mark its full reports (protocol B.5).
        "print.msg": "only simulated",
    },
    "p1p-ams": {
        # A P1P of firmware 01.07, which tells less of its AMS than 01.08 does.
        "print.ams.ams[].dry_time": "only simulated",
        "print.ams.ams[].humidity_raw": "only simulated",
        "print.ams.ams[].info": "only simulated",
        # No update was on offer.
        "print.upgrade_state.new_ver_list[]": "only simulated",
        "info.module[].product_name": "only simulated",
        "info.module[].visible": "only simulated",
    },
    "a1-ams-lite": {
        # An A1 does not tell it, an A1 mini does (protocol H.2).
        "print.ams.ams[].tray[].state": "only simulated",
    },
    "x1c-four-ams": {},
}
"""Differences that firmware, model or situation explain; each covers what is below."""


def recording(name: str) -> Path:
    """Return the path of a recording, or skip where there are none."""
    folder = os.environ.get("BAMBU_CAPTURES")
    if not folder:
        pytest.skip("BAMBU_CAPTURES names no folder with recordings")
    return Path(folder) / f"{name}.json"


def key_paths(value: Any, path: str = "") -> set[str]:
    """Return the paths of all keys below a value, the elements of lists merged."""
    if isinstance(value, list):
        return {each for element in value for each in key_paths(element, f"{path}[]")}
    if not isinstance(value, dict):
        return set()
    below = {f"{path}.{key}" if path else key: child for key, child in value.items()}
    return set(below).union(*(key_paths(child, key) for key, child in below.items()))


def explained(path: str, side: str, reasons: dict[str, str]) -> bool:
    """Return whether a difference is on the list."""
    return any(
        side == where
        and (path == allowed or path.startswith((f"{allowed}.", f"{allowed}[")))
        for allowed, where in reasons.items()
    )


@pytest.mark.parametrize("name", RECORDINGS)
def test_reports_have_the_recorded_keys(name: str) -> None:
    """A simulated printer reports what a real one of its family reports."""
    content = json.loads(recording(name).read_bytes())
    printer = SimulatedPrinter(RECORDINGS[name], serial="0", name="Printer")
    simulated = key_paths(printer.full()) | key_paths(printer.answer_version("0"))
    recorded = key_paths(content["full"]) | key_paths(content["version"])
    reasons = IGNORED[name]
    unexplained = {
        (path, side)
        for paths, side in (
            (recorded - simulated, "only recorded"),
            (simulated - recorded, "only simulated"),
        )
        for path in paths
        if not explained(path, side, reasons)
    }
    assert not unexplained
    for allowed, side in reasons.items():
        there = recorded if side == "only recorded" else simulated
        assert any(path.startswith(allowed) for path in there), (
            f"{allowed} needs no excuse"
        )


@pytest.mark.parametrize("name", RECORDINGS)
def test_values_have_the_recorded_types(name: str) -> None:
    """What a real printer writes as text or number a simulated one does as well."""
    content = json.loads(recording(name).read_bytes())
    printer = SimulatedPrinter(RECORDINGS[name], serial="0", name="Printer")
    recorded, simulated = content["full"]["print"], printer.full()["print"]
    number = {int: float}
    differing = {
        key
        for key in recorded.keys() & simulated.keys()
        if number.get(type(recorded[key]), type(recorded[key]))
        is not number.get(type(simulated[key]), type(simulated[key]))
    }
    assert not differing


@pytest.mark.parametrize(
    ("name", "product", "prefix"),
    [
        ("x1c-four-ams", "X1 Carbon", "00M"),
        ("p1p-ams", "P1P", "01S"),
        ("a1-ams-lite", "A1", "039"),
        ("h2d", "H2D", "094"),
    ],
)
def test_recorded_printers_are_identified(name: str, product: str, prefix: str) -> None:
    """A recording becomes a printer of its model, with a serial that fits."""
    printer = RecordedPrinter.from_file(recording(name))
    assert printer.identity.product == product
    assert printer.identity.serial.startswith(prefix)
    assert len(printer.identity.serial) == 15
    assert printer.handle({"pushing": {"command": "pushall"}})


@pytest.mark.parametrize("model", [X1C, P1S, A1_MINI, H2D, P2S])
def test_own_printers_are_identified(model: Model) -> None:
    """The version answers of the simulated printers name their models."""
    version, _ = profile(model)
    assert identify(version["info"]["module"]).code == model.code


@pytest.mark.parametrize(
    ("modules", "product"),
    [
        ([{"name": "ap", "hw_ver": "AP02"}], "X1E"),
        ([{"name": "ap", "hw_ver": "AP05"}], "X1 Carbon"),
        ([{"name": "ota", "hw_ver": "OTA", "project_name": "C12"}], ""),
        ([], ""),
    ],
)
def test_older_version_answers(modules: list[dict[str, str]], product: str) -> None:
    """Without a product name the hardware identifies the model (protocol E.1)."""
    assert identify(modules).product == product


@pytest.fixture
def repeating() -> RecordedPrinter:
    """Return a printer with a recording of one full report and two deltas."""
    version, full = profile(H2D)
    full["print"] |= {"gcode_state": "RUNNING", "task_id": "77", "mc_percent": 12}
    deltas = {
        "open": {"print": {"stat": "46A58008"}},
        "closed": {"print": {"stat": "46258008"}},
    }
    return RecordedPrinter({"version": version, "full": full, "deltas": deltas})


def test_recording_is_repeated(repeating: RecordedPrinter) -> None:
    """Full report and deltas come again and again, on the idle cadence."""
    reports = [report["print"] for _ in range(31) for report in repeating.tick(1)]
    stats = [report["stat"] for report in reports]
    assert stats == ["46258008", "46A58008", "46258008"] * 2 + ["46258008"]
    assert [len(report) == 1 for report in reports[:3]] == [False, True, True]


async def test_recorded_printer_in_the_cloud(
    cloud: SimulatedCloud,
    owner: aiohttp.ClientSession,
    mqtt: aiomqtt.Client,
    repeating: RecordedPrinter,
) -> None:
    """A recorded printer is listed, answers, and has the job it was recorded with."""
    cloud.add_printer(repeating)
    serial = repeating.identity.serial
    await mqtt.subscribe(f"device/{serial}/report")
    await send_request(mqtt, serial, {"info": {"command": "get_version"}})
    assert (await next_report(mqtt))["info"]["module"][0]["name"] == "ota"
    await send_request(mqtt, serial, {"pushing": {"command": "pushall"}})
    assert (await next_report(mqtt))["print"]["gcode_state"] == "RUNNING"
    _, body = await get(owner, BIND)
    device = body["devices"][-1]
    assert (device["dev_id"], device["print_job"]) == (serial, 77)
    assert (device["dev_model_name"], device["print_status"]) == ("O1D", "RUNNING")
    with pytest.raises(BusyError):
        await cloud.scenario(serial, "hms_raised")
