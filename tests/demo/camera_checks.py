"""Check the pictures of cameras, as the frontend gets them."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from ctypes.util import find_library
from io import BytesIO
import json
import time

from PIL import Image, UnidentifiedImageError

from tests.simulator import H2D_SERIAL

from .client import Client
from .environment import Environment, say
from .printers import DOMAIN, Printer

OPTIONS = "/api/config/config_entries/options/flow"
LIMIT = 30
PAUSE = 0.5


async def check_pictures(running: Environment, printers: Iterable[Printer]) -> bool:
    """Return whether each camera that should have one has a fresh picture."""
    well = True
    for printer in printers:
        camera = printer.entities["camera.camera"]
        if obstacle := await _obstacle(running, printer):
            say(f"{printer.name}: not checked, {obstacle}")
            continue
        description = await _describe_picture(running.client, camera)
        say(f"{printer.name}: {description or 'NO PICTURE'}")
        well = well and description is not None
    return well


async def _obstacle(running: Environment, printer: Printer) -> str | None:
    """Return why there can be no picture, None if there can."""
    camera = printer.entities["camera.camera"]
    state = json.loads(await running.client.fetch(f"/api/states/{camera}") or "{}")
    if reason := state["attributes"].get("reason"):
        return str(reason)
    if state["attributes"]["transport"] != "lan_rtsps":
        return None
    if running.cloud.cameras.streams is None:
        return "as there is no GStreamer to serve video"
    return None if find_library("turbojpeg") else "as there is no libturbojpeg"


async def _describe_picture(client: Client, camera: str) -> str | None:
    """Wait for two different pictures, and describe the second."""
    began, first, before = time.monotonic(), 0.0, b""
    with suppress(TimeoutError):
        async with asyncio.timeout(LIMIT):
            while True:
                picture = await client.fetch(f"/api/camera_proxy/{camera}")
                if picture and before and picture != before:
                    size = _size(picture)
                    return size and f"{size}, the first after {first:.1f} s"
                if picture and not before:
                    first, before = time.monotonic() - began, picture
                await asyncio.sleep(PAUSE)
    return None


async def check_still(running: Environment, printers: Iterable[Printer]) -> bool:
    """Switch the stills of the H2D on; return whether there is one."""
    printer = next(item for item in printers if item.serial == H2D_SERIAL)
    camera = printer.entities["camera.camera"]
    simulated = running.cloud.simulated(H2D_SERIAL)
    simulated.state["ipcam"]["liveview_preview"] = True
    running.cloud.send_report(H2D_SERIAL, simulated.full())
    await set_camera_options(running.client, H2D_SERIAL, preview=True)
    description = None
    with suppress(TimeoutError):
        async with asyncio.timeout(LIMIT):
            recorder = running.recorder
            await recorder.until(lambda: recorder.states.get(camera) == "idle")
            picture = await running.client.fetch(f"/api/camera_proxy/{camera}")
            description = picture and _size(picture, "still")
    say(f"{printer.name}: {description or 'NO STILL'}")
    return description is not None


async def set_camera_options(client: Client, serial: str, **wanted: object) -> None:
    """Set the options of a camera, as a person would."""
    (entry,) = await client.command("config_entries/get", domain=DOMAIN)
    flow = await client.post(OPTIONS, {"handler": entry["entry_id"]})
    usual = {"source": "auto", "stream_type": "video", "when": "always"}
    for answer in ({"next_step_id": "camera"}, {"printer": serial}, usual | wanted):
        await client.post(f"{OPTIONS}/{flow['flow_id']}", answer)


def _size(picture: bytes, kind: str = "live picture") -> str | None:
    """Return the size of a picture, None if it cannot be decoded as a whole."""
    try:
        image = Image.open(BytesIO(picture))
        image.load()
    except UnidentifiedImageError, OSError:
        return None
    return f"{kind} of {image.width} x {image.height}"


async def check_release_notes(
    running: Environment, printers: Iterable[Printer]
) -> bool:
    """Return whether the firmware of a printer has release notes."""
    for printer in printers:
        if entity := printer.entities.get("update.firmware"):
            note = await running.client.command(
                "update/release_notes", entity_id=entity
            )
            if note:
                say(f"{printer.name}: release notes of {len(note)} characters")
                return True
    say("NO RELEASE NOTES")
    return False
