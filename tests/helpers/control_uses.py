"""Uses of controls: the command that is sent, and the state after it."""

from typing import Any, NamedTuple


class Use(NamedTuple):
    """One use of one control."""

    control: str
    """Platform and key."""
    action: str
    data: dict[str, Any]
    command: dict[str, Any]
    """The command, with the root as its only key."""
    shows: str
    """The state as soon as it is acknowledged."""


def switch(key: str, root: str, on: dict[str, Any], off: dict[str, Any]) -> list[Use]:
    """Return both uses of a switch."""
    return [
        Use(f"switch.{key}", "turn_on", {}, {root: on}, "on"),
        Use(f"switch.{key}", "turn_off", {}, {root: off}, "off"),
    ]


def camera(key: str, command: str) -> list[Use]:
    """Return both uses of a setting of the camera."""
    on, off = ({"command": command, "control": word} for word in ("enable", "disable"))
    return switch(key, "camera", on, off)


def detector(key: str, module: str, sensitivity: str | None = None) -> list[Use]:
    """Return both uses of a detector, with its sensitivity."""
    on, off = (
        {
            "command": "xcam_control_set",
            "module_name": module,
            "control": control,
            "enable": control,
            "print_halt": True,
            **({"halt_print_sensitivity": sensitivity} if sensitivity else {}),
        }
        for control in (True, False)
    )
    return switch(key, "xcam", on, off)


def level(key: str, module: str, option: str, word: str) -> Use:
    """Return the use of a sensitivity, which leaves its detector on."""
    fields = {"control": True, "enable": True, "print_halt": True}
    detector = {"command": "xcam_control_set", "module_name": module, **fields}
    command = {"xcam": {**detector, "halt_print_sensitivity": word}}
    return Use(f"select.{key}", "select_option", {"option": option}, command, option)


def print_option(key: str, name: str, **more: dict[bool, int]) -> list[Use]:
    """Return both uses of an option."""
    on, off = (
        {"command": "print_option", name: value}
        | {key: values[value] for key, values in more.items()}
        for value in (True, False)
    )
    return switch(key, "print", on, off)


def gcode(
    control: str, action: str, data: dict[str, Any], line: str, shows: str
) -> Use:
    """Return a use that sends G-code."""
    command = {"print": {"command": "gcode_line", "param": f"{line}\n"}}
    return Use(control, action, data, command, shows)


def target(key: str, value: int, line: str) -> Use:
    """Return the use of a target temperature."""
    control, data = f"number.{key}_target_temperature", {"value": value}
    return gcode(control, "set_value", data, line, f"{value}")


def fan(key: str, number: int) -> list[Use]:
    """Return several uses of a fan."""
    control = f"fan.{key}"
    return [
        gcode(control, "turn_on", {}, f"M106 P{number} S255", "on"),
        gcode(
            control, "set_percentage", {"percentage": 41}, f"M106 P{number} S128", "on"
        ),
        gcode(control, "turn_off", {}, f"M106 P{number} S0", "off"),
    ]


def ams_options(startup: bool, insert: bool, remain: bool) -> dict[str, Any]:  # noqa: FBT001  as they are sent
    """Return the command with three options."""
    return {
        "command": "ams_user_setting",
        "ams_id": -1,
        "startup_read_option": startup,
        "tray_read_option": insert,
        "calibrate_remain_flag": remain,
    }
