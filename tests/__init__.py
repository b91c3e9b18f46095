"""Tests of Bambu Lab Cloud for Home Assistant."""
