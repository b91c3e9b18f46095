"""JSON of commands that protocol D.5 to D.9 give, without `sequence_id`."""

from custom_components.bambu_cloud.api import Region
from custom_components.bambu_cloud.api.commands import (
    AirPurification,
    BedType,
    Buzzer,
    Calibration,
    CloudIds,
    Detector,
    FirmwareModule,
    LightMode,
    LightNode,
    NozzleType,
    PrintOptions,
    PrintSpools,
    Resolution,
    VideoStorage,
    calibrate,
    check_timelapse_storage,
    file_in_cloud,
    file_on_printer,
    install,
    install_offered,
    run_gcode_file,
    set_air_print_detection,
    set_air_purification,
    set_detector,
    set_door_check,
    set_file_retention,
    set_idle_heating_protection,
    set_light,
    set_nozzle,
    set_nozzle_blob_detection,
    set_prompt_sound,
    set_recording,
    set_resolution,
    set_step_loss_recovery,
    set_tangle_detection,
    set_timelapse,
    sound_buzzer,
    start_print,
    update_mismatched,
)
from custom_components.bambu_cloud.model import (
    DoorCheck,
    FileStorage,
    Sensitivity,
    TrayLocation,
)

D_5 = (
    *(
        (
            set_light(node, LightMode.ON),
            (
                f'{{"system":{{"command":"ledctrl","led_node":"{word}","led_mode":"on",'
                '"led_on_time":500,"led_off_time":500,"loop_times":0,"interval_time":0}}'
            ),
        )
        for node, word in (
            (LightNode.CHAMBER, "chamber_light"),
            (LightNode.SECOND_CHAMBER, "chamber_light2"),
            (LightNode.WORK, "work_light"),
            (LightNode.HEATBED, "heatbed_light"),
        )
    ),
    (
        set_light(LightNode.CHAMBER, LightMode.OFF),
        (
            '{"system":{"command":"ledctrl","led_node":"chamber_light","led_mode":"off",'
            '"led_on_time":500,"led_off_time":500,"loop_times":0,"interval_time":0}}'
        ),
    ),
    (
        set_light(LightNode.WORK, LightMode.FLASHING),
        (
            '{"system":{"command":"ledctrl","led_node":"work_light",'
            '"led_mode":"flashing","led_on_time":500,"led_off_time":500,"loop_times":1,'
            '"interval_time":1000}}'
        ),
    ),
    (
        set_prompt_sound(on=True),
        '{"print":{"command":"print_option","sound_enable":true}}',
    ),
    (
        set_step_loss_recovery(on=True),
        '{"print":{"command":"print_option","auto_recovery":true,"option":1}}',
    ),
    (
        set_air_print_detection(on=True),
        '{"print":{"command":"print_option","air_print_detect":true}}',
    ),
    (
        set_tangle_detection(on=False),
        '{"print":{"command":"print_option","filament_tangle_detect":false}}',
    ),
    (
        set_nozzle_blob_detection(on=True),
        '{"print":{"command":"print_option","nozzle_blob_detect":true}}',
    ),
    (
        set_air_purification(AirPurification.INNER),
        '{"print":{"command":"print_option","air_purification":1}}',
    ),
    (
        set_idle_heating_protection(on=True),
        '{"print":{"command":"set_against_continued_heating_mode","enable":true}}',
    ),
    (
        sound_buzzer(Buzzer.SILENCE),
        '{"print":{"command":"buzzer_ctrl","mode":0,"reason":""}}',
    ),
    *(
        (
            set_door_check(check),
            f'{{"system":{{"command":"set_door_stat","config":{number}}}}}',
        )
        for number, check in enumerate((DoorCheck.OFF, DoorCheck.WARN, DoorCheck.PAUSE))
    ),
    (
        set_file_retention(on=True),
        '{"system":{"command":"print_cache_set","config":true}}',
    ),
    (
        set_nozzle(NozzleType.HARDENED_STEEL, 0.4),
        (
            '{"system":{"command":"set_accessories","accessory_type":"nozzle",'
            '"nozzle_type":"hardened_steel","nozzle_diameter":0.4}}'
        ),
    ),
)
D_6 = (
    (
        set_recording(on=True),
        '{"camera":{"command":"ipcam_record_set","control":"enable"}}',
    ),
    (
        set_timelapse(on=False),
        '{"camera":{"command":"ipcam_timelapse","control":"disable"}}',
    ),
    (
        set_resolution(Resolution.FULL_HD),
        '{"camera":{"command":"ipcam_resolution_set","resolution":"1080p"}}',
    ),
    (
        check_timelapse_storage(50, VideoStorage.INTERNAL),
        (
            '{"camera":{"command":"ipcam_get_media_info",'
            '"sub_command":"is_timelapse_storage_enough","storage":"internal",'
            '"total_layer":50}}'
        ),
    ),
    (
        set_detector(Detector.PRINTING, on=True, sensitivity=Sensitivity.MEDIUM),
        (
            '{"xcam":{"command":"xcam_control_set","module_name":"printing_monitor",'
            '"control":true,"enable":true,"print_halt":true,'
            '"halt_print_sensitivity":"medium"}}'
        ),
    ),
    (
        set_detector(Detector.PRINTING, on=False, sensitivity=Sensitivity.NEVER),
        (
            '{"xcam":{"command":"xcam_control_set","module_name":"printing_monitor",'
            '"control":false,"enable":false,"print_halt":true,'
            '"halt_print_sensitivity":"never_halt"}}'
        ),
    ),
    *(
        (
            set_detector(detector, on=True),
            (
                f'{{"xcam":{{"command":"xcam_control_set","module_name":"{word}",'
                '"control":true,"enable":true,"print_halt":true}}'
            ),
        )
        for detector, word in (
            (Detector.FIRST_LAYER, "first_layer_inspector"),
            (Detector.BUILD_PLATE, "buildplate_marker_detector"),
            (Detector.SPAGHETTI, "spaghetti_detector"),
            (Detector.PILE_UP, "pileup_detector"),
            (Detector.CLUMP, "clump_detector"),
            (Detector.AIR_PRINT, "airprint_detector"),
            (Detector.PLATE_OFFSET, "plate_offset_switch"),
        )
    ),
)
D_7 = (
    (
        calibrate([Calibration.BED_LEVELING, Calibration.VIBRATION]),
        '{"print":{"command":"calibration","option":6}}',
    ),
    *(
        (
            calibrate([what]),
            f'{{"print":{{"command":"calibration","option":{1 << number}}}}}',
        )
        for number, what in enumerate(
            (
                Calibration.LIDAR,
                Calibration.BED_LEVELING,
                Calibration.VIBRATION,
                Calibration.MOTOR_NOISE,
                Calibration.NOZZLE_OFFSET,
                Calibration.HIGH_TEMPERATURE_BED,
                Calibration.CLUMP_POSITION,
            )
        )
    ),
    (
        run_gcode_file("/usr/etc/print/auto_cali_for_user.gcode"),
        (
            '{"print":{"command":"gcode_file",'
            '"param":"/usr/etc/print/auto_cali_for_user.gcode"}}'
        ),
    ),
)
PACKAGE = "https://public-cdn.bblmw.com/upgrade/device/BL-P001/01.09.00.00/a.json.sig"
D_8 = (
    (install_offered(), '{"upgrade":{"command":"upgrade_confirm","src_id":1}}'),
    (update_mismatched(), '{"upgrade":{"command":"consistency_confirm","src_id":1}}'),
    (
        install(FirmwareModule.PRINTER, "01.09.00.00", PACKAGE),
        (
            f'{{"upgrade":{{"command":"start","src_id":1,"url":"{PACKAGE}",'
            '"module":"ota","version":"01.09.00.00"}}'
        ),
    ),
)
STORE = "https://bucket.s3.amazonaws.com/a.3mf"
D_9 = (
    (
        start_print(
            file_on_printer("Benchy.gcode.3mf", FileStorage.SD_CARD),
            title="Benchy",
            spools=PrintSpools(locations=[TrayLocation(0, 3), None]),
            options=PrintOptions(flow_calibration=False, bed_leveling=False),
        ),
        (
            '{"print":{"command":"project_file","param":"Metadata/plate_1.gcode",'
            '"url":"file:///sdcard/Benchy.gcode.3mf","file":"Benchy.gcode.3mf","md5":"",'
            '"subtask_name":"Benchy","project_id":"0","profile_id":"0","task_id":"0",'
            '"subtask_id":"0","bed_type":"auto","timelapse":false,"bed_leveling":false,'
            '"flow_cali":false,"vibration_cali":true,"layer_inspect":true,'
            '"use_ams":true,"ams_mapping":[3,-1],'
            '"ams_mapping2":[{"ams_id":0,"slot_id":3},{"ams_id":255,"slot_id":255}],'
            '"auto_bed_leveling":0,"extrude_cali_flag":0,"nozzle_offset_cali":0,'
            '"cfg":"0"}}'
        ),
    ),
    (
        start_print(
            file_in_cloud(Region.GLOBAL, f"{STORE}?sig=%2Fx", "ab" * 16),
            title="Käse & Brot 1",
            plate=12,
            spools=PrintSpools(
                locations=[
                    TrayLocation(128, 0),
                    TrayLocation(255, 0),
                    TrayLocation(254, 0),
                    TrayLocation(2, 0),
                ],
                extruders=[0, 0, 1, 1],
            ),
            options=PrintOptions(
                timelapse=True,
                vibration_calibration=False,
                layer_inspection=False,
                bed_type=BedType.TEXTURED,
            ),
            ids=CloudIds(project="1", profile="2", task="3", subtask="4"),
        ),
        (
            '{"print":{"command":"project_file","param":"Metadata/plate_12.gcode",'
            '"url":"https://bucket.s3.amazonaws.com/a.3mf?sig=%2Fx","file":"",'
            f'"md5":"{"AB" * 16}","subtask_name":"Käse & Brot 1","project_id":"1",'
            '"profile_id":"2","task_id":"3","subtask_id":"4",'
            '"bed_type":"textured_plate","timelapse":true,"bed_leveling":true,'
            '"flow_cali":true,"vibration_cali":false,"layer_inspect":false,'
            '"use_ams":true,"ams_mapping":[128,255,254,8],'
            '"ams_mapping2":[{"ams_id":128,"slot_id":0},{"ams_id":255,"slot_id":0},'
            '{"ams_id":254,"slot_id":0},{"ams_id":2,"slot_id":0}],'
            '"auto_bed_leveling":1,"extrude_cali_flag":1,"nozzle_offset_cali":0,'
            '"cfg":"0","nozzle_mapping":[0,0,1,1]}}'
        ),
    ),
)
