"""Check whether a user may run an action."""

from collections.abc import Iterable
from enum import StrEnum

from homeassistant.auth.permissions.const import (
    CAT_ENTITIES,
    POLICY_CONTROL,
    POLICY_READ,
)
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import ServiceCall
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
    if user.is_admin:
        return
    entity_ids = () if access is Access.ADMINISTRATION else tuple(_entity_ids(call))
    if not entity_ids or not all(
        user.permissions.check_entity(entity_id, access) for entity_id in entity_ids
    ):
        raise Unauthorized(
            context=call.context, permission=access, perm_category=CAT_ENTITIES
        )


def _entity_ids(call: ServiceCall) -> Iterable[str]:
    """Yield the entities that an action is about, disabled ones included."""
    if ATTR_ENTITY_ID in call.data:
        yield call.data[ATTR_ENTITY_ID]
    elif ATTR_DEVICE_ID in call.data:
        for entry in er.async_entries_for_device(
            er.async_get(call.hass),
            call.data[ATTR_DEVICE_ID],
            include_disabled_entities=True,
        ):
            if entry.platform == DOMAIN:
                yield entry.entity_id
