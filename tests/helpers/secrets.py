"""Secrets, and where they leak."""

from collections.abc import Iterator
import logging
import re

from tests.simulator import SimulatedCloud

from .flow_driver import PASSWORD

MISTYPED = "not my password"
FRIEND, TFA, PHONE = "plain@example.com", "tfa@example.com", "13800000000"

_FORMAT = logging.Formatter()  # adds the traceback


class Vault:
    """The secrets of accounts and printers."""

    def __init__(self, *clouds: SimulatedCloud) -> None:
        """Collect the secrets of some clouds."""
        self._clouds = clouds
        self.proofs = {PASSWORD, MISTYPED}
        """Credentials: passwords, codes, tokens, access codes."""
        self.identities: set[str] = set()
        """Identities: addresses, numbers of accounts, serials."""

    @property
    def everything(self) -> set[str]:
        """Return all secrets so far."""
        return self.proofs | self.identities

    def collect(self) -> None:
        """Collect every secret that exists now."""
        for cloud in self._clouds:
            self.proofs |= set(cloud.tokens)
            for account in cloud.accounts.values():
                self.proofs |= set(account.mailbox)
                self.identities |= {account.login, str(account.uid)}
            if TFA in cloud.accounts:
                self.proofs.add(cloud.authenticator(TFA))
            for serial, printer in cloud.printers.items():
                self.proofs.add(printer.identity.access_code)
                self.identities.add(serial)
                units = cloud.simulated(serial).ams.units.values()
                self.identities |= {unit.serial for unit in units}


def leaks(text: str, secrets: set[str]) -> Iterator[str]:
    """Yield each secret in a text, in whatever case.

    A part of a longer word is none, nor the fraction of a number: codes are digits.
    """
    text = text.casefold()
    for secret in secrets:
        folded = secret.casefold()
        if folded in text and re.search(
            rf"(?<![^\W_])(?<!\.){re.escape(folded)}(?![^\W_])", text
        ):
            yield secret


def leaks_of_log(
    records: list[logging.LogRecord], secrets: set[str]
) -> set[tuple[str, str, str]]:
    """Return which logger logged which secret, and the beginning of the line."""
    return {
        (record.name, secret, line[:200])
        for record in records
        for line in [_FORMAT.format(record)]
        for secret in leaks(line, secrets)
    }
