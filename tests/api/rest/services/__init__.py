"""Tests of the client, service by service."""
