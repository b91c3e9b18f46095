"""Tests of what printers are told."""
