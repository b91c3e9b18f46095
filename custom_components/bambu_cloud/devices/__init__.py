"""The printers of an account and their AMS units."""
