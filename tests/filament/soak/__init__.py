"""Print by the hundred from spools of an account, and weigh what was booked."""
