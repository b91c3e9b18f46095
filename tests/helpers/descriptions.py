"""The descriptions of all entities, by platform."""

from typing import Any

from custom_components.bambu_cloud.binary_sensor import (
    AMS_BINARY_SENSORS,
    BINARY_SENSORS,
    LOW_SPOOL,
    PLATE_CLEAR,
)
from custom_components.bambu_cloud.button import (
    BUTTONS,
    PLATE_CLEAR as PLATE_CLEAR_BUTTON,
    REFRESH,
    SLOT_BUTTONS,
    TEST_CLOUD_CAMERA,
)
from custom_components.bambu_cloud.calendar import PRINTS
from custom_components.bambu_cloud.camera import CAMERA
from custom_components.bambu_cloud.event import (
    FILAMENT_BOOKED,
    HEALTH_MESSAGE,
    PRINT_EVENT,
)
from custom_components.bambu_cloud.fan import FANS
from custom_components.bambu_cloud.image import COVER, MASK
from custom_components.bambu_cloud.light import LIGHTS
from custom_components.bambu_cloud.number import NUMBERS, SPOOL_WEIGHT
from custom_components.bambu_cloud.select import SELECTS
from custom_components.bambu_cloud.sensor.account_spools import REMAINING
from custom_components.bambu_cloud.sensor.ams import AMS_SENSORS
from custom_components.bambu_cloud.sensor.camera import CAMERA_STATUS
from custom_components.bambu_cloud.sensor.costs import COST_SENSORS
from custom_components.bambu_cloud.sensor.errors import HMS, PRINT_ERROR
from custom_components.bambu_cloud.sensor.filament import FILAMENT, TRAY_SENSORS
from custom_components.bambu_cloud.sensor.fleet import FLEET_SENSORS
from custom_components.bambu_cloud.sensor.history import TASK_SENSORS, TOTAL_SENSORS
from custom_components.bambu_cloud.sensor.hotend_rack import RACK_SENSORS
from custom_components.bambu_cloud.sensor.objects import OBJECTS
from custom_components.bambu_cloud.sensor.printer import SENSORS
from custom_components.bambu_cloud.sensor.spools import ACTIVE_FILAMENT, EXTERNAL_SPOOLS
from custom_components.bambu_cloud.switch import AMS_SWITCHES, SWITCHES
from custom_components.bambu_cloud.todo import MAINTENANCE
from custom_components.bambu_cloud.update import AMS_FIRMWARE, FIRMWARE

SPOOLS = (ACTIVE_FILAMENT, *EXTERNAL_SPOOLS)
ALL_SENSORS: tuple[Any, ...] = (
    *SENSORS,
    *RACK_SENSORS,
    *SPOOLS,
    *AMS_SENSORS,
    *TRAY_SENSORS,
    *(FILAMENT, HMS, PRINT_ERROR),
    *TASK_SENSORS,
    OBJECTS,
    *TOTAL_SENSORS,
    CAMERA_STATUS,
    *COST_SENSORS,
    REMAINING,
    *FLEET_SENSORS,
)
TABLES: dict[str, tuple[Any, ...]] = {
    "binary_sensor": (*BINARY_SENSORS, *AMS_BINARY_SENSORS, LOW_SPOOL, PLATE_CLEAR),
    "button": (
        REFRESH,
        TEST_CLOUD_CAMERA,
        PLATE_CLEAR_BUTTON,
        *BUTTONS,
        *SLOT_BUTTONS,
    ),
    "calendar": (PRINTS,),
    "camera": (CAMERA,),
    "event": (PRINT_EVENT, HEALTH_MESSAGE, FILAMENT_BOOKED),
    "fan": FANS,
    "image": (COVER, MASK),
    "light": LIGHTS,
    "number": (*NUMBERS, SPOOL_WEIGHT),
    "select": SELECTS,
    "sensor": ALL_SENSORS,
    "switch": (*SWITCHES, *AMS_SWITCHES),
    "todo": (MAINTENANCE,),
    "update": (FIRMWARE, AMS_FIRMWARE),
}
