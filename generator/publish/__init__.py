"""Numbers → things people read. No scoring, no clock; git only where a trust root is given."""
