"""State: the ledger as of one commit of main, read through the store; what was read once is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.approval import approvers_file
from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.refusal import Refused, addressed
from generator.approval.routes import ARCHIVE, is_sheet
from generator.approval.sheet import MAX_SHEET_BYTES as MAX_SHEET, Sheet, opened
from generator.audit.git import MAX_OBJECT, Git, ObjectReader
from generator.audit.kept import Kept
from generator.audit.objects import MAX_EDITS, MODULE, PLAIN, Commit, Edit, Node, Store, named
from generator.ledger.records import Forms
from generator.rules.roster import Roster
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook, read_rulebook
from generator.rules.yearly import YearRules, read_year_rules
from generator.text.digests import is_rule, of_bytes, of_list
from generator.text.problems import errors
from generator.text.strict import MAX_BYTES, Files

MAX_WAITING = 64
"""Commits of main that may wait for the one that completes a step."""
LONGEST_STEP = MAX_WAITING + 1
# Some two months of a county: an office that ended longer ago has been noticed.
REMEMBERED = 200
"""Commits of main whose sheets tell how late it is."""


@dataclass(slots=True)
class Memory:
    """Facts that follow from an object's id, shared by all states of one run."""

    store: Store
    digests: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    kept: Kept | None = None
    """Where rules are kept from one run to the next."""
    read: dict[str, tuple[Rulebook, Roster]] = field(default_factory=dict)
    """Rules digest → rules and roster, as read."""
    forms: dict[str, Forms] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    days: dict[str, date | None] = field(default_factory=dict)
    """Commit → the day of the last signature on the sheets that it brought."""


class State:
    """One commit's tree."""

    def __init__(self, memory: Memory, commit: str) -> None:
        self.memory, self.store = memory, memory.store
        self.commit = commit
        self.tree = self.store.commit(commit).tree

    def node(self, path: str) -> Node | None:
        return self.store.node(self.tree, path)

    def exists(self, path: str) -> bool:
        return self.node(path) is not None

    @cached_property
    def months(self) -> list[str]:
        """The folders of the ledger, in order: months, where nothing else has come in."""
        folder = self.node("ledger")
        names = self.store.tree(folder.oid) if folder is not None else ()
        return sorted(name.decode("ascii", "replace") for name in names)

    def content(self, path: str, limit: int = MAX_BYTES) -> bytes | None:
        """The bytes of a plain file; None when there is none.  Refuses what is too large."""
        node = self.node(path)
        return None if node is None or node.mode != PLAIN else self.bytes_of(node, path, limit)

    def bytes_of(self, node: Node, path: str, limit: int = MAX_BYTES) -> bytes:
        try:
            raw = self.store.blob(node.oid)
        except Refused as refused:
            raise named(refused, {node.oid: path}) from None
        if raw.data is None or raw.size > limit:
            raise Refused(
                "E-LIMIT", path, f"文件有 {raw.size // 1024} KiB，超过 {limit // 1024} KiB"
            )
        return raw.data

    def digest(self, node: Node, path: str, limit: int = MAX_BYTES) -> str:
        """The content digest of a file."""
        known = self.memory.digests
        if node.oid not in known:
            known[node.oid] = of_bytes(self.bytes_of(node, path, limit))
        return known[node.oid]

    @cached_property
    def rules_digest(self) -> str:
        """The digest of the rules in force (``text.digests``)."""
        folder = self.node("rules")
        if folder is None:
            return of_list({})
        known = self.memory.rules
        if folder.oid not in known:
            files = self._rule_nodes()
            self.store.want_blobs(node.oid for node in files.values())
            known[folder.oid] = of_list({path: self.digest(n, path) for path, n in files.items()})
        return known[folder.oid]

    def _rule_nodes(self) -> dict[str, Node]:
        files = self.store.files(self.tree, "rules")
        return {path: node for path, node in files.items() if is_rule(path)}

    def rule_files(self) -> dict[str, bytes]:
        """Every file that counts for the rules digest."""
        return {path: self.bytes_of(node, path) for path, node in self._rule_nodes().items()}

    @property
    def rulebook(self) -> Rulebook:
        """The rules in force; refuses when they cannot be read without an error."""
        return self._rules[0]

    @property
    def roster(self) -> Roster:
        """The roster in force, read beside the rules."""
        return self._rules[1]

    @cached_property
    def year_rules(self) -> tuple[YearRules, ...]:
        """What a year's lists are drawn by."""
        return read_year_rules(self.rule_files(), self.rulebook)[0]

    @cached_property
    def _rules(self) -> tuple[Rulebook, Roster]:
        memory, key = self.memory, self.rules_digest
        if key not in memory.read:
            known = memory.kept.get(key) if memory.kept else None
            memory.read[key] = known or self._read_rules()
            if memory.kept and not known:
                memory.kept.put(key, memory.read[key])
        return memory.read[key]

    def _read_rules(self) -> tuple[Rulebook, Roster]:
        files = self.rule_files()
        found, problems = read_rulebook(files)
        wrong = errors(problems)
        if found is None or wrong:
            first = f"：{wrong[0].place}: {wrong[0].sentence}" if wrong else ""
            raise Refused("E-CONTENT", "rules", f"规则有错误，无法核对记录{first.rstrip('。')}")
        # What is wrong with the roster is told where it is changed.
        return found, read_roster(files, found.bureau)[0]

    @property
    def forms(self) -> Forms:
        """The forms of records made so far by the rules in force."""
        return self.memory.forms.setdefault(self.rules_digest, {})

    @cached_property
    def approvers_digest(self) -> str:
        """The digest of the approvers file in force; empty where there is none."""
        node = self.node(APPROVERS_FILE)
        return "" if node is None else self.digest(node, APPROVERS_FILE)

    @cached_property
    def approvers(self) -> Approvers:
        """The approvers file in force; refuses a missing or faulty one."""
        data = self.content(APPROVERS_FILE)
        if data is None:
            raise Refused("E-ROSTER", APPROVERS_FILE, "没有审批人名册")
        return sound(data)

    def approvers_named(self, digest: str) -> Approvers | None:
        """The version of the approvers file with that digest, in force or replaced."""
        data = self.content(APPROVERS_FILE)
        if data is not None and of_bytes(data) == digest:
            return self.approvers
        for path, node in self.store.files(self.tree, ARCHIVE.rstrip("/")).items():
            if self.digest(node, path) == digest:
                return sound(self.bytes_of(node, path))
        return None

    def approvers_replaced(self) -> list[Approvers]:
        """The versions of the approvers file that are no longer in force, oldest first."""
        kept = self.store.files(self.tree, ARCHIVE.rstrip("/"))
        found = [sound(self.bytes_of(node, path)) for path, node in kept.items()]
        return sorted(found, key=lambda each: each.version)

    def clock(self) -> date | None:
        """The day of the last signature on the sheets that came to main of late.

        An approver whose office had ended by then can sign nothing new, however the statement is
        dated.  Looked at are many steps: what was signed early and merged late, after others, does
        not set the clock back.
        """
        known = self.memory.days
        recent: list[Commit] = []
        oid: str | None = self.commit
        while oid is not None and len(recent) < REMEMBERED:
            recent.append(self.store.commit(oid))
            oid = next(iter(recent[-1].parents), None)
        missing = [commit for commit in recent if commit.oid not in known]
        pairs = [(self.store.tree_before(each.oid), each.tree) for each in missing]
        for commit, edits in zip(missing, self.store.differences(pairs, MAX_EDITS), strict=True):
            known[commit.oid] = self._last_day(edits or [])
        return max(filter(None, (known[commit.oid] for commit in recent)), default=None)

    def _last_day(self, edits: Sequence[Edit]) -> date | None:
        """The day of the last signature on the sheets that a commit brought."""
        sheets = [(e.new, e.path) for e in edits if is_sheet(e.path) and e.new is not None]
        days = [signed.statement.day for node, path in sheets for signed in self._sheet(node, path)]
        return max(days, default=None)

    def _sheet(self, node: Node, path: str) -> Sheet:
        try:
            return self.sheet(node, path)
        except Refused:
            return ()

    def sheet(self, node: Node, path: str) -> Sheet:
        """The sheet in a file; refuses what is none."""
        known = self.memory.sheets
        if node.oid not in known:
            known[node.oid] = opened(path, self.bytes_of(node, path, MAX_SHEET))
        return known[node.oid]


def files_of(git: Git, commit: str, names: Iterable[str]) -> Files:
    """Every file of a commit in these folders or of these names, each hashed again as it is read.

    Raises ``Refused`` for an object that is not what its name says, or is too large to be read.
    """
    with ObjectReader(git) as reader:
        store = Store(reader)
        tree = store.commit(commit).tree
        nodes = {path: node for name in names for path, node in store.files(tree, name).items()}
        there = {path: node for path, node in nodes.items() if node.mode != MODULE}
        try:
            store.want_blobs(node.oid for node in there.values())
        except Refused as refused:
            raise named(refused, {node.oid: path for path, node in there.items()}) from None
        found = dict.fromkeys(nodes, b"")
        for path, node in there.items():
            raw = store.blob(node.oid)
            if raw.data is None:
                what = f"文件有 {raw.size // 1024} KiB，超过 {MAX_OBJECT // 1024} KiB"
                raise Refused("E-LIMIT", path, what)
            found[path] = raw.data
        return found


def sound(data: bytes) -> Approvers:
    """A version of the approvers file; refuses a faulty one with its first fault."""
    found, problems = approvers_file.read(data)
    if found is None:
        first = problems[0]
        raise Refused("E-ROSTER", APPROVERS_FILE, f"第 {first.place.line} 行第 {first.place.column} 列，{first.message}", addressed("E-ROSTER", first.hint))  # fmt: skip
    return found
