"""The local address of a printer is read from its interfaces."""

from typing import Any

import pytest

from tests.helpers.printer_reports import after, delta, full, printer


@pytest.mark.parametrize(
    ("info", "ip"),
    [
        ([{"ip": 1644210368}], "192.168.0.98"),
        ([{"ip": 0}, {"ip": 1359612426}], "10.10.10.81"),
        ([{"ip": "1644210368"}], "192.168.0.98"),
        ([{"ip": -5}, {"ip": 1 << 40}, {"ip": None}, "x", {}], None),
        ([], None),
        (None, None),
    ],
)
def test_address(info: Any, ip: str | None) -> None:
    """The first address in use is spelled out."""
    assert after(printer("X1C"), full(net={"info": info})).address.ip == ip


def test_the_signal_is_no_part_of_it() -> None:
    """What depends on the address is not updated with each Wi-Fi signal."""
    before = after(printer("X1C"), full(net={"info": [{"ip": 1644210368}]}))
    state = after(before, delta(wifi_signal="-61dBm"))

    assert state.address is before.address
    assert state.network.wifi_signal == -61
