"""What lies on the plates that printers print: objects, a mask and a picture."""

from dataclasses import dataclass
from typing import NamedTuple

from ..api import BambuCloud, image_type
from ..devices.printer import PrinterCoordinator
from ..model import Plate, read_plate
from .history import PrintHistory

_LIST = "Metadata/slice_info.config"
_MASK = "Metadata/pick_{}.png"
_TOP = "Metadata/top_{}.png"
_STORED = 16
"""Plates; each has about 100 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateContent:
    """A plate with its pictures, seen from above."""

    profile_id: str
    """Of the project that was sliced."""
    plate: Plate
    mask: bytes | None = None
    """PNG in which the pixels of each object have its id as their color."""
    top: bytes | None = None
    """PNG of the same size."""


class PlateKey(NamedTuple):
    """Which plate a printer prints."""

    serial: str
    """Of the printer: who may see it may not see those of others."""
    profile_id: str
    number: int
    """From 1."""


class Plates:
    """Read the plates of prints from the cloud, each once."""

    def __init__(self, cloud: BambuCloud, history: PrintHistory) -> None:
        """Start without plates."""
        self._cloud = cloud
        self._history = history
        self._stored: dict[PlateKey, PlateContent] = {}

    def current_key(self, printer: PrinterCoordinator) -> PlateKey | None:
        """Return which plate a printer prints, None where the cloud has none.

        Jobs from a storage device or the local network are not in the cloud.
        """
        found = self._current(printer)
        return found and found[0]

    def stored(self, key: PlateKey) -> PlateContent | None:
        """Return a plate that was read, without asking the cloud."""
        return self._stored.get(key)

    async def async_current(self, printer: PrinterCoordinator) -> PlateContent | None:
        """Return the plate that a printer prints, None where the cloud has none.

        Raises:
            BambuError: The cloud does not answer, or does not hand it out.
        """
        if (found := self._current(printer)) is None:
            return None
        key, model_id = found
        if key not in self._stored:
            content = await self._async_read(key.profile_id, model_id, key.number)
            if content is None:
                return None
            self._stored[key] = content
            while len(self._stored) > _STORED:
                del self._stored[next(iter(self._stored))]
        return self._stored[key]

    def _current(self, printer: PrinterCoordinator) -> tuple[PlateKey, str] | None:
        """Return which plate a printer prints, and of which model it is."""
        job, serial = printer.data.job, printer.data.serial
        task = self._history.current(serial)
        source = task or job
        profile_id, model_id = source.profile_id, source.model_id
        if not job.is_active or not profile_id or not model_id:
            return None
        number = job.plate or (task and task.plate) or 1
        return PlateKey(serial, profile_id, number), model_id

    async def _async_read(
        self, profile_id: str, model_id: str, number: int
    ) -> PlateContent | None:
        """Read a plate of a profile.

        Raises:
            BambuError: The cloud does not answer, or does not hand it out.
        """
        projects = self._cloud.projects
        profile = await projects.profile(profile_id, model_id)
        mask, top = _MASK.format(number), _TOP.format(number)
        files = await projects.read_files(profile, {_LIST, mask, top})
        plate = read_plate(files.get(_LIST, b""), number)
        if plate is None:
            return None
        pictures = (files.get(name) for name in (mask, top))
        mask_png, top_png = (
            each if each and image_type(each) == "image/png" else None
            for each in pictures
        )
        return PlateContent(
            profile_id=profile_id, plate=plate, mask=mask_png, top=top_png
        )
