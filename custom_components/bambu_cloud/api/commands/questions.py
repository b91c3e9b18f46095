"""Ask a printer about itself (protocol D.1), which needs no signature."""

from .command import Command


def full_report() -> Command:
    """Ask for everything (protocol B.4 limits how often); a report is the answer."""
    return Command("pushing", "pushall", {"version": 1, "push_target": 1})


def start_push() -> Command:
    """Ask to begin or go on reporting (protocol B.4); reports are the answer."""
    return Command("pushing", "start")


def get_version() -> Command:
    """Ask for the modules and their firmware (protocol D.1, G.2)."""
    return Command("info", "get_version")


def get_firmware_history() -> Command:
    """Ask which firmware could be installed (protocol D.1, unverified)."""
    return Command("upgrade", "get_history")


def get_access_code() -> Command:
    """Ask for the code that opens the printer's local services (protocol D.1)."""
    return Command("system", "get_access_code")


def get_accessories() -> Command:
    """Ask an X1 for its nozzle and fan (protocol D.1)."""
    return Command("system", "get_accessories", {"accessory_type": "none"})


def list_certificates(timestamp: int) -> Command:
    """Ask whose signatures the printer accepts (protocol D.1).

    Args:
        timestamp: ms since 1970.
    """
    return Command("security", "app_cert_list", {"timestamp": timestamp, "type": "app"})
