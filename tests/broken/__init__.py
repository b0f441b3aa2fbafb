"""Broken records and rules: each case shows what was changed and the exact lines printed."""
