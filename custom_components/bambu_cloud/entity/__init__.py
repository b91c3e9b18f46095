"""Bases of the entities of printers and AMS units, and how they are added."""
