"""What the cloud does differently for different people, or is only said to do."""

from dataclasses import dataclass


@dataclass
class Switches:
    """What sources disagree about; each is off as it was measured.

    Attributes:
        claims: Answer what only one source knows of (protocol 0.1).
        records_tasks: Let anybody enter prints into the history (protocol A.7.5).
        changes_presets: Change a preset where it is (protocol A.9.5).
    """

    claims: bool = False
    records_tasks: bool = False
    changes_presets: bool = False
