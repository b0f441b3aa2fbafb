"""The rules from the tree alone: as the root holders signed them first, or changed by approval since.

Undoing every approved change of a rule file gives the rules of the first commit, whose digest the
root holders have signed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.approval.refusal import Refused
from generator.approval.statement import NOTHING
from generator.text.digests import is_rule, of_bytes, of_list

Edges = Mapping[str, Iterable[tuple[str, str]]]
"""Path → the changes that sheets make to it, as digests before and after."""


def check_rules(files: Mapping[str, bytes], edges: Edges, signed: str) -> None:
    """Raises ``Refused`` unless the rules follow from those of digest ``signed``."""
    first: dict[str, str] = {}
    paths = {path for path in (*files, *edges) if is_rule(path)}
    for path in sorted(paths):
        present = of_bytes(files[path]) if path in files else NOTHING
        start = _start(path, present, list(edges.get(path, ())))
        if start != NOTHING:
            first[path] = start
    if of_list(first) != signed:
        raise Refused("E-RULES", "rules", "rules/ 里有文件既不是起点里签过的，也不是审批过的改动")


def _start(path: str, present: str, changes: list[tuple[str, str]]) -> str:
    """The digest of a file before all of its approved changes, which must lead to ``present``."""
    if not changes:
        return present
    balance = Counter(old for old, _ in changes)
    balance.subtract(new for _, new in changes)
    balance[present] += 1
    starts = [digest for digest, count in balance.items() if count == 1]
    if len(starts) != 1 or any(count not in (0, 1) for count in balance.values()):
        raise Refused("E-CHANGE", path, "规则文件的内容不是审批过的内容")
    return starts[0]
