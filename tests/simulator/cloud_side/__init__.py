"""The cloud's REST interface, and what it knows of accounts."""
