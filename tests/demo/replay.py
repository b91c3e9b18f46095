"""Show recorded printers in a real Home Assistant."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path

from tests.simulator import RecordedPrinter, SimulatedCloud

from .check import log_complaints
from .command import LIMIT, arguments, chosen_port, run
from .environment import environment, say, show
from .printers import list_printers
from .recorded_check import STEP_LIMIT, check_recordings
from .report import summary


def main() -> None:
    """Read the arguments and run."""
    parser = arguments("script/replay", __doc__ or "")
    parser.add_argument("recordings", type=_recording, nargs="+", metavar="RECORDING")
    options = parser.parse_args()
    printers: list[RecordedPrinter] = options.recordings
    work = _replay(printers, chosen_port(options), shows=not options.check)
    steps = max(printer.steps for printer in printers)
    run(work, limit=LIMIT + steps * STEP_LIMIT if options.check else None)


async def _replay(printers: list[RecordedPrinter], port: int, *, shows: bool) -> bool:
    """Let the recorded printers repeat themselves until interrupted or checked."""
    if not shows:
        for printer in printers:
            printer.hold()
    async with (
        SimulatedCloud(printers=printers, start=datetime.now(UTC)) as cloud,
        environment(
            cloud,
            name="replay" if shows else "replay-check",
            port=port,
            enables_all=not shows,
        ) as running,
    ):
        cloud.run()
        if shows:
            await show(running, port)
        compared = await check_recordings(running, printers)
        found = await list_printers(running.client)
        say(*(summary(printer, running.recorder) for printer in found))
        complaints = (*compared.complaints, *log_complaints(running))
        say(*complaints)
        say(f"{compared.values} values compared, {len(compared.complaints)} differ")
    return bool(compared.values) and not complaints


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
