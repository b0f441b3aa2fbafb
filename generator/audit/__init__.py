"""Who approved what: one kernel for the push gate, the offline verifier and the build.

Standard library, libyaml and ``cryptography`` only; git is run in ``git.py`` and nowhere else.
"""

from __future__ import annotations

KERNEL = ("text", "rules", "ledger", "trail", "approval", "audit")
"""The rooms of the kernel: what the gate copies, and what a checkpoint is made by."""
LAWS = ("checks", "scoring")
"""What the gate copies as well: the two laws are asked of pushes, and of no proof."""
