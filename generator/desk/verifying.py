"""``jifen verify``: the two proofs, and whether published numbers come about again; in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.audit import history
from generator.audit.git import Git, GitError
from generator.audit.history import HistoryProof
from generator.audit.state import files_of
from generator.audit.tree import TreeProof, held_to_papers, papers_of, prove_tree
from generator.checks.books import READ_FOLDERS, Books, files_in, read_books
from generator.desk.clone import main_of
from generator.files import whole
from generator.scoring.closed.compared import Rebuilt, rebuild
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text.canonical import Json
from generator.text.problems import (
    Problem,
    abridged,
    as_data as problems_as_data,
    as_line,
    errors,
)


@dataclass(frozen=True, slots=True)
class Verification:
    """Everything that was looked at."""

    commit: str
    """The commit whose files were read; empty when they came from a folder."""
    ref: str
    tree: TreeProof
    history: HistoryProof | None
    root: Root | None
    problems: tuple[Problem, ...]
    """What the check finds wrong with the files."""
    rebuilt: tuple[Rebuilt, ...]
    incomplete: str = ""
    """Why nothing about history can be said; empty when it is whole or was not asked for."""

    @property
    def ok(self) -> bool:
        """Whether everything asked for holds."""
        return (
            self.tree.ok
            and not self.problems
            and not self.incomplete
            and (self.history is None or self.history.ok)
            and all(each.same for each in self.rebuilt)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be proven, and from where on."""

    root: Root | None
    periods: Sequence[str]
    """Of the bulletins to make again; all when empty."""
    history: bool
    numbers: bool
    checkpoint: Path | None
    printed: Sequence[str]
    """Commits that were seen on main before."""


Main = tuple[str, str]
"""Ref and commit of main; empty where there is none."""


def main_or_none(git: Git) -> Main:
    """Where main is; nothing too where git reads nothing, which the proof from history will say."""
    try:
        return main_of(git)
    except GitError:
        return "", ""


def verify(
    git: Git,
    base: Path,
    main: Main,
    asked: Asked,
    working: Callable[[str], AbstractContextManager[None]],
) -> Verification:
    """Both proofs and the numbers of main, or of the files in ``base`` where there is no commit."""
    ref, commit = main
    try:
        with working("正在读取文件"):
            files = files_of(git, commit, READ_FOLDERS) if commit else files_in(base)
    except Refused as refused:
        # The files themselves cannot be trusted to be what git says: nothing more is looked at.
        broken = TreeProof((), {}, (refused.refusal,))
        return Verification(commit, ref, broken, None, asked.root, (), ())
    with working(f"正在核验 {len(files)} 个文件"):
        books, found = read_books(files)
        problems = tuple(errors(found))
        papers = papers_of(books.ledger, books.trail) if books else {}
        tree = held_to_papers(prove_tree(files, asked.root), papers)
        scored = asked.numbers and not problems
        rebuilt = tuple(_rebuilt(books, asked.periods)) if books and scored else ()
    proof, incomplete = None, ""
    if asked.history and asked.root is not None:
        with working("正在核验历史"):
            proof = _history(git, commit, asked.root, asked)
    elif asked.history:
        incomplete = git.why_incomplete() if commit else ""
    return Verification(commit, ref, tree, proof, asked.root, problems, rebuilt, incomplete)


def _history(git: Git, commit: str, root: Root, asked: Asked) -> HistoryProof:
    """The proof from history, going on from the checkpoint and moving it on where it holds."""
    known = history.read_checkpoint(asked.checkpoint) if asked.checkpoint else None
    proof = history.prove(git, root, commit or None, known, printed=asked.printed)
    if proof.ok and asked.checkpoint:
        whole.files({asked.checkpoint: history.checkpoint_of(proof, root).text.encode()})
    return proof


def _rebuilt(books: Books, periods: Sequence[str]) -> Iterator[Rebuilt]:
    bulletins = [b for b in books.trail.in_force if not periods or b.period.code in periods]
    if not bulletins:
        return
    reopened = Reopened(books, Scores(books))
    for bulletin in bulletins:
        yield rebuild(reopened, bulletin)


def as_text(report: Verification) -> Iterator[str]:
    """For a person: what was proven, what could not be, and exactly where it breaks."""
    where = f"{report.ref.removeprefix('refs/')} {report.commit}" if report.commit else "当前文件夹里的文件（不是某个提交）"  # fmt: skip
    yield f"核验对象：{where}"
    yield from _tree_text(report)
    yield from _history_text(report)
    yield from _numbers_text(report)
    if report.ok:
        yield "结论：通过。" + ("" if report.history else "（只核验了目录，没有核验历史；加 --trust 信任根文件 可以核验历史）")  # fmt: skip
    else:
        yield "结论：不通过，见上面标“✗”的各行。"


def _tree_text(report: Verification) -> Iterator[str]:
    proof = report.tree
    grades = [each.grade for each in proof.approvals]
    yield "一、目录核验（每份记录的内容与最新一份审批单一致）"
    mark = "✓" if proof.ok else "✗"
    yield f"  {mark} 台账文件 {proof.proven + len(proof.unproven)} 个，已证明 {proof.proven} 个，未证明 {len(proof.unproven)} 个"  # fmt: skip
    yield f"    审批单 {len(grades)} 份，签名 {proof.signatures} 个；凭证：甲（全部本人签名）{grades.count('甲')} 份，乙（含平台点击）{grades.count('乙')} 份"  # fmt: skip
    if proof.versions:
        newest = proof.versions[-1]
        yield f"    审批人名册第 {newest.version} 版 {newest.digest}"
    if proof.demo:
        yield "    注意：名册用的是演示密钥，只供演示，不能作为依据"
    yield from (f"  ✗ {refusal.line}" for refusal in proof.refusals)


def _history_text(report: Verification) -> Iterator[str]:
    yield "二、历史核验（主分支的每一步都正好是一份审批单所批准的改动）"
    if report.incomplete:
        yield f"  ✗ {report.incomplete}，不能证明历史"
        return
    proof = report.history
    if proof is None:
        yield "  － 没有核验：没有给出信任根（--trust）"
        return
    if report.root is not None:
        yield f"    起点 {report.root.genesis}"
    if proof.refusal is not None and proof.refusal.code == "E-CUT":
        yield f"  ✗ 断在这里：{proof.refusal.line}"
        yield "    主分支已不是以前见过的那一条，没有再往下核验"
        return
    skipped = f"，其中 {proof.skipped} 份此前已核验" if proof.skipped else ""
    mark = "✓" if proof.ok else "✗"
    yield f"  {mark} 主分支 {proof.commits} 个提交，已证明到 {proof.proven_to or '（起点就不成立）'}，共 {proof.submissions} 份报送{skipped}"  # fmt: skip
    if proof.refusal is not None:
        yield f"  ✗ 断在这里：{proof.refusal.line}"
    elif report.tree.versions:
        yield f"    核对行：{proof.checkpoint_line(report.tree.versions[-1].version)}"


def _numbers_text(report: Verification) -> Iterator[str]:
    yield "三、公布的数字（按当时的记录和规则重算，与公布的逐项比较）"
    for problem in abridged(report.problems):
        yield f"  ✗ {as_line(problem)}"
    if report.problems:
        yield "  － 台账有错误，没有重算"
        return
    same = sum(each.same for each in report.rebuilt)
    if report.rebuilt:
        mark = "✓" if same == len(report.rebuilt) else "✗"
        yield f"  {mark} 已公布的通报 {len(report.rebuilt)} 期，重算一致 {same} 期"
    else:
        yield "  － 没有已公布的通报，或没有要求重算"
    for each in report.rebuilt:
        name = f"{each.bulletin.scheme} {each.bulletin.period.code}"
        if each.problem is not None:
            yield f"  ✗ {name}：{as_line(each.problem)}"
        yield from (f"  ✗ {name}：{difference.sentence}" for difference in each.differences)
        yield from (f"    {name}：{reason}" for reason in each.reasons)


def as_data(report: Verification) -> Json:
    """The stable JSON shape."""
    proof = report.history
    return {
        "ok": report.ok,
        "commit": report.commit or None,
        "ref": report.ref or None,
        "demo": report.tree.demo,
        "tree": {
            "ok": report.tree.ok,
            "proven": report.tree.proven,
            "unproven": list(report.tree.unproven),
            "submissions": len(report.tree.approvals),
            "signatures": report.tree.signatures,
            "grades": {g: sum(a.grade == g for a in report.tree.approvals) for g in "甲乙"},
            "refusals": [refusal.as_dict() for refusal in report.tree.refusals],
        },
        "history": None
        if proof is None
        else {
            "ok": proof.ok,
            "commits": proof.commits,
            "submissions": proof.submissions,
            "from_checkpoint": proof.skipped,
            "proven_to": proof.proven_to or None,
            "refusal": proof.refusal.as_dict() if proof.refusal else None,
        },
        "incomplete": report.incomplete or None,
        **problems_as_data(report.problems),
        "bulletins": [_bulletin_data(each) for each in report.rebuilt],
    }


def _bulletin_data(each: Rebuilt) -> Json:
    return {
        "scheme": each.bulletin.scheme,
        "period": each.bulletin.period.code,
        "same": each.same,
        "differences": [difference._asdict() for difference in each.differences],
        "reasons": list(each.reasons),
        "problem": each.problem.as_dict() if each.problem else None,
    }
