"""What became of published numbers, and who approved them."""
