"""Admission: what must not even lie on the server in a draft, because git cannot forget it.

The hook looks at every commit that a push would add, on whatever branch, and at its message.  What
main itself passes through is looked at by every judge (``check_edit``); other drafts, which are no
part of what is approved, by the hook alone.
"""

from __future__ import annotations

import re

from generator.approval.refusal import Refused
from generator.audit.git import Git
from generator.audit.objects import MODES, PLAIN, Edit, Store
from generator.text import privacy
from generator.text.strict import MAX_BYTES

# Far above any honest branch; a push that has more is refused before its files are read.
MAX_COMMITS, MAX_DRAFT_PATHS = 2000, 4000
_HINT = "推送人在本机重做这些提交，去掉它以后再推送；已经推送到别处的，报告保密部门"

_MACHINE_MADE = re.compile(
    r"sha256:[0-9a-f]{64}(?![0-9a-f])|(?<![0-9a-f])[0-9a-f]{40}(?:[0-9a-f]{24})?(?![0-9a-f])"
    r"|[A-Za-z0-9+/]{120,}=*|(?<=T)\d\d:\d\d:\d\d[+-]\d\d:\d\d"
)
"""Digests, commit ids, signatures and times: digits that are nobody's."""
_LONG_ENOUGH = re.compile(r'"[^"]{7,}"|\d{11,}')


def check_admission(git: Git, store: Store, tip: str) -> None:
    """Raises ``Refused`` for the first draft that must not come in."""
    new = _new_commits(git, tip)
    if len(new) > MAX_COMMITS:
        raise Refused("E-LIMIT", "", f"一次推送了 {MAX_COMMITS} 个以上的提交")
    # Messages go to every clone and cannot be taken back either.
    for oid, message in new.items():
        _refuse_personal(message, oid, "提交说明第 {} 行")
    store.want_commits(new)
    pairs = [(store.tree_before(oid), store.commit(oid).tree) for oid in new]
    for edits in store.differences(pairs, MAX_DRAFT_PATHS):
        if edits is None:
            raise Refused("E-LIMIT", "", f"一个提交改动了 {MAX_DRAFT_PATHS} 个以上的文件")
        drafts = [edit for edit in edits if _holds_data(edit)]
        store.want_blobs(e.new.oid for e in drafts if e.new is not None and e.new.mode == PLAIN)
        for edit in drafts:
            check_edit(edit, store)


def _new_commits(git: Git, tip: str) -> dict[str, str]:
    """The commits that the server does not have yet, with their messages."""
    call = ("log", "--no-notes", "--encoding=UTF-8", "--format=%H%n%B%x00")
    said = git.text(*call, f"--max-count={MAX_COMMITS + 1}", tip, "--not", "--all")
    parts = (part.strip("\n").partition("\n") for part in said.split("\0"))
    return {oid: message for oid, _, message in parts if oid}


def check_edit(edit: Edit, store: Store) -> None:
    """A file of ledger or rules as it would lie there; raises ``Refused``."""
    if edit.new is None or not _holds_data(edit):
        return
    if edit.new.mode != PLAIN:
        raise Refused("E-MODE", edit.path, f"这是{MODES.get(edit.new.mode, '目录')}，只收普通文件")
    raw = store.blob(edit.new.oid)
    written = edit.path.endswith(".yml")
    if raw.data is None or (written and raw.size > MAX_BYTES):
        raise Refused(
            "E-LIMIT", edit.path, f"文件有 {raw.size // 1024} KiB，超过 {MAX_BYTES // 1024} KiB"
        )
    # Without the zero bytes, digits in UTF-16 are digits.
    text = raw.data.replace(b"\0", b"").decode("utf-8", "replace")
    if not edit.path.endswith(".json"):
        _refuse_personal(text, edit.path, "第 {} 行")
        return
    # Machine-made, long lines, mostly short texts: only what is long enough is looked at.
    _refuse_personal("\n".join(_LONG_ENOUGH.findall(text)), edit.path, "")


def _holds_data(edit: Edit) -> bool:
    return edit.path.startswith(("ledger/", "rules/"))


def _refuse_personal(text: str, path: str, where: str) -> None:
    for number, line in enumerate(_MACHINE_MADE.sub(" ", text).splitlines(), 1):
        if found := privacy.find(line):
            what = f"{where.format(number)}疑似写有{found.what}{found.masked}"
            raise Refused("E-CONTENT", path, what, _HINT)
