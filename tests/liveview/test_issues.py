"""Issues show owners what only they can mend at a camera."""

from custom_components.bambu_cloud.liveview.issues import async_menu_of
from custom_components.bambu_cloud.model import MODELS, CameraKind
from custom_components.bambu_cloud.repairs import async_create_fix_flow
from tests.helpers.camera_entity import about, issues, report, set_options
from tests.helpers.home import H2D, X1C, Home

ON = "rtsps://192.168.0.53:322/streaming/live/1"
NOWHERE = {"info": [{"ip": 0}]}


async def hide(home: Home) -> None:
    """Let the X1C report no address any more."""
    await report(home, X1C, net=NOWHERE)
    await home.until_camera(X1C, "no_lan_address")


async def test_live_view_is_off(home: Home) -> None:
    """A switch that stays off has an issue with its place, until it is on."""
    await home.pass_time(590)
    assert not issues(home)
    await home.pass_time(610)

    (issue,) = issues(home).values()
    assert issue.issue_id == about(home, H2D, "liveview_disabled")
    assert issue.translation_placeholders == {
        "printer": "Studio H2D",
        "menu": "Settings → LAN Only → LAN Only Liveview",
    }
    assert issue.is_fixable is False
    await report(home, H2D, ipcam={"rtsp_url": ON})
    await home.until_camera(H2D, "idle")
    assert not issues(home)


async def test_live_view_was_off(home: Home) -> None:
    """A switch that was on in time is not worth a word."""
    await report(home, H2D, ipcam={"rtsp_url": ON})
    await home.until_camera(H2D, "idle")

    await home.pass_time(610)

    assert not issues(home)


async def test_address_is_unknown(home: Home) -> None:
    """The owner can enter the address that the printer does not report."""
    await report(home, H2D, ipcam={"rtsp_url": ON})
    await hide(home)
    await home.pass_time(610)
    assert issues(home).keys() == {about(home, X1C, "no_lan_address")}

    set_options(home, X1C, host="192.168.7.7")

    assert not issues(home)


async def test_one_after_the_other(home: Home) -> None:
    """What is to be done next replaces what was to be done first."""
    await report(home, X1C, ipcam={"rtsp_url": "disable"}, net=NOWHERE)
    await home.until_camera(X1C, "liveview_disabled")
    await home.pass_time(610)
    assert about(home, X1C, "liveview_disabled") in issues(home)

    await report(home, X1C, ipcam={"rtsp_url": ON})
    await home.until_camera(X1C, "no_lan_address")

    assert issues(home).keys() == {about(home, H2D, "liveview_disabled")}
    await home.pass_time(610)
    assert about(home, X1C, "no_lan_address") in issues(home)


async def test_printer_is_off(home: Home) -> None:
    """A printer that is off reports nothing new; the issue stays."""
    await home.pass_time(610)
    home.cloud.power_off(H2D)
    await home.until_happened(lambda: home.camera_status(H2D) == "printer_offline")
    assert issues(home).keys() == {about(home, H2D, "liveview_disabled")}


async def test_camera_that_is_off(home: Home) -> None:
    """Who wants no pictures is not bothered, nor who has no such account."""
    await home.pass_time(610)
    set_options(home, H2D, source="disabled")
    assert not issues(home)

    set_options(home, H2D)
    await home.pass_time(610)
    assert issues(home)
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert not issues(home)


async def test_menus(home: Home) -> None:
    """The path begins where a person begins."""
    for model in MODELS:
        if model.camera is CameraKind.RTSPS:
            assert async_menu_of(home.hass, model).startswith("Settings → ")


async def test_unknown_issue(home: Home) -> None:
    """An issue that nothing can be done about is at least confirmed."""
    flow = await async_create_fix_flow(home.hass, "whatever_1", None)
    assert type(flow).__name__ == "ConfirmRepairFlow"
