"""Names and texts that the cloud knows."""
