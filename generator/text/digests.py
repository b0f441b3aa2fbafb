"""Digests that ``sha256sum`` can redo: of a file, of the records of a period, of the rules.

A digest is written ``sha256:<64 hex>``.  The digest of several files is the digest of the list
that ``sha256sum`` prints of them, sorted by path::

    sha256sum ledger/2025-06/rooms/*.yml | sha256sum

All functions but ``of_files`` take digests, not bytes, so that whoever has the digests of objects
already need not read a file again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

Digests = Mapping[str, str]
"""Path → digest of its content."""

PREFIX = "sha256:"
DIGEST_PATTERN = r"sha256:[0-9a-f]{64}"

_NO_RULES = re.compile(r"rules/(?:approvers\.yml|approvers/.*|approvals/.*)", re.DOTALL)


def of_bytes(content: bytes) -> str:
    """The digest of a file's bytes."""
    return PREFIX + sha256(content).hexdigest()


def of_files(files: Mapping[str, bytes], paths: Iterable[str] | None = None) -> dict[str, str]:
    """The digest of each file, or of each of ``paths``."""
    return {path: of_bytes(files[path]) for path in (files if paths is None else paths)}


def of_list(digests: Digests) -> str:
    """The digest of the list ``<hex>  <path>`` of files, sorted by the bytes of their paths."""
    lines = (
        f"{digests[path].removeprefix(PREFIX)}  {path}\n".encode("utf-8", "surrogateescape")
        # In the order of LC_ALL=C, so that sort gives the same list on every machine.
        for path in sorted(digests, key=_path_bytes)
    )
    return of_bytes(b"".join(lines))


def of_rules(digests: Digests) -> str:
    """The rules digest: of every file under ``rules/`` that says how points are given.

    Who may approve, and the approvals of rules, are no such files.
    """
    return of_list({path: digest for path, digest in digests.items() if is_rule(path)})


def is_rule(path: str) -> bool:
    """Whether a file counts for the rules digest."""
    return path.startswith("rules/") and not _NO_RULES.fullmatch(path)


def _path_bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
