"""Bambu Lab Cloud for Home Assistant."""
