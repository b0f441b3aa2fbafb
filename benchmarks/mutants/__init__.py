"""``make mutants``: would the tests notice if the program were wrong?  See benchmarks/README.md."""
