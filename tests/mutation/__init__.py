"""Change the integration in one place at a time, and see whether a test notices."""
