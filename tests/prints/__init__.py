"""Tests of the package prints."""
