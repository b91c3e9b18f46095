"""A life with several accounts, in which everything goes wrong at least once."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
)

from custom_components.bambu_cloud.const import CONF_OBTAINED_AT, DOMAIN
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import loopback_is_home
from tests.helpers.frame_camera import (
    ADDRESS,
    jpeg_camera,
    move,
    printer_issues,
    snapshot,
    trust,
)
from tests.simulator import HttpFault, SimulatedCloud
from tests.simulator.camera.certificates import leaf

from .clock import Wall
from .flow_driver import Person
from .home import OWNER, P1S, X1C, Home
from .reports import reauths
from .secrets import FRIEND, MISTYPED, PHONE, TFA, Vault


async def add_everybody(
    hass: HomeAssistant, cloud: SimulatedCloud, china: SimulatedCloud, wall: Wall
) -> Home:
    """Add an account in every way that there is, with every mistake on the way."""
    person = Person(hass, cloud)
    for fault in (HttpFault.NOT_JSON, HttpFault.CLOUDFLARE, HttpFault.CUT):
        await person.start()
        cloud.faults.next_request(fault)
        await person.log_in()
    await person.log_in(password=MISTYPED)
    await person.log_in()
    await person.enter_code("000000")
    await person.send_again()
    wall.ahead += timedelta(seconds=61)
    await person.send_again()
    step = await person.enter_code()
    entry = step["result"]

    await person.start()
    await person.paste("nonsense-that-looks-like-a-token")
    assert (await person.paste(cloud.issue_token(FRIEND)))["type"] == "create_entry"
    await person.start()
    await person.log_in(TFA)
    cloud.faults.targets["/api/csrf"] = HttpFault.CLOUDFLARE
    await person.choose("totp")
    await person.enter({"code": cloud.authenticator(TFA)})
    cloud.faults.clear()
    await person.choose("totp")
    await person.enter({"code": "000000"})
    step = await person.enter({"code": cloud.authenticator(TFA)})
    assert step["type"] == "create_entry"
    await person.start()
    await person.have_code_sent(PHONE)
    step = await person.enter_code(china.mailbox(PHONE)[-1])
    assert step["type"] == "create_entry"
    await hass.async_block_till_done()
    return Home(hass, cloud, entry)


async def connected(home: Home) -> None:
    """Wait until printers can push; who hangs up before that is complained about."""
    await home.until(lambda: home.entry.runtime_data.account.link.pushed)


async def live_through_everything(home: Home, wall: Wall) -> None:
    """Print, lose the link, suffer, be asked for the past, and be left out."""
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.scenario(X1C, "print_fails", 600)
    await home.cloud.advance(200)
    home.cloud.broker.refuse_subscriptions = True
    await home.lose_link()
    await home.cloud.broker.start()
    await connected(home)
    home.cloud.broker.refuse_subscriptions = False
    await home.cloud.advance(600)
    for fault in HttpFault:
        if fault not in {HttpFault.DEAD_TOKEN, HttpFault.HANG}:
            home.cloud.faults.every_request = fault
            await home.poll(3600)
    home.cloud.faults.clear()
    wall.ahead += timedelta(days=1)
    for _ in range(3):
        await home.poll(3600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "finished")
    device = home.device(P1S)
    assert device
    await home.hass.services.async_call(
        DOMAIN,
        "get_print_history",
        {ATTR_DEVICE_ID: device.id},
        blocking=True,
        return_response=True,
    )
    home.hass.config_entries.async_update_entry(
        home.entry, options={"unfollowed": [X1C]}
    )
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await connected(home)


async def log_in_again(home: Home) -> None:
    """Lose the login, come back with a new one, and renew it before it ends."""
    home.cloud.revoke_tokens(OWNER)
    await home.until(lambda: reauths(home))
    (flow,) = home.entry.async_get_active_flows(home.hass, {SOURCE_REAUTH})
    person = Person(home.hass, home.cloud)
    step = await home.hass.config_entries.flow.async_configure(flow["flow_id"])
    person.see(step)
    await person.paste(home.cloud.issue_token(FRIEND))
    await person.log_in()
    assert (await person.enter_code())["reason"] == "reauth_successful"
    await home.hass.async_block_till_done()
    await connected(home)
    soon = (dt_util.utcnow() - timedelta(days=89)).isoformat()
    data = {**home.entry.data, CONF_OBTAINED_AT: soon}
    home.hass.config_entries.async_update_entry(home.entry, data=data)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await connected(home)
    flows = home.hass.config_entries.flow
    dialog = await flows.async_init(
        DOMAIN,
        context={"source": SOURCE_RECONFIGURE, "entry_id": home.entry.entry_id},
    )
    person.see(dialog)
    await person.paste(home.cloud.issue_token(OWNER))
    await home.hass.async_block_till_done()
    await connected(home)


async def act(home: Home) -> None:
    """Ask and order what there is, also what fails."""
    await home.until(lambda: home.device(P1S))
    device = home.device(P1S)
    assert device
    for action, data in {
        "get_print_history": {ATTR_DEVICE_ID: device.id},
        "get_messages": {},
        "get_projects": {},
        "get_project": {"project_id": "1"},
        "get_filament_presets": {},
        "get_cloud_camera_session": {ATTR_DEVICE_ID: device.id},
        "rename_printer": {ATTR_DEVICE_ID: device.id, "name": "Workshop P1S"},
        "send_gcode": {ATTR_DEVICE_ID: device.id, "gcode": "G28"},
    }.items():
        answers = home.hass.services.supports_response(DOMAIN, action)
        with suppress(HomeAssistantError):
            await home.hass.services.async_call(
                DOMAIN,
                action,
                data,
                blocking=True,
                return_response=answers is not SupportsResponse.NONE,
            )
    light = er.async_get(home.hass).async_get_entity_id(
        "light", DOMAIN, f"{P1S}_chamber_light"
    )
    await home.hass.services.async_call(
        "light", "turn_off", {"entity_id": light}, blocking=True
    )


async def view(home: Home, vault: Vault, hass_client: ClientSessionGenerator) -> None:
    """View a printer, be refused, and find another one in its place."""
    # Where it debugs, the loop complains about each client that leaves a server early.
    asyncio.get_running_loop().set_debug(False)
    camera = jpeg_camera(home)
    async with camera.listening(ADDRESS) as port:
        with loopback_is_home(CameraKind.JPEG, port):
            await move(home, ADDRESS)
            assert await snapshot(home, hass_client)
            await home.until(lambda: camera.counts.open == 0)
            home.cloud.printers[P1S].identity.access_code = "13572468"
            vault.collect()
            assert await snapshot(home, hass_client) is None
            assert printer_issues(home) == ["wrong_access_code"]
            await home.poll()
            camera.leaf = leaf(P1S)
            assert await snapshot(home, hass_client) is None
            assert printer_issues(home) == ["certificate_changed"]
            await trust(home, hass_client)
            assert printer_issues(home) == []


async def browse(home: Home, client: MockHAClientWebSocket) -> None:
    """Open the pages that are about accounts and what is to be done."""
    for question in (
        "config_entries/get",
        "repairs/list_issues",
        "config/entity_registry/list_for_display",
        "get_states",
    ):
        await client.send_json_auto_id({"type": question})
        answer: Any = await client.receive_json()
        assert answer["success"]


async def leave(home: Home) -> None:
    """Fail to start, start, unload and remove each account."""
    entries = home.hass.config_entries
    for fault in (HttpFault.SERVER_ERROR, HttpFault.DEAD_TOKEN):
        home.cloud.faults.every_request = fault
        assert not await entries.async_reload(home.entry.entry_id)
    home.cloud.faults.clear()
    assert await entries.async_reload(home.entry.entry_id)
    await connected(home)
    for entry in entries.async_entries(DOMAIN):
        assert await entries.async_unload(entry.entry_id)
        await entries.async_remove(entry.entry_id)
    await home.hass.async_block_till_done()
