"""Show recorded printers in a real Home Assistant."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path

from tests.simulator import RecordedPrinter, SimulatedCloud

from .check import log_complaints
from .command import arguments, chosen_port, run
from .environment import environment, live_printers, print_summaries, say, show


def main() -> None:
    """Read the arguments and run."""
    parser = arguments("script/replay", __doc__ or "")
    parser.add_argument("recordings", type=_recording, nargs="+", metavar="RECORDING")
    options = parser.parse_args()
    work = _replay(options.recordings, chosen_port(options), shows=not options.check)
    run(work, limited=options.check)


async def _replay(printers: list[RecordedPrinter], port: int, *, shows: bool) -> bool:
    """Let the recorded printers repeat themselves until interrupted or checked."""
    async with (
        SimulatedCloud(printers=printers, start=datetime.now(UTC)) as cloud,
        environment(
            cloud, name="replay" if shows else "replay-check", port=port
        ) as running,
    ):
        cloud.run()
        if shows:
            await show(running, port)
        found = await live_printers(running)
        well = print_summaries(found, running)
        complaints = log_complaints(running)
        say(*complaints)
    return well and not complaints


def _recording(path: str) -> RecordedPrinter:
    """Read the recording that an argument names."""
    try:
        return RecordedPrinter.from_file(Path(path))
    except OSError as error:
        raise ArgumentTypeError(str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path} is no recording: {error!r}"
        raise ArgumentTypeError(message) from error


if __name__ == "__main__":
    main()
