"""The certificate authority of the simulated broker."""

from functools import cache
import ssl

import trustme


@cache
def _authority() -> trustme.CA:
    """Make the authority once per process."""
    return trustme.CA(organization_name="Simulated Bambu cloud")


@cache
def server_context() -> ssl.SSLContext:
    """Return the broker's TLS context, with a certificate for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _authority().issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


def ca_pem() -> bytes:
    """Return the authority's certificate as PEM."""
    pem: bytes = _authority().cert_pem.bytes()
    return pem


def client_context() -> ssl.SSLContext:
    """Return a client's TLS context that trusts this authority alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=ca_pem().decode())
    return context
