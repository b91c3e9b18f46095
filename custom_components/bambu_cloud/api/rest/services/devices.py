"""The printers of the account: what they are, do and could run (protocol A.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
import logging
from typing import Any, override

from mashumaro import field_options

from ....model import PolledPrinter
from ....model.values import duration, identifier, objects, percent
from ...errors import BambuForbiddenError, BambuResponseError
from ..operation import Operation, implements
from ..response import unwrap
from ..wire import Wire, wire
from .service import Service

_LOGGER = logging.getLogger(__name__)

_USER = "v1/iot-service/api/user"
PRINTERS = Operation(method="GET", path=f"{_USER}/bind", source="A.8.1")
BIND = Operation(method="POST", path=f"{_USER}/bind", source="A.8.2")
UNBIND = Operation(method="DELETE", path=f"{_USER}/bind", source="A.8.3")
RENAME = Operation(method="PATCH", path=f"{_USER}/device/info", source="A.8.4")
FIRMWARE = Operation(method="GET", path=f"{_USER}/device/version", source="A.8.6")
JOBS = Operation(method="GET", path=f"{_USER}/print", source="A.8.7")
# Names of `print_status` that mean a job is under way (protocol A.8.1).
ACTIVE = frozenset({"ACTIVE", "RUNNING", "PAUSE", "PREPARE", "SLICING", "CREATED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Wire):
    """Hold anything that the cloud lists by printer."""

    serial: str = wire("dev_id", "", show=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPrinter(Device):
    """Hold a printer of the account (protocol A.8.1)."""

    name: str = wire("name", "")
    online: bool | None = wire("online")
    print_status: str | None = wire("print_status")
    model_code: str = wire("dev_model_name", "")
    product: str = wire("dev_product_name", "")
    access_code: str = wire("dev_access_code", "", show=False)
    nozzle_diameter: float | None = wire("nozzle_diameter")
    """In millimetres."""
    last_task_id: str | None = field(
        default=None, metadata=field_options(alias="print_job", deserialize=identifier)
    )
    """Of its current or last job of the cloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentJob(Device):
    """Hold the cloud job of a printer; all None when idle (protocol A.8.7)."""

    task_id: str | None = wire("task_id")
    task_name: str | None = wire("task_name")
    task_status: str | None = wire("task_status")
    model_id: str | None = wire("model_id")
    project_id: str | None = wire("project_id")
    profile_id: str | None = wire("profile_id")
    started_at: datetime | None = field(
        default=None, metadata=field_options(alias="start_time")
    )
    predicted_seconds: int | None = field(
        default=None,
        metadata=field_options(alias="prediction", deserialize=duration),
    )
    progress: int | None = field(
        default=None, metadata=field_options(alias="progress", deserialize=percent)
    )
    """In percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareRelease(Wire):
    """A firmware that could be installed (protocol A.8.6)."""

    version: str = wire("version", "")
    mandatory: bool | None = wire("force_update")
    notes: str = wire("description", "")
    """Release notes as Markdown."""
    url: str = wire("url", "")


def _with_offers(d: dict[Any, Any]) -> dict[Any, Any]:
    """Drop offers without a version."""
    offers = [offer for offer in objects(d.get("firmware")) if offer.get("version")]
    return {**d, "offers": offers}


@dataclass(frozen=True, slots=True, kw_only=True)
class AmsFirmwareOffers(Wire):
    """Hold the firmware that is offered for an AMS (protocol A.8.6)."""

    serial: str = wire("device_id", "", show=False)
    offers: tuple[FirmwareRelease, ...] = ()

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Drop offers without a version."""
        return super().__pre_deserialize__(_with_offers(d))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFirmware(Device):
    """Hold the installed and the offered firmware of a printer (protocol A.8.6)."""

    installed: str | None = wire("version")
    offers: tuple[FirmwareRelease, ...] = ()
    units: tuple[AmsFirmwareOffers, ...] = ()
    """Its AMS units, as far as there is anything to say about them."""

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Drop offers without a version, and units without an id."""
        units = [unit for unit in objects(d.get("ams")) if unit.get("device_id")]
        return super().__pre_deserialize__(_with_offers({**d, "units": units}))


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


class Devices(Service):
    """Ask about the printers of the account, and name them."""

    @implements(PRINTERS)
    async def printers(self) -> tuple[BoundPrinter, ...]:
        """Return the printers of the account, also those that are off.

        CONFIRMED (protocol A.8.1).

        Raises:
            BambuResponseError: there is no list of printers.
        """
        return await self._list(BoundPrinter, PRINTERS)

    @implements(JOBS)
    async def jobs(self) -> tuple[CurrentJob, ...]:
        """Return the cloud jobs of the printers; jobs from the LAN are not among them.

        CONFIRMED (protocol A.8.7).

        Raises:
            BambuResponseError: there is no list of printers.
        """
        return await self._list(CurrentJob, JOBS, {"force": "true"})

    @implements(FIRMWARE)
    async def firmware(self, serial: str | None = None) -> tuple[DeviceFirmware, ...]:
        """Return the firmware offered for one or all printers.

        CONFIRMED (protocol A.8.6).

        Raises:
            BambuForbiddenError: the printer belongs to somebody else.
            BambuResponseError: there is no list of printers.
        """
        query = {} if serial is None else {"dev_id": serial}
        return await self._list(DeviceFirmware, FIRMWARE, query)

    @implements(RENAME)
    async def rename(self, serial: str, name: str) -> None:
        """Give a printer another name, in Bambu Lab's applications, too.

        CONFIRMED (protocol A.8.4).

        Raises:
            BambuForbiddenError: the printer belongs to somebody else.
        """
        await self._transport.execute(RENAME, body={"dev_id": serial, "name": name})

    @implements(BIND)
    async def bind(self, serial: str, name: str, access_code: str) -> None:
        """Add a printer to the account.

        CONFIRMED path, the body has variants (protocol A.8.2). The printer must agree,
        over the local network; this is the cloud's half.

        Raises:
            BambuForbiddenError: the printer belongs to somebody else.
        """
        body = {"device_id": serial, "device_name": name, "bind_code": access_code}
        await self._transport.execute(BIND, body=body)

    @implements(UNBIND)
    async def unbind(self, serial: str) -> None:
        """Remove a printer from the account.

        CONFIRMED (protocol A.8.3).

        Raises:
            BambuForbiddenError: the printer belongs to somebody else.
        """
        await self._transport.execute(UNBIND, query={"dev_id": serial})

    async def polled(self) -> tuple[PolledPrinter, ...]:
        """Return the printers of the account and what they do.

        The list of printers decides. Where the list of jobs is refused or lacks a
        printer, the list of printers still says whether a job is active.
        """
        printers = await self.printers()
        try:
            jobs = {job.serial: job for job in await self.jobs()}
        except (BambuForbiddenError, BambuResponseError) as err:
            _LOGGER.debug("Doing without the list of jobs: %s", err)
            jobs = {}
        received_at = self._transport.http.clock.now()
        return tuple(
            _polled(printer, jobs.get(printer.serial), received_at)
            for printer in printers
        )

    async def _list[T: Device](
        self,
        kind: type[T],
        operation: Operation,
        query: Mapping[str, str] | None = None,
    ) -> tuple[T, ...]:
        """Return a list of devices, which may be empty, but not missing."""
        content = await self._transport.fetch(operation, query=query)
        found = unwrap(content, "devices").get("devices")
        if isinstance(found, list):
            return devices(kind, found)
        raise BambuResponseError(f"{operation.name} was answered without devices")


def _polled(
    printer: BoundPrinter, job: CurrentJob | None, received_at: datetime
) -> PolledPrinter:
    """Join the two lists for one printer."""
    if job is None:
        active = printer.print_status in ACTIVE
        job = CurrentJob(task_status=printer.print_status if active else None)
    return PolledPrinter(
        serial=printer.serial,
        name=printer.name,
        model_code=printer.model_code,
        product=printer.product,
        received_at=received_at,
        online=printer.online,
        print_status=printer.print_status,
        last_task_id=printer.last_task_id,
        task_id=job.task_id,
        task_name=job.task_name,
        task_status=job.task_status,
        started_at=job.started_at,
        predicted_seconds=job.predicted_seconds,
        progress=job.progress,
        access_code=printer.access_code or None,
    )
