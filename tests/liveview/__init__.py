"""Tests of the package liveview."""
