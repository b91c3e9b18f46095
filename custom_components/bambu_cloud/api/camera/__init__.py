"""Cameras of printers on the local network, and cameras of the owner's own."""
