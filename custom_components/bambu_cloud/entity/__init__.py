"""What entities of printers and of AMS units have in common."""
