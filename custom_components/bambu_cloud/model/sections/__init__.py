"""The sections of a printer's state, one subject each."""
