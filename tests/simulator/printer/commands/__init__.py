"""Reactions of printers to requests."""
