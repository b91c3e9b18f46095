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
    NewSpool,
    SpoolChanges,
)
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.simulator import SimulatedCloud

UUID = "0123456789ABCDEF0123456789ABCDEF"
SPOOL = NewSpool(
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
    (spool,) = (await cloud.spools.page()).spools
    assert (spool.name, spool.remaining, spool.colors) == (
        "Moor PLA",
        800,
        ("#112233",),
    )
    assert (spool.is_manual, spool.is_gradient, spool.is_support) == (
        True,
        False,
        False,
    )
    assert spool.created_at == datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert (await stranger.spools.page()).spools == ()
    with pytest.raises(BambuNotFoundError):
        await stranger.spools.change(spool.id, SpoolChanges(name="Mine"))

    changed = await cloud.spools.change(
        spool.id, SpoolChanges(name="Moor PLA", net_weight=499.6)
    )
    assert (changed.id, changed.remaining) == (spool.id, 500)
    assert (await cloud.spools.page()).spools == (changed,)
    assert changed.colors == ("#112233",)

    await stranger.spools.delete([spool.id])
    assert len((await cloud.spools.page()).spools) == 1
    await cloud.spools.delete([spool.id])
    assert (await cloud.spools.page()).spools == ()


async def test_spools_by_their_tags(cloud: BambuCloud) -> None:
    """Bambu Lab's own spools have tags."""
    await cloud.spools.add(replace(SPOOL, tray_uuid=UUID))
    (spool,) = (await cloud.spools.page(category="PLA")).spools
    assert (spool.tray_uuid, spool.is_manual) == (UUID, False)
    assert UUID not in repr(spool)
    assert UUID not in repr(replace(SPOOL, tray_uuid=UUID))
    await cloud.spools.delete([], tags=[UUID])
    assert (await cloud.spools.page()).spools == ()


async def test_colors_and_notes(cloud: BambuCloud) -> None:
    """Another color is shown although a list of colors would win."""
    await cloud.spools.add(replace(SPOOL, tray_uuid="0" * 32))
    (spool,) = (await cloud.spools.page()).spools
    assert spool.is_manual
    red = SpoolChanges(name="Moor PLA", color="#FF0000", note="shelf 3")
    assert (await cloud.spools.change(spool.id, red)).colors == ("#FF0000",)
    blue = SpoolChanges(name="Moor PLA", color="#0000FF", display_name="Blue")
    changed = await cloud.spools.change(spool.id, blue)
    assert (changed.colors, changed.note) == (("#0000FF",), "shelf 3")
    assert changed.title == "Blue"


async def test_bodies(client: BambuCloud, server: CannedServer) -> None:
    """The cloud is strict: each of the two has fields that the other must not have."""
    server.respond_with(
        answer(200, {}), answer(200, {}), answer(200, {"filamentV2": {"id": "7"}})
    )
    support = NewSpool(name="Support", is_support=True, color_type=0)
    await client.spools.add(support)
    await client.spools.add(replace(support, tray_uuid=UUID, filament_id="GFS02"))
    await client.spools.change("7", SpoolChanges(name="Support", net_weight=1.2))
    usual = {"filamentName": "Support", "isSupport": True, "colorType": 0}
    assert [json.loads(request.body) for request in server.requests] == [
        {**usual, "filamentId": "", "createType": "manual"},
        {
            **usual,
            "filamentId": "GFS02",
            "createType": "ams",
            "RFID": UUID,
            "rolls": 1,
        },
        {"filamentName": "Support", "netWeight": 1, "id": 7},
    ]


@pytest.mark.parametrize("spool_id", ["", "seven", "-7", "7.0", "9" * 20])
async def test_what_is_no_id(
    client: BambuCloud, server: CannedServer, spool_id: str
) -> None:
    """An id that is no number is not sent."""
    with pytest.raises(BambuRequestError):
        await client.spools.change(spool_id, SpoolChanges(name="a"))
    assert not server.requests


async def test_many_spools(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """All spools come in pages of 100, each once, with no request too many."""
    for number in range(245):
        kind = "PLA" if number % 3 else "PETG"
        simulated.spools_of().put(filamentName="PLA", category=kind)
    simulated.requests.clear()
    assert len([spool async for spool in cloud.spools.all()]) == 245
    assert len(simulated.requests) == 3
    assert len([spool async for spool in cloud.spools.all("PETG")]) == 82


async def test_pages_that_repeat_themselves_end(
    client: BambuCloud, server: CannedServer
) -> None:
    """A cloud without pages returns its spools once."""
    server.respond_with(answer(200, {"hits": [{"id": "1"}, {"id": None}, 7]}))
    assert [spool.id async for spool in client.spools.all()] == ["1"]
    assert len(server.requests) == 2


async def test_refused_spool(cloud: BambuCloud) -> None:
    """A spool needs a name."""
    with pytest.raises(BambuResponseError):
        await cloud.spools.add(NewSpool(name=""))


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
        await client.spools.change("1", SpoolChanges(name="a"))
