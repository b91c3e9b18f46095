"""Tests of what all printers do together."""
