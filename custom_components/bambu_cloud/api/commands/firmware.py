"""Commands for firmware (protocol D.8), which are protected."""

from enum import StrEnum
import re

from yarl import URL

from ..errors import Argument, BambuInputError
from .command import Command, matching

_VERSION = re.compile(r"\d{2}(?:\.\d{2}){3}")
_HOSTS = frozenset({"public-cdn.bblmw.com", "public-cdn.bambulab.com"})


class FirmwareModule(StrEnum):
    """A part with firmware of its own."""

    PRINTER = "ota"
    AMS = "ams"


def install_offered() -> Command:
    """Install the update that the printer offers (protocol D.8)."""
    return Command("upgrade", "upgrade_confirm", {"src_id": 1})


def update_mismatched() -> Command:
    """Update modules whose versions do not match (protocol D.8)."""
    return Command("upgrade", "consistency_confirm", {"src_id": 1})


def install(module: FirmwareModule, version: str, url: str) -> Command:
    """Install a package (protocol D.8).

    Args:
        module: the part that it is for.
        version: such as "01.09.00.00".
        url: of the package, on Bambu Lab's hosts.

    Raises:
        BambuInputError: version or address is not possible.
    """
    return Command(
        "upgrade",
        "start",
        {
            "src_id": 1,
            "url": _address(url),
            "module": module.value,
            "version": matching(Argument.VERSION, version, _VERSION),
        },
    )


def _address(url: str) -> str:
    """Return an address on Bambu Lab's hosts for firmware."""
    try:
        parsed = URL(url)
    except TypeError, ValueError:
        raise BambuInputError(Argument.ADDRESS) from None
    if parsed.scheme != "https" or parsed.host not in _HOSTS or parsed.user:
        raise BambuInputError(Argument.ADDRESS)
    return str(parsed)
