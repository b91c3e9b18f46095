"""Why a printer refuses a command, as its codes say (protocol B.3, C.7.2)."""

import pytest

from custom_components.bambu_cloud.api import Refusal
from custom_components.bambu_cloud.api.mqtt.refusals import refusal


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (0x0500_4002, Refusal.BAD_FILE),
        (0x0500_4003, Refusal.BAD_FILE),
        (0x0500_400A, Refusal.BAD_FILE),
        (0x0500_4004, Refusal.BUSY),
        (0x0500_8013, Refusal.FILE_MISSING),
        (0x0500_C010, Refusal.STORAGE),
        (0x0500_FFFF, Refusal.OTHER),
    ],
)
def test_code(code: int, cause: Refusal) -> None:
    """A code without a result is a refusal, and so is a result with one."""
    for reply in ({"err_code": code}, {"err_code": code, "result": "FAIL"}):
        failure = refusal(reply)
        assert failure is not None
        assert (failure.cause, failure.code) == (cause, code)


@pytest.mark.parametrize(
    ("command", "errno", "cause"),
    [
        ("ams_change_filament", -2, Refusal.CHAMBER_TOO_HOT),
        ("ams_change_filament", -4, Refusal.AMS_TOO_HOT),
        ("set_ctt", -2, Refusal.LOW_TEMPERATURE_FILAMENT),
        ("set_ctt", -4, Refusal.TOO_COLD_TO_HEAT),
        ("set_ctt", -1, Refusal.OTHER),
    ],
)
def test_errno(command: str, errno: int, cause: Refusal) -> None:
    """What a negative number means depends on the command."""
    failure = refusal({"command": command, "errno": errno})
    assert failure is not None
    assert (failure.cause, failure.code) == (cause, errno)


def test_words() -> None:
    """The printer's own words come as far as people can read them."""
    failure = refusal({"result": "fail", "reason": f"a\x00b{'c' * 200}"})
    assert failure is not None
    assert failure.reason == "ab" + "c" * 118


@pytest.mark.parametrize("errno", [0, 1, None])
def test_success(errno: int | None) -> None:
    """A number that is not negative is no refusal."""
    assert refusal({"result": "SUCCESS", "errno": errno, "err_code": 0}) is None
