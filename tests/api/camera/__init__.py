"""Tests of the package api.camera."""
