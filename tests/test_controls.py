"""Each control: the command that is sent, and the state after its acknowledgement."""

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import preconditions
from tests.simulator import SimulatedCloud, another

from .helpers.control_uses import (
    Use,
    ams_options,
    camera,
    detector,
    fan,
    gcode,
    level,
    print_option,
    switch,
    target,
)
from .helpers.controls import Control, accept_commands, commands_to, let_accept_commands
from .helpers.home import H2D, P1S, X1C, Home

SMALL = [
    *camera("timelapse", "ipcam_timelapse"),
    *camera("record_prints", "ipcam_record_set"),
    *switch(
        "keep_files",
        "system",
        {"command": "print_cache_set", "config": True},
        {"command": "print_cache_set", "config": False},
    ),
    *print_option("step_loss_recovery", "auto_recovery", option={True: 1, False: 0}),
    *print_option("ams_auto_refill", "auto_switch_filament"),
    Use(
        "switch.ams_read_at_power_up",
        "turn_on",
        {},
        {"print": ams_options(startup=True, insert=True, remain=True)},
        "on",
    ),
    Use(
        "switch.ams_read_on_insert",
        "turn_off",
        {},
        {"print": ams_options(startup=True, insert=False, remain=True)},
        "off",
    ),
    Use(
        "switch.ams_estimate_remaining",
        "turn_off",
        {},
        {"print": ams_options(startup=True, insert=False, remain=False)},
        "off",
    ),
    target("nozzle", 220, "M104 S220"),
    target("nozzle", 0, "M104 S0"),
    target("bed", 100, "M140 S100"),
    *fan("part_fan", 1),
    *fan("auxiliary_fan", 2),
    *fan("chamber_fan", 3),
]
LARGE = [
    *detector("ai_monitoring", "printing_monitor", "medium"),
    *detector("build_plate_detection", "buildplate_marker_detector"),
    target("left_nozzle", 350, "M104 T1 S350"),
    target("right_nozzle", 210, "M104 T0 S210"),
    target("bed", 120, "M140 S120"),
    *fan("part_fan", 1),
    *fan("auxiliary_fan", 2),
    *fan("chamber_fan", 3),
    *print_option("prompt_sound", "sound_enable"),
    *print_option("nozzle_blob_detection", "nozzle_blob_detect"),
    *print_option("tangle_detection", "filament_tangle_detect"),
    *print_option("air_print_check", "air_print_detect"),
    *(
        Use(
            f"button.{key}",
            "press",
            {},
            {"print": {"command": "buzzer_ctrl", "mode": mode, "reason": ""}},
            "",
        )
        for key, mode in (("silence_buzzer", 0), ("sound_alarm", 1), ("beep", 2))
    ),
    Use(
        "select.air_duct_mode",
        "select_option",
        {"option": "heating"},
        {"print": {"command": "set_airduct", "modeId": 1, "submode": -1}},
        "heating",
    ),
    Use(
        "select.door_check",
        "select_option",
        {"option": "pause"},
        {"system": {"command": "set_door_stat", "config": 2}},
        "pause",
    ),
]
ONLY_X1 = [
    *detector("first_layer_inspection", "first_layer_inspector"),
    Use(
        "select.camera_resolution",
        "select_option",
        {"option": "720p"},
        {"camera": {"command": "ipcam_resolution_set", "resolution": "720p"}},
        "720p",
    ),
    target("bed", 120, "M140 S120"),
]
NEW = [
    *reversed(detector("ai_monitoring", "printing_monitor", "medium")),
    *reversed(detector("spaghetti_detection", "spaghetti_detector", "medium")),
    *reversed(detector("pile_up_detection", "pileup_detector", "medium")),
    *reversed(detector("clump_detection", "clump_detector", "medium")),
    *reversed(detector("air_print_detection", "airprint_detector", "medium")),
]


async def use(home: Home, serial: str, uses: list[Use]) -> None:
    """Use controls one after the other; in the end, the printer reports the same."""
    for control, action, data, command, shows in uses:
        platform, _, key = control.partition(".")
        entity = Control(home, serial, key, platform)
        (root,) = command
        await entity.do(action, **data)
        assert commands_to(home, serial, root)[-1:] == [command[root]], control
        assert not shows or entity.shows == shows, control
        assert platform != "button" or entity.shows != STATE_UNKNOWN, control
        await home.cloud.advance(2)
        await home.hass.async_block_till_done()
    await home.send_full_report(serial)
    await home.pass_time(11)
    for control, shows in {use.control: use.shows for use in uses if use.shows}.items():
        platform, _, key = control.partition(".")
        await Control(home, serial, key, platform).until(shows)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_small_printer(home: Home) -> None:
    """The commands to a P1S."""
    await use(home, P1S, SMALL)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_large_printer(home: Home) -> None:
    """The commands to an H2D that accepts them."""
    await accept_commands(home, H2D)
    await use(home, H2D, LARGE)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_only_an_x1(home: Home) -> None:
    """The commands that only an X1 has, one of them on mains of 110 V."""
    await accept_commands(home, X1C)
    assert (
        Control(home, X1C, "bed_target_temperature", "number").attribute("max") == 120
    )
    await use(home, X1C, ONLY_X1)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_controls_of_others_are_gone(
    hass: HomeAssistant, config_entry: MockConfigEntry, cloud: SimulatedCloud
) -> None:
    """An H2D has neither, though it reports both, and loses what it once had."""
    registry = er.async_get(hass)
    keys = (
        ("switch", "first_layer_inspection"),
        ("switch", "air_filter"),
        ("select", "camera_resolution"),
    )
    for platform, key in keys:
        registry.async_get_or_create(
            platform, DOMAIN, f"{H2D}_{key}", config_entry=config_entry
        )
    ipcam, xcam = (cloud.simulated(H2D).state[key] for key in ("ipcam", "xcam"))
    assert (ipcam["resolution"], xcam["first_layer_inspector"]) == ("1080p", True)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    await home.until_reported()
    assert await hass.config_entries.async_reload(config_entry.entry_id)
    for platform, key in keys:
        found = registry.async_get_entity_id(platform, DOMAIN, f"{H2D}_{key}")
        assert found is None, key


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_new_detectors(home: Home) -> None:
    """The commands to a P2S, which has all detectors."""
    printer = another("P2S", home.cloud.printers)
    let_accept_commands(printer)
    home.cloud.add_printer(printer)
    await home.poll()
    await home.until_reported()
    await home.hass.async_block_till_done()
    serial = printer.identity.serial
    await use(home, serial, NEW)
    levels = (
        ("spaghetti_sensitivity", "spaghetti_detector", "high", "high"),
        ("pile_up_sensitivity", "pileup_detector", "low", "low"),
        ("clump_sensitivity", "clump_detector", "high", "high"),
        ("air_print_sensitivity", "airprint_detector", "high", "high"),
        # The last of them: what once looked for spaghetti only shares its level.
        ("ai_sensitivity", "printing_monitor", "never", "never_halt"),
    )
    await use(home, serial, [level(*each) for each in levels])
    await use(
        home,
        serial,
        [
            *fan("second_auxiliary_fan", 10),
            *switch(
                "air_filter",
                "print",
                {"command": "set_airduct", "modeId": 0, "submode": 1},
                {"command": "set_airduct", "modeId": 0, "submode": 0},
            ),
        ],
    )


async def test_chamber(home: Home) -> None:
    """It is heated where nothing in it gets soft, within what the model reaches."""
    await accept_commands(home, H2D)
    chamber = Control(home, H2D, "chamber_target_temperature", "number")
    assert chamber.attribute("max") == 65
    hot = {"value": 50}
    line = "M145 P1\nM141 S50"
    warm = gcode("number.chamber_target_temperature", "set_value", hot, line, "50")
    await use(home, H2D, [warm])

    serial = home.cloud.simulated(H2D).ams.units["0"].serial
    await Control(home, serial, "slot_4_load", "button").do("press")
    printer = home.entry.runtime_data.account.printers[H2D]
    await home.until_happened(
        lambda: "PLA" in {tray.material for tray in preconditions.loaded(printer.data)}
    )
    sent = len(commands_to(home, H2D))
    assert await chamber.fails("set_value", **hot) == "low_temperature_filament"
    assert len(commands_to(home, H2D)) == sent
    await chamber.do("set_value", value=0)
    await chamber.until("0")
