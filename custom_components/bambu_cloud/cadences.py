"""How often things are fetched, checked and written, with the reason of each."""

from datetime import timedelta

POLL_LINK_UP = timedelta(minutes=5)
"""While printers push, the poll finds new and lost ones."""
POLL_LINK_DOWN = timedelta(minutes=1)
"""Without reports, the poll is all there is."""

LINK_GONE = timedelta(minutes=1)
"""A link that is back by then changes nothing that is shown: brokers restart, routers
reconnect. Without one for longer, nobody knows how printers are."""

FIRMWARE = timedelta(hours=6)
"""A release can wait; printers report what is offered to them, too."""

HISTORY = timedelta(hours=6)
"""For prints that began and ended unnoticed."""
HISTORY_RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15))
"""The cloud lists a job some time after it began or ended, if ever."""
HISTORY_OF_END = timedelta(minutes=1)
"""An event waits for how a print ended that no report showed."""

STATISTICS = timedelta(hours=6)
"""For prints of which no newest task was fetched."""
STATISTICS_PAGE = timedelta(seconds=2)
"""The whole past may be a hundred pages, which nobody waits for."""

FILAMENT_NAMES = timedelta(days=1)
"""Presets change when somebody edits them in the slicer."""
FILAMENT_NAMES_AFTER_START = timedelta(minutes=1)
"""Old names do until the start is over."""

MAINTENANCE = timedelta(hours=1)
"""What becomes due by the date alone can wait so long."""

SPOOLS = timedelta(hours=1)
"""Weights are set by applications while they are open, and by hand."""
SPOOLS_AFTER_PRINT = timedelta(minutes=1)
"""An application that is open sets weights as soon as a printer is idle."""

ERROR_TEXTS = timedelta(days=30)
"""Texts hardly ever change, and a language is large."""

ALL_REGISTERED = timedelta(minutes=15)
"""By then, printers that are on have shown what they have."""

RETRY = timedelta(hours=1)
"""After a failure of what can wait; longer if the cloud says so."""

PRINT_PROGRESS = timedelta(minutes=2)
"""What a crash may hide of a print at work: with it, a gap is still a brief one."""
PRINT_STATES = timedelta(seconds=1)
"""What a crash may hide of prints without an event, as many printers report at once."""
PRINTER_STATES = timedelta(minutes=15)
"""What a crash may cost; each write wears an SD card."""
