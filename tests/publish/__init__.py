"""Pages, settings and the built site."""
