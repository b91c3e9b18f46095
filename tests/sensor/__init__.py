"""Tests of the package sensor."""
