"""What the tests of costs share."""

import pytest

from tests.helpers.costs import METER, PRICE, Plug, configured
from tests.helpers.home import Home


@pytest.fixture
async def plug(home: Home) -> Plug:
    """Let a plug count the energy of the P1S, at a price that changes."""
    home.hass.config.currency = "EUR"
    plug = Plug(home)
    await plug.shows(10.0)
    await plug.costs(0.30)
    return await configured(
        home,
        meter=METER,
        price_entity=PRICE,
        filament_price=20.0,
        materials=[{"material": "PETG", "price": 30.0}],
    )
