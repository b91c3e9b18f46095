"""The cloud's REST interface and its accounts."""
