"""The cameras of printers, each at an address of this machine."""
