"""Addresses of the cloud by region (protocol A.1 and B.1)."""

from dataclasses import dataclass
from enum import StrEnum

from yarl import URL


class Region(StrEnum):
    """Name the two separate clouds; an account lives in exactly one."""

    GLOBAL = "global"
    CHINA = "china"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Hold the addresses of one region."""

    api: URL
    site: URL
    texts: URL
    """Of the texts of errors (protocol A.12)."""
    broker_host: str
    broker_port: int = 8883


# Read at every call: replacing an entry redirects everything.
ENDPOINTS: dict[Region, Endpoints] = {
    Region.GLOBAL: Endpoints(
        api=URL("https://api.bambulab.com"),
        site=URL("https://bambulab.com"),
        texts=URL("https://e.bambulab.com"),
        broker_host="us.mqtt.bambulab.com",
    ),
    Region.CHINA: Endpoints(
        api=URL("https://api.bambulab.cn"),
        site=URL("https://bambulab.cn"),
        texts=URL("https://e.bambulab.cn"),
        broker_host="cn.mqtt.bambulab.com",
    ),
}
