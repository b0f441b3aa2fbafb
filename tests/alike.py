"""Whatever sheet the gate refuses, the tree proof, the build and the rehearsal refuse alike.

What is wrong with a file itself, the check says too, without which nothing is verified or built.
``Desk.push`` and ``attacks.scene.asked`` ask here after every refusal of a push to main, so that an
attack that is added is held to it too.  That the history proof says the same, ``Scene.refused`` asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.approval.routes import is_sheet
from generator.audit.git import Git, ObjectReader
from generator.audit.objects import PLAIN, Store
from generator.audit.tree import Paper, held_to_papers
from generator.checks.books import read_books
from generator.desk.clone import Copy
from generator.desk.draft import find_draft, rehearse
from generator.publish.evidence import signatures
from generator.text.problems import errors, visible

Told = tuple[str, str]
"""Code and path of a refusal."""

TWO_STATES = {
    r"E-(?:REF|REFDEL|NOTFF|GENESIS|HISTORY|HOOK|OBJECT)\b": "how commits and refs stand",
    r"E-(?:EMPTY|STRAY|SHEETS)\b": "what one step of main brings",
    r"E-APPEND .*已经生效的审批单": "which sheets were there before",
    r"E-(?:APPROVERS|RULES) .*主分支上没有用过": "which states main has passed through",
    r"E-RULES .*签名以后，.*改了": "which rules are in force",
    r"E-(?:KEY|SIGNATURE|CLICK|EVIDENCE|OFFICE|UNIT|LEVEL) .*签名以后审批人名册换了新版": "which approvers file is in force",
    r"E-SEEN ": "which commits main has passed through",
    r"E-(?:TIME|DATE) .*还没有到": "what day it is",
    r"E-CLOSED .*(?:不能直接改|规则不能再改|不能重新公布)": "what had been published before",
    r"E-CLOSED .*的通报会变": "what was published, and what comes of all records",
    r"E-CHECK ": "what the whole ledger says",
    r"E-LEDGER rules/bureau.yml": "what the rules were before",
    r"E-ROSTER .*(?:积分制|路径不收)": "which schemes the rules had",
    r"E-ROSTER ledger/": "which scheme the rules have for a folder",
    r"E-MODE ": "what is no plain file has no bytes",
    r"E-PATH .*只差大小写": "what lies beside it",
    r"E-LIMIT .*KiB": "how large the files are",
    r"E-CONTENT (?!\S+/approvals/)": "what the files say",
    r"E-BULLETIN (?!.*两个文件)": "what the files say, and the records before",
    r"E-(?:CORRECTION|RESTATEMENT|OBJECTION) ": "what the files say, and what was published before",
}
"""Refusals that no sheet can show, and what would have to be known."""
OTHERWISE = {
    r"E-CHANGE .*不是这处改动": "the tree names the file and not the sheet",
    r"E-MIXED ": "what was not signed along has no approval",
    r"E-NOSHEET ": "what was approved before is not what was approved",
    r"E-(?:REPORTER|SAME) (?!\S+/approvals/)": "a sheet is judged before the record",
    r"E-(?:ROSTER|DELETE) rules/approvers": "the versions are read before any sheet",
    r"E-PATH .*\ufffd": "no sheet can write such a name",
    r"E-LEDGER rules/approvers.yml": "the versions are held against the root before any sheet",
    r"E-SUBMISSION rules/approvals/approvers-": "the sheet of every version is looked for by its name",
}
"""Refusals in whose place the tree may name another fault, and why; it must name one."""

_LINE = re.compile(r"(E-[A-Z]+)(?: (.*?))?: ")
_DAY = re.compile(
    r"^(?:  - {状态: [^,]*, )?(日期|公布日期|填报日期): (\d{4}-\d\d-\d\d)", re.MULTILINE
)
_REPORTER = re.compile(r'^填报人: "(\d+)"', re.MULTILINE)


def held_alike(folder: Path, root: Root, base: str | None, source: str, line: str) -> None:
    """``line`` is what the gate says of ``source`` in a clone; main was at ``base``."""
    found = _LINE.match(line)
    assert found, line
    gate = found[1], found[2] or ""
    git = Git(folder)
    commit = git.commit_id(source) if source else None
    if commit is None or gate[0] == "E-OBJECT":
        return
    with ObjectReader(git) as reader:
        files, new = _files(Store(reader), commit, base)
    if not new:
        return
    if re.match(r"E-CONTENT (?:ledger|rules)\b(?!\S*/approvals/)(?!.*本机重做)", line):
        # What the files say is no matter of sheets: verify and build refuse it by the check.  Not so
        # what a commit on the way had, which is gone from the end.
        assert errors(read_books(files)[1]), line
    if _excused(line, files.get(gate[1], b"")):
        return
    told = by_tree(files, root)
    if gate not in told:
        assert any(re.match(each, line) for each in OTHERWISE), told
        assert told
    else:
        assert by_rehearsal(folder, commit, files) in ([gate], None)


def by_tree(files: Mapping[str, bytes], root: Root) -> list[Told]:
    """What the build finds in the tree."""
    proof = signatures(files, root)
    assert proof is not None
    texts = {p: data.decode("utf-8", "replace") for p, data in files.items() if p.endswith(".yml")}
    papers = {path: _paper(text) for path, text in texts.items()}
    return [_told(refusal) for refusal in held_to_papers(proof, papers).refusals]


def _paper(text: str) -> Paper:
    """What a file says of itself, as far as a test writes it in the usual way."""
    by, days = _REPORTER.search(text), list(_DAY.finditer(text))
    # The steps of an objection come after its first day, and the last one counts.
    key, day = days[-1].groups() if days else ("", "0001-01-01")
    return Paper(key, date.fromisoformat(day), by[1] if by else "")


def by_rehearsal(folder: Path, commit: str, files: Mapping[str, bytes]) -> list[Told] | None:
    """What is said at the desk before such a sheet is committed; None when there is no draft of it."""
    copy = Copy(folder)
    try:
        draft = find_draft(copy, commit, copy.store.commit(commit).tree)
        if draft is None or not draft.sheet:
            return None
        refusal = rehearse(copy, draft, files[draft.sheet_path])
        return [] if refusal is None else [_told(refusal)]
    except Refused as refused:
        return [_told(refused.refusal)]
    finally:
        copy.close()


def _told(refusal: Refusal) -> Told:
    return refusal.code, visible(refusal.path)


def _files(store: Store, commit: str, base: str | None) -> tuple[dict[str, bytes], set[str]]:
    """The plain files of ledger and rules in a commit, and the sheets that are new in it."""
    tree = store.commit(commit).tree
    main = store.commit(base).tree if base else ""
    nodes = {
        path: node
        for top in ("ledger", "rules")
        for path, node in store.files(tree, top).items()
        if node.mode == PLAIN
    }
    new = {p for p, n in nodes.items() if is_sheet(p) and not (main and store.node(main, p) == n)}
    return {path: store.blob(node.oid).data or b"" for path, node in nodes.items()}, new


def _excused(line: str, sheet: bytes) -> bool:
    """Whether no sheet can show why; also an office that had ended when others signed later."""
    if any(re.match(each, line) for each in TWO_STATES):
        return True
    if line.startswith("E-OFFICE") and (day := re.search(r"在 ([\d-]{10}) 不担任", line)):
        return f'"time":"{day[1]}T'.encode() not in sheet
    return False
