"""Offered firmware of a printer, and its installation (protocol C.8, G.3)."""

from typing import TYPE_CHECKING, Any

from .commands import signing
from .state import Payload

if TYPE_CHECKING:
    from .printer import SimulatedPrinter


def newer(version: str) -> str:
    """Return the next version."""
    first, second, third, last = version.split(".")
    return f"{first}.{second}.{int(third) + 1:02}.{last}"


def candidate(code: str, version: str, *, notes: str | None = None) -> Payload:
    """Return a version as the API has it (protocol A.8.6)."""
    return {
        "version": version,
        "force_update": False,
        "url": f"https://public-cdn.bblmw.com/upgrade/device/{code}/{version}",
        "description": f"## What is new in {version}\n1. Quieter fans.\n"
        if notes is None
        else notes,
    }


def offer(printer: SimulatedPrinter, version: str, *, force: bool = False) -> None:
    """Offer a version, in the fields of the printer's model."""
    upgrade = {
        "dis_state": 1,
        "new_version_state": 1,
        "status": "IDLE",
        "err_code": 0,
        "force_upgrade": force,
    }
    show(printer, **upgrade, **_named(printer, version))
    printer.offers = [candidate(printer.model.code, version)]


def offered(printer: SimulatedPrinter) -> str | None:
    """Return the version that a printer offers."""
    fields = printer.state["upgrade_state"]
    if fields["new_version_state"] != 1:
        return None
    if "new_ver_list" in fields:
        return str(fields["new_ver_list"][0]["new_ver"])
    return str(fields["ota_new_version_number"])


def install(printer: SimulatedPrinter, version: str) -> None:
    """Run another version and start again."""
    printer.version["info"]["module"][0]["sw_ver"] = version
    signing.show(printer)
    show(printer, new_version_state=2, force_upgrade=False, **_named(printer, None))
    restart(printer)


def restart(printer: SimulatedPrinter) -> None:
    """Reset the progress of an update, as a start does (protocol G.3)."""
    show(
        printer,
        dis_state=int(offered(printer) is not None),
        status="IDLE",
        progress="",
        module="",
        err_code=0,
    )


def show(printer: SimulatedPrinter, **fields: Any) -> None:
    """Write the state of firmware into the report."""
    # A new object: reports compare it with what was told before.
    printer.state["upgrade_state"] = printer.state["upgrade_state"] | fields


def _named(printer: SimulatedPrinter, version: str | None) -> Payload:
    """Return the fields that name the version: a list or one (protocol C.8)."""
    if "new_ver_list" not in printer.state["upgrade_state"]:
        return {"ota_new_version_number": version or ""}
    if version is None:
        return {"new_ver_list": []}
    return {
        "new_ver_list": [
            {
                "name": "ota",
                "cur_ver": printer.firmware,
                "new_ver": version,
                "cur_release_type": 0,
                "new_release_type": 0,
            }
        ]
    }
