"""What a printer complains about reaches its owner, in words."""

from tests.helpers.home import A1_MINI, P1S, X1C, Home
from tests.helpers.reports import delta, push

THERMISTOR = {"attr": 0x0300_0100, "code": 0x0001_0007}
HINT = {"attr": 0x0500_0600, "code": 0x0004_0070}


async def test_healthy_printer(home: Home) -> None:
    """Without complaints there is no problem."""
    assert home.shows(P1S, "hms") == "0"
    assert home.shows(P1S, "print_error") == "none"
    assert home.binary(P1S, "hms") == "off"
    assert home.binary(P1S, "print_error") == "off"
    assert home.binary(P1S, "attention") == "off"


async def test_message_has_a_text_and_disappears(home: Home) -> None:
    """A message has code, text, severity and a page about it."""
    await push(home, P1S, delta(hms=[THERMISTOR]))
    await home.until_shown(P1S, "hms", "1")
    assert home.binary(P1S, "hms") == "on"
    (message,) = home.attributes(P1S, "hms")["messages"]
    assert message["code"] == "0300_0100_0001_0007"
    assert message["severity"] == "fatal"
    assert message["module"] == "motion_controller"
    assert message["url"].endswith("/0300_0100_0001_0007")
    await home.until(
        lambda: "bed" in str(home.attributes(P1S, "hms")["messages"][0]["text"]).lower()
    )

    await push(home, P1S, delta(hms=[]))
    await home.until_shown(P1S, "hms", "0")
    assert home.binary(P1S, "hms") == "off"


async def test_hint_is_no_problem(home: Home) -> None:
    """What is only said for information does not alarm anyone."""
    await push(home, P1S, delta(hms=[HINT]))
    await home.until_shown(P1S, "hms", "1")
    assert home.binary(P1S, "hms") == "off"


async def test_error_with_eight_digits(home: Home) -> None:
    """An AMS lite that ran out has a code that begins above zero."""
    await push(
        home, A1_MINI, delta(print_error=0x1200_8011, gcode_state="PAUSE", stg_cur=6)
    )
    await home.until(lambda: home.binary(A1_MINI, "print_error") == "on")
    assert home.attributes(A1_MINI, "print_error")["code"] == "1200_8011"
    assert home.binary(A1_MINI, "attention") == "on"
    reason = home.attributes(A1_MINI, "attention", "binary_sensor")["reason"]
    assert reason == "filament_runout"


async def test_error_without_text_shows_its_code(home: Home) -> None:
    """Without a text, the code is shown."""
    await push(home, X1C, delta(print_error=0x0300_8FFF))
    await home.until_shown(X1C, "print_error", "0300_8FFF")
    assert home.attributes(X1C, "print_error")["url"]


async def test_canceled_job_is_no_error(home: Home) -> None:
    """The owner's own cancel is no error."""
    await push(home, P1S, delta(print_error=0x0300_400C, gcode_state="FAILED"))
    await home.until_shown(P1S, "print_status", "canceled")
    assert home.shows(P1S, "print_error") == "none"
    assert home.binary(P1S, "attention") == "off"


async def test_pause_by_the_owner_needs_no_attention(home: Home) -> None:
    """Attention is for what stopped without being asked to."""
    await push(home, P1S, delta(gcode_state="PAUSE", stg_cur=16, print_type="cloud"))
    await home.until_shown(P1S, "print_status", "paused")
    assert home.binary(P1S, "attention") == "off"
    await push(home, P1S, delta(stg_cur=35))
    await home.until(lambda: home.binary(P1S, "attention") == "on")
