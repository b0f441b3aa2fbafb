"""Kept 备存: what follows from a digest and is slow to read, from one push to the next.

Rules and roster as read, in a folder beside the gate that ``install`` makes anew.  Python takes them
back as they were, which is as much as running what they say: so nothing is taken that anybody but
the account of the gate could have written.  Whatever is missing or odd is simply read again.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import stat
from pathlib import Path
from typing import Any

MOST = 8
"""Versions of the rules that are kept."""


class Kept:
    """A folder of values by digest (``sha256:…``)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, digest: str) -> Any | None:
        """What was put under a digest; None when it is not there, or may not be trusted."""
        path = self._path(digest)
        try:
            with path.open("rb") as file:
                if not (_is_own(os.fstat(file.fileno())) and _is_own(self.folder.stat())):
                    return None
                return pickle.load(file)  # noqa: S301 - written by this account alone
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it is made again
            return None

    def put(self, digest: str, value: Any) -> None:
        """Keep a value; where that cannot be done, nothing is kept."""
        path = self._path(digest)
        part = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            with os.fdopen(
                os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                pickle.dump(value, file, protocol=5)
            part.replace(path)
            for old in sorted(self.folder.iterdir(), key=lambda p: p.stat().st_mtime)[:-MOST]:
                old.unlink()

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest.rpartition(':')[2]}.rules"


def _is_own(found: os.stat_result) -> bool:
    """Whether a file or folder belongs to this account, and nobody else may write to it."""
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
