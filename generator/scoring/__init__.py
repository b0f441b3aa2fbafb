"""Pure arithmetic: records × rulebook → score lines, standings, year results. No I/O, no clock."""
