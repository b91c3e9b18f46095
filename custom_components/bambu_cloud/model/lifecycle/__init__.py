"""One print from its start to its end, each event once."""
