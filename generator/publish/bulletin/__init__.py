"""Bulletins 通报: one page per scheme and period."""
