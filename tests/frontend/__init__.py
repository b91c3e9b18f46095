"""The dashboard and the cards."""
