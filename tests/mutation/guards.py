"""Which tests a changed module is held against."""

from collections.abc import Mapping
from pathlib import Path

from .trial import INTEGRATION, ROOT

GUARDS: Mapping[str, tuple[str, ...]] = {
    "account": ("test_config_flow.py", "test_init.py"),
    "costs": ("flows/test_options_costs.py",),
    "devices": (
        "actions/test_drying.py",
        "actions/test_load_filament.py",
        "actions/test_motion.py",
        "test_ams_controls.py",
        "test_controls.py",
        "test_coordinator.py",
        "test_entity.py",
        "test_failure_shown.py",
        "test_link_loss.py",
    ),
    "filament": ("actions/test_spool_picker.py",),
    "firmware": ("test_update.py", "test_update_ams.py", "test_update_install.py"),
    "flows": ("test_config_flow.py", "test_config_flow_http.py"),
    "liveview": ("actions/test_camera.py", "test_camera.py", "test_camera_button.py"),
    "maintenance": ("flows/test_options_maintenance.py", "test_todo.py"),
    "model/lifecycle": ("model/test_stories.py", "soak/test_soak.py"),
    "prints": (
        "account/test_ownership_prints.py",
        "actions/test_history.py",
        "actions/test_objects.py",
        "frontend/test_history.py",
        "frontend/test_plate.py",
        "sensor/test_objects.py",
        "test_calendar.py",
        "test_failure_shown.py",
        "test_image.py",
        "test_plate_clear.py",
    ),
}
"""Package: tests beside those that mirror it, where people see what it does."""


def tests_of(module: Path) -> set[str]:
    """Return the tests that a module is held against, as paths.

    Raises:
        SystemExit: there are none.
    """
    package = module.parent.relative_to(INTEGRATION).as_posix()
    return {f"{mirror_of(module)}"} | {
        f"tests/{name}" for name in GUARDS.get(package, ())
    }


def mirror_of(module: Path) -> Path:
    """Return the folder or the file of tests that mirrors a module.

    Raises:
        SystemExit: there is none.
    """
    inner = module.relative_to(INTEGRATION).with_suffix("")
    for place in inner.parents[:-1] or [inner]:
        for name in (place, place.with_name(f"test_{place.name.strip('_')}.py")):
            if (ROOT / "tests" / name).exists():
                return Path("tests", name)
    raise SystemExit(f"{module} has no tests of its own")
