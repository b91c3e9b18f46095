"""Scenarios of printers and of the cloud."""
