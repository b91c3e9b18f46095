"""How printers react to what they are sent."""
