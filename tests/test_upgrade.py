"""An installation of version 0.1.0 starts with this version as if nothing had changed.

Its files were recorded. The account behind them lives through the same again, and its
printers go on while Home Assistant is off.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from freezegun.api import TickingDateTimeFactory, freeze_time
from homeassistant.components.camera import async_get_image
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.bambu_cloud.model import CameraKind
from tests.helpers import first_version
from tests.helpers.cameras import loopback_is_home
from tests.helpers.first_version import ENDED, LAST_TASK, STATES
from tests.helpers.upgraded import TOTALS, Installation
from tests.simulator import OWNER, SimulatedCloud
from tests.simulator.broker.certificate_authority import server_context
from tests.simulator.camera.cameras import Cameras

WHILE_OFF = timedelta(minutes=30)
"""Long enough for the print that was under way to finish."""


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Allow timers after a stop: real ones unload nothing, either."""
    return True


@pytest.fixture
async def cameras(cloud: SimulatedCloud, lan_enabled: None) -> Cameras:
    """Let printers serve what their cameras see."""
    cloud.cameras = Cameras(cloud, 0.1, with_streams=False)
    await cloud.cameras.start()
    return cloud.cameras


@pytest.fixture
def clock() -> Iterator[TickingDateTimeFactory]:
    """Set the time to half an hour after the recording: no stored answer is old."""
    server_context()  # while time is frozen, no certificate can be made
    with freeze_time(ENDED + WHILE_OFF, tick=True) as clock:
        assert isinstance(clock, TickingDateTimeFactory)
        yield clock


@pytest.fixture
async def account(clock: TickingDateTimeFactory, cloud: SimulatedCloud) -> None:
    """Repeat the recording in the account, then go on without Home Assistant."""
    await first_version.replay(cloud)
    await cloud.advance(WHILE_OFF.total_seconds())
    # The owner removed what had been printed before; the files have it still.
    cloud.history.past.clear()
    cloud.send_code(OWNER)
    token = cloud.issue_token(OWNER)
    assert token == first_version.entry()["data"]["access_token"]


@pytest.fixture
def installation(account: None, cloud: SimulatedCloud, tmp_path: Path) -> Installation:
    """Return the installation, which does not run yet."""
    return Installation(tmp_path, cloud)


async def test_everything_is_as_before(
    installation: Installation, cloud: SimulatedCloud
) -> None:
    """Entities, devices, options and totals stay; nothing is fetched again."""
    async with installation.running() as home:
        await home.until_live()
        assert home.entities().items() >= first_version.entities().items()
        assert home.devices() == first_version.devices()
        assert home.entry.options == first_version.options()
        assert not home.issues()
        assert home.entry.data == first_version.entry()["data"]
        assert not home.orphans()
        totals = home.totals()
        of_p1s = {home.entity_id(key) for key in TOTALS}  # it printed on
        assert len(totals) >= 4 * len(of_p1s)
        assert {
            entity_id: state
            for entity_id, state in totals.items()
            # The first version did not round.
            if float(state or 0) != pytest.approx(float(STATES[entity_id]), abs=0.5)
            and entity_id not in of_p1s
        } == {}
    assert not [request for request in cloud.requests if "slicer" in request.path]
    lists = [
        request.query for request in cloud.requests if request.path == "/query.php"
    ]
    # The first version had no list for the H2D alone.
    assert {query.get("d") for query in lists} == {"094"}
    assert first_version.stored_items(installation.folder) >= (
        first_version.permanent_items()
    )


async def test_only_news_is_an_event(
    installation: Installation, clock: TickingDateTimeFactory
) -> None:
    """The print that ended meanwhile finishes late, once; nothing else is repeated."""
    async with installation.running() as home:
        finished = home.entity_id("prints_finished")
        more = f"{int(STATES[finished]) + 1}"
        await home.until_happened(lambda: home.shows(finished) == more)
        await home.until_happened(lambda: home.fired)
        await home.pass_minutes(clock)
        prints = home.entity_id("print_event", "event")
        assert home.fired == [(prints, "finished", LAST_TASK, True)]
        totals = home.totals()
    async with installation.running() as home:
        await home.until_live()
        await home.pass_minutes(clock)
        assert home.fired == []
        assert home.totals() == totals
    assert first_version.stored_items(installation.folder) >= (
        first_version.permanent_items()
    )


async def test_printers_are_off(
    installation: Installation, cloud: SimulatedCloud, clock: TickingDateTimeFactory
) -> None:
    """The last reports of printers that are off provide every entity."""
    for serial in cloud.printers:
        cloud.disconnect(serial)
    await cloud.advance(60)
    async with installation.running() as home:
        await home.pass_minutes(clock)
        assert home.orphans() == set()
        assert home.entities().items() >= first_version.entities().items()
        assert home.devices() == first_version.devices()


async def test_camera_certificate(cameras: Cameras, installation: Installation) -> None:
    """A camera with another certificate than the recorded one is not trusted."""
    with loopback_is_home(CameraKind.JPEG, cameras.jpeg_port):
        async with installation.running() as home:
            status = home.entity_id("camera_status")
            await home.until_happened(lambda: home.shows(status) == "idle")
            with pytest.raises(HomeAssistantError):
                await async_get_image(home.hass, home.entity_id("camera", "camera"))
            await home.until_happened(
                lambda: home.shows(status) == "certificate_changed"
            )
