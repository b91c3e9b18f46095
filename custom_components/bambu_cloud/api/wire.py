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
    text,
)


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
