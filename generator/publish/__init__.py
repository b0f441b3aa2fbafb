"""Numbers → things people read: view models, pages, tables, charts. No scoring, no git, no clock."""
