"""Prints by the thousand, with everything going wrong between them and us."""
