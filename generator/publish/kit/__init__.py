"""What pages are made of: addresses, tables, charts, words."""
