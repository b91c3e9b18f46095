"""The dialogs: logging in, and the options of an account."""
