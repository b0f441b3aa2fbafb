"""The house itself: its rooms, its words, its recipes, its measuring."""
