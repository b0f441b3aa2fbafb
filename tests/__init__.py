"""Tests; the input of each is visible in it."""
