"""What no single file can know: one small function each; all run, all problems are reported."""
