"""Queries about a printer (protocol D.1), which need no signature."""

from .command import Command


def full_report() -> Command:
    """Request a full report (protocol B.4 limits how often)."""
    return Command("pushing", "pushall", {"version": 1, "push_target": 1})


def start_push() -> Command:
    """Start or continue reporting (protocol B.4)."""
    return Command("pushing", "start")


def get_version() -> Command:
    """Request the modules and their firmware (protocol D.1, G.2)."""
    return Command("info", "get_version")


def get_firmware_history() -> Command:
    """Request the firmware that can be installed (protocol D.1, unverified)."""
    return Command("upgrade", "get_history")


def get_access_code() -> Command:
    """Request the code for the printer's local services (protocol D.1)."""
    return Command("system", "get_access_code")


def get_accessories() -> Command:
    """Request the nozzle and fan of an X1 (protocol D.1)."""
    return Command("system", "get_accessories", {"accessory_type": "none"})


def list_certificates(timestamp: int) -> Command:
    """Request the signatures that the printer accepts (protocol D.1).

    Args:
        timestamp: ms since 1970.
    """
    return Command("security", "app_cert_list", {"timestamp": timestamp, "type": "app"})
