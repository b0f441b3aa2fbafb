"""From bytes to checked records: strict YAML, field tables, rules, roster, ledger, checks."""
