"""The network connection is read in people's units."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import Network
from tests.helpers.printer_reports import after, full, printer


def network(**fields: Any) -> Network:
    """Return the network of a printer that sent one full report."""
    return after(printer("H2DPRO"), full(**fields)).network


@pytest.mark.parametrize(
    ("signal", "dbm"),
    [
        ("-48dBm", -48),
        ("-48", -48),
        (-48, -48),
        ("", None),
        (None, None),
        ("dBm", None),
    ],
)
def test_wifi_signal(signal: Any, dbm: int | None) -> None:
    """The unit is stripped."""
    assert network(wifi_signal=signal).wifi_signal == dbm


@pytest.mark.parametrize(
    ("signal", "conf", "dbm"),
    [("-90dBm", 17, None), ("-90dBm", 16, -90), ("-61dBm", 17, -61)],
)
def test_placeholder_of_a_wired_printer(
    signal: str, conf: int, dbm: int | None
) -> None:
    """A printer on a cable has no signal of minus ninety."""
    assert network(wifi_signal=signal, net={"conf": conf}).wifi_signal == dbm


@pytest.mark.parametrize(
    ("conf", "wired"), [(17, True), ("16", False), (0, False), (None, None)]
)
def test_wired(conf: Any, wired: bool | None) -> None:  # noqa: FBT001  # a table
    """The printer reports whether its cable is in use."""
    assert network(net={"conf": conf}).wired is wired
