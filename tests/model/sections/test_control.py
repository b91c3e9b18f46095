"""Whether printers accept commands, by all the evidence (protocol B.10)."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrinterState, restored
from tests.helpers.printer_reports import SERIAL, after, delta, full, printer

REFUSALS: tuple[dict[str, Any], ...] = (
    {
        "print": {
            "command": "pause",
            "sequence_id": "20011",
            "param": "",
            "result": "failed",
            "reason": "mqtt message verify failed",
            "err_code": 84033543,
        }
    },
    {"print": {"command": "pause", "err_code": 84033543}},
    {"print": {"command": "stop", "err_code": "84033545"}},
)


def version(number: str) -> dict[str, Any]:
    """Return an answer to `get_version`."""
    module = {"name": "ota", "sw_ver": number, "sn": SERIAL}
    return {"info": {"command": "get_version", "module": [module]}}


def running(key: str, number: str, **fields: Any) -> PrinterState:
    """Return a printer with this firmware."""
    return after(printer(key), version(number), full(**fields))


def test_word_beside_the_report() -> None:
    """The word of capabilities may stand beside the report, not in it."""
    beside = {**full(), "fun": "20000000"}
    state = after(printer("H2S"), beside)
    assert state.control.requires_authorization is True
    assert state.settings.functions == 0x2000_0000
    assert after(state, delta(fun="0")).control.requires_authorization is False
    inside = {**full(fun="0"), "fun": "20000000"}
    assert after(printer("H2S"), inside).control.requires_authorization is False
    assert after(printer("H2S"), {"fun": "20000000"}) == printer("H2S").updated(
        presence=after(printer("H2S"), {}).presence
    )


@pytest.mark.parametrize(
    ("key", "number", "allowed"),
    [
        ("X1C", "01.08.50.31", True),
        ("X1C", "01.08.50.32", False),
        ("X1", "01.08.50.32", False),
        ("X1", "01.08.05.00", True),
        ("X1C", "99.00.00.01", True),
        ("X1E", "01.01.02.00", True),
        ("X1E", "01.03.00.00", True),
        ("P1P", "01.08.01.00", True),
        ("P1P", "01.08.02.00", False),
        ("P1S", "01.07.00.00", True),
        ("P1S", "01.10.00.00", False),
        ("A1", "01.04.00.00", True),
        ("A1", "01.05.00.00", False),
        ("A1MINI", "01.04.99.99", True),
        ("A1MINI", "01.05.00.00", False),
        ("H2D", "01.00.02.00", True),
        ("H2D", "01.01.00.00", False),
        ("H2DPRO", "01.00.00.00", True),
        ("H2DPRO", "01.01.00.00", False),
        ("H2S", "00.00.00.01", False),
        ("H2C", "00.00.00.01", False),
        ("P2S", "00.00.00.01", False),
        ("X2D", "00.00.00.01", False),
        ("A2L", "00.00.00.01", False),
        ("", "00.00.00.01", False),
        ("P1S", "odd", None),
    ],
)
def test_firmware(
    key: str,
    number: str,
    allowed: bool | None,  # noqa: FBT001  # a table
) -> None:
    """Without a word of the printer, its firmware decides."""
    assert running(key, number).control.accepts_commands is allowed


@pytest.mark.parametrize(
    ("fun", "allowed"),
    [
        ("3EC1AFFF9CFF", False),
        ("3EC18FFF9CFF", True),
        ("4023FF18FFF9CB3", True),
        ("11A30F9CFB", False),
    ],
)
@pytest.mark.parametrize("number", ["01.00.00.00", "01.99.00.00"])
def test_word_of_the_printer(fun: str, number: str, *, allowed: bool) -> None:
    """What the printer says itself counts more than its firmware."""
    assert running("X1C", number, fun=fun).control.accepts_commands is allowed


@pytest.mark.parametrize("fun", ["", None, 5, "zebra", []])
def test_no_word(fun: object) -> None:
    """What cannot be read does not count."""
    assert running("P1S", "01.08.01.00", fun=fun).control.accepts_commands is True


def test_before_any_report() -> None:
    """It depends on the firmware of a P1S; a P2S never accepts them."""
    assert printer("P1S").control.accepts_commands is None
    assert after(printer("P1S"), full()).control.accepts_commands is None
    assert after(printer("P2S"), full()).control.accepts_commands is False


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("fields", [{}, {"fun": "3EC18FFF9CFF"}])
def test_refusal(refusal: dict[str, Any], fields: dict[str, Any]) -> None:
    """The first refusal counts, until there is another firmware."""
    before = running("P1S", "01.08.01.00", **fields)
    assert before.control.accepts_commands is True

    refused = after(before, refusal)
    assert refused.control.accepts_commands is False
    assert refused.job is before.job

    later = after(refused, delta(mc_percent=3), full(**fields), version("01.08.01.00"))
    assert later.control.accepts_commands is False
    assert after(later, version("01.08.01.01")).control.accepts_commands is True


def test_refusal_before_the_firmware_is_listed() -> None:
    """Learning which firmware it is does not make it another one."""
    refused = after(printer("P1S"), REFUSALS[1], version("01.08.01.00"), full())
    assert refused.control.accepts_commands is False


@pytest.mark.parametrize(
    "message",
    [
        {"print": {"command": "pause", "result": "fail"}},
        {"print": {"command": "pause", "err_code": 83902468, "result": "fail"}},
        {"print": {"command": "pause", "err_code": 0, "result": "success"}},
        {"print": {"command": "pause", "err_code": [84033543]}},
        {"print": [84033543]},
    ],
)
def test_other_answers(message: dict[str, Any]) -> None:
    """A refusal for another reason says nothing about signatures."""
    state = after(running("P1S", "01.08.01.00"), message)
    assert state.control.accepts_commands is True


def test_restart() -> None:
    """A restart gives the printer another chance."""
    refused = after(running("P1S", "01.08.01.00"), REFUSALS[0])

    again = restored(
        serial=SERIAL,
        name="",
        model=refused.model,
        raw=refused.raw,
        version=refused.version,
    )

    assert again.control.accepts_commands is True
