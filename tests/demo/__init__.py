"""A real Home Assistant with simulated or recorded printers, in one command."""
