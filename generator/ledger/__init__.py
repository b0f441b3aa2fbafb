"""What ``ledger/`` says: records, cases and reviews, read through the forms that rules make."""
