"""AMS units are named after their printers, also where these have the same name."""

from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home
from tests.simulator import OWNER, another


async def rename(home: Home, *serials: str, name: str = "Workshop") -> None:
    """Give printers the same name in Bambu's app."""
    for serial in serials:
        home.cloud.printers[serial].identity.name = name
    await home.poll()
    for serial in serials:
        await home.send_full_report(serial)


async def until_named(home: Home, printer: str, name: str) -> None:
    """Wait until the first AMS of a printer has a name."""
    serial = home.cloud.simulated(printer).ams.units["0"].serial

    def is_named() -> bool:
        """Return whether the device has the name."""
        device = home.device(serial)
        return device is not None and device.name == name

    await home.until(is_named)


async def test_printers_of_the_same_name(home: Home) -> None:
    """Their units have the model in their names."""
    await rename(home, X1C, P1S)
    await until_named(home, P1S, "Workshop P1S AMS 1")
    await until_named(home, X1C, "Workshop X1 Carbon AMS 1")
    await until_named(home, H2D, "Studio H2D AMS 2 Pro 1")
    await rename(home, X1C, name="Attic")
    await home.send_full_report(P1S)
    await until_named(home, P1S, "Workshop AMS 1")
    await until_named(home, A1_MINI, "Desk A1 mini AMS lite")


async def test_printers_of_the_same_name_and_model(home: Home) -> None:
    """Their units have the end of the serial in their names."""
    printer = another("P1S", set(home.cloud.printers), "Workshop P1S")
    serial = printer.identity.serial
    home.cloud.add_printer(printer, OWNER)
    await home.poll()
    await home.send_full_report(serial)
    await home.send_full_report(P1S)
    await until_named(home, serial, f"Workshop P1S {serial[-4:]} AMS 1")
    await until_named(home, P1S, f"Workshop P1S {P1S[-4:]} AMS 1")


async def test_printer_of_the_same_name_that_leaves(home: Home) -> None:
    """The units of the other one have the plain name again, without any report."""
    await rename(home, X1C, P1S)
    await until_named(home, P1S, "Workshop P1S AMS 1")
    home.cloud.remove_printer(X1C)
    await home.poll()
    await until_named(home, P1S, "Workshop AMS 1")
