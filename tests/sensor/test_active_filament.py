"""The sensor of the spool in use."""

from tests.helpers.home import H2D, Home
from tests.helpers.reports import delta, push


async def test_place_of_the_spool_in_use(home: Home) -> None:
    """AMS and slot count as people do, and an AMS HT is called that."""

    async def until_in(ams: str, slot: int) -> None:
        """Wait until the spool in use is shown there."""

        def is_there() -> bool:
            """Return whether it is."""
            active = home.attributes(H2D, "active_filament")
            return (active["ams"], active["slot"]) == (ams, slot)

        await home.until(is_there)

    for packed, ams, slot in ((0x0001, "AMS 1", 2), (0x8000, "AMS HT 1", 1)):
        extruder = {"info": [{"id": 0, "snow": packed}], "state": 1}
        await push(home, H2D, delta(device={"extruder": extruder}))
        await until_in(ams, slot)
