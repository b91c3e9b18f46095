"""Tests of the package account."""
