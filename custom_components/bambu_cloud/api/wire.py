"""Answers of the REST interface as values.

The wire gives numbers as text, nulls and missing keys. A value that cannot be read is
None or empty, never an error; what names no serial is not a printer and is left out.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, override

from mashumaro import DataClassDictMixin, field_options
from mashumaro.config import BaseConfig

from ..model.values import (
    boolean,
    integer,
    number,
    objects,
    text,
)

# Names of `print_status` that mean a job is under way (protocol A.8.1).
ACTIVE = frozenset({"ACTIVE", "RUNNING", "PAUSE", "PREPARE", "SLICING", "CREATED"})


def _text(value: Any) -> str:
    """Return a text, empty when there is none."""
    return text(value) or ""


def _moment(value: Any) -> datetime | None:
    """Return the time of an ISO 8601 text, in UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(value)
    except TypeError, ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def wire(name: str, default: Any = None, *, show: bool = True) -> Any:
    """Declare a field by its name on the wire; `show` keeps secrets out of `repr`."""
    return field(default=default, repr=show, metadata=field_options(alias=name))


class Wire(DataClassDictMixin):
    """Read one JSON object leniently."""

    class Config(BaseConfig):
        """Prefer no value over an error."""

        serialization_strategy = {  # noqa: RUF012  mashumaro's own interface
            bool: {"deserialize": boolean},
            datetime: {"deserialize": _moment},
            float: {"deserialize": number},
            int: {"deserialize": integer},
            str: {"deserialize": _text},
        }

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Treat null and empty text as missing."""
        return {key: value for key, value in d.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAnswer(Wire):
    """What a login answers (protocol A.6.2)."""

    access_token: str = wire("accessToken", "", show=False)
    expires_in: int | None = wire("expiresIn")
    login_type: str = wire("loginType", "")
    tfa_key: str = wire("tfaKey", "", show=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Wire):
    """Who the token belongs to (protocol A.7.1)."""

    uid: int = wire("uid", 0, show=False)
    name: str = wire("name", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Wire):
    """Anything the cloud says about one printer."""

    serial: str = wire("dev_id", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPrinter(Device):
    """A printer of the account (protocol A.8.1)."""

    name: str = wire("name", "")
    online: bool | None = wire("online")
    print_status: str | None = wire("print_status")
    model_code: str = wire("dev_model_name", "")
    product: str = wire("dev_product_name", "")
    access_code: str = wire("dev_access_code", "", show=False)
    nozzle_diameter: float | None = wire("nozzle_diameter")
    """In millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentJob(Device):
    """What a printer is doing for the cloud; all None when idle (protocol A.8.7)."""

    task_id: str | None = wire("task_id")
    task_name: str | None = wire("task_name")
    task_status: str | None = wire("task_status")
    started_at: datetime | None = field(
        default=None, metadata=field_options(alias="start_time")
    )
    predicted_seconds: int | None = wire("prediction")
    progress: int | None = wire("progress")
    """In percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareOffer(Wire):
    """A firmware that could be installed (protocol A.8.6)."""

    version: str = wire("version", "")
    mandatory: bool | None = wire("force_update")
    notes: str = wire("description", "")
    """Release notes as Markdown."""
    url: str = wire("url", "")


def _with_offers(d: dict[Any, Any]) -> dict[Any, Any]:
    """Keep of the list of offers what names a version."""
    offers = [offer for offer in objects(d.get("firmware")) if offer.get("version")]
    return {**d, "offers": offers}


@dataclass(frozen=True, slots=True, kw_only=True)
class AmsFirmwareOffers(Wire):
    """What is offered for an AMS (protocol A.8.6)."""

    serial: str = wire("device_id", "")
    offers: tuple[FirmwareOffer, ...] = ()

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Keep of the list what names a version."""
        return super().__pre_deserialize__(_with_offers(d))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareOffers(Device):
    """The firmware of a printer and what is offered for it (protocol A.8.6)."""

    installed: str | None = wire("version")
    offers: tuple[FirmwareOffer, ...] = ()
    units: tuple[AmsFirmwareOffers, ...] = ()
    """Its AMS units, as far as there is anything to say about them."""

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Keep of the lists what names a version or a unit."""
        units = [unit for unit in objects(d.get("ams")) if unit.get("device_id")]
        return super().__pre_deserialize__(_with_offers({**d, "units": units}))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilamentPreset:
    """What a filament is called (protocol A.9.2)."""

    filament_id: str
    """What printers know it by: "GFA00", or "P9816594" for a user's own."""
    name: str
    """Without the printer that the preset is for."""
    is_private: bool


def filament_presets(public: Any, private: Any) -> tuple[FilamentPreset, ...]:
    """Read two lists of presets, one preset for each filament.

    A user's variant of a public preset keeps the public filament's id: it describes the
    same filament, so that the public name stands.
    """
    by_id: dict[str, FilamentPreset] = {}
    for rows, is_private in ((public, False), (private, True)):
        for row in objects(rows):
            filament_id = text(row.get("filament_id"))
            name = f" {_text(row.get('name'))}".partition(" @")[0].strip()
            if filament_id and name and filament_id not in by_id:
                by_id[filament_id] = FilamentPreset(
                    filament_id=filament_id, name=name, is_private=is_private
                )
    return tuple(by_id.values())


def devices[T: Device](kind: type[T], found: list[Any]) -> tuple[T, ...]:
    """Read a list of devices, without those that have no usable serial.

    A serial becomes part of a topic, where some characters would mean other printers.
    """
    by_serial: dict[str, T] = {}
    for item in objects(found):
        device = kind.from_dict(item)
        if device.serial.isascii() and device.serial.isalnum():
            by_serial[device.serial] = device
    return tuple(by_serial.values())
