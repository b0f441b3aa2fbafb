"""jifen (积分): monthly records in git become transparent, provable bulletins."""
