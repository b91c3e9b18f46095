"""Responses of the REST interface as dataclasses.

The wire gives numbers as text, nulls and missing keys. A value that cannot be read is
None or empty, never an error; what names no serial is not a printer and is left out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, override

from mashumaro import DataClassDictMixin, field_options
from mashumaro.config import BaseConfig

from ...model.values import boolean, cloud_time, integer, number, objects, text
from ..auth import Token


def _text(value: Any) -> str:
    """Return a text, empty when there is none."""
    return text(value) or ""


def wire(name: str, default: Any = None, *, show: bool = True) -> Any:
    """Declare a field by its name on the wire; secrets have `show` False."""
    return field(default=default, repr=show, metadata=field_options(alias=name))


class Wire(DataClassDictMixin):
    """Read one JSON object leniently."""

    class Config(BaseConfig):
        """Prefer no value over an error."""

        lazy_compilation = True  # of each class when it is first used
        serialization_strategy = {  # noqa: RUF012  mashumaro's own interface
            bool: {"deserialize": boolean},
            datetime: {"deserialize": cloud_time},
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
class LoginResponse(Wire):
    """Hold the response to a login (protocol A.6.2)."""

    access_token: str = wire("accessToken", "", show=False)
    expires_in: int | None = wire("expiresIn")
    login_type: str = wire("loginType", "")
    tfa_key: str = wire("tfaKey", "", show=False)


def parts[T: Wire](name: str, kind: type[T], key: str | None = None) -> Any:
    """Declare a tuple of objects, without any that lack a `key`."""

    def read(value: Any) -> tuple[T, ...]:
        rows = objects(value)
        return tuple(kind.from_dict(row) for row in rows if key is None or row.get(key))

    return field(default=(), metadata=field_options(alias=name, deserialize=read))


def part[T: Wire](name: str, kind: type[T]) -> Any:
    """Declare an object inside another, None where there is none."""

    def read(value: Any) -> T | None:
        return kind.from_dict(value) if isinstance(value, dict) else None

    return field(default=None, metadata=field_options(alias=name, deserialize=read))


def texts(name: str) -> Any:
    """Declare a tuple of texts, without empty ones."""

    def read(value: Any) -> tuple[str, ...]:
        items = value if isinstance(value, list) else (value,)
        return tuple(item for value in items if (item := text(value)) is not None)

    return field(default=(), metadata=field_options(alias=name, deserialize=read))


def address(name: str) -> Any:
    """Declare an address, None where there is none. Signed ones are secrets."""
    return field(default=None, repr=False, metadata=field_options(alias=name))


def token_of(response: LoginResponse) -> Token:
    """Return the token of a finished login."""
    return Token(
        access_token=response.access_token, expires_in=response.expires_in or None
    )
