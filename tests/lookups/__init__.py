"""Tests of the package lookups."""
