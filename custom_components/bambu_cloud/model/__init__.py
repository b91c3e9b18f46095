"""What a printer is: frozen values, parsing, merging, catalog."""
