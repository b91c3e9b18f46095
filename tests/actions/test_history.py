"""Automations read what a printer has printed."""

from datetime import UTC, datetime, timedelta
import re
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.script import Script
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service
import voluptuous as vol

from custom_components.bambu_cloud.actions.history import GET_PRINT_HISTORY
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.pages import read_page
from tests.simulator.cloud_side.past import past
from tests.simulator.faults import HttpFault

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def remember(home: Home, count: int) -> list[dict[str, Any]]:
    """Give the account a past of the P1S."""
    rows = list(past([P1S], count, last_id=500_000, until=NEW_YEAR))
    home.cloud.history.remember(rows)
    return rows


def device_id(home: Home, serial: str = P1S) -> str:
    """Return the device of a printer."""
    device = home.device(serial)
    assert device
    return device.id


async def prints(home: Home, **data: Any) -> list[dict[str, Any]]:
    """Return the prints of the action's response."""
    response: Any = await home.hass.services.async_call(
        DOMAIN,
        GET_PRINT_HISTORY,
        {"device_id": device_id(home)} | data,
        blocking=True,
        return_response=True,
    )
    found: list[dict[str, Any]] = response["prints"]
    return found


async def test_newest_prints(home: Home) -> None:
    """Without filters, the 20 newest prints are returned in full."""
    rows = remember(home, 30)
    home.cloud.history.remember([{"id": 1, "deviceId": X1C}])

    found = await prints(home)

    assert [each["id"] for each in found] == [str(row["id"]) for row in rows[:20]]
    newest, row = found[0], rows[0]
    assert newest["title"] == row["title"]
    assert newest["outcome"] == {2: "finished", 3: "failed"}[row["status"]]
    assert datetime.fromisoformat(newest["started"]) == datetime.fromisoformat(
        row["startTime"]
    )
    assert datetime.fromisoformat(newest["ended"]) == datetime.fromisoformat(
        row["endTime"]
    )
    assert newest["duration"] == newest["estimate"] == row["costTime"]
    assert newest["weight"] == row["weight"]
    assert newest["length"] == row["length"] / 100
    assert newest["bed_type"] == row["bedType"]
    assert newest["reprintable"] is True
    assert [each["weight"] for each in newest["filaments"]] == [
        each["weight"] for each in row["amsDetailMapping"]
    ]
    assert newest["filaments"][0]["slot"] == 1
    assert newest["cover"].startswith(home.cloud.api_url)


async def test_filters(home: Home) -> None:
    """Prints are chosen by time, number and outcome."""
    rows = remember(home, 400)
    since = NEW_YEAR - timedelta(days=40)

    assert len(await prints(home, limit=3)) == 3
    recent = await prints(home, limit=2000, since=since.isoformat())
    assert len(recent) == sum(row["endTime"] >= since.isoformat()[:19] for row in rows)
    failed = await prints(home, limit=25, outcome="failed")
    failures = [str(row["id"]) for row in rows if row["status"] == 3]
    assert [each["id"] for each in failed] == failures[:25]
    assert len(await prints(home, limit=2000, outcome="failed")) == len(failures)
    assert not await prints(home, outcome="printing")


async def test_running_print(home: Home) -> None:
    """The print in work has no end yet, whenever it began."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)

    since = dt_util.utcnow().isoformat()
    (running,) = await prints(home, outcome="printing", since=since)

    assert running["started"]
    assert running["ended"] is None
    assert running["duration"] is None


async def test_refused(home: Home) -> None:
    """An action without a response of the cloud has a message."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR

    with pytest.raises(HomeAssistantError) as raised:
        await prints(home)

    assert raised.value.translation_key == "server_error"


async def test_what_is_no_printer(home: Home) -> None:
    """An AMS has printed nothing, nor has a device that is not there."""
    registry = dr.async_get(home.hass)
    devices = dr.async_entries_for_config_entry(registry, home.entry.entry_id)
    ams = next(device for device in devices if device.via_device_id)

    with pytest.raises(ServiceValidationError) as raised:
        await prints(home, device_id=ams.id)
    assert raised.value.translation_key == "not_a_printer"
    with pytest.raises(ServiceValidationError):
        await prints(home, device_id="nothing")


@pytest.mark.parametrize(
    "data", [{"limit": 0}, {"limit": 2001}, {"outcome": "canceled"}, {"since": "soon"}]
)
async def test_impossible_filters(home: Home, data: dict[str, Any]) -> None:
    """Impossible data is refused."""
    with pytest.raises(vol.Invalid):
        await prints(home, **data)


async def test_without_an_account(hass: HomeAssistant) -> None:
    """The action exists before the first account, so that automations load."""
    assert await async_setup_component(hass, DOMAIN, {})

    assert hass.services.has_service(DOMAIN, GET_PRINT_HISTORY)


async def test_example(home: Home) -> None:
    """The example of the page reports what was printed in a week."""
    page = read_page("docs/actions.md")
    examples = re.findall(r"```yaml\n(.+?)```", page, re.DOTALL)
    (example,) = (each for each in examples if GET_PRINT_HISTORY in each)
    now = datetime.now(UTC)
    home.cloud.history.remember(
        {
            "id": 9 - days,
            "deviceId": P1S,
            "endTime": (now - timedelta(days)).isoformat(),
        }
        | {"startTime": (now - timedelta(days, hours=1)).isoformat()}
        for days in (1, 2, 9)
    )
    actions = parse_yaml(example.replace("0123456789abcdef" * 2, device_id(home)))
    assert isinstance(actions, dict)
    notifications = async_mock_service(home.hass, "notify", "notify")
    sequence = cv.SCRIPT_SCHEMA(actions["actions"])
    script = Script(home.hass, sequence, "example", DOMAIN)

    await script.async_run(context=Context())

    assert notifications[0].data["message"] == "2 prints this week, 69 g of filament"
