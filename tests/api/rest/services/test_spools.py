"""The filament manager stores the owner's spools."""

from dataclasses import replace
from datetime import UTC, datetime
import json
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuNotFoundError,
    BambuRequestError,
    BambuResponseError,
)
from custom_components.bambu_cloud.api.rest.services.spools import (
    ADD,
    CATALOG,
    CHANGE,
    DELETE,
    SPOOLS,
    SpoolDetails,
)
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer

SPOOL = SpoolDetails(
    vendor="Moor", material="PLA", name="Moor PLA", color="#112233", net_weight=800
)


@shows(CATALOG)
async def test_catalog(cloud: BambuCloud) -> None:
    """The manager has filaments to choose from."""
    catalog = await cloud.spools.catalog()
    assert "PLA" in catalog.categories
    support = [filament for filament in catalog.filaments if filament.is_support]
    assert [filament.id for filament in support] == ["GFS02"]


@shows(SPOOLS, ADD, CHANGE, DELETE)
async def test_spool_comes_and_goes(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """A spool that was added is listed, weighed again, and gone once deleted."""
    await cloud.spools.add(SPOOL)
    (spool,) = await cloud.spools.page()
    assert (spool.name, spool.net_weight, spool.color) == ("Moor PLA", 800, "#112233")
    assert (spool.origin, spool.color_type, spool.is_support) == ("manual", 2, False)
    assert spool.created_at == datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert await stranger.spools.page() == ()
    with pytest.raises(BambuNotFoundError):
        await stranger.spools.change(spool.id, SpoolDetails(name="Mine"))

    changed = await cloud.spools.change(
        spool.id, SpoolDetails(name="Moor PLA", net_weight=499.6)
    )
    assert (changed.id, changed.net_weight) == (spool.id, 500)
    assert (await cloud.spools.page())[0].net_weight == 500
    assert (await cloud.spools.page())[0].color == "#112233"

    await stranger.spools.delete([spool.id])
    assert len(await cloud.spools.page()) == 1
    await cloud.spools.delete([spool.id])
    assert await cloud.spools.page() == ()


async def test_spools_by_their_tags(cloud: BambuCloud) -> None:
    """Bambu Lab's own spools have tags."""
    await cloud.spools.add(SPOOL, tag="A1B2")
    (spool,) = await cloud.spools.page(category="PLA")
    assert (spool.tag, spool.origin) == ("A1B2", "ams")
    assert "A1B2" not in repr(spool)
    await cloud.spools.delete([], tags=["A1B2"])
    assert await cloud.spools.page() == ()


async def test_bodies(client: BambuCloud, server: CannedServer) -> None:
    """The cloud is strict: ids and weights are numbers, and a change is no creation."""
    server.respond_with(answer(200, {}), answer(200, {"filamentV2": {"id": "7"}}))
    support = SpoolDetails(
        name="Support", is_support=True, color_type=0, total_net_weight=1000.2
    )
    await client.spools.add(support)
    await client.spools.change("7", support)
    assert [json.loads(request.body) for request in server.requests] == [
        {
            "filamentName": "Support",
            "isSupport": True,
            "colorType": 0,
            "totalNetWeight": 1000,
            "createType": "manual",
        },
        {
            "filamentName": "Support",
            "isSupport": True,
            "colorType": 0,
            "totalNetWeight": 1000,
            "id": 7,
        },
    ]


@pytest.mark.parametrize("spool_id", ["", "seven", "-7", "7.0", "9" * 20])
async def test_what_is_no_id(
    client: BambuCloud, server: CannedServer, spool_id: str
) -> None:
    """An id that is no number is not sent."""
    with pytest.raises(BambuRequestError):
        await client.spools.change(spool_id, SPOOL)
    assert not server.requests


async def test_many_spools(cloud: BambuCloud) -> None:
    """All spools come page by page, each once."""
    for number in range(45):
        kind = "PLA" if number % 3 else "PETG"
        await cloud.spools.add(replace(SPOOL, material=kind))
    assert len([spool async for spool in cloud.spools.all()]) == 45
    assert len([spool async for spool in cloud.spools.all("PETG")]) == 15


async def test_pages_that_repeat_themselves_end(
    client: BambuCloud, server: CannedServer
) -> None:
    """A cloud without pages gives its spools once."""
    server.respond_with(answer(200, {"hits": [{"id": "1"}, {"id": None}, 7]}))
    assert [spool.id async for spool in client.spools.all()] == ["1"]


async def test_refused_spool(cloud: BambuCloud) -> None:
    """A spool needs a name."""
    with pytest.raises(BambuResponseError):
        await cloud.spools.add(SpoolDetails(name=""))


@pytest.mark.parametrize(
    "body", [{}, {"hits": 1, "filamentSettings": None, "filamentV2": [1]}]
)
async def test_no_list(client: BambuCloud, server: CannedServer, body: Any) -> None:
    """Answers without the essential are errors."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.spools.page()
    with pytest.raises(BambuResponseError):
        await client.spools.catalog()
    with pytest.raises(BambuResponseError):
        await client.spools.change("1", SPOOL)
