"""The sample county and the demonstration."""
