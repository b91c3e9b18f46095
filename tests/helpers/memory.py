"""Release the Home Assistant and the cloud of each test.

Otherwise a worker of the suite grows to almost 2 GB.
"""

import gc
from unittest.mock import NonCallableMock

from aiohttp import web_app
from homeassistant.helpers import aiohttp_client, translation

_SESSION_MOCKS = (
    (aiohttp_client, "_async_make_resolver"),
    (translation, "_async_get_component_strings"),
)


def release_last_test() -> None:
    """Clear mocks of the whole session and aiohttp's cache of handlers."""
    for module, name in _SESSION_MOCKS:
        if isinstance(mock := getattr(module, name), NonCallableMock):
            mock.reset_mock()
    # Its keys are the last 1024 handlers, which lead to their applications.
    web_app._cached_build_middleware.cache_clear()


def collect_garbage() -> None:
    """Collect garbage, also what was alive, and therefore frozen, the last time."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
