"""The first page and the lists."""
