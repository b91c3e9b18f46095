"""What a person attaches to a report of a problem."""

from collections.abc import Iterator, Mapping
import json
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.simulator import HttpFault, Junk, SimulatedCloud

from .helpers.diagnostics import diagnostics, diagnostics_of
from .helpers.home import H2D, OWNER, P1S, Home

IDENTIFYING = {
    *{"sn", "tag_uid", "tray_uuid", "task_id", "subtask_id", "project_id"},
    *{"profile_id", "job_id", "design_id", "model_id", "subtask_name", "gcode_file"},
    *{"rtsp_url", "file", "url"},
}
NOTHING = {"", "0", "disable", "0000000000000000", "0" * 32}


def identities(value: Any) -> Iterator[str]:
    """Yield the values of a report that identify the owner."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in IDENTIFYING and str(inner) not in NOTHING:
                yield str(inner)
            else:
                yield from identities(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from identities(inner)


def secrets(cloud: SimulatedCloud) -> set[str]:
    """Return what must not leave the house."""
    account = cloud.accounts[OWNER]
    found = {account.login, account.password, str(account.uid), *account.mailbox}
    for serial, printer in cloud.printers.items():
        found |= {serial, printer.identity.access_code, printer.identity.name}
        found |= set(identities(printer.state))  # type: ignore[attr-defined]  # of simulated ones
        found |= set(identities(printer.version))  # type: ignore[attr-defined]  # of simulated ones
    return found


async def test_no_secret_is_included(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """Neither the account nor a printer, a spool or a print can be recognized."""
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.advance(100)
    await home.until_shown(P1S, "print_status", "printing")
    text = json.dumps(await diagnostics(home, hass_client))
    found = secrets(home.cloud) | {str(home.entry.data["access_token"])}
    assert len(found) > 20
    for secret in found:
        assert not re.search(rf"\b{re.escape(secret)}\b", text), secret
    assert "Benchy" not in text
    assert not re.search(r"\w+://(?!\*)|\b192\.168\.", text)


async def test_events_are_included(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """Counters of link and poll are included; each printer is there in full."""
    home.cloud.faults.junk.append(Junk.BYTES)
    await home.cloud.advance(10)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await home.poll()
    found = await diagnostics(home, hass_client)
    assert found["poll"]["works"] is False
    assert found["poll"]["failures"] == 1
    assert found["poll"]["polls"] >= 2
    assert found["poll"]["last_error"] == "BambuServerError"
    assert found["stream"]["connected"] is True
    assert found["stream"]["connects"] == 1
    assert found["stream"]["junk"] == 1
    models = {printer["model"]: printer for printer in found["printers"]}
    assert models.keys() == {"X1C", "P1S", "A1MINI", "H2D"}
    printer = models["P1S"]
    assert printer["complete"] is True
    assert printer["sections"]["job"]["status"] == "idle"
    assert printer["sections"]["firmware"]["installed"] == "01.08.01.00"
    assert printer["report"]["gcode_state"] == "IDLE"
    (module, *_) = printer["version"]["module"]
    assert module["sw_ver"] == "01.08.01.00"


async def test_one_printer(home: Home, hass_client: ClientSessionGenerator) -> None:
    """A device has those of its printer alone, which is enough for most reports."""
    ams = home.cloud.simulated(H2D).ams.units["0"].serial
    everything = await diagnostics(home, hass_client)
    for serial, model in ((P1S, "P1S"), (H2D, "H2D"), (ams, "H2D")):
        found = await diagnostics_of(home, hass_client, serial)
        assert [printer["model"] for printer in found["printers"]] == [model]
        assert found.keys() == everything.keys()
        assert found["entry"] == everything["entry"]
        text = json.dumps(found)
        for secret in secrets(home.cloud):
            assert not re.search(rf"\b{re.escape(secret)}\b", text), secret


async def test_nothing_was_received_yet(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """Without any printer there are still diagnostics."""
    for serial in tuple(home.cloud.printers):
        home.cloud.remove_printer(serial)
    await home.poll()
    await home.poll()
    found = await diagnostics(home, hass_client)
    assert found["printers"] == []


@pytest.mark.parametrize(
    "text",
    [
        "rtsps://192.168.1.50:322/streaming",
        "192.168.1.50",
        "at 10.0.0.7:80",
        "scheme" * 5 + "://cat",
    ],
)
async def test_addresses_are_hidden(
    home: Home, hass_client: ClientSessionGenerator, text: str
) -> None:
    """Whatever key an address stands under, it is hidden; versions are not."""
    delta = {"command": "push_status", "msg": 1, "new_key": text}
    payload = json.dumps({"print": delta}).encode()
    await home.cloud.broker.publish(f"device/{P1S}/report", payload)
    account = home.entry.runtime_data.account
    await home.until(lambda: "new_key" in account.printers[P1S].data.raw)
    found = json.dumps(await diagnostics(home, hass_client))
    assert text not in found
    assert "01.08.01.00" in found
    assert "00.00.06.49" in found


async def test_cameras_are_included_without_secrets(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """The transport of each camera is included; addresses and codes are hidden."""
    url = "rtsp://cat:miaow@192.168.7.7:8554/attic"
    mine = {"source": "lan", "url": url, "host": "10.7.7.7", "access_code": "cat8mat4"}
    home.hass.config_entries.async_update_entry(
        home.entry, options={"cameras": {P1S: mine}}
    )

    found = await diagnostics(home, hass_client)

    text = json.dumps(found)
    codes = {printer.identity.access_code for printer in home.cloud.printers.values()}
    for secret in codes | {"miaow", "7.7.7", "cat8", "attic", P1S}:
        assert secret not in text, secret
    (options,) = found["entry"]["options"]["cameras"].values()
    assert options["source"] == "lan"
    cameras = {printer["model"]: printer["camera"] for printer in found["printers"]}
    assert cameras["P1S"] == {
        "status": "idle",
        "transport": "lan_jpeg",
        "has_host": True,
        "has_access_code": True,
        "has_pin": False,
        "viewers": 0,
        "is_streaming": False,
        "error": None,
    }
    assert cameras["H2D"]["status"] == "liveview_disabled"
