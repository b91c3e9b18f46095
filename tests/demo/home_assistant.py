"""Start and stop a separate Home Assistant."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
import json
import os
from pathlib import Path
import shutil
import signal
import socket
import sys
from typing import Any

import aiohttp

BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
START_LIMIT = 90
STOP_LIMIT = 30

CONFIGURATION = """\
homeassistant:
  name: Workshop
  country: US
  currency: USD
  language: en
  time_zone: UTC
  unit_system: metric
  auth_providers:
    - type: trusted_networks
      trusted_networks: 127.0.0.1
      allow_bypass_login: true
    - type: homeassistant
logger:
  default: warning
  logs:
    custom_components.bambu_cloud: info
    homeassistant.components.camera.img_util: critical
automation: !include automations.yaml
config:
frontend:
history:
image_upload:
logbook:
recorder:
  commit_interval: 1
stream:
"""

# The other steps of onboarding would fetch a weather report and radio stations.
ONBOARDING = {"done": ["core_config", "analytics", "integration"]}

# In YAML, a setting of the server is on trial until a person confirms it.
SERVER = {
    "server_host": ["127.0.0.1"],
    "cors_allowed_origins": [],
    "login_attempts_threshold": -1,
    "ip_ban_enabled": True,
    "ssl_profile": "modern",
    "use_x_frame_options": True,
    "created_at": "2026-01-01T00:00:00+00:00",
    "error": None,
    "error_message": None,
}


class DemoError(Exception):
    """A failure that a person reads without a traceback."""


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def prepare(folder: Path, port: int, ca_pem: bytes) -> None:
    """Write the configuration of a new Home Assistant."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "configuration.yaml").write_text(CONFIGURATION)
    (folder / "automations.yaml").write_text("[]\n")
    shutil.copytree(BLUEPRINTS, folder / "blueprints")
    (folder / "cloud.pem").write_bytes(ca_pem)
    _store(folder, "onboarding", (4, 1), ONBOARDING)
    server = {"stable": {**SERVER, "server_port": port}, "pending": None}
    _store(folder, "http", (2, 2), {**server, "yaml_migration_done": True})


def _store(
    folder: Path, key: str, version: tuple[int, int], data: Mapping[str, Any]
) -> None:
    """Write a file as Home Assistant would have stored it."""
    storage = folder / ".storage"
    storage.mkdir(exist_ok=True)
    major, minor = version
    content = {"version": major, "minor_version": minor, "key": key, "data": data}
    (storage / key).write_text(json.dumps(content))


@asynccontextmanager
async def home_assistant(
    folder: Path,
    *,
    port: int,
    addresses: Mapping[str, str],
    ca_pem: bytes,
    camera_ports: tuple[int, int],
    enables_all: bool = False,
) -> AsyncIterator[Process]:
    """Run Home Assistant against the clouds at these addresses; yield the process.

    The cameras of printers are where the printers say, at these ports: that of single
    pictures and that of video. With `enables_all`, also entities that are disabled by
    default are enabled.

    Raises DemoError if the port is taken or Home Assistant does not start.
    """
    with socket.socket() as probe:
        if not probe.connect_ex(("127.0.0.1", port)):
            message = f"port {port} is taken; choose another one with --port"
            raise DemoError(message)
    await asyncio.to_thread(prepare, folder, port, ca_pem)
    environment = {
        **os.environ,
        **addresses,
        "CAMERA_PORTS": " ".join(map(str, camera_ports)),
        "ENABLE_ALL": str(enables_all),
        "REQUESTS_CA_BUNDLE": str(folder / "cloud.pem"),
    }
    with (folder / "output.log").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.demo.hass"),
            *("--config", str(folder), "--skip-pip"),
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        await _answering(process, f"http://127.0.0.1:{port}", folder)
        yield process
    finally:
        await _stop(process)


async def _answering(process: Process, url: str, folder: Path) -> None:
    """Wait until Home Assistant has loaded everything."""
    with suppress(TimeoutError):
        async with asyncio.timeout(START_LIMIT), aiohttp.ClientSession() as session:
            while process.returncode is None:
                with suppress(aiohttp.ClientError):
                    async with session.get(f"{url}/api/onboarding") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.1)
    message = f"Home Assistant did not start; see {folder / 'output.log'}"
    raise DemoError(message)


async def _stop(process: Process) -> None:
    """Let Home Assistant save its state and end; kill it after a while."""
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_LIMIT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
