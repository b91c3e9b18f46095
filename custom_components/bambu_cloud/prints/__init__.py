"""What the printers print and have printed."""
