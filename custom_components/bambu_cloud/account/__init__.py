"""What belongs to an account as a whole."""
