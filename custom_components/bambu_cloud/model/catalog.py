"""List the printer models: how each is recognized and its capabilities (protocol E)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from .modules import Module
from .versions import is_newer


class DoorSensor(StrEnum):
    """Where a model reports its front door (protocol C.4)."""

    NONE = "none"
    HOME_FLAG = "home_flag"
    STAT = "stat"


class CameraKind(StrEnum):
    """How a model serves its picture on the local network (protocol F.1)."""

    NONE = "none"
    JPEG = "jpeg"
    RTSPS = "rtsps"


class FileStorage(StrEnum):
    """Where a model stores files, by the start of their addresses (protocol D.9)."""

    SD_CARD = "file:///sdcard/"
    USB = "file:///media/usb0/"
    FTP = "ftp:///"
    """Where nothing else was seen."""


class LiveviewMenu(StrEnum):
    """Which menu of a printer's screen has the switch of its live view."""

    NETWORK = "network"
    LAN_ONLY = "lan_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterModel:
    """One printer model: names (protocol E.1) and capabilities (protocol E.2)."""

    key: str
    """Short internal name, such as "X1C"."""
    name: str
    """Name on the box."""
    codes: tuple[str, ...] = ()
    """Its codes in the cloud and in modules."""
    aliases: tuple[str, ...] = ()
    """Other spellings of its name."""
    prefix: str | None = None
    """How its serial numbers begin."""

    nozzles: int = 1
    nozzle_max: int = 300
    """Hottest nozzle in °C."""
    bed_max: int = 110
    """Hottest bed in °C."""
    bed_max_on_110_v: int | None = None
    """Hottest bed in °C on mains of 110 V, where it is another one."""
    is_enclosed: bool = False
    has_chamber_sensor: bool = False
    """Without one, the printer reports 5 °C forever (protocol C.3)."""
    chamber_heater_max: int | None = None
    """Hottest chamber in °C; None without a heater."""
    has_auxiliary_fan: bool = False
    has_chamber_fan: bool = False
    has_second_auxiliary_fan: bool = False
    air_duct_modes: tuple[int, ...] = ()
    """Those that a person may choose; some models list another one, for their laser."""
    hidden_air_duct_modes: tuple[int, ...] = ()
    door: DoorSensor = DoorSensor.NONE
    door_since: str | None = None
    """First firmware that reads the sensor of the door."""
    has_second_light: bool = False
    has_heatbed_light: bool = False
    has_buzzer: bool = False
    has_prompt_sound: bool = False
    has_first_layer_inspection: bool = False
    """By lidar; others report the setting without having it (protocol E.2)."""
    has_ai_monitoring: bool = False
    has_ethernet: bool = False
    has_steady_storage_bits: bool = True
    """Whether the storage in `home_flag` does not flap (protocol C.4)."""
    signed_since: str | None = ""
    """First firmware that wants commands signed: "" for all of them, None where no
    such firmware is known (protocol B.10)."""
    tag_command_since: str | None = ""
    """First firmware with a command to read a tag: "" for all of them, None where no
    such firmware is known (protocol E.2)."""
    camera: CameraKind = CameraKind.NONE
    camera_lines: int = 1080
    """Lines of the camera's best picture."""
    has_resolution_choice: bool = False
    """Whether the camera has more than one resolution."""
    camera_clock: bool = True
    """Whether the time that comes with each picture advances (camera 2.3)."""
    liveview_menu: LiveviewMenu = LiveviewMenu.LAN_ONLY
    file_storage: FileStorage = FileStorage.FTP

    def has_tag_command(self, firmware: str | None) -> bool:
        """Return whether a firmware has a command to read a tag, else only G-code."""
        if self.tag_command_since is None:
            return False
        return not is_newer(self.tag_command_since, than=firmware or "")


UNKNOWN_MODEL = PrinterModel(
    key="",
    name="",
    has_chamber_sensor=True,
    has_auxiliary_fan=True,
    has_chamber_fan=True,
    has_prompt_sound=True,
)
"""A printer that is not listed here: all that it reports counts."""

_X1C = PrinterModel(
    key="X1C",
    name="X1 Carbon",
    codes=("BL-P001",),
    prefix="00M",
    is_enclosed=True,
    has_chamber_sensor=True,
    has_auxiliary_fan=True,
    has_chamber_fan=True,
    door=DoorSensor.HOME_FLAG,
    door_since="01.07.00.00",
    has_first_layer_inspection=True,
    has_resolution_choice=True,
    bed_max_on_110_v=120,
    has_ai_monitoring=True,
    signed_since="01.08.50.32",
    tag_command_since="01.09.00.00",
    camera=CameraKind.RTSPS,
    liveview_menu=LiveviewMenu.NETWORK,
    file_storage=FileStorage.SD_CARD,
)
_P1S = PrinterModel(
    key="P1S",
    name="P1S",
    codes=("C12",),
    prefix="01P",
    bed_max=100,
    is_enclosed=True,
    has_auxiliary_fan=True,
    has_chamber_fan=True,
    has_steady_storage_bits=False,
    signed_since="01.08.02.00",
    tag_command_since="01.08.01.00",
    camera=CameraKind.JPEG,
    camera_lines=720,
    file_storage=FileStorage.SD_CARD,
)
_A1 = PrinterModel(
    key="A1",
    name="A1",
    codes=("N2S",),
    prefix="039",
    bed_max=100,
    has_prompt_sound=True,
    has_steady_storage_bits=False,
    signed_since="01.05.00.00",
    tag_command_since="01.06.00.00",
    camera=CameraKind.JPEG,
    file_storage=FileStorage.SD_CARD,
)
_P2S = PrinterModel(
    key="P2S",
    name="P2S",
    codes=("N7",),
    prefix="22E",
    is_enclosed=True,
    has_chamber_sensor=True,
    has_auxiliary_fan=True,
    has_chamber_fan=True,
    has_second_auxiliary_fan=True,
    air_duct_modes=(0, 1),
    door=DoorSensor.STAT,
    has_prompt_sound=True,
    has_ai_monitoring=True,
    has_ethernet=True,
    camera=CameraKind.RTSPS,
    camera_clock=False,
    file_storage=FileStorage.USB,
)
_H2S = replace(
    _P2S,
    key="H2S",
    name="H2S",
    codes=("O1S",),
    prefix="093",
    nozzle_max=350,
    bed_max=120,
    chamber_heater_max=65,
    has_second_auxiliary_fan=False,
    hidden_air_duct_modes=(2,),
    has_second_light=True,
    has_heatbed_light=True,
    has_buzzer=True,
    camera_clock=True,
)
_H2D = replace(
    _H2S,
    key="H2D",
    name="H2D",
    codes=("O1D",),
    prefix="094",
    nozzles=2,
    signed_since="01.01.00.00",
)

MODELS: tuple[PrinterModel, ...] = (
    _X1C,
    replace(_X1C, key="X1", name="X1", codes=("BL-P002",), prefix="00W"),
    replace(
        _X1C,
        key="X1E",
        name="X1E",
        codes=("C13",),
        prefix="03W",
        nozzle_max=320,
        bed_max_on_110_v=None,
        chamber_heater_max=60,
        door_since="01.01.02.00",
        signed_since=None,
        tag_command_since=None,
        has_ethernet=True,
    ),
    replace(
        _P1S, key="P1P", name="P1P", codes=("C11",), prefix="01S", is_enclosed=False
    ),
    _P1S,
    _P2S,
    _A1,
    replace(
        _A1,
        key="A1MINI",
        name="A1 mini",
        codes=("N1",),
        aliases=("A1M",),
        prefix="030",
        bed_max=80,
    ),
    replace(
        _A1,
        key="A2L",
        name="A2L",
        codes=("N9",),
        prefix="26A",
        bed_max=80,
        signed_since="",
        tag_command_since="",
        camera_lines=720,
        file_storage=FileStorage.FTP,
    ),
    replace(
        _H2S,
        key="X2D",
        name="X2D",
        codes=("N6",),
        prefix="20P",
        nozzles=2,
        nozzle_max=300,
        has_second_auxiliary_fan=True,
        hidden_air_duct_modes=(),
        has_second_light=False,
        has_heatbed_light=False,
        has_buzzer=False,
        file_storage=FileStorage.FTP,
    ),
    _H2S,
    _H2D,
    replace(_H2D, key="H2DPRO", name="H2D Pro", codes=("O1E", "O2D"), prefix="239"),
    replace(
        _H2D,
        key="H2C",
        name="H2C",
        codes=("O1C", "O1C2"),
        prefix="31B",
        signed_since="",
    ),
    replace(UNKNOWN_MODEL, key="N8", name="N8", codes=("N8",), prefix="35F"),
)


def _spelled(name: str) -> str:
    """Return what all spellings of a product name have in common."""
    letters = "".join(letter for letter in name.lower() if letter.isalnum())
    return letters.removeprefix("bambulab")


_BY_CODE = {code: model for model in MODELS for code in model.codes}
_BY_NAME = {
    _spelled(name): model
    for model in MODELS
    for name in (model.key, model.name, *model.aliases)
}
_BY_PREFIX = {model.prefix: model for model in MODELS}


def identify(*, code: str = "", product: str = "", serial: str = "") -> PrinterModel:
    """Recognize a model by its data in the cloud, in the order of protocol E.1.

    A model's own `key` is also accepted as its code.
    """
    return (
        _BY_CODE.get(code)
        or _BY_CODE.get(code.removesuffix("-V2"))
        or _BY_NAME.get(_spelled(product))
        or _BY_NAME.get(_spelled(code))
        or _BY_PREFIX.get(serial[:3])
        or UNKNOWN_MODEL
    )


def identify_modules(modules: Iterable[Module]) -> PrinterModel | None:
    """Recognize a model by the printer's own modules (protocol E.1, recordings)."""
    main = [m for m in modules if m.name == "ota" or m.hardware.startswith("AP0")]
    for module in main:
        if model := _BY_NAME.get(_spelled(module.product)):
            return model
    for module in main:
        if model := _BY_CODE.get(module.project):
            return model
    hardware = {module.hardware for module in main}
    if "AP02" in hardware:
        return _BY_NAME["x1e"]
    return _X1C if "AP05" in hardware else None
