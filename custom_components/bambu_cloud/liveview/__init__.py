"""The live cameras of printers."""
