"""Client, simulated cloud, tests and documentation have the same operations."""

from inspect import signature
import re
from textwrap import indent
from typing import Any

import aiohttp
import pytest

from custom_components.bambu_cloud.api import BambuCloud, Region
from custom_components.bambu_cloud.api.rest.operation import (
    METHODS,
    Evidence,
    Operation,
    implements,
)
from custom_components.bambu_cloud.api.rest.services.service import Service
from tests.api.contract import (
    PAGE,
    SHOWN,
    attribute,
    published,
    read_tests,
    route_of,
    routes,
    table,
)
from tests.simulator import OWNER, SimulatedCloud
from tests.simulator.cloud_side.messages import message

# Written from the index of protocol A.14, not from the client.
INDEX = """
POST v1/user-service/user/login
POST v1/user-service/user/sendemail/code
POST v1/user-service/user/sendsmscode
GET api/csrf
POST api/sign-in/tfa
POST api/sign-in/form
POST v1/user-service/user/tfa/login
POST v1/user-service/user/ticket/{}
POST v1/user-service/user/refreshtoken
POST v1/user-service/my/logout
GET v1/design-user-service/my/preference
GET v1/user-service/my/profile
PUT v1/user-service/my/profile
GET v1/user-service/my/messages
GET v1/user-service/my/tasks
GET v1/user-service/my/task/{}
POST v1/user-service/my/task
GET v1/user-service/my/ticket/{}
GET v1/iot-service/api/user/bind
POST v1/iot-service/api/user/bind
DELETE v1/iot-service/api/user/bind
PATCH v1/iot-service/api/user/device/info
GET v1/iot-service/api/user/device/info
GET v1/iot-service/api/user/device/version
GET v1/iot-service/api/user/print
POST v1/iot-service/api/user/print
POST v1/iot-service/api/user/ttcode
GET v1/iot-service/api/user/notification
PUT v1/iot-service/api/user/notification
GET v1/iot-service/api/user/project
GET v1/iot-service/api/user/project/{}
POST v1/iot-service/api/user/project
PATCH v1/iot-service/api/user/project/{}
GET v1/iot-service/api/user/profile/{}
GET v1/iot-service/api/user/task/{}
GET v1/iot-service/api/user/upload
POST v1/iot-service/api/user/upload
POST v1/iot-service/api/user/upload/confirm
GET v1/iot-service/api/user/files
GET v1/iot-service/api/user/applications/{}/cert
GET v1/cert/get
POST v1/cert/update
POST v1/accounts/{}
GET v1/iot-service/api/slicer/resource
GET v1/iot-service/api/slicer/setting
POST v1/iot-service/api/slicer/setting
GET v1/iot-service/api/slicer/setting/{}
PATCH v1/iot-service/api/slicer/setting/{}
DELETE v1/iot-service/api/slicer/setting/{}
GET v1/design-user-service/filament/config
GET v1/design-user-service/my/filament/v2
POST v1/design-user-service/my/filament/v2
PUT v1/design-user-service/my/filament/v2
DELETE v1/design-user-service/my/filament/v2/batch
"""

read_tests()


def test_client_has_the_index() -> None:
    """There is a method for each operation of the index, and no other."""
    assert {route_of(operation) for operation in METHODS} == set(
        INDEX.split("\n")[1:-1]
    )


def test_simulated_cloud_has_the_index() -> None:
    """Each operation has a route, and each route can be asked for."""
    assert set(INDEX.split("\n")[1:-1]) == routes()


@pytest.mark.parametrize("operation", METHODS, ids=lambda each: each.name)
def test_operation(operation: Operation) -> None:
    """Each is shown by a test; its method has types and says how sure it is."""
    assert operation in SHOWN
    owner, _, name = METHODS[operation].rpartition(".")
    client = vars(BambuCloud)
    method = client.get(name) if owner == "BambuCloud" else _method(owner, name)
    assert callable(method)
    method_signature = signature(method)
    assert method_signature.return_annotation is not method_signature.empty
    words = " ".join((method.__doc__ or "").split())
    assert re.search(r"protocol A\.\d|\(A\.\d", words)
    if owner != "BambuCloud":
        label = {
            Evidence.CONFIRMED: "CONFIRMED",
            Evidence.SHAPE_UNKNOWN: "CONFIRMED that it exists",
            Evidence.CLAIMED: "CLAIMED",
            Evidence.CONTRADICTED: "CONTRADICTED",
        }
        assert label[operation.evidence] in words
    assert operation.source.startswith("A.")


def _method(owner: str, name: str) -> object:
    """Return a method of one of the client's services."""
    attributes = BambuCloud.__init__.__code__.co_names
    assert attribute(owner) in attributes
    kinds = {kind.__name__: kind for kind in Service.__subclasses__()}
    return getattr(kinds[owner], name)


async def test_example(simulated: SimulatedCloud) -> None:
    """What docs/api.md shows before the table works as it stands."""
    section = PAGE.read_text(encoding="utf-8").partition("from Python\n")[2]
    code = section.partition("```python\n")[2].partition("```")[0]
    simulated.letters[OWNER] = [message(1, 1, "2026-01-01T02:54:12Z")]
    shown: list[object] = []
    names: dict[str, Any] = {
        "aiohttp": aiohttp,
        "BambuCloud": BambuCloud,
        "Region": Region,
        "token": simulated.issue_token(OWNER),
        "print": lambda *values: shown.append(values[0]),
    }
    exec(f"async def example():\n{indent(code, '    ')}", names)  # noqa: S102  from our page
    await names["example"]()
    assert shown[: len(simulated.printers)] == [
        printer.identity.name for printer in simulated.printers.values()
    ]
    assert len(shown) == len(simulated.printers) + 1


def test_page_has_the_table() -> None:
    """What is published is what there is: `python -m tests.api.contract` writes it."""
    assert published().strip().split("\n") == list(table())


def test_one_method_for_each() -> None:
    """Two methods cannot implement the same operation."""
    operation = next(iter(METHODS))
    with pytest.raises(AssertionError, match="twice"):
        implements(operation)(print)
