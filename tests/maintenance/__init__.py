"""Tests of what a printer needs from time to time."""
