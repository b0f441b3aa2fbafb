"""Proof from the tree alone: every record's bytes are what the newest sheet naming it approved.

Undoing every approved change of a rule file gives the rules of the first commit, whose digest the
root holders have signed.  Needs no history.  It cannot see what a server cut off or when a step was made; ``history.py`` can.
What it says of each file is also what the pages show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from generator.approval import lanes
from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.demo_keys import why_demo
from generator.approval.proof import Claim, Versions, claimed, prove_sheet, renewal
from generator.approval.refusal import Refusal, Refused
from generator.approval.renewal import check_owners, check_successor
from generator.approval.root import Root
from generator.approval.routes import ARCHIVE, is_sheet, root_sheet, submission_id
from generator.approval.sheet import Sheet, Signed, check_paper_day, last_round, opened
from generator.approval.statement import NOTHING, REJECT, Change
from generator.audit.state import sound
from generator.ledger.records import Ledger
from generator.text.digests import is_rule, of_bytes, of_list
from generator.text.strict import Files
from generator.trail.trail import Trail

GRADES = {"甲": "本人密钥签名", "乙": "平台点击，由机器人登记", "缺": "没有可以核验的审批"}
"""Grade of evidence → what it means."""


class Mark(NamedTuple):
    """One level of an approval, as the pages show it."""

    level: int
    decision: str
    office: str
    person: str
    name: str
    deputy_for: str
    time: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A submission whose sheet holds: who said what, and about which files."""

    id: str
    lane: str
    lane_name: str
    kind: str
    unit: str
    sheet_path: str
    changes: tuple[Change, ...]
    marks: tuple[Mark, ...]
    """The round that counts, level 0 first."""
    earlier: tuple[Mark, ...]
    """Rounds that were sent back or signed again."""

    @property
    def grade(self) -> str:
        """甲 when every level signed personally, else 乙."""
        return "甲" if all(mark.grade == "甲" for mark in self.marks) else "乙"

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it changed."""
        return tuple(change.path for change in self.changes)

    @property
    def completed(self) -> str:
        """When the last level signed, as signed."""
        return self.marks[-1].time

    @property
    def signed(self) -> date:
        """The day of that, in the signer's time zone."""
        return date.fromisoformat(self.completed[:10])

    @property
    def sent_back(self) -> int:
        """How often it was sent back before."""
        return sum(mark.decision == REJECT for mark in self.earlier)


@dataclass(frozen=True)
class TreeProof:
    """What the tree alone proves."""

    approvals: tuple[Approval, ...]
    """Every submission whose sheet holds, by the time of its last signature."""
    by_path: Mapping[str, Approval]
    """File of the ledger → the submission that approved its present bytes."""
    refusals: tuple[Refusal, ...]
    versions: tuple[Approvers, ...] = ()
    unproven: tuple[str, ...] = ()
    """Files of the ledger that are not."""

    @property
    def ok(self) -> bool:
        """Whether every file of the ledger is proven and nothing is wrong with any sheet."""
        return not self.refusals and not self.unproven

    @property
    def proven(self) -> int:
        """How many files of the ledger are proven."""
        return len(self.by_path)

    @property
    def demo(self) -> bool:
        """Whether the approvers are a demonstration."""
        return any(version.demo for version in self.versions)

    @property
    def signatures(self) -> int:
        """How many signatures hold."""
        return sum(len(each.marks) + len(each.earlier) for each in self.approvals)


class Edge(NamedTuple):
    """A change that a proven sheet makes to a file."""

    old: str
    new: str
    approval: Approval


def prove_tree(files: Files, root: Root | None = None) -> TreeProof:
    """Check every sheet and every file of the ledger; what the files say, ``held_to_papers``.

    Never raises: what is wrong is in ``refusals``.
    """
    try:
        versions, root, roots, rules = _founded(files, root)
    except Refused as refused:
        return TreeProof((), {}, (refused.refusal,), (), tuple(_data_paths(files)))
    known = {version.digest: version for version in versions}.get
    approvals, refusals = _judged(
        sorted(filter(is_sheet, files)),
        lambda path: roots.get(path) or _approved(path, files[path], known, root),
    )
    edges: dict[str, list[Edge]] = defaultdict(list)
    for approval in approvals.values():
        for change in approval.changes:
            edges[change.path].append(Edge(change.old, change.new, approval))
    data = _data_paths(files)
    by_path, unapproved = _judged(data, lambda path: _newest(path, files[path], edges[path]))
    gone = sorted(path for path in edges if path.startswith("ledger/") and path not in files)
    lost = [path for path in gone if _origin(NOTHING, edges[path]) != NOTHING]
    refusals += [*unapproved, *(Refusal("E-DELETE", path, "审批过的文件不见了") for path in lost)]
    try:
        _check_rules(files, edges, rules)
    except Refused as refused:
        refusals.append(refused.refusal)
    ordered = sorted(approvals.values(), key=lambda each: (each.completed, each.id))
    unproven = tuple(path for path in data if path not in by_path)
    return TreeProof(tuple(ordered), by_path, tuple(refusals), versions, unproven)


def _founded(
    files: Files, root: Root | None
) -> tuple[tuple[Approvers, ...], Root, dict[str, Approval], str]:
    """The versions of the approvers file, the trust root, their sheets, the rules signed first."""
    versions = _versions(files)
    first = _root_sheet(files, 1)
    root = root or _own_root(versions[0], first)
    _check_root(versions, root)
    claims = [renewal(versions[: n + 1], root) for n in range(len(versions))]
    sheets = {c.path: _approval(_root_sheet(files, n), c) for n, c in enumerate(claims, 1)}
    return versions, root, sheets, last_round(first)[0].statement.rules


def _judged(
    paths: Iterable[str], judge: Callable[[str], Approval]
) -> tuple[dict[str, Approval], list[Refusal]]:
    """The approval of each path that has one, and why the others have none."""
    found, refusals = {}, []
    for path in paths:
        try:
            found[path] = judge(path)
        except Refused as refused:
            refusals.append(refused.refusal)
    return found, refusals


class Paper(NamedTuple):
    """What a file of the ledger says of itself."""

    key: str = ""
    """The field that says when it was made; empty where it says nothing."""
    day: date = date.min
    reporter: str = ""
    """填报人 of a record."""


def papers_of(ledger: Ledger, trail: Trail) -> dict[str, Paper]:
    """Every paper that was read, by its path."""
    made = {r.place.path: Paper("填报日期", r.filed or date.min, r.by) for r in ledger.reports}
    made |= {each.place.path: Paper("公布日期", each.published) for each in trail.bulletins}
    made |= {each.place.path: Paper("日期", each.day) for each in trail.corrections}
    made |= {each.place.path: Paper("日期", each.day) for each in trail.withdrawals.values()}
    made |= {each.place.path: Paper("日期", each.day) for each in trail.restatements}
    # The steps come one after the other, the first on the day that it was received.
    return made | {each.place.path: Paper("日期", each.steps[-1].day) for each in trail.objections}


def held_to_papers(proof: TreeProof, papers: Mapping[str, Paper]) -> TreeProof:
    """The proof without the files that say otherwise than their sheets.

    Those are records that somebody else than their reporter handed in, or they approved, and papers
    dated after the last signature under them.  Apart, because signatures can be checked while the papers are still being read.
    """
    by_path, refusals, unproven = dict(proof.by_path), list(proof.refusals), list(proof.unproven)
    for path, paper in sorted(papers.items()):
        approval = by_path.get(path)
        if approval is None:
            continue
        try:
            _check_reporter(path, paper.reporter, approval)
            if paper.key:
                check_paper_day(paper.day, approval.signed, path, paper.key)
        except Refused as refused:
            del by_path[path]
            unproven.append(path)
            refusals.append(refused.refusal)
    rest = tuple(sorted(unproven))
    return replace(proof, by_path=by_path, refusals=tuple(refusals), unproven=rest)


def _data_paths(files: Files) -> list[str]:
    return sorted(p for p in files if p.startswith("ledger/") and not is_sheet(p))


def _versions(files: Files) -> tuple[Approvers, ...]:
    """Every version of the approvers file, oldest first, each following the one before."""
    if APPROVERS_FILE not in files:
        raise Refused("E-ROSTER", APPROVERS_FILE, "没有审批人名册")
    newest = sound(files[APPROVERS_FILE])
    made = []
    for number in range(1, newest.version):
        path = f"{ARCHIVE}{number}.yml"
        if path not in files:
            raise Refused("E-ROSTER", path, f"缺少第 {number} 版审批人名册")
        made.append(sound(files[path]))
    made.append(newest)
    for number, version in enumerate(made, 1):
        before = made[number - 2].digest if number > 1 else NOTHING
        if (version.version, version.previous) != (number, before):
            raise Refused("E-ROSTER", APPROVERS_FILE, f"第 {number} 版审批人名册没有接在前一版后面")
    for old, new in pairwise(made):
        check_successor(old, new)
    check_owners(made)
    return tuple(made)


def _check_root(versions: Sequence[Approvers], root: Root) -> None:
    if versions[0].digest != root.approvers or versions[0].ledger != root.ledger:
        raise Refused("E-GENESIS", APPROVERS_FILE, "第 1 版审批人名册与信任根不符")
    for version in () if root.demo else versions:
        if why := why_demo(version):
            path = APPROVERS_FILE if version is versions[-1] else f"{ARCHIVE}{version.version}.yml"
            raise Refused("E-DEMO", path, why)


def _own_root(first: Approvers, signed: Sheet) -> Root:
    """What the tree itself says of its trust root, where none is given."""
    branch = signed[0].statement.branch
    # Such a proof says that the tree agrees with itself, and no more: pages built on it say so.
    return Root(first.ledger, "", first.digest, branch, demo=True)


def _root_sheet(files: Files, version: int) -> Sheet:
    path = root_sheet(version)
    if path not in files:
        raise Refused("E-NOSHEET", path, f"第 {version} 版审批人名册没有审批单")
    return opened(path, files[path])


def _approved(path: str, data: bytes, versions: Versions, root: Root) -> Approval:
    sheet = opened(path, data)
    return _approval(sheet, claimed(path, sheet, versions, root))


def _approval(sheet: Sheet, claim: Claim) -> Approval:
    """The submission of a sheet that holds; raises ``Refused``."""
    used, route = prove_sheet(sheet, claim), claim.route
    marks = [_mark(signed, version) for signed, version in zip(sheet, used, strict=True)]
    last = last_round(sheet)
    at = len(sheet) - len(last)
    return Approval(
        submission_id(claim.path), route.code, route.lane.name if route.lane else "审批人名册",
        route.kind, route.unit, claim.path, last[0].statement.changes,
        tuple(marks[at:]), tuple(marks[:at]),
    )  # fmt: skip


def _mark(signed: Signed, approvers: Approvers) -> Mark:
    statement = signed.statement
    return Mark(
        statement.level, statement.decision, statement.office, statement.person,
        approvers.persons[statement.person].name, statement.deputy_for, statement.time,
        "甲" if statement.click is None else "乙", statement.note,
    )  # fmt: skip


def _newest(path: str, data: bytes, edges: Sequence[Edge]) -> Approval:
    """The submission that approved the present bytes; raises ``Refused`` when none did."""
    if not edges:
        raise Refused("E-NOSHEET", path, "这个文件没有审批单")
    present = of_bytes(data)
    ends = [edge for edge in edges if edge.new == present]
    if _origin(present, edges) != NOTHING:
        what = "几份审批单不能前后衔接" if ends else "文件的内容不是审批过的内容"
        hint = "核验人查明是哪次提交改的；改动正当的，由填报人重新送审"
        raise Refused("E-CHANGE", path, what, hint)
    return max(ends, key=lambda edge: edge.approval.completed).approval


def _check_rules(files: Files, edges: Mapping[str, Sequence[Edge]], signed: str) -> None:
    """Raises ``Refused`` unless the rules follow from those of digest ``signed``."""
    first: dict[str, str] = {}
    for path in sorted(path for path in {*files, *edges} if is_rule(path)):
        present = of_bytes(files[path]) if path in files else NOTHING
        start = _origin(present, edges.get(path, ()))
        if start is None:
            raise Refused("E-CHANGE", path, "规则文件的内容不是审批过的内容")
        if start != NOTHING:
            first[path] = start
    if of_list(first) != signed:
        raise Refused("E-RULES", "rules", "rules/ 里有文件既不是起点里签过的，也不是审批过的改动")


def _origin(present: str, edges: Sequence[Edge]) -> str | None:
    """The digest from which changes, each used once, lead to ``present``; None where they do not."""
    # Every digest is left as often as it is reached, but for the first and the present one.  So no
    # order of sheets is needed, which the tree does not know: times are what signers say.
    balance = Counter(edge.old for edge in edges)
    balance.subtract(edge.new for edge in edges)
    balance[present] += 1
    left = [digest for digest, count in balance.items() if count]
    return left[0] if len(left) == 1 and balance[left[0]] == 1 else None


def _check_reporter(path: str, reporter: str, approval: Approval) -> None:
    # Anybody entitled may file a correction of a record; nobody approves what they reported.
    late = any(change.path == path and change.old == NOTHING for change in approval.changes)
    own = approval.kind == lanes.RECORD or late
    for mark in approval.marks if reporter else ():
        if own and mark.level == 0 and mark.person != reporter:
            raise Refused("E-REPORTER", path, f"“填报人”是 {reporter}，报送签名的是 {mark.person}")
        if mark.level and reporter in (mark.person, mark.deputy_for):
            raise Refused("E-SAME", path, f"填报人 {reporter} 在第 {mark.level} 级审核了自己的记录")
