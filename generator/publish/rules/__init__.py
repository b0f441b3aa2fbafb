"""The rules as pages, and what may be written in a record file."""
