"""What the slicer could download."""

import pytest

from custom_components.bambu_cloud.api import BambuCloud, BambuResponseError
from custom_components.bambu_cloud.api.rest.services.slicer import RESOURCES
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer


@shows(RESOURCES)
async def test_newest_slicer(cloud: BambuCloud) -> None:
    """The newest version is public."""
    cloud.token = None
    found = await cloud.slicer.resources({"slicer/plugins/cloud": "02.05.00.00"})
    assert found.software
    assert found.software.version == "02.06.00.51"
    assert found.software.notes
    assert found.software.mandatory is False
    assert found.guide is None
    (plugin,) = found.resources
    assert (plugin.type, plugin.version) == ("slicer/plugins/cloud", "02.05.03.63")
    assert (await cloud.slicer.resources()).resources == ()


async def test_token_stays_at_home(client: BambuCloud, server: CannedServer) -> None:
    """What needs no token gets none."""
    server.respond_with(answer(200, {"software": {}, "resources": [None, {}]}))
    found = await client.slicer.resources()
    assert found.software
    assert found.software.version is None
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize("body", [{}, {"software": None}, {"data": {}}])
async def test_nothing(client: BambuCloud, server: CannedServer, body: object) -> None:
    """An answer without software is none."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.slicer.resources()
