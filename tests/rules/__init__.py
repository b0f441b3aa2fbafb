"""What rule files say, and what becomes of it."""
