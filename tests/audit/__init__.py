"""Tests of the audit kernel: what it accepts, its laws, and each of its parts."""
