"""What Home Assistant's page of a printer says above its entities."""

from tests.helpers.home import P1S, X1C, Home


async def test_device_of_a_printer(home: Home) -> None:
    """It has the owner's name, and the maker's for the model."""
    device = home.device(P1S)
    assert device
    assert (device.name, device.model) == ("Workshop P1S", "P1S")
    assert (device.manufacturer, device.serial_number) == ("Bambu Lab", P1S)
    other = home.device(X1C)
    assert other
    assert other.model == "X1 Carbon"
    assert home.entry.runtime_data.account.printers[P1S].device_id == device.id
