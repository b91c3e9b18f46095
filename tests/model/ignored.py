"""Name what printers report and the model does not read, and why."""

from collections.abc import Mapping

_BY_REASON: Mapping[str, tuple[str, ...]] = {
    "It belongs to the message, not to the printer.": (
        "info.reason",
        "info.result",
        "info.sequence_id",
        "print.sequence_id",
        "print.t_utc",
        "print.ver",
        "print.reason",
        "print.result",
        "system.command",
        "system.reason",
        "system.result",
        "system.sequence_id",
    ),
    "Details of modules that no other place refers to (protocol G.2).": (
        "info.module[].flag",
        "info.module[].loader_ver",
        "info.module[].ota_ver",
        "info.module[].visible",
    ),
    "Laser and cutter are read as the tool; their work has no entities.": (
        "print.2D.*",
        "print.device.cam.laser.*",
        "print.device.ext_tool.calib",
        "print.device.ext_tool.low_prec",
        "print.device.ext_tool.th_temp",
        "print.device.laser.power",
        "print.device.fourth_axis.*",
    ),
    "Only the printer's own calculations need it of a spool.": (
        "print.ams.ams[].tray[].bed_temp_type",
        "print.ams.ams[].tray[].n",
        "print.ams.ams[].tray[].xcam_info",
        "print.vir_slot[].bed_temp_type",
        "print.vir_slot[].xcam_info",
        "print.vt_tray.bed_temp_type",
        "print.vt_tray.n",
        "print.vt_tray.xcam_info",
    ),
    "Nothing outside of an AMS tells how much is left of a spool.": (
        "print.vir_slot[].remain",
        "print.vt_tray.remain",
    ),
    "The only spool holder of an old printer is 254, of a new one 255.": (
        "print.vt_tray.id",
    ),
    "How the reading of tags goes on shows in the trays when it is done.": (
        "print.ams.tray_is_bbl_bits",
        "print.ams.tray_read_done_bits",
        "print.ams.tray_reading_bits",
        "print.ams_rfid_status",
    ),
    "A change of filament shows in the job's stage, its end in what is loaded.": (
        "print.ams.tray_pre",
        "print.ams.tray_tar",
        "print.device.extruder.info[].spre",
        "print.device.extruder.info[].star",
    ),
    "The same is reported elsewhere, by more printers or in plainer form.": (
        "print.ams.ams_exist_bits_raw",
        "print.device.fan",
        "print.fan_gear",
        "print.k",
        "print.mc_print_error_code",
        "print.mc_print_stage",
        "print.mc_stage",
        "print.queue",
        "print.queue_sts",
        "print.state",
        "print.xcam_status",
    ),
    "A target above zero tells that something heats.": (
        "print.device.bed.state",
        "print.device.ctc.state",
    ),
    "Reports are merged whatever their number.": (
        "print.ams.version",
        "print.online.*",
    ),
    "What calibration stores is for slicers.": (
        "print.ams.cali_id",
        "print.ams.cali_stat",
        "print.cali_version",
        "print.3D.print_cali_option",
        "print.device.extruder.info[].z_bias",
    ),
    "Steps of the extruder; what it has loaded is read.": (
        "print.ams.unbind_ams_stat",
        "print.device.extruder.info[].hpre",
        "print.device.extruder.info[].htar",
        "print.device.extruder.info[].stat",
    ),
    "Which spools may follow each other is decided when one runs out.": (
        "print.device.extruder.info[].filam_bak",
        "print.filam_bak",
    ),
    "How the printer wires its air duct; modes and fans are read.": (
        "print.device.airduct.modeList[].ctrl",
        "print.device.airduct.modeList[].off",
        "print.device.airduct.parts[].func",
        "print.device.airduct.parts[].range",
        "print.3D.ventobox.enable",
        "print.3D.ventobox.speed",
        "print.3D.ventobox.visable",  # codespell:ignore visable
        "print.device.airduct.modeFunc",
        "print.device.airduct.modeVisable",
        "print.device.airduct.parts[].tar_state",
        "print.device.airduct.subFunc",
        "print.device.airduct.subVisable",
        "print.device.airduct.version",
    ),
    "What the printer sees of its build plate matters when it complains.": (
        "print.device.plate.*",
    ),
    "It repeats the job's steps for the printer's own screen.": (
        "print.job.cur_stage.*",
        "print.job.stage[].*",
        "print.job.job_state",
        "print.job.stage",
    ),
    "Counters of maintenance come without the limits that would explain them.": (
        "print.care[].id",
        "print.care[].info",
        "print.maintain",
    ),
    "Details of the camera's own software (protocol C.4.3).": (
        "print.ipcam.bs_state",
        "print.ipcam.laser_preview_res",
        "print.ipcam.mode_bits",
        "print.ipcam.tl_store_hpd_type",
        "print.ipcam.tl_store_path_type",
        "print.device.cam.timelapse_path",
        "print.ipcam.cap_pic_enable",
        "print.ipcam.tl_external_free_kb",
        "print.ipcam.tl_external_total_kb",
        "print.ipcam.tl_internal_free_kb",
        "print.ipcam.tl_internal_total_kb",
    ),
    "An address is enough to find the printer.": ("print.net.info[].mask",),
    "Files that the printer sends to the cloud are the cloud's concern.": (
        "print.upload.*",
    ),
    "The printer's own bookkeeping about an update; its course is read.": (
        "print.upgrade_state.cur_state_code",
        "print.upgrade_state.idx",
        "print.upgrade_state.idx2",
        "print.upgrade_state.lower_limit",
        "print.upgrade_state.message",
        "print.upgrade_state.sequence_id",
        "print.upgrade_state.sn",
        "print.upgrade_state.mc_for_ams_firmware.current_firmware_id",
        "print.upgrade_state.mc_for_ams_firmware.firmware[].*",
        "print.upgrade_state.mc_for_ams_firmware.status",
    ),
    "A printer with a hotend rack reads it there; others have nothing to exchange.": (
        "print.device.extruder.info[].hnow",
        "print.device.nozzle.src_id",
        "print.device.nozzle.tar_id",
    ),
    "Where the toolhead is, is over in a moment.": ("print.device.toolhead.*",),
    "A health message counts while it is listed, whenever it came.": (
        "print.hms[].ts_boot",
        "print.hms[].ts_unix",
    ),
    "Whoever published the recording masked it.": ("print.net._redacted",),
    "Secondary channels of errors name things that nobody has to know.": (
        "print.ap_err",
        "print.err",
        "print.mc_err",
        "print.err2.err_code",
        "print.err2.img_id",
    ),
    "Capabilities of commands that no action uses (protocol C.4.2).": ("print.flag3",),
    "Nobody knows a meaning that a person could use (protocol C.1, C.4).": (
        "print.batch_id",
        "print.canvas_id",
        "print.device.nozzle.state",
        "print.device.type",
        "print.lan_task_id",
        "print.lifecycle",
        "print.mc_action",
        "print.mc_print_line_number",
        "print.mc_print_sub_stage",
        "print.mess_production_state",
        "print.print_gcode_action",
        "print.print_real_action",
        "print.ams.ams[].check",
        "print.ams.ams[].chip_id",
        "print.ams.cfs",
        "print.ams.tray_hall_out_bits",
        "print.device.nozzle.info[].p_t",
        "print.fun2",
    ),
}

_ELSEWHERE_BY_REASON: Mapping[str, tuple[str, ...]] = {
    "Nobody knows a meaning that a person could use (protocol C.11).": (
        "print.3D.enc_type",
        "print.ams.ams_new_detect_flag",
        "print.device.nozzle.hc",
    ),
    "The fire extinguisher of a laser has no entities.": ("print.device.fire_ext.*",),
    "Which units are behind a switch of filament tracks concerns commands.": (
        "print.device.fila_switch.*",
    ),
    "Steps of a hotend rack; its place and activity are read.": (
        "print.device.holder.info",
        "print.device.holder.info.*",
        "print.device.holder.job",
        "print.device.holder.job.*",
        "print.device.holder.step",
    ),
    "The light of the printer's own screen is set at the screen.": (
        "print.device.screen.backlight",
    ),
    "The printer's own bookkeeping about an update; its course is read.": (
        "print.upgrade_state.idx1",
        "print.upgrade_state.rate",
        "print.upgrade_state.upgrade_fail_list",
        "print.upgrade_state.upgrade_type",
    ),
    "The offer for a module is read from the update's list (protocol C.8).": (
        "info.module[].new_ver",
    ),
}

IGNORED: Mapping[str, str] = {
    place: reason for reason, listed in _BY_REASON.items() for place in listed
}
"""Place, or all places below one ("print.2D.*"), and the reason."""
ELSEWHERE: Mapping[str, str] = {
    place: reason for reason, listed in _ELSEWHERE_BY_REASON.items() for place in listed
}
"""Places that other projects publish, and that no recording of the tests has."""
