"""What happens to a number once it is published: closed, kept, opened again, rebuilt, corrected."""
