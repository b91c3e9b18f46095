"""Check whether a user may run an action."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import (
    CAT_ENTITIES,
    POLICY_CONTROL,
    POLICY_READ,
)
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN


class Access(StrEnum):
    """What a user has to be permitted; automations, which have no user, always are."""

    READ = POLICY_READ
    """To read all entities of the device that the action is for."""
    CONTROL = POLICY_CONTROL
    """To control all entities of that device, or the entity that the action names."""
    ADMINISTRATION = "administration"
    """To administrate: for what concerns the whole account, or knows no limits."""


async def async_check_access(call: ServiceCall, access: Access) -> None:
    """Check whether the user of a call is permitted what it asks for.

    Raises:
        Unauthorized: The user is not, or the device has nothing of this integration.
        UnknownUser: There is no such user any more.
    """
    user_id = call.context.user_id
    if user_id is None:
        return
    user = await call.hass.auth.async_get_user(user_id)
    if user is None:
        raise UnknownUser(context=call.context, permission=access, user_id=user_id)
    entity_ids = () if access is Access.ADMINISTRATION else _entity_ids(call)
    if not is_permitted(user, entity_ids, access):
        raise Unauthorized(
            context=call.context, permission=access, perm_category=CAT_ENTITIES
        )


def is_permitted(user: User, entity_ids: Iterable[str], access: Access) -> bool:
    """Return whether a user has access to all of some entities, and to one at least."""
    entity_ids = tuple(entity_ids)
    return user.is_admin or (
        bool(entity_ids)
        and all(user.permissions.check_entity(each, access) for each in entity_ids)
    )


def entities_of_device(hass: HomeAssistant, device_id: str) -> Iterator[str]:
    """Yield the entities of a device, disabled ones included."""
    for entry in er.async_entries_for_device(
        er.async_get(hass), device_id, include_disabled_entities=True
    ):
        if entry.platform == DOMAIN:
            yield entry.entity_id


def _entity_ids(call: ServiceCall) -> Iterator[str]:
    """Yield the entities that an action is about."""
    if ATTR_ENTITY_ID in call.data:
        yield call.data[ATTR_ENTITY_ID]
    elif ATTR_DEVICE_ID in call.data:
        yield from entities_of_device(call.hass, call.data[ATTR_DEVICE_ID])
