"""Trust root 信任根: what a verifier holds outside the repository, best on paper."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.intake.digests import DIGEST_PATTERN

MAIN = "refs/heads/main"
VERSION = 1


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
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"

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


def read(path: Path) -> Root:
    """The trust root in a file; raises ``BadRoot``."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError:
        raise BadRoot(f"读不到信任根文件 {path}") from None
    except (ValueError, RecursionError):
        raise BadRoot(f"{path} 不是信任根文件") from None
    fields = {"version", "ledger", "genesis", "approvers", "branch", "demo"}
    if not isinstance(value, dict) or set(value) != fields or value["version"] is not VERSION:
        raise BadRoot(f"{path} 不是信任根文件")
    texts = [value[name] for name in ("ledger", "genesis", "approvers", "branch")]
    if not all(isinstance(text, str) and text for text in texts) or not isinstance(
        value["demo"], bool
    ):
        raise BadRoot(f"{path} 的内容写得不对")
    if not re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", value["genesis"]):
        raise BadRoot(f"{path} 的 genesis 应当是完整的提交号")
    if not re.fullmatch(DIGEST_PATTERN, value["approvers"]):
        raise BadRoot(f"{path} 的 approvers 应当是 sha256 摘要")
    if not re.fullmatch(r"refs/heads/[A-Za-z0-9][A-Za-z0-9_.-]*", value["branch"]):
        raise BadRoot(f"{path} 的 branch 应当是 refs/heads/main 的样子")
    ledger, genesis, approvers, branch = texts
    return Root(ledger, genesis, approvers, branch, value["demo"])
