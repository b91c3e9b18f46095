"""Show recorded printers in a real Home Assistant."""

from datetime import UTC, datetime
from pathlib import Path

from tests.simulator import RecordedPrinter, SimulatedCloud

from .check import log_complaints
from .command import arguments, chosen_port, run
from .report import summary
from .stage import live_printers, say, show, stage


def main() -> None:
    """Read the arguments and run."""
    parser = arguments(__doc__ or "")
    parser.add_argument("recordings", type=Path, nargs="+", metavar="RECORDING")
    options = parser.parse_args()
    work = _replay(options.recordings, chosen_port(options), look=not options.check)
    run(work, limited=options.check)


async def _replay(recordings: list[Path], port: int, *, look: bool) -> bool:
    """Let the recorded printers repeat themselves until somebody has seen them."""
    printers = [RecordedPrinter.from_file(path) for path in recordings]
    async with (
        SimulatedCloud(printers=printers, start=datetime.now(UTC)) as cloud,
        stage(cloud, name="replay" if look else "replay-check", port=port) as running,
    ):
        cloud.run()
        if look:
            await show(running, port)
        found = await live_printers(running)
        say(*(summary(printer, running.watch) for printer in found))
        complaints = log_complaints(running)
        say(*complaints)
    return not complaints


if __name__ == "__main__":
    main()
