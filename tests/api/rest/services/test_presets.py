"""The slicer's presets are stored, shown and deleted."""

from dataclasses import replace

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuNotFoundError,
    BambuQuotaError,
    BambuRequestError,
    BambuResponseError,
    BambuServerError,
)
from custom_components.bambu_cloud.api.rest.services.presets import (
    CHANGE,
    CREATE,
    DELETE,
    PRESET,
    PRESETS,
    NewPreset,
    PresetKind,
)
from tests.api.contract import shows
from tests.helpers.http_server import CannedServer, answer
from tests.simulator import SimulatedCloud

MINE = NewPreset(
    kind=PresetKind.FILAMENT,
    name="Moor PLA @Bambu Lab P1S 0.4 nozzle",
    settings={"filament_vendor": "Moor", "nozzle_temperature": ["215", "220"]},
    filament_id="Pdecade5",
)


async def private(cloud: BambuCloud) -> dict[str, str | None]:
    """Return the names of the user's own filaments by id."""
    presets = await cloud.presets.list(with_public=False)
    assert presets.filament
    assert presets.filament.public == ()
    return {preset.id: preset.name for preset in presets.filament.private}


@shows(PRESETS)
async def test_lists(cloud: BambuCloud) -> None:
    """Three kinds, Bambu Lab's and the user's own."""
    presets = await cloud.presets.list()
    assert presets.print
    assert presets.printer
    assert presets.filament
    assert "GP004" in {preset.id for preset in presets.print.public}
    names = {preset.id: preset.name for preset in presets.printer.public}
    assert names["GM001"] == "Bambu Lab X1 Carbon 0.4 nozzle"
    assert "Nordlicht" in {preset.vendor for preset in presets.filament.private}
    with pytest.raises(BambuResponseError):
        await cloud.presets.list("newest")


@shows(CREATE, PRESET, DELETE)
async def test_preset_comes_and_goes(cloud: BambuCloud, stranger: BambuCloud) -> None:
    """A preset that was created is listed and shown, and gone once deleted."""
    created = await cloud.presets.create(MINE)
    assert (await private(cloud))[created.id] == MINE.name
    found = await cloud.presets.get(created.id)
    assert (found.name, found.kind, found.is_public) == (MINE.name, "filament", False)
    assert found.filament_id == "Pdecade5"
    updated_at = found.settings["updated_time"]
    assert found.settings == {**MINE.settings, "updated_time": updated_at}
    assert updated_at.isdecimal()
    with pytest.raises(BambuNotFoundError):
        await stranger.presets.get(created.id)

    await cloud.presets.delete(created.id)
    await cloud.presets.delete(created.id)
    assert created.id not in await private(cloud)
    with pytest.raises(BambuNotFoundError):
        await cloud.presets.get(created.id)


@shows(CHANGE)
async def test_preset_is_changed(cloud: BambuCloud, simulated: SimulatedCloud) -> None:
    """The cloud may or may not do it in place; another in its place works always."""
    created = await cloud.presets.create(MINE)
    other = replace(MINE, name="Moor PLA slow", settings={"filament_vendor": "Moor"})
    with pytest.raises(BambuServerError):
        await cloud.presets.change(created.id, other)
    replaced = await cloud.presets.replace(created.id, other)
    assert created.id not in await private(cloud)
    assert (await private(cloud))[replaced.id] == "Moor PLA slow"

    simulated.policy.changes_presets = True
    await cloud.presets.change(replaced.id, MINE)
    settings = (await cloud.presets.get(replaced.id)).settings
    assert settings.items() >= MINE.settings.items()
    with pytest.raises(BambuResponseError):
        await cloud.presets.change("PFUSffffffffffff", MINE)


async def test_preset_with_the_same_name(cloud: BambuCloud) -> None:
    """A name may come twice only if the first one has gone before."""
    created = await cloud.presets.create(MINE)
    with pytest.raises(BambuResponseError):
        await cloud.presets.create(MINE)
    replaced = await cloud.presets.replace(created.id, MINE)
    assert (await private(cloud))[replaced.id] == MINE.name


async def test_preset_that_is_refused(cloud: BambuCloud) -> None:
    """What cannot be replaced is there again."""
    created = await cloud.presets.create(MINE)
    other = replace(MINE, name="Nordlicht PLA Tough @Bambu Lab A1 mini")
    with pytest.raises(BambuResponseError):
        await cloud.presets.replace(created.id, other)
    names = await private(cloud)
    assert created.id not in names
    assert list(names.values()).count(MINE.name) == 1
    with pytest.raises(BambuNotFoundError):
        await cloud.presets.replace("PFUSffffffffffff", MINE)


async def test_preset_of_a_new_kind(client: BambuCloud, server: CannedServer) -> None:
    """A preset that could not be created again is not deleted."""
    server.respond_with(answer(200, {"name": "Laser", "type": "laser", "setting": {}}))
    with pytest.raises(BambuResponseError):
        await client.presets.replace("PLUS1", MINE)
    assert [request.method for request in server.requests] == ["GET"]


async def test_public_preset(cloud: BambuCloud) -> None:
    """Bambu Lab's own are shown as such."""
    found = await cloud.presets.get("GFSA01")
    assert (found.name, found.is_public) == ("Bambu PLA Matte @BBL X1C", True)


@pytest.mark.parametrize("setting_id", ["", "../setting", "a/b", "%2e%2e", "."])
async def test_what_is_no_id(
    client: BambuCloud, server: CannedServer, setting_id: str
) -> None:
    """An id never becomes another path."""
    for call in (client.presets.get, client.presets.delete):
        with pytest.raises(BambuRequestError):
            await call(setting_id)
    assert not server.requests


@pytest.mark.parametrize(
    "setting_id", ["PFUS46ea5c221cabe5", "a:b", "GFSL99_01", "1.2"]
)
async def test_id_is_sent_as_it_is(
    client: BambuCloud, server: CannedServer, setting_id: str
) -> None:
    """Whatever could be an id arrives unchanged."""
    server.respond_with(answer(200, {}))
    await client.presets.delete(setting_id)
    assert server.requests[0].target.endswith(f"/slicer/setting/{setting_id}")


async def test_too_many(client: BambuCloud, server: CannedServer) -> None:
    """The account stores only so many presets."""
    server.respond_with(answer(400, {"code": 14, "error": "Bad Request"}))
    with pytest.raises(BambuQuotaError):
        await client.presets.create(MINE)


async def test_what_json_cannot_say(client: BambuCloud, server: CannedServer) -> None:
    """Settings that are no JSON are not sent."""
    with pytest.raises(BambuRequestError):
        await client.presets.create(replace(MINE, settings={"a": object()}))
    assert not server.requests


@pytest.mark.parametrize(
    "body", [{}, {"filament": None}, {"setting_id": None, "name": None}]
)
async def test_no_preset(
    client: BambuCloud, server: CannedServer, body: object
) -> None:
    """Answers without the essential are errors."""
    server.respond_with(answer(200, body))
    with pytest.raises(BambuResponseError):
        await client.presets.list()
    with pytest.raises(BambuResponseError):
        await client.presets.get("GFSA01")
    with pytest.raises(BambuResponseError):
        await client.presets.create(MINE)


async def test_sloppy_rows(client: BambuCloud, server: CannedServer) -> None:
    """What cannot be read is missing."""
    body = {"filament": {"public": {}, "private": [1, {"setting_id": 7}]}, "print": 3}
    server.respond_with(
        answer(200, body),
        answer(200, {"name": "a", "public": "x", "setting": [1]}),
    )
    presets = await client.presets.list()
    assert presets.print is None
    assert presets.filament
    assert [preset.id for preset in presets.filament.private] == ["7"]
    found = await client.presets.get("GFSA01")
    assert (found.is_public, found.settings) == (None, {})
