"""Which printers refuse commands of third parties, and what they then have."""

from dataclasses import replace

from homeassistant.helpers import entity_registry as er, issue_registry as ir

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.controls import Control, printing
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home

CONTROLS = (
    ("pause", "button"),
    ("bed_target_temperature", "number"),
    ("part_fan", "fan"),
    ("speed_level", "select"),
)
TWINS = ("bed_target_temperature", "part_fan_speed", "speed_level")
_RELOAD_AFTER = 31
"""Seconds after which Home Assistant reloads what has a newly enabled entity."""


async def refuse(home: Home) -> None:
    """Let the P1S refuse a command, as firmware may from one day to the next."""
    await printing(home, P1S)
    printer = home.cloud.simulated(P1S)
    printer.model = replace(printer.model, requires_signature=True)
    assert await Control(home, P1S, "pause", "button").fails("press") == "unsigned"
    await home.hass.async_block_till_done()


def existing(home: Home) -> list[str]:
    """Return the controls that are there."""
    return [key for key, kind in CONTROLS if Control(home, P1S, key, kind).entry]


def disabled(home: Home) -> dict[str, er.RegistryEntryDisabler | None]:
    """Return who disabled the sensors that show what a control shows as well."""
    entries = {key: Control(home, P1S, key, "sensor").entry for key in TWINS}
    return {key: entry.disabled_by for key, entry in entries.items() if entry}


async def test_each_printer_says_so(home: Home) -> None:
    """An entity of each printer says it, and no repair: nothing is broken."""
    shown = {
        serial: home.binary(serial, "signature_required")
        for serial in (X1C, P1S, A1_MINI, H2D)
    }
    assert shown == {X1C: "on", P1S: "off", A1_MINI: "on", H2D: "on"}
    issues = ir.async_get(home.hass).issues
    assert not [issue for domain, issue in issues if domain == DOMAIN]


async def test_refused_controls_go(home: Home) -> None:
    """The first refusal removes them all, in place of dozens of grey rows."""
    assert len(existing(home)) == len(CONTROLS)
    spool = home.cloud.simulated(P1S).ams.units["0"].serial
    assert Control(home, spool, "slot_1_load", "button").entry
    await refuse(home)
    assert existing(home) == []
    assert Control(home, spool, "slot_1_load", "button").entry is None
    assert home.binary(P1S, "signature_required") == "on"
    # Needs no signature.
    assert Control(home, P1S, "chamber_light", "light").entry
    assert not [
        state.entity_id
        for state in home.hass.states.async_all()
        if "workshop_p1s" in state.entity_id and state.state == "unavailable"
    ]


async def test_what_showed_the_same_is_enabled(home: Home) -> None:
    """Without the controls, the sensors are all that shows the values."""
    assert set(disabled(home).values()) == {er.RegistryEntryDisabler.INTEGRATION}
    await refuse(home)
    assert disabled(home) == dict.fromkeys(TWINS)
    await home.pass_time(_RELOAD_AFTER)
    await home.until_reported()
    assert home.shows(P1S, "bed_target_temperature") not in {None, "unavailable"}


async def test_what_an_owner_disabled_stays_disabled(home: Home) -> None:
    """Only what the integration disabled is enabled by it."""
    registry = er.async_get(home.hass)
    speed = Control(home, P1S, "speed_level", "sensor").entry
    assert speed
    by_owner = er.RegistryEntryDisabler.USER
    registry.async_update_entity(speed.entity_id, disabled_by=by_owner)
    await refuse(home)
    assert disabled(home)["speed_level"] is by_owner


async def test_new_entities_are_disabled(home: Home) -> None:
    """Who wants new entities disabled gets none enabled."""
    home.hass.config_entries.async_update_entry(
        home.entry, pref_disable_new_entities=True
    )
    await refuse(home)
    assert set(disabled(home).values()) == {er.RegistryEntryDisabler.INTEGRATION}


async def test_refusal_counts_for_one_firmware(home: Home) -> None:
    """It outlasts new starts; another firmware is asked anew, while it is loaded."""
    await refuse(home)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert existing(home) == []
    assert home.binary(P1S, "signature_required") == "on"

    printer = home.cloud.simulated(P1S)
    printer.version["info"]["module"][0]["sw_ver"] = "01.07.99.00"
    home.cloud.disconnect(P1S)
    await home.until_shown(P1S, "online", "off")
    home.cloud.connect(P1S)
    await home.until_happened(lambda: len(existing(home)) == len(CONTROLS))
    await home.until_reported()
    assert home.binary(P1S, "signature_required") == "off"


async def test_controls_come_and_go_with_the_flag(home: Home) -> None:
    """A printer that reports it decides at any time."""
    pause = Control(home, X1C, "pause", "button")
    state = home.cloud.simulated(X1C).state
    signed = state["fun"]
    unsigned = f"{int(signed, 16) & ~(1 << 29):X}"
    for _ in range(2):
        assert pause.entry is None
        state["fun"] = unsigned
        await home.send_full_report(X1C)
        await home.until_happened(lambda: pause.state)
        state["fun"] = signed
        await home.send_full_report(X1C)
        await home.until_happened(lambda: pause.entry is None)
        assert pause.state is None
