"""Commands for firmware (protocol D.8), which are protected."""

from enum import StrEnum
import re

from yarl import URL

from ..errors import Argument, BambuInputError
from .command import Command, matching

_VERSION = re.compile(r"\d{2}(?:\.\d{2}){3}")
_HOSTS = frozenset({"public-cdn.bblmw.com", "public-cdn.bambulab.com"})


class FirmwareModule(StrEnum):
    """What a package is for."""

    PRINTER = "ota"
    AMS = "ams"


def install_offered() -> Command:
    """Install what the printer itself offers (protocol D.8)."""
    return Command("upgrade", "upgrade_confirm", {"src_id": 1})


def make_consistent() -> Command:
    """Update modules that do not fit each other (protocol D.8)."""
    return Command("upgrade", "consistency_confirm", {"src_id": 1})


def install(module: FirmwareModule, version: str, url: str) -> Command:
    """Install a package (protocol D.8).

    Args:
        module: what it is for.
        version: such as "01.09.00.00".
        url: where Bambu Lab serves it.

    Raises:
        BambuInputError: that is no version, or not Bambu Lab's address.
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
    """Return an address that Bambu Lab serves firmware from."""
    try:
        parsed = URL(url)
    except TypeError, ValueError:
        raise BambuInputError(Argument.ADDRESS) from None
    if parsed.scheme != "https" or parsed.host not in _HOSTS or parsed.user:
        raise BambuInputError(Argument.ADDRESS)
    return str(parsed)
