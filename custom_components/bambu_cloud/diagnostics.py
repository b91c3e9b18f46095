"""Diagnostics of an account, without anything that identifies its owner."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
import re
from typing import Any

from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL, CONF_HOST, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .const import CONF_ACCESS_CODE, CONF_UID, DOMAIN
from .model import SECTIONS, AccountSpool, PrinterState
from .runtime_data import BambuConfigEntry

TO_REDACT = {
    # of the entry
    *{CONF_ACCESS_TOKEN, CONF_EMAIL, CONF_UID, "title", "unique_id"},
    # of a printer's report (protocol C), and of the model
    *{"sn", "serial", "tag_uid", "tray_uuid", "chip_id", "ip", "user_id", "md5"},
    *{
        "task_id",
        "mapping_task",
        "subtask_id",
        "job_id",
        "project_id",
        "profile_id",
        "design_id",
    },
    *{"model_id", "lan_task_id", "batch_id", "canvas_id", "trouble_id"},
    *{"subtask_name", "gcode_file", "file", "url", "rtsp_url", "oss_url"},
    # of the options
    *{CONF_ACCESS_CODE, CONF_HOST, CONF_URL},
}
_OF_SPOOL = {"id", "tray_uuid", "display_name", "note"}
_OF_PLACE = {"serial", "printer", "ams_serial"}
# Versions have four numbers as well, but written with leading zeros.
_NUMBER = r"(?:0|[1-9]\d{0,2})"
# The scheme begins where a word does, so that a long word is tried once.
_ADDRESS = re.compile(rf"(?:\b\w{{1,20}})?://\S+|\b{_NUMBER}(?:\.{_NUMBER}){{3}}\b")


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: BambuConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of an account, redacted."""
    account = entry.runtime_data.account
    return _diagnostics(entry, [each.data for each in account.printers.values()])


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: BambuConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return the diagnostics of one printer, or of that of an AMS, redacted."""
    account = entry.runtime_data.account
    owners = account.printers | {
        serial: ams.printer for serial, ams in account.ams.units.items()
    }
    serials = [serial for domain, serial in device.identifiers if domain == DOMAIN]
    return _diagnostics(
        entry, [owners[serial].data for serial in serials if serial in owners]
    )


def _diagnostics(
    entry: BambuConfigEntry, printers: list[PrinterState]
) -> dict[str, Any]:
    """Return the diagnostics of an account with some of its printers, redacted."""
    account = entry.runtime_data.account
    cameras, spools = entry.runtime_data.cameras, entry.runtime_data.spools
    diagnostics = {
        "entry": async_redact_data(entry.as_dict(), TO_REDACT),
        "poll": {
            "works": account.last_update_success,
            **asdict(account.counters),
        },
        "stream": {
            "connected": account.link.pushed,
            **account.stream.counters.as_dict(),
        },
        "printers": [
            {**_described(printer), "camera": cameras.of(printer.serial).as_dict()}
            for printer in printers
        ],
        "spools": [
            _described_spool(replace(spool, place=spools.place_of(spool)))
            for spool in spools.data.values()
        ],
    }
    secrets = {
        value
        for printer in account.printers.values()
        for value in _identities(printer.data)
    }
    secrets |= account.data.keys()
    secrets |= {
        str(entry.data[key])
        for key in (CONF_ACCESS_TOKEN, CONF_EMAIL, CONF_UID)
        if key in entry.data
    }
    return async_redact_data(_without(diagnostics, secrets), TO_REDACT)


def _described(printer: PrinterState) -> Mapping[str, Any]:
    """Return the report and the state of a printer."""
    sections = {section: asdict(getattr(printer, section)) for section in SECTIONS}
    sections["job"] = async_redact_data(sections["job"], {"name"})
    return {
        "model": printer.model.key,
        "complete": printer.complete,
        "sections": sections,
        "report": printer.raw,
        "version": printer.version,
    }


def _described_spool(spool: AccountSpool) -> Mapping[str, Any]:
    """Return a spool without what its owner wrote: the name of one, too."""
    written = _OF_SPOOL | _OF_PLACE | ({"name", "vendor"} if spool.is_manual else set())
    described: Mapping[str, Any] = async_redact_data(asdict(spool), written)
    return described


def _identities(printer: PrinterState) -> Iterator[str]:
    """Yield serials, which must not appear, not even as keys."""
    yield printer.serial
    for module in printer.firmware.modules:
        if module.serial:
            yield module.serial


def _without(value: Any, secrets: set[str]) -> Any:
    """Return a value without secrets and addresses in any text or key.

    Tuples become lists, which `async_redact_data` searches for keys.
    """
    match value:
        case Mapping():
            return {
                _without(key, secrets): _without(item, secrets)
                for key, item in value.items()
            }
        case list() | tuple():
            return [_without(item, secrets) for item in value]
        case str():
            for secret in secrets:
                value = value.replace(secret, REDACTED)
            return _ADDRESS.sub(REDACTED, value)
    return value
