"""What a sheet alone proves, asked in memory: no repository, no push, one field changed at a time."""
