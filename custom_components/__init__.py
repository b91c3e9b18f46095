"""Integrations of this repository."""
