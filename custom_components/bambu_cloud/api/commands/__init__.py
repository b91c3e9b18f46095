"""What printers can be told (protocol D): from arguments to JSON, nothing else.

One function for each command, in a file for each subject. Values that no printer
would take raise `BambuInputError` before anything is sent.
"""

from .command import Command
from .job import pause, resume, set_speed, stop
from .lights import LightMode, LightNode, set_light

__all__ = [
    "Command",
    "LightMode",
    "LightNode",
    "pause",
    "resume",
    "set_light",
    "set_speed",
    "stop",
]
