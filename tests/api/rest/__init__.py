"""Tests of the package api.rest."""
