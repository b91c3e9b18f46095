"""Lights have names."""

from tests.helpers.printer_reports import after, delta, full, printer


def test_lights_are_sorted_by_name() -> None:
    """The order in which a printer lists its lights means nothing."""
    lights = [
        {"node": "work_light", "mode": "flashing"},
        {"node": "chamber_light", "mode": "on"},
    ]
    state = after(printer("X1C"), full(lights_report=lights))

    assert state.lights.nodes == (("chamber_light", "on"), ("work_light", "flashing"))
    assert after(state, full(lights_report=lights[::-1])).lights is state.lights


def test_one_light_changes() -> None:
    """A delta that lists one light leaves the other as it was."""
    lights = [
        {"node": "chamber_light", "mode": "on"},
        {"node": "chamber_light2", "mode": "on"},
    ]
    off = [{"node": "chamber_light", "mode": "off"}]
    state = after(printer("H2D"), full(lights_report=lights), delta(lights_report=off))

    assert state.lights.nodes == (("chamber_light", "off"), ("chamber_light2", "on"))


def test_junk_lights_are_left_out() -> None:
    """What is no light is not shown."""
    junk = ["x", {"node": "a"}, {"mode": "on"}, {"node": [], "mode": "on"}]

    assert after(printer("P1S"), full(lights_report=junk)).lights.nodes == ()
