"""Run Home Assistant with simulated clouds in place of Bambu Lab's."""

from ipaddress import IPv4Network
import os
import sys
from unittest.mock import patch

from homeassistant import bootstrap
from homeassistant.__main__ import main
from homeassistant.const import RESTART_EXIT_CODE
from homeassistant.helpers.entity import Entity
from yarl import URL

from custom_components.bambu_cloud.api import CAMERA_PORTS, LAN_NETWORKS
from custom_components.bambu_cloud.api.endpoints import ENDPOINTS, Endpoints, Region
from custom_components.bambu_cloud.entity.base import BambuValueEntity
from custom_components.bambu_cloud.model import CameraKind

# Set up in every Home Assistant, but these want packages or programs for nothing here.
UNUSED = {
    *{"ai_task", "assist_satellite", "conversation", "stt", "tts", "wake_word"},
    *{"infrared", "radio_frequency"},
}


def endpoints(region: Region) -> Endpoints:
    """Return the addresses of the simulated cloud of a region."""
    prefix = f"CLOUD_{region.upper()}"
    api, broker = URL(os.environ[f"{prefix}_API"]), URL(os.environ[f"{prefix}_BROKER"])
    return Endpoints(
        api=api,
        site=URL(os.environ[f"{prefix}_SITE"]),
        texts=api,
        broker_host=broker.host or "",
        broker_port=broker.port or 0,
    )


if __name__ == "__main__":
    ENDPOINTS.update({region: endpoints(region) for region in Region})
    jpeg, stream = map(int, os.environ["CAMERA_PORTS"].split())
    CAMERA_PORTS.update({CameraKind.JPEG: jpeg, CameraKind.RTSPS: stream})
    LAN_NETWORKS.append(IPv4Network("127.0.0.0/8"))
    if os.environ["ENABLE_ALL"] == str(True):
        for kind in (Entity, BambuValueEntity):
            patch.object(kind, "entity_registry_enabled_default", new=True).start()
    bootstrap.DEFAULT_INTEGRATIONS.difference_update(UNUSED)
    if (code := main()) == RESTART_EXIT_CODE:
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the same program again
    sys.exit(code)
