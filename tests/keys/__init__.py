"""A change of every key that the rule forms document."""
