"""What ``rules/`` says: schemes and their kinds of items, bureau, calendar, roster, as of a month."""
