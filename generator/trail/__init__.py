"""What follows publication: bulletin records, corrections, objections."""
