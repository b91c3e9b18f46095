"""What happens before and when a login ends."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_OBTAINED_AT,
    DOMAIN,
)
from custom_components.bambu_cloud.repairs import async_create_fix_flow
from tests.helpers.flow_driver import Person
from tests.helpers.home import OWNER, P1S, Home
from tests.helpers.translations import ENGLISH
from tests.simulator import SimulatedCloud

DAY = 86400.0
LIFETIME = 90


def issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return what the page of repairs shows of an account's login."""
    found = ir.async_get(hass).async_get_issue(DOMAIN, f"login_{entry.entry_id}")
    return found if found and found.active else None


async def set_up(
    hass: HomeAssistant, entry: MockConfigEntry, **changes: Any
) -> ir.IssueEntry | None:
    """Set the account up with another token life, and return the issue."""
    hass.config_entries.async_update_entry(entry, data={**entry.data, **changes})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return issue(hass, entry)


def days_ago(days: float) -> str:
    """Return a time as it is stored."""
    return (dt_util.utcnow() - timedelta(days=days)).isoformat()


async def test_notice_comes_a_week_before_the_end(home: Home) -> None:
    """There is no issue before, and it says whose login ends when."""
    assert issue(home.hass, home.entry) is None
    await home.pass_time((LIFETIME - 7) * DAY - 60)
    assert issue(home.hass, home.entry) is None
    await home.pass_time((LIFETIME - 7) * DAY + 60)
    created = issue(home.hass, home.entry)
    assert created
    assert created.is_fixable
    assert created.severity is ir.IssueSeverity.WARNING
    assert created.translation_key in ENGLISH["issues"]
    end = dt_util.now() + timedelta(days=LIFETIME)
    assert created.translation_placeholders == {
        "account": "Owner",
        "date": end.date().isoformat(),
    }


@pytest.mark.parametrize(("age", "is_warned"), [(82, False), (84, True), (91, True)])
async def test_notice_at_the_start(
    hass: HomeAssistant, config_entry: MockConfigEntry, age: float, *, is_warned: bool
) -> None:
    """A Home Assistant that was off for a while creates the issue as well."""
    created = await set_up(hass, config_entry, obtained_at=days_ago(age))
    assert bool(created) is is_warned


@pytest.mark.parametrize(
    "changes",
    [
        {CONF_EXPIRES_IN: None},
        {CONF_EXPIRES_IN: "soon"},
        {CONF_EXPIRES_IN: 10**15},
        {CONF_OBTAINED_AT: "yesterday"},
        {CONF_OBTAINED_AT: None},
    ],
)
async def test_unknown_expiry(
    hass: HomeAssistant, config_entry: MockConfigEntry, changes: dict[str, Any]
) -> None:
    """A pasted token ends without notice, and junk is nothing to warn of."""
    assert await set_up(hass, config_entry, **changes) is None


async def paste(person: Person, days: float) -> MockConfigEntry:
    """Add an account with a token that expires so many days from now."""
    ahead = dt_util.utcnow() - person.cloud.now
    token = person.cloud.issue_jwt(OWNER, ahead + timedelta(days=days))
    step = await person.paste(token)
    await person.hass.async_block_till_done()
    entry: MockConfigEntry = step["result"]
    assert entry.data[CONF_EXPIRES_IN] is None
    return entry


async def test_pasted_token_with_an_expiry(person: Person) -> None:
    """The notice comes for such a token as for any other login."""
    entry = await paste(person, 30)
    home = Home(person.hass, person.cloud, entry)
    await home.pass_time(23 * DAY - 60)
    assert issue(home.hass, entry) is None
    await home.pass_time(23 * DAY + 60)
    created = issue(home.hass, entry)
    assert created
    assert created.translation_placeholders
    end = dt_util.now() + timedelta(days=30)
    assert created.translation_placeholders["date"] == end.date().isoformat()


async def test_pasted_token_that_ends_soon(person: Person) -> None:
    """A token that ends within a week has an issue at once."""
    assert issue(person.hass, await paste(person, 3))


@pytest.mark.parametrize("days", [-1, 4000])
async def test_pasted_token_with_an_impossible_expiry(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    days: float,
) -> None:
    """A token that works and says that it ended, or never will, says nothing."""
    ahead = dt_util.utcnow() - cloud.now
    token = cloud.issue_jwt(OWNER, ahead + timedelta(days=days))
    changes = {CONF_ACCESS_TOKEN: token, CONF_EXPIRES_IN: None}
    assert await set_up(hass, config_entry, **changes) is None
    await Home(hass, cloud, config_entry).pass_time(4000 * DAY)
    assert issue(hass, config_entry) is None


async def test_unloaded_account_has_no_notice(home: Home) -> None:
    """The timer ends with the account, and the issue with its removal."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.pass_time(LIFETIME * DAY)
    assert issue(home.hass, home.entry) is None


async def test_issue_is_removed_with_the_account(
    hass: HomeAssistant, config_entry: MockConfigEntry
) -> None:
    """There is nothing to log in to any more."""
    assert await set_up(hass, config_entry, obtained_at=days_ago(89))
    await hass.config_entries.async_remove(config_entry.entry_id)
    assert issue(hass, config_entry) is None


class Repairs:
    """The page of repairs, over HTTP as the frontend uses it."""

    def __init__(self, client: Any, entry: MockConfigEntry) -> None:
        """Remember which account."""
        self._client = client
        self._entry = entry

    async def fix(self) -> dict[str, Any]:
        """Open the issue and submit what it explains."""
        issue_id = f"login_{self._entry.entry_id}"
        path = "/api/repairs/issues/fix"
        step = await self._post(path, {"handler": DOMAIN, "issue_id": issue_id})
        assert (step["type"], step["step_id"]) == ("form", "confirm")
        assert step["description_placeholders"]["account"] == "Owner"
        return await self._post(f"{path}/{step['flow_id']}", {})

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post an object and return the one that comes back."""
        response = await self._client.post(path, json=body)
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.fixture
async def repairs(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> Repairs:
    """Set up an account whose login ends soon."""
    assert await async_setup_component(hass, "repairs", {})
    assert await set_up(hass, config_entry, obtained_at=days_ago(89))
    return Repairs(await hass_client(), config_entry)


async def test_fix_logs_in_again_and_removes_nothing(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    repairs: Repairs,
) -> None:
    """The issue leads to the usual dialog, and goes when that is done, not before."""
    home = Home(hass, cloud, config_entry)
    await home.until_reported()
    device, old = home.device(P1S), config_entry.data[CONF_ACCESS_TOKEN]
    assert device

    result = await repairs.fix()
    assert result["type"] == "abort"
    kind, flow_id = result["next_flow"]
    assert kind == "config_flow"
    assert issue(hass, config_entry)
    person = Person(hass, cloud)
    person.see(hass.config_entries.flow.async_get(flow_id))
    assert person.step["step_id"] == SOURCE_RECONFIGURE
    person.step = {**person.step, "type": "menu", "menu_options": ["password"]}
    await person.enter({"next_step_id": "password"})
    await person.log_in()
    step = await person.enter_code()
    assert step["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()

    assert issue(hass, config_entry) is None
    assert config_entry.data[CONF_ACCESS_TOKEN] != old
    await home.cloud.advance(10)
    await home.until_reported()
    again = home.device(P1S)
    assert again
    assert again.id == device.id


async def test_account_that_went_meanwhile(
    hass: HomeAssistant, config_entry: MockConfigEntry, repairs: Repairs
) -> None:
    """An issue that was left open on the screen explains itself."""
    flow = await async_create_fix_flow(hass, "login_gone", {"entry_id": "gone"})
    flow.hass, flow.data = hass, {"entry_id": "gone"}
    flow.issue_id, flow.handler = "login_gone", DOMAIN
    shown: Any = await flow.async_step_init()  # type: ignore[attr-defined]  # of every flow
    assert shown["type"] == "form"
    ended: Any = await flow.async_step_confirm({})  # type: ignore[attr-defined]  # of this one
    assert (ended["type"], ended["reason"]) == ("abort", "no_account")


async def test_issue_of_another_subject_is_confirmed(hass: HomeAssistant) -> None:
    """Nothing else has a dialog of its own."""
    flow = await async_create_fix_flow(hass, "signed_only_1", None)
    assert type(flow).__name__ == "ConfirmRepairFlow"
