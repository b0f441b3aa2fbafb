"""Numbers: lines, sums, ranks, and what becomes of published ones."""
