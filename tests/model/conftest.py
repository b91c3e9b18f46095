"""Run the property tests the same way everywhere."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "model",
    derandomize=True,
    deadline=None,
    max_examples=60,
    # The harness wraps every test in fixtures that hold no state of ours.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("model")
