"""Attacks: real pushes through the real gate, and the same done behind its back.

One module per class of attack.  Every test is one lie and the refusal it meets.
"""
