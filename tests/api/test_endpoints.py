"""Each region has its hosts, as protocol A.1 lists them."""

import pytest

from custom_components.bambu_cloud.api import ENDPOINTS, Region

HOSTS = {
    Region.GLOBAL: (
        "api.bambulab.com",
        "bambulab.com",
        "e.bambulab.com",
        "us.mqtt.bambulab.com",
    ),
    Region.CHINA: (
        "api.bambulab.cn",
        "bambulab.cn",
        "e.bambulab.cn",
        "cn.mqtt.bambulab.com",
    ),
}


@pytest.mark.parametrize("region", Region)
def test_hosts(region: Region) -> None:
    """Nothing is asked without encryption, nor at a host of the other region."""
    endpoints = ENDPOINTS[region]
    asked = (endpoints.api, endpoints.site, endpoints.texts)
    assert {url.scheme for url in asked} == {"https"}
    assert endpoints.broker_port == 8883
    hosts = (*(url.host for url in asked), endpoints.broker_host)
    assert hosts == HOSTS[region]
