"""Talking to Bambu Lab's cloud."""
