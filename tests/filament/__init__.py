"""Spools of an account, and what prints use of them."""
