"""Each attribute that an owner can read has a name in their language."""

import pytest

from tests.simulator import another

from .helpers.attribute_names import unnamed_attributes
from .helpers.controls import accept_commands
from .helpers.home import H2D, P1S, Home
from .helpers.reports import delta, push

NOZZLE = {"id": 16, "diameter": 0.4, "type": "HH01", "wear": 3, "tm": 350, "stat": 0}


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_attributes_have_names(home: Home) -> None:
    """Of printers, AMS units and the fleet, while a print goes wrong."""
    home.cloud.add_printer(another("P2S", home.cloud.printers))
    await home.poll()
    await home.until_reported()
    await accept_commands(home, H2D)
    rack = {"exist": 0b11 << 16 | 1, "info": [NOZZLE]}
    holder = {"pos": 1, "stat": 1}
    await push(home, P1S, delta(device={"nozzle": rack, "holder": holder}))
    await home.until_shown(P1S, "hotend_1", "docked")
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(
        lambda: home.attributes(P1S, "print_event", "event").get("filaments")
    )
    await home.cloud.scenario(H2D, "hms_raised", 300)
    await home.until(lambda: home.attributes(H2D, "health_message", "event").get("url"))
    await home.cloud.scenario(H2D, "print_error_shown", 300)
    await home.until(lambda: home.attributes(H2D, "print_error").get("code"))
    assert sorted(set(unnamed_attributes(home))) == []
