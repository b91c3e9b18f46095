"""Commands that need no signature, and their replies (protocol H.5)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator import P1S, P2S, X1C, SimulatedPrinter
from tests.simulator.printer.command_policy import CommandBehavior
from tests.simulator.printer.models import H2D_BEFORE

from .client_view import idle_printer, run
from .send_commands import bit, full_report, home_flag, send_command, send_print_command

type Payload = dict[str, Any]
type Shown = Callable[[SimulatedPrinter], Any]


@pytest.mark.parametrize(
    ("name", "fields", "shown", "value"),
    [
        ("set_door_stat", {"config": 2}, lambda p: bit(p, 20, 2), 2),
        ("print_cache_set", {"config": True}, lambda p: bit(p, 19), 1),
        (
            "set_accessories",
            {
                "accessory_type": "nozzle",
                "nozzle_type": "hardened_steel",
                "nozzle_diameter": 0.6,
            },
            lambda p: (
                full_report(p)["nozzle_type"],
                full_report(p)["nozzle_diameter"],
            ),
            ("hardened_steel", "0.6"),
        ),
        (
            "uiop",
            {"name": "print_error", "action": "close"},
            lambda p: full_report(p)["print_error"],
            0,
        ),
    ],
)
def test_free_setting(name: str, fields: Payload, shown: Shown, value: Any) -> None:
    """Firmware that requires signatures still accepts these."""
    printer = idle_printer(P2S)
    printer.state["print_error"] = 1
    assert send_command(printer, "system", name, **fields)["result"] == "success"
    assert shown(printer) == value


def test_questions() -> None:
    """Some settings can be asked for."""
    printer = idle_printer(X1C)
    assert (
        send_command(printer, "system", "get_access_code")["access_code"] == "12345678"
    )
    ack = send_command(printer, "system", "get_accessories", accessory_type="none")
    assert ack["nozzle_diameter"] == "0.4"
    assert send_command(printer, "security", "app_cert_list")["cert_ids"] == []
    assert send_command(printer, "upgrade", "get_history")["firmware_optional"]


@pytest.mark.parametrize(
    ("module", "place"),
    [("pileup_detector", 10), ("clump_detector", 13), ("airprint_detector", 16)],
)
def test_detectors(module: str, place: int) -> None:
    """Newer detectors are bits."""
    printer = idle_printer(P2S)
    send_command(
        printer,
        "xcam",
        "xcam_control_set",
        module_name=module,
        control=True,
        halt_print_sensitivity="high",
    )
    word = full_report(printer)["xcam"]["cfg"]
    assert word >> place & 1 == 1
    assert word >> (place + 1) & 3 == 2


def test_monitoring() -> None:
    """The oldest detector is reported in three places."""
    printer = idle_printer(P2S)
    send_command(
        printer,
        "xcam",
        "xcam_control_set",
        module_name="printing_monitor",
        control=False,
        halt_print_sensitivity="never_halt",
    )
    assert (bit(printer, 15), bit(printer, 13, 2)) == (0, 0)
    assert full_report(printer)["xcam"]["halt_print_sensitivity"] == "never_halt"


SOUND = {"print": {"sequence_id": "7", "command": "print_option", "sound_enable": True}}


@pytest.mark.parametrize(
    ("behavior", "acks", "later", "is_executed"),
    [
        (CommandBehavior.PROPER, 1, 0, True),
        (CommandBehavior.SILENT, 0, 0, False),
        (CommandBehavior.MUTE, 0, 0, True),
        (CommandBehavior.LATE, 0, 1, True),
        (CommandBehavior.TWICE, 2, 0, True),
        (CommandBehavior.FAILING, 1, 0, False),
        (CommandBehavior.UNSIGNED, 1, 0, False),
    ],
)
def test_manners(
    behavior: CommandBehavior, acks: int, later: int, *, is_executed: bool
) -> None:
    """A printer can be set to misbehave."""
    printer = idle_printer(P1S)
    printer.state["home_flag"] &= ~(1 << 17)
    printer.command_policy.default = behavior
    assert sum(map(is_ack, printer.handle(SOUND))) == acks
    assert sum(map(is_ack, run(printer, 25))) == later
    assert home_flag(printer, 17) == is_executed


def is_ack(ack: Payload) -> bool:
    """Return whether a message acknowledges the command."""
    return bool(ack["print"].get("command") == "print_option")


def test_errno() -> None:
    """A number stands for the reason."""
    printer = idle_printer(P1S)
    printer.command_policy.errnos["print_option"] = -7
    ack = send_print_command(printer, "print_option", sound_enable=True)
    assert (ack["result"], ack["errno"]) == ("fail", -7)


@pytest.mark.parametrize("fields", [{}, {"temp": None}, {"temp": "hot"}, {"temp": [1]}])
def test_broken_commands(fields: Payload) -> None:
    """What cannot be read is ignored."""
    request = {"print": {"command": "set_bed_temp", **fields}}
    assert idle_printer(P1S).handle(request) == []


def test_firmware() -> None:
    """A printer that accepts commands installs what it offers; others refuse."""
    assert (
        send_command(idle_printer(X1C), "upgrade", "upgrade_confirm")["err_code"]
        == 84033543
    )
    printer = idle_printer(P1S)
    assert send_command(printer, "upgrade", "upgrade_confirm", src_id=1)["result"]
    assert printer.install_wanted
    nothing = idle_printer(H2D_BEFORE)
    assert (
        send_command(nothing, "upgrade", "upgrade_confirm", src_id=1)["result"]
        == "fail"
    )
