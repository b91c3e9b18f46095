"""The firmware of printers and of their modules."""
