"""Start and stop a real Home Assistant of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
import os
from pathlib import Path
import shutil
import signal
import socket
import sys

import aiohttp

START_LIMIT = 90
STOP_LIMIT = 30

CONFIGURATION = """\
homeassistant:
  name: Workshop
  unit_system: metric
  time_zone: UTC
  auth_providers:
    - type: trusted_networks
      trusted_networks: 127.0.0.1
      allow_bypass_login: true
    - type: homeassistant
http:
  server_host: 127.0.0.1
  server_port: {port}
logger:
  default: warning
  logs:
    custom_components.bambu_cloud: info
automation:
config:
frontend:
history:
image_upload:
logbook:
recorder:
  commit_interval: 1
"""

# The other steps of onboarding would fetch a weather report and radio stations.
ONBOARDING = """\
{"version": 4, "minor_version": 1, "key": "onboarding",
 "data": {"done": ["core_config", "analytics", "integration"]}}
"""


class DemoError(Exception):
    """Tell a person what went wrong, without a traceback."""


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def prepare(folder: Path, port: int, ca_pem: bytes) -> None:
    """Write the configuration of a Home Assistant that has never run."""
    shutil.rmtree(folder, ignore_errors=True)
    storage = folder / ".storage"
    storage.mkdir(parents=True)
    (folder / "configuration.yaml").write_text(CONFIGURATION.format(port=port))
    (storage / "onboarding").write_text(ONBOARDING)
    (folder / "cloud.pem").write_bytes(ca_pem)


@asynccontextmanager
async def home_assistant(
    folder: Path, *, port: int, api: str, broker: str, ca_pem: bytes
) -> AsyncIterator[str]:
    """Run Home Assistant against the cloud at these addresses; yield its own.

    Raises DemoError if the port is taken or Home Assistant does not start.
    """
    with socket.socket() as probe:
        if not probe.connect_ex(("127.0.0.1", port)):
            message = f"port {port} is taken; choose another one with --port"
            raise DemoError(message)
    await asyncio.to_thread(prepare, folder, port, ca_pem)
    environment = {
        **os.environ,
        "CLOUD_API": api,
        "CLOUD_BROKER": broker,
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
        url = f"http://127.0.0.1:{port}"
        await _answering(process, url, folder)
        yield url
    finally:
        await _stop(process)


async def _answering(
    process: asyncio.subprocess.Process, url: str, folder: Path
) -> None:
    """Wait until Home Assistant has everything loaded."""
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


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Let Home Assistant write its state and end; insist after a while."""
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_LIMIT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
