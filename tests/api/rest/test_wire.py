"""Lists of printers, with all the sloppiness of the wire."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    AmsFirmwareOffers,
    BambuCloud,
    BoundPrinter,
    CurrentJob,
    DeviceFirmware,
    FirmwareRelease,
)
from tests.helpers.http_server import BOUND, SERIAL, CannedServer, answer, listed


async def test_printers_are_read(client: BambuCloud, server: CannedServer) -> None:
    """A full entry, with its access code stripped and hidden (protocol A.8.1)."""
    server.respond_with(listed(BOUND | {"print_job": 700000001}))
    (printer,) = await client.printers()
    assert printer == BoundPrinter(
        serial=SERIAL,
        name="Workshop",
        online=True,
        print_status="SUCCESS",
        model_code="C12",
        product="P1S",
        access_code="12345678",
        nozzle_diameter=0.4,
        last_task_id="700000001",
    )
    assert "12345678" not in repr(printer)


async def test_printers_may_be_sloppy(client: BambuCloud, server: CannedServer) -> None:
    """Text for numbers, nulls and missing keys cost a value, never the printer."""
    server.respond_with(
        listed(
            {"dev_id": SERIAL, "online": "false", "nozzle_diameter": "0.6", "name": 7},
            {"dev_id": "B1", "online": None, "print_job": 0, "name": None},
            {"dev_id": "C1", "online": 1, "nozzle_diameter": "", "name": ["x"]},
        )
    )
    assert await client.printers() == (
        BoundPrinter(serial=SERIAL, online=False, nozzle_diameter=0.6, name="7"),
        BoundPrinter(serial="B1"),
        BoundPrinter(serial="C1", online=True),
    )


async def test_what_is_no_printer_is_dropped(
    client: BambuCloud, server: CannedServer
) -> None:
    """An entry without a usable serial leaves the others alone."""
    server.respond_with(
        listed(
            None, 3, [], {}, {"dev_id": None}, {"dev_id": "a/+"}, {"dev_id": "#"}, BOUND
        )
    )
    assert [printer.serial for printer in await client.printers()] == [SERIAL]


async def test_printer_that_is_listed_twice_is_one(
    client: BambuCloud, server: CannedServer
) -> None:
    """The later entry counts."""
    server.respond_with(listed(BOUND, {**BOUND, "name": "Cellar"}))
    assert [printer.name for printer in await client.printers()] == ["Cellar"]


@pytest.mark.parametrize(
    "content",
    [
        {"code": 0, "message": "Success", "data": {"devices": [BOUND]}},
        {"code": "0", "message": "SUCCESS", "devices": [BOUND]},
        {"devices": [BOUND], "data": {}},
    ],
)
async def test_envelopes_vary(
    client: BambuCloud, server: CannedServer, content: Any
) -> None:
    """Three shapes of success (protocol A.3)."""
    server.respond_with(answer(200, content))
    assert len(await client.printers()) == 1


async def test_names_may_be_broken(client: BambuCloud, server: CannedServer) -> None:
    """Invalid UTF-8 costs a letter."""
    server.respond_with(answer(200, b'{"devices":[{"dev_id":"A1","name":"a\xff"}]}'))
    assert [printer.name for printer in await client.printers()] == ["a\ufffd"]


async def test_jobs_are_read(client: BambuCloud, server: CannedServer) -> None:
    """A running job, an idle printer, a job in wrong types (protocol A.8.7)."""
    server.respond_with(
        listed(
            {
                "dev_id": SERIAL,
                "task_id": 702383065,
                "task_name": "Benchy",
                "task_status": "RUNNING",
                "start_time": "2026-01-01T10:00:00Z",
                "prediction": "3348",
                "progress": 45.0,
            },
            {"dev_id": "B1", "task_id": None, "start_time": None},
            {"dev_id": "C1", "start_time": "2026-01-01 10:00:00", "progress": "x"},
            {"dev_id": "D1", "start_time": "yesterday", "prediction": {}},
        )
    )
    ten = datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert await client.jobs() == (
        CurrentJob(
            serial=SERIAL,
            task_id="702383065",
            task_name="Benchy",
            task_status="RUNNING",
            started_at=ten,
            predicted_seconds=3348,
            progress=45,
        ),
        CurrentJob(serial="B1"),
        CurrentJob(serial="C1", started_at=ten),
        CurrentJob(serial="D1"),
    )
    assert server.requests[0].target == "/v1/iot-service/api/user/print?force=true"


async def test_firmware_is_read(client: BambuCloud, server: CannedServer) -> None:
    """Candidates need a version, and units a serial (protocol A.8.6)."""
    offer = {"version": "2", "force_update": False, "url": "u", "description": "d"}
    server.respond_with(
        listed(
            {
                "dev_id": SERIAL,
                "version": "1",
                "firmware": [offer, {}, None],
                "ams": [{"device_id": "A", "firmware": [offer, {}]}, {}, None],
            },
            {"dev_id": "B1", "version": None, "firmware": None, "ams": None},
        )
    )
    offers = (FirmwareRelease(version="2", mandatory=False, notes="d", url="u"),)
    assert await client.firmware() == (
        DeviceFirmware(
            serial=SERIAL,
            installed="1",
            offers=offers,
            units=(AmsFirmwareOffers(serial="A", offers=offers),),
        ),
        DeviceFirmware(serial="B1"),
    )
    await client.firmware(SERIAL)
    assert [request.target for request in server.requests] == [
        "/v1/iot-service/api/user/device/version",
        f"/v1/iot-service/api/user/device/version?dev_id={SERIAL}",
    ]
