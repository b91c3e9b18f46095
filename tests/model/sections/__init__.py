"""Tests of the package model.sections."""
