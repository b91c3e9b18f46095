"""How spools are dried by default."""

import pytest

from custom_components.bambu_cloud.model import AmsKind, AmsUnit, Tray, drying_program
from custom_components.bambu_cloud.model.drying import DryingProgram

PLA = Tray(id=0, material="PLA", drying_temperature=55, drying_hours=8)
ABS = Tray(id=1, material="ABS", drying_temperature=80, drying_hours=12)
TPU = Tray(id=2, material="TPU", drying_hours=30)
STRANGE = Tray(id=3, drying_temperature=20)


@pytest.mark.parametrize(
    ("kind", "trays", "program"),
    [
        (AmsKind.PRO_2, (PLA,), DryingProgram(55, 8, "PLA", 65)),
        (AmsKind.PRO_2, (PLA, ABS), DryingProgram(55, 12, "PLA", 65)),
        (AmsKind.PRO_2, (ABS,), DryingProgram(65, 12, "ABS", 65)),
        (AmsKind.HT, (ABS,), DryingProgram(80, 12, "ABS", 85)),
        (AmsKind.PRO_2, (ABS, TPU), DryingProgram(45, 24, "TPU", 65)),
        (AmsKind.PRO_2, (STRANGE,), DryingProgram(45, 8, "", 65)),
        (AmsKind.HT, (), DryingProgram(45, 8, "", 85)),
    ],
)
def test_program(
    kind: AmsKind, trays: tuple[Tray, ...], program: DryingProgram
) -> None:
    """The most delicate spool decides how warm, the wettest kind how long."""
    assert drying_program(AmsUnit(id=0, kind=kind, trays=trays)) == program
