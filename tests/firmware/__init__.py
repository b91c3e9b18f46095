"""Tests of the package firmware."""
