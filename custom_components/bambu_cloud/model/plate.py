"""The objects on a plate, as the slicer listed them in a 3MF (protocol A.8.11)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

MOST_OBJECTS = 64
"""With more objects on a plate, the slicer lets none be skipped (protocol D.2)."""
_LONGEST_NAME = 120
_LARGEST_LIST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateObject:
    """A thing that is printed on a plate."""

    id: int
    """As `skip_objects` has it; also the color of its pixels in the mask."""
    name: str
    """Equal names have a number at their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A plate of a sliced project."""

    number: int
    """From 1."""
    objects: tuple[PlateObject, ...] = ()
    is_labeled: bool = False
    """Whether its G-code says which object it prints: others cannot be skipped."""

    @property
    def can_skip(self) -> bool:
        """Return whether objects of this plate can be skipped at all."""
        return self.is_labeled and 1 < len(self.objects) <= MOST_OBJECTS


def read_plate(content: bytes, number: int) -> Plate | None:
    """Return a plate of `Metadata/slice_info.config`, None if it has no such plate."""
    # What makes XML of strangers dangerous are entities; without declarations, which
    # begin with "<!", there are none. Home Assistant ships no parser that refuses them.
    if b"<!" in content or len(content) > _LARGEST_LIST:
        return None
    try:
        root = ET.fromstring(content)  # noqa: S314 - no declarations, as checked above
    except ET.ParseError:
        return None
    for plate in root.iter("plate"):
        metadata = {
            item.get("key"): item.get("value") for item in plate.iter("metadata")
        }
        if metadata.get("index") == str(number):
            labeled = metadata.get("label_object_enabled") == "true"
            objects = tuple(_numbered(tuple(_objects(plate))))
            return Plate(number=number, objects=objects, is_labeled=labeled)
    return None


def _objects(plate: ET.Element) -> Iterator[PlateObject]:
    """Yield the objects that are printed, as they are listed."""
    seen = set()
    for item in plate.iter("object"):
        number = item.get("identify_id", "")
        if not number.isdecimal() or len(number) > 10 or item.get("skipped") == "true":
            continue
        if (key := int(number)) not in seen:
            seen.add(key)
            yield PlateObject(id=key, name=(item.get("name") or "")[:_LONGEST_NAME])


def _numbered(objects: tuple[PlateObject, ...]) -> Iterator[PlateObject]:
    """Yield objects with names that differ."""
    count = Counter(item.name for item in objects)
    used: Counter[str] = Counter()
    for item in objects:
        used[item.name] += 1
        name = f"{item.name} {used[item.name]}".strip()
        yield replace(item, name=name) if count[item.name] > 1 else item
