"""A simulated Bambu Lab cloud with printers."""
