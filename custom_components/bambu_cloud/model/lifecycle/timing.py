"""Durations that decide about prints, each with its reason (docs/lifecycle.md 6)."""

from datetime import timedelta

STABLE_FOR_FAILED = timedelta(seconds=5)
"""FAILED has to stand: the code that makes it a cancel can come up to 5 s later."""
STABLE_FOR_TOGGLE = timedelta(seconds=10)
"""A pause or error that flickers has to stand: old reports may be on their way."""
STABLE_FOR = timedelta(seconds=15)
"""What contradicts all before has to stand: by then, what was outdated is replaced.

Also the time after a gap until reports count as continuous.
"""
STABLE_FOR_DECIDED = timedelta(minutes=10)
"""What contradicts an event that has fired, or lacks a full report, has to stand.

Nothing else can decide it.
"""

MAX_GAP = timedelta(minutes=2)
"""Reports are continuous up to this gap; a silent printer is asked after it."""
MAX_ABSENCE = timedelta(seconds=30)
"""The same for a printer that left: it may have been off, and begun another job."""
DELIVERED_WITHIN = timedelta(minutes=1)
"""After an end, a delayed connection delivers reports of the ended run in one go."""
TOGGLE_WINDOW = timedelta(minutes=1)
"""Two pauses or errors flicker: so soon, the second may be an old report."""

OTHER_START = timedelta(minutes=1)
"""Starts by the printer's clock that differ by no more are the same."""
SAME_END = timedelta(seconds=15)
"""Ends in the history and seen ends are noted by different clocks."""
SAME_START = timedelta(minutes=1)
"""Starts in the history and seen starts are noted by different clocks."""

IDLE_WITH_IDS = timedelta(seconds=20)
"""Idle for so long, an open run is over: the history says how it ended."""
IDLE_WITHOUT_IDS = timedelta(minutes=2)
"""The same for a run that the history cannot have: there is no second source."""
MISSED_AFTER = timedelta(minutes=3)
"""Unchanged for so long, a full report with an end replaces one that was lost."""
PRINTER_FIRST = timedelta(minutes=3)
"""A reachable printer may report an end before the history: it has the reason."""
UNCHANGED = timedelta(minutes=10)
"""Unchanged for so long, the report of the end of an open run may be lost."""

WAIT_FOR_CANCEL = timedelta(seconds=90)
"""For the printer to report a cancel: to the history, that is a failure."""
WAIT_FOR_ROW = timedelta(minutes=10)
"""For a row in a history that answers: rows appear minutes late."""
WAIT_FOR_HISTORY = timedelta(minutes=20)
"""For a history that does not answer: only the time of the end is missing."""
WAIT_FOR_ANYTHING = timedelta(hours=6)
"""For history or printer to say how a run ended: a guess would be all there is."""

CHECK_INTERVAL = timedelta(seconds=30)
"""Between checks without a report: time alone can decide something."""
HISTORY_INTERVAL = timedelta(seconds=60)
"""Least time between two requests for the history, to go easy on the cloud."""
