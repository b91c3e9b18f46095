"""Certificates as printers have them, named by their serials (camera 2.5).

The issuers lack what strict clients ask for, and some printers show version 1.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
import ssl
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

_START, _END = datetime(2022, 4, 1, tzinfo=UTC), datetime(2042, 4, 1, tzinfo=UTC)
_PEM = serialization.Encoding.PEM
_DER = serialization.Encoding.DER


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A certificate of a printer, with its key."""

    der: bytes
    pem: bytes
    key: bytes

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate."""
        return sha256(self.der).hexdigest()

    def context(self) -> ssl.SSLContext:
        """Return the printer's TLS context, without TLS 1.3."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with TemporaryDirectory() as folder:
            chain = Path(folder, "chain.pem")
            chain.write_bytes(self.key + self.pem)
            context.load_cert_chain(chain)
        return context


@cache
def _key(owner: str) -> rsa.RSAPrivateKey:
    """Make one key per process for all printers, which is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def leaf(name: str, *, version_1: bool = False) -> Leaf:
    """Return a new certificate for a serial number."""
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simulated CA")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(_key("printer").public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_START)
        .not_valid_after(_END)
    )
    certificate = builder.sign(_key("authority"), hashes.SHA256())
    if version_1:
        certificate = _version_1(certificate)
    key = _key("printer").private_bytes(
        _PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return Leaf(
        der=certificate.public_bytes(_DER), pem=certificate.public_bytes(_PEM), key=key
    )


def _version_1(certificate: x509.Certificate) -> x509.Certificate:
    """Return a certificate of version 1, which names no version."""
    content = certificate.tbs_certificate_bytes
    _, start = _length(content)
    version = len(b"\xa0\x03\x02\x01\x02")
    inner = _sequence(content[start + version :])
    signature = _key("authority").sign(inner, padding.PKCS1v15(), hashes.SHA256())
    rest = certificate.public_bytes(_DER)
    size, start = _length(rest)
    # What stands between the content and the signature names the kind of signature.
    kind = rest[start + len(content) : start + size - 5 - len(signature)]
    bits = b"\x03" + _der_size(len(signature) + 1) + b"\0" + signature
    return x509.load_der_x509_certificate(_sequence(inner + kind + bits))


def _length(der: bytes) -> tuple[int, int]:
    """Return how long the content of an element is, and where it starts."""
    if der[1] < 0x80:
        return der[1], 2
    count = der[1] & 0x7F
    return int.from_bytes(der[2 : 2 + count]), 2 + count


def _der_size(size: int) -> bytes:
    """Return a size as DER has it."""
    if size < 0x80:
        return bytes([size])
    digits = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(digits)]) + digits


def _sequence(content: bytes) -> bytes:
    """Return a sequence of elements."""
    return b"\x30" + _der_size(len(content)) + content
