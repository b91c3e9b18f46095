"""Tests of what prints cost."""
