"""Sliced projects: 3MF files as the slicer writes them (protocol A.8.11)."""

from collections.abc import Iterator, Sequence
from functools import cache
import io
from itertools import product
from random import Random
from xml.sax.saxutils import quoteattr
import zipfile

from .png import png

SIZE = 512
"""Pixels of a side of the pictures of a plate."""
_FIRST_ID = 107
_STEP = 21
_GCODE = 300_000
"""Bytes of a file that nobody wants to load for the others."""
_CLEAR = bytes(4)
_COLORS = ((230, 120, 60), (80, 160, 220), (120, 190, 90), (200, 170, 70))


def ids_of(names: Sequence[str]) -> list[int]:
    """Return the ids of objects, which are neither dense nor small."""
    return [_FIRST_ID + _STEP * place for place in range(len(names))]


@cache
def sliced(names: tuple[str, ...], *, labeled: bool = True, plate: int = 1) -> bytes:
    """Return a 3MF file with objects on one of its plates, and a cube on the others."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("3D/3dmodel.model", "<model/>")
        gcode = zipfile.ZipInfo(f"Metadata/plate_{plate}.gcode")
        file.writestr(gcode, _noise())
        file.writestr(
            "Metadata/slice_info.config", _list(names, labeled=labeled, plate=plate)
        )
        file.writestr(f"Metadata/pick_{plate}.png", _picture(names, mask=True))
        file.writestr(f"Metadata/top_{plate}.png", _picture(names, mask=False))
        other = zipfile.ZipInfo("Metadata/model_settings.config")
        file.writestr(other, _noise())
    return archive.getvalue()


def _noise() -> bytes:
    """Return what no compression makes smaller."""
    return Random(_GCODE).randbytes(_GCODE)


def _list(names: tuple[str, ...], *, labeled: bool, plate: int) -> str:
    """Return the list of the plates' objects."""
    cube = '<object identify_id="7" name="Cube" skipped="false"/>'
    objects = "".join(
        f'<object identify_id="{number}" name={quoteattr(name)} skipped="false"/>'
        for number, name in zip(ids_of(names), names, strict=True)
    )
    plates = "".join(
        f'<plate><metadata key="index" value="{number}"/>'
        f'<metadata key="label_object_enabled" value="{str(labeled).lower()}"/>'
        f"{objects if number == plate else cube}</plate>"
        for number in sorted({1, plate})
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><config>{plates}</config>'


def _picture(names: tuple[str, ...], *, mask: bool) -> bytes:
    """Return a plate from above: in colors, or in the ids of its objects."""
    columns = next(size for size in range(1, 99) if size * size >= len(names))
    cell = SIZE // columns
    pixels = [[_CLEAR] * SIZE for _ in range(SIZE)]
    for place, number in enumerate(ids_of(names)):
        paint = number.to_bytes(3, "little") + b"\xff"
        if not mask:
            paint = bytes((*_COLORS[place % len(_COLORS)], 255))
        for x, y in _disc(place % columns, place // columns, cell):
            pixels[y][x] = paint
    return png(SIZE, (b"".join(row) for row in pixels), channels=4)


def _disc(column: int, row: int, cell: int) -> Iterator[tuple[int, int]]:
    """Yield the pixels of a round thing in a cell of a grid."""
    radius = cell * 2 // 5
    center_x, center_y = column * cell + cell // 2, row * cell + cell // 2
    for x, y in product(range(-radius, radius), repeat=2):
        if x * x + y * y < radius * radius:
            yield center_x + x, center_y + y
