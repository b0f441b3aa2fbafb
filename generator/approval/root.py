"""Trust root 信任根: what a verifier holds outside the repository, best on paper."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.text.digests import DIGEST_PATTERN

MAIN = "refs/heads/main"
ROOT_LAYOUT = 1


class BadRoot(ValueError):
    """Not a trust root; the message is a Chinese half-sentence."""


@dataclass(frozen=True, slots=True)
class Root:
    """The genesis commit and the digest of its approvers file."""

    ledger: str
    genesis: str
    approvers: str
    branch: str = MAIN
    demo: bool = False
    """Whether keys from the public demonstration seed are accepted, and everything marked so."""

    @property
    def text(self) -> str:
        """The file ``ROOT.json``."""
        return (
            json.dumps({"version": ROOT_LAYOUT, **asdict(self)}, ensure_ascii=False, indent=1)
            + "\n"
        )

    @property
    def lines(self) -> list[str]:
        """For paper."""
        return [
            f"台账：{self.ledger}",
            f"起点：{self.genesis}",
            f"审批人名册（第1版）：{self.approvers}",
            f"主分支：{self.branch}",
            *(["演示用，不作为依据"] if self.demo else []),
        ]


_FORMS = {
    "ledger": (".+", "双引号里的文字"),
    "genesis": (r"[0-9a-f]{40}(?:[0-9a-f]{24})?", "完整的提交号"),
    "approvers": (DIGEST_PATTERN, "sha256 摘要"),
    "branch": (r"refs/heads/[A-Za-z0-9][A-Za-z0-9_.-]*", "refs/heads/main 的样子"),
}
"""What the texts of the file look like, and how that is called."""


def read(path: Path) -> Root:
    """The trust root in a file; raises ``BadRoot``."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError:
        raise BadRoot(f"读不到信任根文件 {path}") from None
    except json.JSONDecodeError as error:
        raise BadRoot(f"{path} 不是信任根文件：第 {error.lineno} 行不合 JSON 的写法") from None
    except (ValueError, RecursionError):
        raise BadRoot(f"{path} 不是信任根文件") from None
    # Each field has a sentence of its own: this file is typed from paper when all else is lost.
    if not isinstance(value, dict):
        raise BadRoot(f"{path} 不是信任根文件")
    if found := _fault(value):
        raise BadRoot(f"{path} {found}")
    return Root(**{name: value[name] for name in _FORMS}, demo=value["demo"])


def _fault(value: dict[str, Any]) -> str:
    """What is wrong with the fields; empty when nothing is."""
    fields = {"version", *_FORMS, "demo"}
    if missing := sorted(fields - set(value)):
        return f"不是信任根文件：缺少 {'、'.join(missing)}"
    if extra := sorted(set(value) - fields):
        return f"不是信任根文件：多出了 {'、'.join(extra)}"
    if value["version"] is not ROOT_LAYOUT:
        return f"不是信任根文件：version 应当是 {ROOT_LAYOUT}"
    for name, (form, called) in _FORMS.items():
        if not isinstance(value[name], str) or not re.fullmatch(form, value[name]):
            return f"的 {name} 应当是{called}"
    return "" if isinstance(value["demo"], bool) else "的 demo 应当是 true 或 false"
