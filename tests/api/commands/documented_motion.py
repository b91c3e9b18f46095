"""JSON of commands that protocol D.1 to D.3 give, without `sequence_id`."""

from custom_components.bambu_cloud.api.commands import (
    Axis,
    DialogChoice,
    Fan,
    choose_in_dialog,
    clear_error,
    close_error_dialog,
    extrude,
    extrude_with,
    full_report,
    get_access_code,
    get_accessories,
    get_firmware_history,
    get_version,
    heat_bed,
    heat_chamber,
    heat_nozzle,
    home,
    home_structured,
    ignore_when_idle,
    list_certificates,
    move_axis,
    pause,
    read_tag_by_gcode,
    refresh_nozzles,
    resume,
    select_extruder,
    send_gcode,
    set_air_duct,
    set_bed_temperature,
    set_chamber_temperature,
    set_duct_fan,
    set_fan,
    set_nozzle_temperature,
    set_speed,
    skip_objects,
    start_push,
    step_axis,
    stop,
)
from custom_components.bambu_cloud.model import (
    SpeedLevel,
)

MOVE = (
    "M211 S\\nM211 X1 Y1 Z1\\nM1002 push_ref_mode\\nG91 \\nG1 {0}\\n"
    "M1002 pop_ref_mode\\nM211 R\\n"
)


def gcode(lines: str) -> str:
    """Return the JSON of a line of G-code."""
    return f'{{"print":{{"command":"gcode_line","param":"{lines}"}}}}'


D_1 = (
    (
        full_report(),
        '{"pushing":{"command":"pushall","version":1,"push_target":1}}',
    ),
    (start_push(), '{"pushing":{"command":"start"}}'),
    (get_version(), '{"info":{"command":"get_version"}}'),
    (get_firmware_history(), '{"upgrade":{"command":"get_history"}}'),
    (get_access_code(), '{"system":{"command":"get_access_code"}}'),
    (
        get_accessories(),
        '{"system":{"command":"get_accessories","accessory_type":"none"}}',
    ),
    (
        list_certificates(1772675132281),
        (
            '{"security":{"command":"app_cert_list","timestamp":1772675132281,'
            '"type":"app"}}'
        ),
    ),
)
D_2 = (
    (pause(), '{"print":{"command":"pause","param":""}}'),
    (resume(), '{"print":{"command":"resume","param":""}}'),
    (stop(), '{"print":{"command":"stop","param":""}}'),
    (
        set_speed(SpeedLevel.SILENT),
        '{"print":{"command":"print_speed","param":"1"}}',
    ),
    (
        set_speed(SpeedLevel.STANDARD),
        '{"print":{"command":"print_speed","param":"2"}}',
    ),
    (
        set_speed(SpeedLevel.SPORT),
        '{"print":{"command":"print_speed","param":"3"}}',
    ),
    (
        set_speed(SpeedLevel.LUDICROUS),
        '{"print":{"command":"print_speed","param":"4"}}',
    ),
    (
        skip_objects([206, 231, 206]),
        '{"print":{"command":"skip_objects","obj_list":[206,231]}}',
    ),
    (
        clear_error(50348044, "702384465"),
        (
            '{"print":{"command":"clean_print_error","subtask_id":"702384465",'
            '"print_error":50348044}}'
        ),
    ),
    (
        close_error_dialog(0x0300400C),
        (
            '{"system":{"command":"uiop","name":"print_error","action":"close","source":1,'
            '"type":"dialog","err":"0300400C"}}'
        ),
    ),
    (
        choose_in_dialog(DialogChoice.IGNORE, 50348044, "7"),
        (
            '{"print":{"command":"ignore","err":"50348044","param":"reserve",'
            '"job_id":"7"}}'
        ),
    ),
    (
        ignore_when_idle(50348044, always=True),
        '{"print":{"command":"idle_ignore","err":"50348044","type":1}}',
    ),
)
D_3 = (
    (send_gcode("M140 S60"), gcode("M140 S60\\n")),
    (send_gcode("\nG28\r\nM140 S60\n\n"), gcode("G28\\nM140 S60\\n")),
    (heat_nozzle(220), gcode("M104 S220\\n")),
    (heat_nozzle(0, extruder=1), gcode("M104 T1 S0\\n")),
    (heat_nozzle(350.0, extruder=0), gcode("M104 T0 S350\\n")),
    (heat_bed(60), gcode("M140 S60\\n")),
    (heat_chamber(60, has_air_duct=False), gcode("M141 S60\\n")),
    (heat_chamber(41), gcode("M145 P1\\nM141 S41\\n")),
    (heat_chamber(40), gcode("M141 S40\\nM145 P0\\n")),
    (set_fan(Fan.PART, 100), gcode("M106 P1 S255\\n")),
    (set_fan(Fan.AUXILIARY, 50), gcode("M106 P2 S128\\n")),
    (set_fan(Fan.CHAMBER, 1), gcode("M106 P3 S26\\n")),
    (set_fan(Fan.SECOND_AUXILIARY, 0), gcode("M106 P10 S0\\n")),
    (home(), gcode("G28\\n")),
    (move_axis(Axis.X, 10), gcode(MOVE.format("X10.0 F3000"))),
    (move_axis(Axis.Y, -2.55), gcode(MOVE.format("Y-2.5 F3000"))),
    (move_axis(Axis.Z, 1, speed=600), gcode(MOVE.format("Z1.0 F600"))),
    (extrude(10), gcode("M83 \\nG0 E10.0 F900\\n")),
    (extrude(-5), gcode("M83 \\nG0 E-5.0 F900\\n")),
    (read_tag_by_gcode(5), gcode("M620 R5\\n")),
    (set_bed_temperature(60), '{"print":{"command":"set_bed_temp","temp":60}}'),
    (
        set_nozzle_temperature(220),
        '{"print":{"command":"set_nozzle_temp","extruder_index":0,"target_temp":220}}',
    ),
    (set_chamber_temperature(45), '{"print":{"command":"set_ctt","ctt_val":45}}'),
    (
        set_duct_fan(Fan.AUXILIARY, 50),
        '{"print":{"command":"set_fan","fan_index":2,"speed":50}}',
    ),
    (
        set_air_duct(1),
        '{"print":{"command":"set_airduct","modeId":1,"submode":-1}}',
    ),
    (
        set_air_duct(0, air_filter=True),
        '{"print":{"command":"set_airduct","modeId":0,"submode":1}}',
    ),
    (
        select_extruder(1),
        '{"print":{"command":"select_extruder","extruder_index":1}}',
    ),
    (
        extrude_with(10, extruder=0),
        '{"print":{"command":"set_extrusion_length","extruder_index":0,"length":10}}',
    ),
    (home_structured(), '{"print":{"command":"back_to_center"}}'),
    (
        step_axis(Axis.X, 1),
        '{"print":{"command":"xyz_ctrl","axis":"X","dir":1,"mode":0}}',
    ),
    (
        step_axis(Axis.Z, -10),
        '{"print":{"command":"xyz_ctrl","axis":"Z","dir":-1,"mode":1}}',
    ),
    (refresh_nozzles(), '{"print":{"command":"refresh_nozzle"}}'),
)
