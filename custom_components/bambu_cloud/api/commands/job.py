"""Commands for the print in work (protocol D.2), which want a signature."""

from ...model import SpeedLevel
from .command import Command

_SPEEDS = {
    SpeedLevel.SILENT: "1",
    SpeedLevel.STANDARD: "2",
    SpeedLevel.SPORT: "3",
    SpeedLevel.LUDICROUS: "4",
}


def pause() -> Command:
    """Pause the print (protocol D.2); only while it runs."""
    return _job("pause")


def resume() -> Command:
    """Go on with a print that is paused (protocol D.2)."""
    return _job("resume")


def stop() -> Command:
    """Cancel the print (protocol D.2); from preparation to pause."""
    return _job("stop")


def set_speed(level: SpeedLevel) -> Command:
    """Choose how fast to print (protocol D.2); only while printing."""
    return Command("print", "print_speed", {"param": _SPEEDS[level]})


def _job(name: str) -> Command:
    """Return a command with the `param` without which a P2S drops it (protocol B.3)."""
    return Command("print", name, {"param": ""})
