"""Where what comes with the program lies: templates, handbook, sample rules."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The place of ``site_templates``, ``handbook``, ``rules`` or something in them.

    They lie beside the package, in the repository as in a folder of installed packages: whoever
    reads the one finds the other.
    """
    return Path(__file__).resolve().parents[2] / name
