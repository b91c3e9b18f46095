"""Make an automation of our blueprint that notifies when a print ends."""

from collections.abc import Iterable

from .client import Client
from .printers import Printer

PATH = "/api/config/automation/config/print_ended"
# A demo has no phone: what one would show appears among the notifications.
PICTURE = """
{{ notification_message }}

![]({{ state_attr(picture_entity, 'entity_picture') }})
"""


async def save_automation(client: Client, found: Iterable[Printer]) -> None:
    """Store the automation, for all printers."""
    notify = {
        "action": "persistent_notification.create",
        "data": {"title": "{{ notification_title }}", "message": PICTURE.strip()},
    }
    inputs = {
        "printers": [printer.device_id for printer in found],
        "endings": ["finished", "failed", "canceled"],
        "actions": [notify],
    }
    blueprint = {"path": "bambu_cloud/print_ended.yaml", "input": inputs}
    automation = {"alias": "Tell when a print ends", "use_blueprint": blueprint}
    await client.post(PATH, automation)
