"""Which firmware there is and could be, and how far a printer is with it."""

from copy import deepcopy
from pathlib import Path
import re
from typing import Any

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
import orjson
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.bambu_cloud.firmware.upgrade import release_page
from custom_components.bambu_cloud.model import UNKNOWN_MODEL
from custom_components.bambu_cloud.model.catalog import MODELS
from tests.simulator import HttpFault
from tests.simulator.printer import firmware
from tests.simulator.printer.firmware import candidate

from .helpers.firmware import VERSION, manager, until_all_fetched
from .helpers.home import A1_MINI, H2D, P1S, X1C, Home
from .helpers.reports import delta, push
from .helpers.updates import ask_cloud, notes, offer, progress, shown, state

HTTP = Path(__file__).parents[1] / "docs/protocol/http.md"


async def test_two_models_with_different_offers(
    home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """Each printer shows its own versions and notes, in one account."""
    await offer(home, X1C, "01.09.01.00")
    await ask_cloud(home)

    assert shown(home, X1C) == (STATE_ON, "01.09.00.01", "01.09.01.00")
    assert shown(home, P1S) == (STATE_ON, "01.08.01.00", "01.08.02.00")
    assert shown(home, A1_MINI) == (STATE_OFF, "01.05.00.00", "01.05.00.00")
    for serial, version in ((X1C, "01.09.01.00"), (P1S, "01.08.02.00")):
        text = await notes(home, hass_ws_client, serial)
        assert text
        where = "Install it on the printer itself, in Bambu Handy or in Bambu Studio."
        before = f"{where}\n\n" if serial == X1C else ""
        assert text.startswith(f"{before}## What is new in {version}\n")
    text = await notes(home, hass_ws_client, A1_MINI)
    assert text == "## What is new in 01.05.00.00\n1. Quieter fans."


async def test_public_page(home: Home) -> None:
    """The page of a model's firmware is linked, where there is one."""
    pages = "https://bambulab.com/en/support/firmware-download/"
    for serial, page in ((X1C, "x1"), (P1S, "p1"), (A1_MINI, "a1-mini")):
        assert state(home, serial).attributes["release_url"] == f"{pages}{page}"
    assert release_page(UNKNOWN_MODEL) is None
    (row,) = re.findall(f"`{pages}` \\+ (.*),", HTTP.read_text("utf-8"))
    found = {release_page(model) for model in MODELS} - {None}
    assert found == {f"{pages}{page}" for page in re.findall("`(.*?)`", row)}
    by_key = {model.key: release_page(model) for model in MODELS}
    assert by_key["X1"] == by_key["X1C"] != by_key["X1E"]
    assert by_key["P1P"] == by_key["P1S"] != by_key["P2S"]


async def test_printer_precedes_the_cloud(home: Home) -> None:
    """What the printer has is shown, also while the cloud has the version before."""
    await until_all_fetched(home)
    info = deepcopy(home.cloud.simulated(P1S).version["info"])
    (module,) = (each for each in info["module"] if each["name"] == "ota")
    module["sw_ver"] = "01.08.02.00"
    await push(home, P1S, orjson.dumps({"info": info}))
    await home.until(lambda: shown(home, P1S)[1] == "01.08.02.00")
    offers = manager(home).of(P1S)
    assert offers
    assert offers.installed == "01.08.01.00"


async def test_nothing_can_be_installed(home: Home) -> None:
    """There is no button for what many printers would refuse."""
    features = state(home, X1C).attributes["supported_features"]
    assert features == 4 | 16  # progress, release notes


async def test_forced_update(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """It says so when the printer insists, or the cloud does."""
    assert state(home, P1S).attributes["mandatory"] is False
    await offer(home, P1S, "01.09.00.00", force=True)
    assert state(home, P1S).attributes["mandatory"] is True
    assert "insists" in (await notes(home, hass_ws_client, P1S) or "")

    await offer(home, X1C, "01.09.01.00")
    offered = home.cloud.simulated(X1C).offers
    home.cloud.simulated(X1C).offers = [offered[0] | {"force_update": True}]
    await ask_cloud(home)
    assert state(home, X1C).attributes["mandatory"] is True


async def test_update_appearing_while_printing(
    home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """It is shown at once, with the reason why it has to wait, until the print ends."""
    await home.cloud.scenario(X1C, "print_uninterrupted", 60)
    await home.until_happened(lambda: home.shows(X1C, "printing") == "on")
    assert state(home, X1C).attributes["waits_for_print"] is False
    await home.cloud.scenario(X1C, "firmware_appears")
    await home.until_happened(lambda: state(home, X1C).state == STATE_ON)

    assert state(home, X1C).attributes["waits_for_print"] is True
    assert "after the print" in (await notes(home, hass_ws_client, X1C) or "")
    await home.until_happened(lambda: home.shows(X1C, "printing") == "off")
    assert state(home, X1C).attributes["waits_for_print"] is False
    assert state(home, X1C).state == STATE_ON


@pytest.mark.parametrize("serial", [X1C, P1S])
async def test_update_that_succeeds(home: Home, serial: str) -> None:
    """The progress of each step is shown, and the new version after the restart."""
    seen: list[Any] = []
    await home.cloud.scenario(serial, "firmware_installs", 20)
    target = firmware.offered(home.cloud.simulated(serial))

    def is_over() -> bool:
        if (now := progress(home, serial)) not in seen:
            seen.append(now)
        return shown(home, serial) == (STATE_OFF, target, target)

    await home.until_happened(is_over)
    assert progress(home, serial) == (False, None)
    percentages = [percent for running, percent in seen if running]
    assert {50, 100} <= set(percentages)
    device = home.device(serial)
    assert device
    assert device.sw_version == target


async def test_success_that_a_printer_repeats(home: Home) -> None:
    """Old news of a P1 are no progress: it says "100" until it starts again."""
    upgrade_state = home.cloud.simulated(P1S).state["upgrade_state"] | {
        "status": "UPGRADE_SUCCESS",
        "progress": "100",
        "dis_state": 3,
        "force_upgrade": True,
    }
    await push(home, P1S, delta(upgrade_state=upgrade_state))
    await home.until(lambda: state(home, P1S).attributes["mandatory"])
    assert progress(home, P1S) == (False, None)


async def test_progress_stuck(home: Home) -> None:
    """A download that hangs is shown as it is, without a word too much."""
    await home.cloud.scenario(P1S, "firmware_stuck", 10)
    await home.until_happened(lambda: progress(home, P1S) == (True, 37))
    stands_since = state(home, P1S).last_updated
    for _ in range(60):
        await home.cloud.advance(10)
    assert progress(home, P1S) == (True, 37)
    assert state(home, P1S).last_updated == stands_since

    await home.cloud.scenario(P1S, "power_cycle", 10)
    await home.until_happened(lambda: home.shows(P1S, "online") == "off")
    assert progress(home, P1S) == (False, None)
    await home.until_happened(lambda: home.shows(P1S, "online") == "on")
    await home.until_reported()
    assert progress(home, P1S) == (False, None)
    assert shown(home, P1S) == (STATE_ON, "01.08.01.00", "01.08.02.00")


async def test_update_that_fails(home: Home) -> None:
    """The reason stays with what could still be installed."""
    assert state(home, X1C).attributes["failure"] is None
    await home.cloud.scenario(X1C, "firmware_fails", 20)
    await home.until_happened(lambda: progress(home, X1C) == (True, 13))
    await home.until_happened(lambda: state(home, X1C).attributes["failure"])
    assert state(home, X1C).attributes["failure"] == "download"
    assert progress(home, X1C) == (False, None)
    assert shown(home, X1C) == (STATE_ON, "01.09.00.01", "01.09.01.01")


async def test_printer_offline_during_the_update(home: Home) -> None:
    """The progress is unknown, but the versions stay, and it continues afterwards."""
    await home.cloud.scenario(P1S, "firmware_stuck", 10)
    await home.until_happened(lambda: progress(home, P1S) == (True, 37))
    home.cloud.disconnect(P1S)
    await home.until_happened(lambda: home.shows(P1S, "online") == "off")
    assert progress(home, P1S) == (False, None)
    assert shown(home, P1S) == (STATE_ON, "01.08.01.00", "01.08.02.00")

    home.cloud.connect(P1S)
    await home.until_happened(lambda: progress(home, P1S) == (True, 37))


async def test_version_unknown(home: Home) -> None:
    """Without any word of a version the state is unknown, yet available."""
    printer = home.cloud.simulated(H2D)
    await until_all_fetched(home)
    printer.version["info"]["module"][0]["sw_ver"] = "00.00.00.00"
    home.cloud.faults.targets[VERSION] = HttpFault.SERVER_ERROR
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_happened(lambda: home.shows(H2D, "print_status") == "idle")
    await home.until_happened(lambda: shown(home, H2D)[1] is None)
    assert shown(home, H2D) == (STATE_UNKNOWN, None, None)


async def test_printer_without_firmware_section(home: Home) -> None:
    """The cloud has the versions of a printer that reports none."""
    printer = home.cloud.simulated(X1C)
    printer.state["upgrade_state"] = {"new_version_state": 0}
    printer.offers = [
        candidate("BL-P001", version) for version in ("01.09.02.00", "01.10.00.00")
    ]
    await home.send_full_report(X1C)
    await ask_cloud(home)
    assert shown(home, X1C) == (STATE_ON, "01.09.00.01", "01.10.00.00")


@pytest.mark.parametrize("version", ["01.08.00.00", "01.7.9.9"])
async def test_downgrade(home: Home, version: str) -> None:
    """An older version is no update, whoever offers it."""
    for serial in (P1S, X1C):
        firmware.offer(home.cloud.simulated(serial), version, force=True)
        await home.send_full_report(serial)
    await home.until_happened(lambda: state(home, P1S).state == STATE_OFF)
    await ask_cloud(home)
    assert shown(home, P1S) == (STATE_OFF, "01.08.01.00", "01.08.01.00")
    assert shown(home, X1C) == (STATE_OFF, "01.09.00.01", "01.09.00.01")
    assert state(home, P1S).attributes["mandatory"] is False


async def test_cloud_and_printer_disagreeing(home: Home) -> None:
    """The printer's word comes first, both when it offers and when it does not."""
    home.cloud.simulated(P1S).offers = [candidate("C12", "01.08.09.00")]
    home.cloud.simulated(X1C).offers = [candidate("BL-P001", "01.11.00.00")]
    await ask_cloud(home)
    assert shown(home, P1S) == (STATE_ON, "01.08.01.00", "01.08.02.00")
    assert shown(home, X1C) == (STATE_OFF, "01.09.00.01", "01.09.00.01")


async def test_endpoint_failing(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """Versions come from the printer; only release notes are missing."""
    await until_all_fetched(home)
    home.cloud.faults.targets[VERSION] = HttpFault.SERVER_ERROR
    await offer(home, X1C, "01.09.01.00")
    assert shown(home, X1C) == (STATE_ON, "01.09.00.01", "01.09.01.00")
    text = await notes(home, hass_ws_client, X1C)
    assert text == (
        "Install it on the printer itself, in Bambu Handy or in Bambu Studio."
    )


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>Quiet <b>fans</b>", "Quiet fans\n" * 100_000]
)
async def test_notes_with_html_or_without_end(
    home: Home, hass_ws_client: WebSocketGenerator, text: str
) -> None:
    """Whatever Bambu Lab writes, what is shown is Markdown of a bounded length."""
    home.cloud.simulated(P1S).offers = [candidate("C12", "01.08.02.00", notes=text)]
    await ask_cloud(home)
    found = await notes(home, hass_ws_client, P1S)
    assert found
    assert "Quiet fans" in found
    assert "<" not in found
    assert "alert" not in found
    assert len(found) < 9000


async def test_link_lost(home: Home) -> None:
    """Without link and poll the entity is unavailable."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await home.lose_link()
    await home.poll()
    await home.until(lambda: state(home, P1S).state == STATE_UNAVAILABLE)
