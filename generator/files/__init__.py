"""What is written is there whole: files, folders, and signals meanwhile."""
