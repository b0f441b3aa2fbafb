"""Approval sheets: who may say what, what is signed, and what a sheet alone proves."""
