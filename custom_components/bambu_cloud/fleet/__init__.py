"""What all printers of an account do together."""
