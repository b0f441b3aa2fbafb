"""From characters to values with places, and back. No word of police work stands here."""
