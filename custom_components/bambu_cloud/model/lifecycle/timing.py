"""Durations that decide about prints, each with its reason (docs/lifecycle.md 6)."""

from datetime import timedelta

MAX_GAP = timedelta(minutes=2)
"""Reports are continuous up to this gap; printers report at least every minute."""
MAX_ABSENCE = timedelta(seconds=30)
"""The same for a link or printer that was gone: much may have happened meanwhile."""
NAMED_WITHIN = timedelta(minutes=6)
"""Ids and name of a job come up to minutes after its state, at the latest with the next
full report, which is asked for every five minutes at most."""
NAME_PENDING = timedelta(minutes=1)
"""After a gap, a name that was seen so soon after a start proves nothing."""
SHORTEST = timedelta(minutes=5)
"""In a shorter gap, the same end under another name has the name of the next print."""
CANCEL_WITHIN = timedelta(seconds=10)
"""The code that makes a failure a cancel comes so long before or after it."""
SAME_START = timedelta(minutes=1)
"""Starts in the history and seen starts are noted by different clocks."""
STALE_START = timedelta(minutes=5)
"""A reported start that is further from the seen one is the last job's."""
IDLE_IN_START = timedelta(seconds=10)
"""Some printers show IDLE for so long at most while a job begins."""
IDLE_WITH_IDS = timedelta(seconds=20)
"""Idle for so long, an open run is over: the history says how it ended."""
IDLE_WITHOUT_IDS = timedelta(minutes=2)
"""The same for a run that the history cannot have: there is no second source."""
PRINTER_FIRST = timedelta(minutes=3)
"""A reachable printer may report an end before the history: it has the reason."""
UNCHANGED = timedelta(minutes=10)
"""Unchanged for so long, the report of the end of an open run may be lost."""
HOLD_START = timedelta(seconds=60)
"""A late start waits for a history that does not answer, as prints before it may."""
WAIT_FOR_CANCEL = timedelta(seconds=90)
"""For the printer to report a cancel: to the history, that is a failure."""
WAIT_FOR_ROW = timedelta(minutes=20)
"""For the end in a history that answers: rows appear up to 15 minutes late."""
WAIT_FOR_ANYTHING = timedelta(hours=2)
"""For history or printer to say how a run ended: a guess would be all there is."""
SOON = timedelta(seconds=1)
"""Between checks while time alone decides something."""
CHECK_INTERVAL = timedelta(seconds=30)
"""Between checks without a report."""
HISTORY_INTERVAL = timedelta(seconds=60)
"""Least time between two requests for the history, to go easy on the cloud."""
