"""JSON of commands that protocol D.4 gives, without `sequence_id`."""

from custom_components.bambu_cloud.api.commands import (
    AmsAction,
    PressureTest,
    Profile,
    calibrate_pressure,
    clear_filament,
    control_ams,
    delete_profile,
    get_profiles,
    load_filament,
    read_tag,
    reset_ams,
    select_profile,
    set_ams_options,
    set_auto_refill,
    set_filament,
    set_k,
    start_drying,
    stop_all_drying,
    stop_drying,
    store_profiles,
    unload_filament,
    unload_filament_legacy,
)
from custom_components.bambu_cloud.model import (
    TrayLocation,
)

UNIT_1_SLOT_1, HT = TrayLocation(1, 1), TrayLocation(128, 0)
MAIN, DEPUTY = TrayLocation(255, 0), TrayLocation(254, 0)
PROFILE = Profile(
    location=UNIT_1_SLOT_1,
    filament_id="GFA00",
    setting_id="GFSA00",
    name="PLA Basic",
    k=0.04,
    number=2,
)


D_4 = (
    (
        load_filament(TrayLocation(1, 2), temperature=220, previous=220, extruder=0),
        (
            '{"print":{"command":"ams_change_filament","ams_id":1,"slot_id":2,"target":6,'
            '"curr_temp":220,"tar_temp":220,"extruder_id":0}}'
        ),
    ),
    (
        load_filament(HT),
        (
            '{"print":{"command":"ams_change_filament","ams_id":128,"slot_id":0,'
            '"target":128,"curr_temp":-1,"tar_temp":-1}}'
        ),
    ),
    (
        load_filament(MAIN),
        (
            '{"print":{"command":"ams_change_filament","ams_id":255,"slot_id":0,'
            '"target":254,"curr_temp":-1,"tar_temp":-1}}'
        ),
    ),
    (
        load_filament(MAIN, extruder=0),
        (
            '{"print":{"command":"ams_change_filament","ams_id":255,"slot_id":0,'
            '"target":255,"curr_temp":-1,"tar_temp":-1,"extruder_id":0}}'
        ),
    ),
    (
        load_filament(DEPUTY, extruder=1),
        (
            '{"print":{"command":"ams_change_filament","ams_id":254,"slot_id":0,'
            '"target":254,"curr_temp":-1,"tar_temp":-1,"extruder_id":1}}'
        ),
    ),
    (
        unload_filament(1, temperature=210),
        (
            '{"print":{"command":"ams_change_filament","ams_id":1,"slot_id":255,'
            '"target":255,"curr_temp":210,"tar_temp":210}}'
        ),
    ),
    (unload_filament_legacy(), '{"print":{"command":"unload_filament"}}'),
    (
        control_ams(AmsAction.RESUME),
        '{"print":{"command":"ams_control","param":"resume"}}',
    ),
    (
        control_ams(AmsAction.DONE),
        '{"print":{"command":"ams_control","param":"done"}}',
    ),
    (
        set_filament(
            TrayLocation(0, 1),
            filament_id="GFA00",
            setting_id="GFSA00",
            material="PLA",
            color="112233FF",
            nozzle_min=190,
            nozzle_max=240,
        ),
        (
            '{"print":{"command":"ams_filament_setting","ams_id":0,"slot_id":1,"tray_id":1,'
            '"tray_info_idx":"GFA00","setting_id":"GFSA00","tray_color":"112233FF",'
            '"nozzle_temp_min":190,"nozzle_temp_max":240,"tray_type":"PLA"}}'
        ),
    ),
    (
        clear_filament(MAIN),
        (
            '{"print":{"command":"ams_filament_setting","ams_id":255,"slot_id":0,'
            '"tray_id":254,"tray_info_idx":"","setting_id":"","tray_color":"FFFFFF00",'
            '"nozzle_temp_min":0,"nozzle_temp_max":0,"tray_type":""}}'
        ),
    ),
    (
        clear_filament(DEPUTY),
        (
            '{"print":{"command":"ams_filament_setting","ams_id":254,"slot_id":0,'
            '"tray_id":254,"tray_info_idx":"","setting_id":"","tray_color":"FFFFFF00",'
            '"nozzle_temp_min":0,"nozzle_temp_max":0,"tray_type":""}}'
        ),
    ),
    (
        set_ams_options(
            reads_at_power_up=True, reads_on_insert=False, estimates_remaining=True
        ),
        (
            '{"print":{"command":"ams_user_setting","ams_id":-1,'
            '"startup_read_option":true,"tray_read_option":false,'
            '"calibrate_remain_flag":true}}'
        ),
    ),
    (
        read_tag(TrayLocation(0, 1)),
        '{"print":{"command":"ams_get_rfid","ams_id":0,"slot_id":1}}',
    ),
    (
        start_drying(128, temperature=65, hours=8, filament="PETG"),
        (
            '{"print":{"command":"ams_filament_drying","ams_id":128,"mode":1,"temp":65,'
            '"duration":8,"cooling_temp":45,"humidity":0,"rotate_tray":false,'
            '"filament":"PETG","close_power_conflict":false}}'
        ),
    ),
    (
        stop_drying(128),
        (
            '{"print":{"command":"ams_filament_drying","ams_id":128,"mode":0,"temp":0,'
            '"duration":0,"cooling_temp":0,"humidity":0,"rotate_tray":false,'
            '"filament":"","close_power_conflict":false}}'
        ),
    ),
    (stop_all_drying(), '{"print":{"command":"auto_stop_ams_dry"}}'),
    (
        set_auto_refill(on=True),
        '{"print":{"command":"print_option","auto_switch_filament":true}}',
    ),
    (reset_ams(), '{"print":{"command":"ams_reset"}}'),
    (
        get_profiles("GFA00", nozzle_id="HS00-0.4", diameter=0.4),
        (
            '{"print":{"command":"extrusion_cali_get","filament_id":"GFA00",'
            '"extruder_id":0,"nozzle_id":"HS00-0.4","nozzle_diameter":"0.4"}}'
        ),
    ),
    (
        select_profile(UNIT_1_SLOT_1, number=2, filament_id="GFA00", diameter=0.4),
        (
            '{"print":{"command":"extrusion_cali_sel","tray_id":5,"ams_id":1,"slot_id":1,'
            '"cali_idx":2,"filament_id":"GFA00","nozzle_diameter":"0.4"}}'
        ),
    ),
    (
        set_k(
            UNIT_1_SLOT_1,
            k=0.04,
            bed_temperature=60,
            nozzle_temperature=220,
            max_flow=15,
        ),
        (
            '{"print":{"command":"extrusion_cali_set","tray_id":5,"k_value":0.04,'
            '"n_coef":1.4,"bed_temp":60,"nozzle_temp":220,"max_volumetric_speed":15.0}}'
        ),
    ),
    (
        store_profiles([PROFILE], diameter=0.4),
        (
            '{"print":{"command":"extrusion_cali_set","nozzle_diameter":"0.4",'
            '"filaments":[{"tray_id":5,"extruder_id":0,"nozzle_id":"HS00-0.4",'
            '"nozzle_diameter":"0.4","ams_id":1,"slot_id":1,"filament_id":"GFA00",'
            '"setting_id":"GFSA00","name":"PLA Basic","k_value":"0.040","n_coef":"0.0",'
            '"cali_idx":2}]}}'
        ),
    ),
    (
        delete_profile(2, filament_id="GFA00", nozzle_id="HS00-0.4", diameter=0.4),
        (
            '{"print":{"command":"extrusion_cali_del","extruder_id":0,'
            '"nozzle_id":"HS00-0.4","filament_id":"GFA00","cali_idx":2,'
            '"nozzle_diameter":"0.4"}}'
        ),
    ),
    (
        calibrate_pressure(
            PressureTest(
                location=UNIT_1_SLOT_1,
                filament_id="GFA00",
                setting_id="GFSA00",
                bed_temperature=60,
                nozzle_temperature=220,
                max_flow=15,
            ),
            nozzle_id="HS00-0.4",
            diameter=0.4,
        ),
        (
            '{"print":{"command":"extrusion_cali","nozzle_diameter":"0.4","mode":0,'
            '"filaments":[{"tray_id":5,"extruder_id":0,"bed_temp":60,'
            '"filament_id":"GFA00","setting_id":"GFSA00","nozzle_temp":220,"ams_id":1,'
            '"slot_id":1,"nozzle_id":"HS00-0.4","nozzle_diameter":"0.4",'
            '"max_volumetric_speed":"15"}]}}'
        ),
    ),
)
