"""Hostile responses of the service with texts of errors."""

from hypothesis import HealthCheck, given, settings

from custom_components.bambu_cloud.api import BambuError, Clock, Region, error_texts
from custom_components.bambu_cloud.api.rest.rate_limit import RateLimiter

from .bodies import BODIES, bodies
from .client import Session

GOOD = {
    "result": 0,
    "data": {
        "device_hms": {"en": [{"ecode": "0300010000010007", "intro": "Too hot"}]},
        "device_error": {"en": [{"ecode": "0300400C", "intro": "Canceled"}]},
    },
}


@settings(
    max_examples=BODIES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(body=bodies(GOOD))
async def test_nothing_but_named_errors(body: bytes) -> None:
    """Each response is a map of texts, or raises an error with a name."""
    session = Session()
    session.body = body
    try:
        texts = await error_texts(
            session,  # type: ignore[arg-type]  # as much of one as is needed
            Region.GLOBAL,
            "en",
            rate_limiter=RateLimiter(Clock(monotonic=iter(range(10**9)).__next__)),
        )
    except BambuError:
        return
    assert all(isinstance(text, str) for text in texts.values())
