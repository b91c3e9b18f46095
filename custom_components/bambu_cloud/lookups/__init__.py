"""Names and texts from the cloud, and when to fetch what can wait."""
