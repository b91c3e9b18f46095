"""The spools of an account: what is left of them, and what prints used."""
