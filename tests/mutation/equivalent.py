"""Changes that make no difference, each with the reason."""

EQUIVALENT: dict[tuple[str, str], str] = {}
"""Line before, line after: why they are the same to everyone."""
