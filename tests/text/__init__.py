"""Characters, numbers and files: read, rounded, written whole."""
