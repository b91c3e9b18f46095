"""The page about the system's health."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)

from custom_components.bambu_cloud.api import ENDPOINTS, Region
from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator import HttpFault

from .helpers.home import OWNER, P1S, Home
from .helpers.reports import reauths

UNREACHABLE = {"type": "failed", "error": "unreachable"}


async def health(hass: HomeAssistant) -> dict[str, Any]:
    """Open the page, and wait for everything on it."""
    assert await async_setup_component(hass, "system_health", {})
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    return {
        key: await value if hasattr(value, "__await__") else value
        for key, value in info.items()
    }


async def test_all_is_well(home: Home) -> None:
    """Cloud and broker respond, the account is connected, and no name is shown."""
    await home.until(lambda: home.entry.runtime_data.account.link.pushed)
    assert await health(home.hass) == {
        "api_global": "ok",
        "broker_global": "ok",
        "accounts": "connected",
        "token_days_left": "89",
        "printers": "4/4",
    }


async def test_without_the_broker(home: Home) -> None:
    """The page says what cannot be reached, and what works all the same."""
    home.cloud.power_off(P1S)
    await home.cloud.advance(40)
    await home.lose_link()
    info = await health(home.hass)
    assert info["api_global"] == "ok"
    assert info["broker_global"] == UNREACHABLE
    assert info["accounts"] == "polled, as no reports arrive"
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await home.poll(70)  # another may have been under way since the link was lost
    account = home.entry.runtime_data.account
    await home.until(lambda: not account.last_update_success)
    assert (await health(home.hass))["accounts"] == "not connected"
    assert info["printers"] == "3/4"


async def test_dead_token(home: Home) -> None:
    """An account that waits for its owner says so."""
    home.cloud.revoke_tokens(OWNER)
    await home.until(lambda: reauths(home))
    assert (await health(home.hass))["accounts"] == "waits for a new login"


async def test_several_accounts(home: Home, config_entry: MockConfigEntry) -> None:
    """Each value says whose it is."""
    second = MockConfigEntry(
        domain=DOMAIN, title="Second", unique_id="2", data=config_entry.data
    )
    second.add_to_hass(home.hass)
    info = await health(home.hass)
    assert info["printers"] == f"{home.entry.title}: 4/4, Second: ?"
    assert info["accounts"].endswith(", Second: not set up")
    assert info["token_days_left"].count(": ") == 2


async def test_account_that_could_not_be_set_up(
    hass: HomeAssistant, config_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is filled without a single response of the cloud."""
    monkeypatch.setitem(
        ENDPOINTS,
        Region.GLOBAL,
        type(ENDPOINTS[Region.GLOBAL])(
            api=ENDPOINTS[Region.GLOBAL].api.with_port(1),
            site=ENDPOINTS[Region.GLOBAL].site,
            texts=ENDPOINTS[Region.GLOBAL].texts,
            broker_host="127.0.0.1",
            broker_port=1,
        ),
    )
    await hass.config_entries.async_setup(config_entry.entry_id)
    assert await health(hass) == {
        "api_global": UNREACHABLE,
        "broker_global": UNREACHABLE,
        "accounts": "not connected",
        "token_days_left": "89",
        "printers": "?",
    }


async def test_broker_that_does_not_answer(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page does not wait for ever."""

    async def hang(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(
        "custom_components.bambu_cloud.system_health.asyncio.open_connection", hang
    )
    info = await health(home.hass)
    assert info["broker_global"] == {"type": "failed", "error": "timeout"}


@pytest.mark.parametrize(("age", "left"), [(89, "1"), (95, "0"), (None, "?")])
async def test_days_left(
    hass: HomeAssistant, config_entry: MockConfigEntry, age: int | None, left: str
) -> None:
    """They are counted down, and unknown for a pasted token."""
    obtained_at = dt_util.utcnow() - timedelta(days=age or 0, hours=-1)
    data = {**config_entry.data, "obtained_at": obtained_at.isoformat()}
    if age is None:
        data["expires_in"] = None
    hass.config_entries.async_update_entry(config_entry, data=data)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    assert (await health(hass))["token_days_left"] == left
