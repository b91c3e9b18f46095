"""Accounts of the simulated cloud, their tokens and their mailboxes."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto
import json
from random import Random

from . import authenticator

TOKEN_LIFETIME = timedelta(days=90)
CODE_LIFETIME = timedelta(minutes=5)

_JWT_HEAD = b'{"alg":"RS256","typ":"JWT"}'


class Region(StrEnum):
    """The two clouds, which share no accounts (protocol A.1)."""

    GLOBAL = auto()
    CHINA = auto()


class Kind(StrEnum):
    """How an account logs in (protocol A.6.1, H.6)."""

    PLAIN = auto()
    CODE = auto()
    FIXED_CODE = auto()
    TOTP = auto()
    BLOCKED = auto()
    LIMITED = auto()


@dataclass(kw_only=True)
class Account:
    """The account of a person."""

    login: str
    uid: int
    name: str
    kind: Kind
    password: str = "correct horse"
    mailbox: list[str] = field(default_factory=list)

    @property
    def username(self) -> str:
        """Return the MQTT user name (protocol B.1)."""
        return f"u_{self.uid}"

    @property
    def is_phone(self) -> bool:
        """Return whether the login is a phone number, which gets codes by SMS."""
        return "@" not in self.login

    @property
    def secret(self) -> bytes:
        """Return the secret of the owner's authenticator."""
        return f"authenticator of {self.login}".encode()


class CodeVerdict(StrEnum):
    """The result of checking a code."""

    RIGHT = auto()
    WRONG = auto()
    EXPIRED = auto()


@dataclass
class _Token:
    """A token that was issued."""

    login: str
    expires_at: datetime


_PEOPLE: dict[Region, tuple[tuple[str, str, Kind], ...]] = {
    Region.GLOBAL: (
        ("owner@example.com", "Owner", Kind.CODE),
        ("plain@example.com", "Plain", Kind.PLAIN),
        ("code@example.com", "Code", Kind.FIXED_CODE),
        ("tfa@example.com", "Authenticator", Kind.TOTP),
        ("blocked@example.com", "Blocked", Kind.BLOCKED),
        ("limited@example.com", "Limited", Kind.LIMITED),
    ),
    Region.CHINA: (
        ("13800000000", "Phone", Kind.CODE),
        ("13900000000", "Handset", Kind.PLAIN),
        ("mail@example.cn", "Mail", Kind.CODE),
    ),
}
# Account numbers have outgrown 31 bits (protocol A.7.1).
_FIRST_UID = {Region.GLOBAL: 3_141_592_651, Region.CHINA: 5_141_592_651}


def default_accounts(region: Region = Region.GLOBAL) -> dict[str, Account]:
    """Return the accounts that each simulated cloud has, by login name."""
    first = _FIRST_UID[region]
    return {
        login: Account(login=login, uid=first + number, name=name, kind=kind)
        for number, (login, name, kind) in enumerate(_PEOPLE[region])
    }


class Accounts:
    """The accounts with their logins and valid tokens."""

    def __init__(self, region: Region = Region.GLOBAL) -> None:
        """Create the default accounts."""
        self.by_login = default_accounts(region)
        self._tokens: dict[str, _Token] = {}
        self._codes: dict[str, tuple[str, datetime]] = {}
        self._random = Random(f"2026 {region}")

    def issue(self, login: str, now: datetime) -> str:
        """Return a new opaque token, as today's are (protocol A.5)."""
        token = f"AAB{self._random.getrandbits(512):0128x}"
        self._tokens[token] = _Token(login, now + TOKEN_LIFETIME)
        return token

    def issue_jwt(self, login: str, now: datetime, lifetime: timedelta) -> str:
        """Return a new token of the older kind, with its end (protocol A.5)."""
        end = now + lifetime
        payload = {
            "username": self.by_login[login].username,
            "exp": int(end.timestamp()),
        }
        signature = self._random.randbytes(64)
        token = ".".join(
            base64.urlsafe_b64encode(part).decode().rstrip("=")
            for part in (_JWT_HEAD, json.dumps(payload).encode(), signature)
        )
        self._tokens[token] = _Token(login, end)
        return token

    @property
    def issued(self) -> list[str]:
        """Return all tokens that were issued and not revoked."""
        return list(self._tokens)

    def revoke(self, login: str) -> None:
        """Revoke all tokens of an account."""
        self._tokens = {
            token: issued
            for token, issued in self._tokens.items()
            if issued.login != login
        }

    def expire(self, login: str, now: datetime) -> None:
        """Let all tokens of an account expire."""
        for issued in self._tokens.values():
            if issued.login == login:
                issued.expires_at = now

    def of_token(self, token: str, now: datetime) -> Account | None:
        """Return the account of a valid token."""
        issued = self._tokens.get(token)
        if issued is None or issued.expires_at <= now:
            return None
        return self.by_login.get(issued.login)

    def of_username(self, username: str) -> Account | None:
        """Return the account of an MQTT user name."""
        for account in self.by_login.values():
            if account.username == username:
                return account
        return None

    def send_code(self, login: str, now: datetime) -> None:
        """Send a new code, which replaces the one before (protocol A.6.3)."""
        account = self.by_login.get(login)
        if account is None:
            return
        code = f"{self._random.randrange(1_000_000):06}"
        if account.kind is Kind.FIXED_CODE:
            code = "123456"
        account.mailbox.append(code)
        self._codes[login] = (code, now + CODE_LIFETIME)

    def check_code(self, login: str, code: str, now: datetime) -> CodeVerdict:
        """Check a code; the right one works once."""
        account = self.by_login.get(login)
        if account is not None and account.kind is Kind.FIXED_CODE:
            return {
                "123456": CodeVerdict.RIGHT,
                "111111": CodeVerdict.EXPIRED,
            }.get(code, CodeVerdict.WRONG)
        right, expires_at = self._codes.get(login, ("", now))
        if expires_at <= now:
            return CodeVerdict.EXPIRED
        if code != right:
            return CodeVerdict.WRONG
        del self._codes[login]
        return CodeVerdict.RIGHT

    def check_totp(self, login: str, code: str, now: datetime) -> bool:
        """Check a code of an authenticator."""
        return authenticator.is_right(self.by_login[login].secret, code, now)
