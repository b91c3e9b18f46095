"""The cloud's REST interface."""
