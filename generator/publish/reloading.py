"""Under ``serve`` one process builds many times: it takes up changes of the code as well."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

_code_seen: dict[str, float] = {}


def forget_changed_code(keeping: str) -> None:
    """When a module of the generator has changed, import them all afresh, but for one that stays."""
    modules = {
        name: Path(module.__file__)
        for name, module in sys.modules.items()
        if name.startswith("generator.") and name != keeping and module.__file__
    }
    now = {name: path.stat().st_mtime for name, path in modules.items() if path.exists()}
    if any(_code_seen.get(name, then) != then for name, then in now.items()):
        for name in modules:
            del sys.modules[name]
        importlib.invalidate_caches()
        _code_seen.clear()
    _code_seen.update(now)
