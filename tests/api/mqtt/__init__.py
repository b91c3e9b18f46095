"""Tests of the package api.mqtt."""
