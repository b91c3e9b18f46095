"""Answers that nobody would expect, thrown at every method of the client."""
