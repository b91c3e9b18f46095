"""Every command is word for word what the protocol documents."""

import inspect

import orjson
import pytest

from custom_components.bambu_cloud.api import (
    Command,
    commands,
)
from custom_components.bambu_cloud.api.commands import (
    PrintSpools,
    start_print,
)
from custom_components.bambu_cloud.model import (
    identify,
)
from tests.helpers.commands import FILE
from tests.simulator.default_printers import MODELS, another

from . import documented_filament, documented_motion, documented_other
from .documented_filament import D_4, MAIN, PROFILE
from .documented_motion import D_1, D_2, D_3
from .documented_other import D_5, D_6, D_7, D_8, D_9

ALL: tuple[tuple[Command, str], ...] = (
    *(*D_1, *D_2, *D_3, *D_4),
    *(*D_5, *D_6, *D_7, *D_8, *D_9),
)

_NOT_ALWAYS = {
    *("pause", "resume", "stop", "skip_objects"),
    *("ams_change_filament", "set_extrusion_length", "extrusion_cali_del"),
}
"""What no printer can do without a job, heat or a profile."""


@pytest.mark.parametrize(
    ("command", "documented"), ALL, ids=lambda value: getattr(value, "name", "json")
)
def test_json(command: Command, documented: str) -> None:
    """Names, values, types and order are those of the documented JSON."""
    made = {command.root: {"command": command.name, **command.fields}}
    assert orjson.dumps(made) == orjson.dumps(orjson.loads(documented))
    assert command.has_reply is (command.root != "pushing")


def test_every_command_is_tried() -> None:
    """Whatever makes a command is compared with a documented command."""
    makers = {
        name
        for name in commands.__all__
        if inspect.isfunction(made := getattr(commands, name))
        and inspect.signature(made).return_annotation is Command
    }
    pages = (documented_filament, documented_motion, documented_other)
    source = "".join(map(inspect.getsource, pages))
    assert {name for name in makers if f"{name}(" not in source} == set()


@pytest.mark.parametrize("documented", [documented for _, documented in ALL])
def test_simulated_printers_carry_it_out(documented: str) -> None:
    """Printers of some model carry a command out, so that tests can use it."""
    ((root, body),) = orjson.loads(documented).items()
    if root == "pushing" or body["command"] in _NOT_ALWAYS:
        return
    request = {root: {**body, "sequence_id": "1"}}
    replies = [
        reply for model in MODELS for reply in another(model, ()).handle(request)
    ]
    assert "success" in [reply.get(root, {}).get("result") for reply in replies]


def test_spool_holder() -> None:
    """Without a mapping, and with one that leads outside, no AMS is needed."""
    assert start_print(FILE, title="x").fields["use_ams"] is False
    outside = start_print(FILE, title="x", spools=PrintSpools(locations=[MAIN, None]))
    assert outside.fields["use_ams"] is False


@pytest.mark.parametrize(
    ("code", "storage"),
    [
        ("BL-P001", "file:///sdcard/"),
        ("C12", "file:///sdcard/"),
        ("N1", "file:///sdcard/"),
        ("O1D", "file:///media/usb0/"),
        ("N7", "file:///media/usb0/"),
        ("N6", "ftp:///"),
        ("?", "ftp:///"),
    ],
)
def test_storage(code: str, storage: str) -> None:
    """Each model has one place for files."""
    assert identify(code=code).file_storage.value == storage


def test_profile_is_plain() -> None:
    """The documented profile is for the right, standard nozzle."""
    assert (PROFILE.extruder, PROFILE.nozzle_id) == (0, "HS00-0.4")
