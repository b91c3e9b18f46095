"""Run a simulated cloud: `python -m tests.simulator --speed 60`."""

import argparse
import asyncio
from contextlib import suppress
from datetime import UTC, datetime
import sys

from .cloud import SimulatedCloud
from .world import OWNER


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator")
    parser.add_argument("--speed", type=float, default=1.0, help="times real time")
    parser.add_argument("--http-port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--broker-port", type=int, default=0, help="0 picks a free one")
    parser.add_argument(
        "--cameras",
        type=float,
        default=1.0,
        help="period in seconds, 0 for none",
    )
    return parser.parse_args()


def _cameras(cloud: SimulatedCloud) -> list[str]:
    """Return where the cameras are."""
    cameras = cloud.cameras
    return [
        f"Camera   {camera.address}, pictures at port {cameras.jpeg_port},"
        f" video at {cameras.stream_port or 'none'} ({serial})"
        for serial, camera in cameras.by_serial.items()
    ]


async def _main(arguments: argparse.Namespace) -> None:
    """Run the cloud until it is interrupted."""
    cloud = SimulatedCloud(
        start=datetime.now(UTC),
        http_port=arguments.http_port,
        broker_port=arguments.broker_port,
        cameras=arguments.cameras,
    )
    async with cloud:
        cloud.run(arguments.speed)
        owner = cloud.accounts[OWNER]
        lines = (
            f"API      {cloud.api_url}",
            f"Broker   {cloud.broker_host}:{cloud.broker_port} (TLS)",
            f"Account  {owner.login}, password: {owner.password}",
            f"Control  {cloud.api_url}/_simulator",
            *_cameras(cloud),
        )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_main(_arguments()))
