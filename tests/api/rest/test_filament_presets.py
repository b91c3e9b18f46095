"""Names of filaments, from the lists of presets."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuCloud,
    BambuResponseError,
    FilamentPreset,
)
from tests.helpers.http_server import CannedServer, answer


def presets(public: Any = (), private: Any = ()) -> bytes:
    """Return an answer with these filaments (protocol A.9.2)."""
    lists = {"public": public, "private": private}
    return answer(200, {"message": "success", "code": None, "filament": lists})


async def test_filaments_have_names(client: BambuCloud, server: CannedServer) -> None:
    """Bambu Lab's and the user's, once each, without what they are printed with."""
    server.respond_with(
        presets(
            [
                {"filament_id": "GFA00", "name": "Bambu PLA Basic @BBL X1C"},
                {"filament_id": "GFA00", "name": "Bambu PLA Basic @BBL A1M"},
                {"filament_id": "GFL99", "name": "Generic PLA"},
            ],
            [{"filament_id": "Pc628b24", "name": "Fillamentum PLA @Bambu Lab X1C"}],
        )
    )
    assert await client.filament_presets() == (
        FilamentPreset(filament_id="GFA00", name="Bambu PLA Basic", is_private=False),
        FilamentPreset(filament_id="GFL99", name="Generic PLA", is_private=False),
        FilamentPreset(filament_id="Pc628b24", name="Fillamentum PLA", is_private=True),
    )
    (request,) = server.requests
    assert request.target == "/v1/iot-service/api/slicer/setting?version=1.0.0.0"
    assert request.headers["authorization"] == "Bearer sesame"


async def test_filaments_are_described(
    client: BambuCloud, server: CannedServer
) -> None:
    """The rows of the user's filaments have details, as far as they make sense."""
    described: dict[str, Any] = {
        "filament_id": "Pc628b24",
        "name": "Moor PVA",
        "filament_vendor": "Moor",
        "filament_type": "PVA",
        "filament_is_support": "1",
        "nozzle_temperature": ["190", 220],
    }
    odd: dict[str, Any] = {
        "filament_id": "P9816594",
        "name": "Odd",
        "filament_vendor": [],
        "filament_is_support": "maybe",
        "nozzle_temperature": 0,
    }
    server.respond_with(presets([], [described, odd]))
    assert await client.filament_presets() == (
        FilamentPreset(
            filament_id="Pc628b24",
            name="Moor PVA",
            is_private=True,
            vendor="Moor",
            material="PVA",
            is_support=True,
            nozzle_min=190,
            nozzle_max=220,
        ),
        FilamentPreset(filament_id="P9816594", name="Odd", is_private=True),
    )


async def test_variant_of_a_filament_does_not_rename_it(
    client: BambuCloud, server: CannedServer
) -> None:
    """A variant of a public preset has its id: the spool still is what it was."""
    server.respond_with(
        presets(
            [{"filament_id": "GFL99", "name": "Generic PLA @BBL X1C"}],
            [{"filament_id": "GFL99", "name": "Slow PLA @BBL X1C"}],
        )
    )
    (preset,) = await client.filament_presets()
    assert (preset.name, preset.is_private) == ("Generic PLA", False)


@pytest.mark.parametrize(
    "row",
    [
        None,
        "GFA00",
        {},
        {"filament_id": "GFA01"},
        {"filament_id": "GFA01", "name": None},
        {"filament_id": "GFA01", "name": " @BBL X1C"},
        {"filament_id": None, "name": "Nameless"},
        {"filament_id": [], "name": "Nameless"},
        {"name": "Nameless"},
    ],
)
@pytest.mark.parametrize("private", [None, [], "none"])
async def test_preset_that_makes_no_sense_is_left_out(
    client: BambuCloud, server: CannedServer, row: Any, private: Any
) -> None:
    """One bad row does not cost the others, nor does a bad list."""
    server.respond_with(
        presets([row, {"filament_id": "GFA00", "name": "PLA"}], private)
    )
    (preset,) = await client.filament_presets()
    assert (preset.filament_id, preset.name) == ("GFA00", "PLA")


@pytest.mark.parametrize(
    "canned",
    [
        answer(200, {}),
        answer(200, {"filament": None}),
        answer(200, {"filament": []}),
        answer(200, {"filament": {"public": {}}}),
        presets(),
        presets([{"filament_id": 7}]),
        answer(400, b'field "version" is not set'),
        answer(422, {"detail": "Invalid input parameters"}),
    ],
)
async def test_no_filaments_are_no_answer(
    client: BambuCloud, server: CannedServer, canned: bytes
) -> None:
    """Bambu Lab's filaments are always there: an answer without is none."""
    server.respond_with(canned)
    with pytest.raises(BambuResponseError):
        await client.filament_presets()


async def test_filaments_may_be_wrapped(
    client: BambuCloud, server: CannedServer
) -> None:
    """The third kind of envelope is opened (protocol A.3)."""
    lists = {"public": [{"filament_id": "GFA00", "name": "PLA"}]}
    server.respond_with(answer(200, {"code": 0, "data": {"filament": lists}}))
    assert len(await client.filament_presets()) == 1
