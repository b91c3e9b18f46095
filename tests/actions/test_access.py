"""Users run the actions that their permissions allow, and no others."""

from typing import Any

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.auth.permissions.models import PermissionLookup
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, Unauthorized, UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.bambu_cloud.actions import ACTIONS
from custom_components.bambu_cloud.const import CONF_ALLOW_GCODE, DOMAIN
from tests.helpers.actions import ams_serial, device_id, print_commands, slot
from tests.helpers.home import H2D, P1S, Home

READ: dict[str, dict[str, Any]] = {"get_print_history": {}}
SILENT = {"rename_printer", "undo_filament_booking"}
"""Actions without a response."""
CONTROL: dict[str, dict[str, Any]] = {
    "start_print": {"file": "Benchy.gcode.3mf"},
    "reprint": {},
    "skip_objects": {"objects": [1, 2]},
    "calibrate": {"what": ["bed_leveling"]},
    "unload_filament": {},
    "continue_filament_change": {"choice": "retry"},
    "home_axes": {},
    "get_printable_files": {},
    "move_axis": {"axis": "x", "distance": 10},
    "extrude": {"length": 5},
}
CONTROL_AMS: dict[str, dict[str, Any]] = {"start_drying": {}, "stop_drying": {}}
CONTROL_SPOOL: dict[str, dict[str, Any]] = {
    "set_filament": {"material": "PLA", "color": "#FF0000"},
    "load_filament": {},
    "read_filament_tag": {},
}
ADMINISTRATION: dict[str, dict[str, Any]] = {
    "send_gcode": {"gcode": "G28"},
    "rename_printer": {"name": "Mine"},
    "undo_filament_booking": {"print_id": "7"},
    "get_cloud_camera_session": {},
    "get_messages": {},
    "get_projects": {},
    "get_project": {"project_id": "1"},
    "get_filament_presets": {},
    "get_slicer_release": {},
}
OF_ACCOUNTS = {name for name in ADMINISTRATION if name.startswith("get_")} - {
    "get_cloud_camera_session"
}


def target(home: Home, name: str) -> dict[str, Any]:
    """Return what an action is for."""
    if name in OF_ACCOUNTS:
        return {}
    if name in CONTROL_SPOOL:
        return {"entity_id": slot(home, P1S, 1)}
    if name in CONTROL_AMS:
        return {"device_id": device_id(home, ams_serial(home, H2D))}
    return {"device_id": device_id(home, P1S)}


def calls(home: Home) -> dict[str, dict[str, Any]]:
    """Return every action with data that is possible."""
    every = READ | CONTROL | CONTROL_AMS | CONTROL_SPOOL | ADMINISTRATION
    return {name: data | target(home, name) for name, data in every.items()}


async def permitted(home: Home, context: Context) -> set[str]:
    """Run every action, and return the names of those that may be run."""
    names = set()
    for name, data in calls(home).items():
        try:
            await home.hass.services.async_call(
                DOMAIN,
                name,
                data,
                blocking=True,
                return_response=name not in SILENT,
                context=context,
            )
        except Unauthorized:
            continue
        except HomeAssistantError:
            pass  # It may be run, and is not possible at the moment.
        names.add(name)
    return names


def user(home: Home, entities: Any) -> Context:
    """Return the context of a user with a policy for entities."""
    someone = MockUser(is_owner=False).add_to_hass(home.hass)
    someone.perm_lookup = PermissionLookup(
        er.async_get(home.hass), dr.async_get(home.hass)
    )
    someone.mock_policy({"entities": entities})
    return Context(user_id=someone.id)


def test_every_action_is_tried() -> None:
    """No action is without a permission that this module expects."""
    every = READ | CONTROL | CONTROL_AMS | CONTROL_SPOOL | ADMINISTRATION
    assert {action.name for action in ACTIONS} == set(every)


async def test_user_who_may_only_read(home: Home) -> None:
    """Who may only read changes nothing, and gets nothing of the account."""
    home.hass.config_entries.async_update_entry(
        home.entry, options={CONF_ALLOW_GCODE: True}
    )
    await home.hass.async_block_till_done()
    home.cloud.commands.clear()
    reader = user(home, {"all": {POLICY_READ: True}})

    assert await permitted(home, reader) == set(READ)
    assert not print_commands(home)
    device = home.device(P1S)
    assert device
    assert device.name != "Mine"
    assert not home.cloud.tickets


async def test_controlling_user(home: Home) -> None:
    """Who may control entities controls printers, but does not administrate."""
    member = user(home, {"all": True})
    may = set(calls(home)) - set(ADMINISTRATION)
    assert await permitted(home, member) == may


async def test_administrator_and_automation(
    home: Home, hass_admin_user: MockUser
) -> None:
    """Administrators may everything, and so may automations, which have no user."""
    for context in (Context(user_id=hass_admin_user.id), Context()):
        assert await permitted(home, context) == set(calls(home))


async def test_user_of_one_printer(home: Home) -> None:
    """Who may control one printer does not move another, nor its AMS."""
    member = user(home, {"device_ids": {device_id(home, P1S): True}})
    assert await permitted(home, member) == set(READ | CONTROL)
    other = user(home, {"device_ids": {device_id(home, H2D): True}})
    assert await permitted(home, other) == set()


async def test_user_of_one_entity(home: Home) -> None:
    """Who may control the light of a printer does not start prints on it."""
    light = {"domains": {"light": True, "event": {POLICY_READ: True}}}
    member = user(home, light)
    assert await permitted(home, member) == set()


async def test_user_without_entities(home: Home) -> None:
    """A device of another integration is not a way around the permission."""
    member = user(home, {"all": {POLICY_CONTROL: True}})
    with pytest.raises(Unauthorized):
        await home.hass.services.async_call(
            DOMAIN,
            "move_axis",
            {"device_id": "unheard", "axis": "x", "distance": 10},
            blocking=True,
            context=member,
        )


async def test_removed_user(home: Home) -> None:
    """A user who is no longer there runs nothing."""
    with pytest.raises(UnknownUser):
        await home.hass.services.async_call(
            DOMAIN,
            "unload_filament",
            {"device_id": device_id(home, P1S)},
            blocking=True,
            context=Context(user_id="gone"),
        )
