"""Hostile responses to every method of the client."""
