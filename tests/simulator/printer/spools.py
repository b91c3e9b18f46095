"""Spools, and the slots that report them (protocol C.5.4)."""

from dataclasses import dataclass
from typing import Self

from .state import Payload

_NO_TAG = "0" * 16
_NO_SPOOL = "0" * 32
_FULL = 100
_SMALL_NAMES = {"drying_temp": "tray_temp", "drying_time": "tray_time"}
_LARGE_NAMES = {small: large for large, small in _SMALL_NAMES.items()}


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a firmware reports the slots of its AMS units.

    Attributes:
        known, unknown, empty, left: The slot's `state` when it holds a spool that
            was read, or one that was not, when it is empty, or was emptied by
            somebody; None where the firmware has no word for that.
        reading: The states that a slot goes through while its tag is read.
        small: Whether trays come with what P1 and A1 know of them.
        climate: Whether units come with type, humidity in percent and drying.
    """

    identified: int | None
    unknown: int | None = None
    empty: int | None = None
    left: int | None = None
    tag_step: tuple[int, ...] = ()
    small: bool = False
    climate: bool = True


@dataclass(eq=False)
class Spool:
    """A spool of filament.

    Attributes:
        data: What a printer tells of it, without the slot.
    """

    data: Payload

    @classmethod
    def of(
        cls,
        number: int,
        *,
        material: str = "PLA",
        line: str = "PLA Basic",
        filament: str = "GFA00",
        color: str = "FF6A13FF",
        remain: int = 100,
        tagged: bool = True,
    ) -> Self:
        """Return a spool as it is sold; other makers' have no tag."""
        data: Payload = {
            "bed_temp": "0",
            "bed_temp_type": "0",
            "cali_idx": -1,
            "cols": [color],
            "ctype": 0,
            "drying_temp": "55" if tagged else "0",
            "drying_time": "8" if tagged else "0",
            "nozzle_temp_max": "230",
            "nozzle_temp_min": "190",
            "remain": remain if tagged else -1,
            "tag_uid": f"7E57{number:010X}00" if tagged else _NO_TAG,
            "total_len": 330000,
            "tray_color": color,
            "tray_diameter": "1.75" if tagged else "0.00",
            "tray_id_name": f"{filament[2:]}-X{number % 10}" if tagged else "",
            "tray_info_idx": filament,
            "tray_sub_brands": line if tagged else "",
            "tray_type": material,
            "tray_uuid": f"7E57{number:028X}" if tagged else _NO_SPOOL,
            "tray_weight": "1000" if tagged else "0",
            "xcam_info": "0" * 24,
        }
        return cls(data)

    def use(self) -> None:
        """Use one percent of the filament, if the rest is reported."""
        if self.data.get("remain", 0) > 0:
            self.data["remain"] -= 1

    def report(self, dialect: Dialect) -> Payload:
        """Return the fields that a firmware reports."""
        names = _SMALL_NAMES if dialect.small else _LARGE_NAMES
        report = {names.get(key, key): value for key, value in self.data.items()}
        if dialect.small:
            report.pop("total_len", None)
            return {"k": 0.02, "n": 1} | report
        for key in ("k", "n"):
            report.pop(key, None)
        return {"total_len": 330000} | report


@dataclass(eq=False)
class Slot:
    """A place for a spool.

    Attributes:
        spool: What is in it.
        known: Whether the AMS knows what that is.
        reading: The step that reading the tag has come to.
        left: Whether somebody took a spool out.
    """

    spool: Spool | None = None
    identified: bool = False
    tag_step: int | None = None
    left: bool = False

    def report(self, number: int, dialect: Dialect, *, estimates: bool) -> Payload:
        """Return the slot as a tray of the report.

        A unit that does not estimate reports full or empty spools (protocol C.5.4).
        """
        tray: Payload = {"id": str(number)}
        state = self._state(dialect)
        if state is not None:
            tray["state"] = state
        if self.spool is not None and self.identified:
            tray |= self.spool.report(dialect)
            if not estimates and tray.get("remain", 0) > 0:
                tray["remain"] = _FULL
        return tray

    def _state(self, dialect: Dialect) -> int | None:
        """Return the slot's number for its state (protocol C.5.4.1)."""
        if self.spool is None:
            return dialect.left if self.left else dialect.empty
        if self.identified:
            return dialect.identified
        if self.tag_step is not None and self.tag_step < len(dialect.tag_step):
            return dialect.tag_step[self.tag_step]
        return dialect.unknown
