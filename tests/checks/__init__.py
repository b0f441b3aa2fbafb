"""What the check reads and says."""
