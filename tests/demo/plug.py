"""A plug that counts the energy of a printer, and what its prints cost."""

import asyncio

from tests.simulator import A1_MINI_SERIAL, SimulatedCloud

from .camera_checks import OPTIONS
from .client import Client
from .printers import DOMAIN

METER, PRICE = "sensor.desk_plug_energy", "sensor.energy_price"
_EVERY = 5
"""s between two values; plugs report every few seconds."""
_WATTS = {"RUNNING": 95, "PREPARE": 160}
_IDLE = 7
_BEFORE = 318.42
"""kWh that the plug has counted in its life."""
_COSTS = {
    "meter": METER,
    "price_entity": PRICE,
    "filament_price": 20,
    "materials": [{"material": "PETG", "price": 24}, {"material": "TPU", "price": 35}],
}


async def set_cost_options(client: Client) -> None:
    """Configure what prints of the A1 mini cost, as a person would."""
    await _show(client, _BEFORE)
    price = {"friendly_name": "Energy price", "unit_of_measurement": "USD/kWh"}
    await client.post(f"/api/states/{PRICE}", {"state": "0.29", "attributes": price})
    (entry,) = await client.command("config_entries/get", domain=DOMAIN)
    flow = await client.post(OPTIONS, {"handler": entry["entry_id"]})
    chosen = {"printer": A1_MINI_SERIAL}
    for answer in ({"next_step_id": "costs"}, chosen, _COSTS):
        await client.post(f"{OPTIONS}/{flow['flow_id']}", answer)


async def count_energy(client: Client, cloud: SimulatedCloud, speed: float) -> None:
    """Count the energy that the A1 mini uses, until cancelled."""
    energy = _BEFORE
    while True:
        await asyncio.sleep(_EVERY)
        state = cloud.simulated(A1_MINI_SERIAL).gcode_state
        energy += _WATTS.get(state, _IDLE) * _EVERY * speed / 3_600_000
        await _show(client, energy)


async def _show(client: Client, energy: float) -> None:
    """Let the plug show so many kWh."""
    attributes = {
        "friendly_name": "Desk plug energy",
        "device_class": "energy",
        "state_class": "total_increasing",
        "unit_of_measurement": "kWh",
    }
    state = {"state": f"{energy:.4f}", "attributes": attributes}
    await client.post(f"/api/states/{METER}", state)
