"""Tests of the package model.lifecycle."""
