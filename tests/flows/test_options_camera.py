"""What a camera shows is chosen without logging in again."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.selector import SelectSelector
import pytest

from tests.helpers.fake_dns import Names
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.translations import ENGLISH

VIDEO, PICTURES = {"stream_type": "video"}, {"stream_type": "pictures"}
URL = "rtsp://user:secret@192.168.7.7:8554/workshop"


@pytest.fixture
async def names(home: Home, monkeypatch: pytest.MonkeyPatch) -> Names:
    """Return what host names lead to."""
    return Names(monkeypatch)


async def begin(home: Home, serial: str = P1S) -> ConfigFlowResult:
    """Open the form of a printer's camera."""
    flow = home.hass.config_entries.options
    menu = await flow.async_init(home.entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    assert "camera" in menu["menu_options"]
    form = await flow.async_configure(menu["flow_id"], {"next_step_id": "camera"})
    assert form["step_id"] == "camera"
    return await flow.async_configure(form["flow_id"], {"printer": serial})


async def submit(home: Home, form: ConfigFlowResult, **fields: Any) -> ConfigFlowResult:
    """Fill in the form."""
    return await home.hass.config_entries.options.async_configure(
        form["flow_id"], fields
    )


def suggested(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what the form is filled with."""
    schema = form["data_schema"]
    assert schema
    return {
        str(key): key.description["suggested_value"]
        for key in schema.schema
        if key.description
    }


async def test_camera(home: Home, names: Names) -> None:
    """What is entered is stored for this printer, used, and shown again."""
    names.addresses["p1s.lan"] = ["192.168.7.8"]
    loaded = home.entry.runtime_data
    form = await begin(home)
    assert form["step_id"] == "camera_source"
    assert form["description_placeholders"] == {"printer": "Workshop P1S"}

    done = await submit(
        home,
        form,
        source="external",
        url=f" {URL} ",
        host="p1s.lan",
        access_code="87654321",
        preview=True,
        when="printing",
    )
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await home.hass.async_block_till_done()

    stored = {
        "source": "external",
        "url": URL,
        "stream_type": "video",
        "host": "p1s.lan",
        "access_code": "87654321",
        "preview": True,
        "when": "printing",
    }
    assert home.entry.options["cameras"] == {P1S: stored}
    assert home.attributes(P1S, "camera", "camera")["transport"] == "external"
    assert home.entry.runtime_data is loaded
    assert suggested(await begin(home)) == stored
    assert suggested(await begin(home, X1C)) == {}


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_pictures(home: Home, scheme: str) -> None:
    """Single pictures are fetched from the web, with TLS or without."""
    url = f"{scheme}://192.168.7.8/snapshot.jpg"
    done = await submit(home, await begin(home), source="external", url=url, **PICTURES)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await home.hass.async_block_till_done()
    assert home.entry.options["cameras"][P1S]["url"] == url


async def test_choices_have_words(home: Home) -> None:
    """Every choice of the form is translated."""
    schema = (await begin(home))["data_schema"]
    assert schema
    choices = {
        field.config["translation_key"]: field.config["options"]
        for field in schema.schema.values()
        if isinstance(field, SelectSelector)
    }
    assert len(choices) > 2
    for key, options in choices.items():
        assert ENGLISH["selector"][key]["options"].keys() >= set(options), key


async def test_account_that_is_unloaded_meanwhile(home: Home) -> None:
    """The form goes on without the printer's name, and stores what is entered."""
    flow = home.hass.config_entries.options
    menu = await flow.async_init(home.entry.entry_id)
    form = await flow.async_configure(menu["flow_id"], {"next_step_id": "camera"})
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    form = await flow.async_configure(form["flow_id"], {"printer": P1S})
    assert form["description_placeholders"] == {"printer": ""}
    await submit(home, form, source="lan")
    assert home.entry.options["cameras"] == {P1S: {"source": "lan"}}


async def test_bridge(home: Home) -> None:
    """A bridge has an address of the web, and says what it plays."""
    for address, error in (
        (None, "no_bridge"),
        ("rtsp://192.168.7.7/bridge", "not_a_bridge"),
        ("bridge", "not_a_bridge"),
    ):
        entered = {"bridge": address} if address else {}
        form = await submit(home, await begin(home), source="bridge", **entered)
        assert form["errors"] == {"bridge": error}
    address = "https://cat:secret@bridge.lan/play"
    await submit(home, await begin(home), source="bridge", bridge=address, **PICTURES)
    assert home.entry.options["cameras"][P1S] == {
        "source": "bridge",
        "bridge": address,
        **PICTURES,
    }


async def test_other_cameras_stay(home: Home) -> None:
    """Other options stay, and what is emptied goes."""
    home.hass.config_entries.async_update_entry(
        home.entry,
        options={"general": 1, "cameras": {X1C: {"source": "lan"}, P1S: {"url": URL}}},
    )

    await submit(home, await begin(home), source="auto", url=" ")

    assert home.entry.options == {
        "general": 1,
        "cameras": {X1C: {"source": "lan"}, P1S: {"source": "auto"}},
    }


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"source": "external"}, {"url": "no_stream"}),
        (VIDEO | {"url": "192.168.1.50"}, {"url": "not_a_stream"}),
        (VIDEO | {"url": "file:///etc/passwd"}, {"url": "not_a_stream"}),
        (VIDEO | {"url": "rtsp://"}, {"url": "not_a_stream"}),
        (VIDEO | {"url": "http://[::1"}, {"url": "not_a_stream"}),
        (VIDEO | {"url": "exec:ffmpeg"}, {"url": "not_a_stream"}),
        (PICTURES | {"url": URL}, {"url": "not_pictures"}),
        (PICTURES | {"url": "exec:ffmpeg"}, {"url": "not_a_stream"}),
        ({"host": "8.8.8.8"}, {"host": "not_at_home"}),
        ({"host": "127.0.0.1"}, {"host": "not_at_home"}),
        ({"host": "printer.example.com"}, {"host": "not_at_home"}),
        ({"host": "nobody.lan"}, {"host": "not_at_home"}),
        ({"host": "192.168.1.50:322"}, {"host": "not_at_home"}),
        ({"access_code": "12 34"}, {"access_code": "not_a_code"}),
        ({"access_code": "1" * 33}, {"access_code": "not_a_code"}),
        ({"access_code": "１２３４"}, {"access_code": "not_a_code"}),  # noqa: RUF001  digits, but not ours
    ],
)
async def test_errors(
    home: Home, names: Names, fields: dict[str, str], errors: dict[str, str]
) -> None:
    """What cannot work is named, and what was entered is not lost."""
    names.addresses["printer.example.com"] = ["8.8.8.8"]
    form = await begin(home)

    again = await submit(home, form, **{"source": "auto"} | fields)

    assert again["errors"] == errors
    assert suggested(again) == {"source": "auto"} | fields
    done = await submit(home, again, source="disabled")
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert home.entry.options["cameras"] == {P1S: {"source": "disabled"}}
