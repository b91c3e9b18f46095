"""Messages of the file tunnel: a still is whole, or there is an error."""

from hashlib import md5
from typing import Any

from hypothesis import given, settings, strategies as st
import orjson
import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraError,
    BambuCameraFrameError,
    BambuCameraUnsupportedError,
)
from custom_components.bambu_cloud.api.camera.file_tunnel import (
    HEADER_SIZE,
    Download,
    Header,
    Message,
    MessageType,
    login,
    setup,
)
from tests.helpers.cameras import CODE

JPEG = b"\xff\xd8 a small picture \xff\xd9"
MD5 = md5(JPEG, usedforsecurity=False).hexdigest()


def test_login() -> None:
    """These 32 bytes open a tunnel."""
    assert login(f"{CODE}\n") == bytes.fromhex(
        "10000000 3f010101 00000000 00000000 62626c70 00000000 31323334 35363738"
    )


def part(content: bytes, result: Any = 0, **reply: Any) -> Message:
    """Return a part of a picture."""
    fields = {"mtype": 12289, "cmdtype": 4, "result": result, "reply": reply}
    return Message(fields=fields, content=content)


def test_small_picture() -> None:
    """One part may be all; sizes that are missing cannot be wrong."""
    assert Download().add(part(JPEG, file_md5=MD5.upper())) == JPEG


def test_descriptor() -> None:
    """What comes before the picture is no part of it, and not counted."""
    download = Download()
    first = part(bytes(12), 1, mem_dl_param_size=12, size=0, offset=0, total=len(JPEG))
    assert download.add(first) is None
    last = part(JPEG, size=len(JPEG), offset=0, total=len(JPEG), file_md5=MD5)
    assert download.add(last) == JPEG


def test_setup() -> None:
    """The setup of a tunnel says who the client is."""
    frame = setup()
    assert frame[8:12] == bytes(4)
    assert orjson.loads(frame[HEADER_SIZE:]) == {
        "mtype": 12291,
        "sequence": 0,
        "req": {
            "t_av": 1,
            "mtype": 12289,
            "peer_t": 3,
            "pid": "00000001",
            "ver": "01.00.00.00",
        },
    }


@pytest.mark.parametrize(
    "odd",
    [
        part(JPEG, file_md5=[]),
        part(JPEG, file_md5=MD5, offset=[]),
        part(JPEG, file_md5=MD5, offset=1),
        part(JPEG, file_md5=MD5, size={}),
        part(JPEG, file_md5=MD5, total=len(JPEG) + 1),
        part(b"", file_md5=MD5),
        part(bytes(12) + JPEG, file_md5=MD5),
        part(JPEG, file_md5=MD5, mem_dl_param_size=12, size=0),
        Message(fields={"result": 0, "reply": "x"}, content=JPEG),
    ],
)
def test_parts_without_sense(odd: Message) -> None:
    """What does not fit is an error of ours."""
    with pytest.raises(BambuCameraFrameError):
        Download().add(odd)


@pytest.mark.parametrize("result", [2, -1, "0", None, [], {}])
def test_refusals(result: Any) -> None:
    """Whatever else a printer may answer is a refusal."""
    with pytest.raises(BambuCameraUnsupportedError):
        part(b"", result).replies_to(MessageType.CONTROL)


@pytest.mark.parametrize("data", [b"", b"[]", b"5\n\n", b"\xff\xd8\xff\xd9"])
def test_no_message(data: bytes) -> None:
    """A message is an object."""
    with pytest.raises(BambuCameraFrameError, match="no message"):
        Message.read(data)


def test_cut_picture() -> None:
    """A picture that does not end as one is none, whatever its MD5."""
    cut = JPEG[:-1]
    digest = md5(cut, usedforsecurity=False).hexdigest()
    with pytest.raises(BambuCameraFrameError, match="no JPEG"):
        Download().add(part(cut, file_md5=digest))


@settings(deadline=None, max_examples=200)
@given(st.binary(min_size=16, max_size=16), st.binary(max_size=100))
def test_any_bytes(header: bytes, data: bytes) -> None:
    """Whatever comes is read, or an error of ours."""
    try:
        Header.read(header)
        message = Message.read(data)
        message.replies_to(MessageType.CONTROL)
        Download().add(message)
    except BambuCameraError:
        pass


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)


KEYS = st.sampled_from(["offset", "size", "total", "file_md5"])


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, VALUES), VALUES, st.binary(max_size=40))
def test_any_message(reply: dict[str, Any], result: Any, content: bytes) -> None:
    """A message of any values gives no picture that is none."""
    fields = {"mtype": 12289, "cmdtype": 4, "result": result, "reply": reply}
    try:
        message = Message.read(orjson.dumps(fields) + b"\n\n" + content)
        if message.replies_to(MessageType.CONTROL):
            picture = Download().add(message)
            assert picture is None or picture.startswith(b"\xff\xd8")
    except BambuCameraError:
        pass
