"""Sentences a clerk might write, by item code and season; no names, no places that exist.

A pool maps an item code to seasons and each season to sentences.  ``常`` holds all year round;
``{where}`` and ``{n}`` are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Pool = Mapping[str, Sequence[str]]
Pools = Mapping[str, Pool]
