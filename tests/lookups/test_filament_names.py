"""Names of filaments, as long as the cloud responds once in a while."""

import logging
from typing import Any

import aiohttp
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api import BambuCloud, Clock, Region
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.lookups.filament_names import FilamentNames
from tests.helpers.clock import Wall
from tests.helpers.home import OWNER
from tests.helpers.polling import PollingHome
from tests.helpers.wait import until
from tests.simulator import HttpFault, SimulatedCloud

PATH = "/v1/iot-service/api/slicer/setting"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
MINE = {
    "type": "filament",
    "name": "Moor PLA @Bambu Lab P1S 0.4 nozzle",
    "version": "2.0.0.0",
    "filament_id": "Pdecade5",
}


class Home(PollingHome):
    """A Home Assistant that shows filaments."""

    def __post_init__(self) -> None:
        """Start without names."""
        entry = MockConfigEntry(domain=DOMAIN)
        self.key = f"{DOMAIN}.{entry.entry_id}.filament_names"
        self.going_on = "Going on with the known names"
        self.changes = 0
        self.token = self.cloud.issue_token(OWNER)
        self._seen: Any = None
        session = async_get_clientsession(self.hass)
        client = BambuCloud(
            session, Region.GLOBAL, token=self.token, clock=self.wall.clock
        )
        self.names = FilamentNames(
            self.hass, entry, client, self._changed, clock=Clock(now=self.wall)
        )

    def _changed(self) -> None:
        """Count notifications."""
        self.changes += 1

    def had(self, fetched_at: Any, names: Any) -> None:
        """Store names from before Home Assistant started."""
        self._seen = fetched_at
        self.store({"fetched_at": fetched_at, "names": names})

    async def start(self) -> None:
        """Load and begin."""
        await self.names.async_load()
        self.names.async_start({})

    @property
    def asked(self) -> int:
        """Return how often the cloud was asked."""
        return sum(request.path == PATH for request in self.cloud.requests)

    async def until_stored(self) -> None:
        """Wait until a response was stored that no test has seen."""
        await until(lambda: self.stored.get("fetched_at") != self._seen)
        self._seen = self.stored["fetched_at"]


@pytest.fixture
async def home(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    wall: Wall,
    caplog: pytest.LogCaptureFixture,
    hass_storage: dict[str, Any],
) -> Home:
    """Return a home that has not asked for names yet."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    return Home(hass, cloud, wall, caplog, hass_storage)


async def add_preset(home: Home, **changes: Any) -> None:
    """Have the user make a preset."""
    headers = {"Authorization": f"Bearer {home.token}"}
    url = f"{home.cloud.api_url}{PATH}"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=MINE | changes) as response,
    ):
        assert response.status == 200
    home.cloud.requests.clear()


async def test_names_after_a_first_start(home: Home) -> None:
    """A new account has names at once, without having been slowed down by them."""
    await home.start()
    assert home.names.name_of("GFA00") is None
    assert home.asked == 0
    await home.until_stored()
    assert home.names.name_of("GFA00") == "Bambu PLA Basic"
    assert home.names.name_of("P9816594") == "Nordlicht PLA Tough"
    assert home.names.name_of("P0000000") is None
    assert home.names.name_of(None) is None
    assert home.changes == 1


async def test_names_survive_a_restart(home: Home) -> None:
    """Fresh names are not asked for again, and are there before anything else."""
    home.had(home.wall().isoformat(), {"GFA00": "PLA"})
    await home.start()
    assert home.names.name_of("GFA00") == "PLA"
    await home.pass_time(DAY * 0.99)
    assert home.asked == 0
    await home.pass_time(DAY * 1.11)
    await home.until_stored()
    assert (home.asked, home.changes) == (1, 1)


async def test_old_names_are_asked_for_after_the_start(home: Home) -> None:
    """Names from before a long stop do for a minute, then the cloud is asked."""
    home.had("2024-01-01T00:00:00+00:00", {"GFA00": "PLA"})
    await home.start()
    await home.pass_time(MINUTE * 0.9)
    assert home.asked == 0
    assert home.names.name_of("GFA00") == "PLA"
    await home.pass_time(MINUTE * 1.2)
    await home.until_stored()
    assert home.names.name_of("GFA00") == "Bambu PLA Basic"
    assert home.asked == 1


async def test_names_are_asked_for_daily(home: Home) -> None:
    """A preset made today has its name tomorrow; old names notify of nothing."""
    await home.start()
    await home.until_stored()
    await home.pass_time(DAY * 0.99)
    assert home.asked == 1
    await home.pass_time(DAY * 1.11)
    await home.until_stored()
    assert (home.asked, home.changes) == (2, 1)
    await add_preset(home)
    await home.pass_time(DAY * 1.11)
    await home.until_stored()
    assert (home.asked, home.changes) == (1, 2)
    assert home.names.name_of("Pdecade5") == "Moor PLA"


@pytest.mark.parametrize(
    ("fault", "hours"),
    [
        (HttpFault.SERVER_ERROR, 1),
        (HttpFault.NOT_JSON, 1),
        (HttpFault.DEAD_TOKEN, 1),
        (HttpFault.RATE_LIMITED, 5),
    ],
)
async def test_failure_costs_no_name(
    home: Home, fault: HttpFault, hours: float
) -> None:
    """Names stay; the next request is in an hour, or when the cloud wants it."""
    await home.start()
    await home.until_stored()
    home.cloud.faults.next_request(fault)
    home.cloud.faults.retry_after = 5 * 3600
    await home.pass_time(DAY * 1.11)
    await home.until_failed(1)
    assert home.names.name_of("GFA00") == "Bambu PLA Basic"
    await home.pass_time(hours * HOUR * 0.99)
    assert home.asked == 2
    await home.pass_time(hours * HOUR * 1.11)
    await home.until_stored()
    assert (home.asked, home.changes) == (3, 1)


async def test_names_from_the_future_are_replaced(home: Home) -> None:
    """Names from the future are asked for within a day."""
    home.had("2099-01-01T00:00:00+00:00", {"GFA00": "PLA"})
    await home.start()
    await home.pass_time(DAY * 1.11)
    await home.until_stored()
    assert home.names.name_of("GFA00") == "Bambu PLA Basic"


async def test_name_fits_a_state(home: Home) -> None:
    """A name of any length can be shown."""
    await add_preset(home, name="Moor" * 100)
    await home.start()
    await home.until_stored()
    assert len(home.names.name_of("Pdecade5") or "") == MAX_LENGTH_STATE_STATE


@pytest.mark.parametrize(
    "content",
    [
        {"fetched_at": "2026-01-01T00:00:00+00:00"},
        {"fetched_at": "2026-01-01T00:00:00+00:00", "names": ["GFA00"]},
        {"fetched_at": "2026-01-01T00:00:00+00:00", "names": {"GFA01": 7}},
        {"fetched_at": "2026-01-01T00:00:00", "names": {}},
        {"fetched_at": "soon", "names": {}},
        {"names": {}},
        ["junk"],
    ],
)
async def test_damaged_file_is_replaced(
    home: Home, content: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is in the file, the names come from the cloud, at once."""
    home.store(content)
    await home.start()
    assert f"{home.key} makes no sense" in caplog.text
    await until(lambda: home.names.name_of("GFA00") == "Bambu PLA Basic")
    assert home.stored["names"]["GFA00"] == "Bambu PLA Basic"


async def test_sound_names_of_a_damaged_file_stay(home: Home) -> None:
    """While the cloud is away, a name that can be read is better than none."""
    home.had(None, {"GFA00": "PLA", "GFA01": None})
    home.cloud.faults.every_request = HttpFault.UNAVAILABLE
    await home.start()
    await home.until_failed(1)
    assert (home.names.name_of("GFA00"), home.names.name_of("GFA01")) == ("PLA", None)


async def test_file_is_removed_with_the_account(home: Home) -> None:
    """Nothing is left of an account that is gone."""
    await home.start()
    await home.until_stored()
    await FilamentNames.async_remove(home.hass, home.key.split(".")[1])
    assert home.key not in home.storage
