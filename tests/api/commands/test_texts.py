"""G-code, file names and titles are checked."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api import Argument, Region
from custom_components.bambu_cloud.api.commands import (
    file_in_cloud,
    file_on_printer,
    send_gcode,
    start_print,
)
from custom_components.bambu_cloud.model import FileStorage
from tests.helpers.commands import FILE, refused


@pytest.mark.parametrize(
    "lines",
    [
        "",
        " \n ",
        "G28\n" * 2500,
        "M117 " + "x" * 2000,
        "M117 ä",
        "M117 \x00",
        "M117 \x1b[0m",
        "G28\u2028M104 S300",
        "G28\x0bM104 S300",
        "G28\rM104 S300",
        5,
        None,
    ],
)
def test_gcode(lines: Any) -> None:
    """G-code is printable and short: 10 kB of it is not possible."""
    refused(lambda: send_gcode(lines))


def test_long_gcode() -> None:
    """G-code within the limit is sent as it is."""
    lines = "G28\n" * 500
    assert send_gcode(lines).fields["param"] == lines


NAMES = (
    "",
    ".",
    "..",
    "Benchy",
    "Benchy.stl",
    "../Benchy.3mf",
    "a/../Benchy.3mf",
    "a//Benchy.3mf",
    "a/./Benchy.3mf",
    "//Benchy.3mf",
    "a\\Benchy.3mf",
    "Ben\nchy.3mf",
    "Ben\x00chy.3mf",
    "Benchy.3mf\n",
    "Benchy\u202e.3mf",
    "Benchy.3mf?x=.3mf",
    "Benchy#.3mf",
    "%2e%2e/Benchy.3mf",
    "http://example.com/Benchy.3mf",
    "$(reboot).3mf",
    "`reboot`.3mf",
    "a;reboot;.3mf",
    "a|reboot.3mf",
    'a".3mf',
    "<b>.3mf",
    "x" * 125 + ".3mf",
    "/".join(["directory"] * 60) + ".3mf",
    None,
    5,
)


@pytest.mark.parametrize("name", NAMES)
def test_file_names(name: Any) -> None:
    """A file is on the printer's storage, and nowhere else."""
    error = refused(lambda: file_on_printer(name, FileStorage.USB))
    assert error.argument is Argument.FILE_NAME


@pytest.mark.parametrize(
    "name", ["Benchy.3mf", "/cache/Käse (2) & Brot, Tom's.gcode.3MF", "a/b/c.3mf"]
)
@pytest.mark.parametrize("storage", FileStorage)
def test_ordinary_file_names(name: str, storage: FileStorage) -> None:
    """Ordinary names are possible, with all their letters."""
    file = file_on_printer(name, storage)
    assert file.url == storage.value + name.removeprefix("/")
    assert file.name == name.rpartition("/")[2]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "x" * 101,
        "a\nb",
        "a\tb",
        "a\x7fb",
        "a/b",
        "a\\b",
        "../../etc/passwd",
        "$(reboot)",
        "`reboot`",
        "a; reboot",
        "a | reboot",
        "<script>",
        'a"b',
        "a\u2028b",
        "a\u202eb",
        "a\u2066b",
        None,
        5,
    ],
)
def test_titles(title: Any) -> None:
    """A title is a line of text."""
    error = refused(lambda: start_print(FILE, title=title))
    assert error.argument is Argument.TITLE


def test_addresses_are_not_shown() -> None:
    """An address that the cloud signed gives access to the file."""
    url = "https://bucket.s3.amazonaws.com/a.3mf?signature=secret"
    file = file_in_cloud(Region.GLOBAL, url)
    command = start_print(file, title="x")
    assert command.fields["url"] == url
    assert "secret" not in f"{file!r} {command!r}"
