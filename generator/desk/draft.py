"""Draft: what a branch would bring to main — its lane, its change and its sheet so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.approval import sheet as sheets
from generator.approval.approvers import APPROVERS_FILE, Approvers, Person
from generator.approval.authority import check_key, check_office
from generator.approval.lanes import Level
from generator.approval.refusal import Refusal, Refused
from generator.approval.renewal import fresh_keys, shows_its_key
from generator.approval.root import MAIN, Root
from generator.approval.routes import (
    Route,
    is_sheet,
    levels_of,
    route_of,
    sheet_start,
    submission_id,
)
from generator.approval.sheet import Sheet, last_round
from generator.approval.statement import REJECT, Change
from generator.audit import judge
from generator.audit.chain import Past, latest
from generator.audit.content import limit_of
from generator.audit.laws import obey
from generator.audit.objects import Edit
from generator.audit.state import State, sound
from generator.desk.clone import Copy


@dataclass(frozen=True)
class Draft:
    """A change against main and the sheet that goes with it."""

    route: Route
    submission: str
    sheet_path: str
    sheet: Sheet
    """Statements so far; empty before the first 报送."""
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    approvers: Approvers
    rules: str
    """Rules digest of main."""
    renewed: Approvers | None = None
    """The new version of the approvers file, where that is what is changed."""

    void: str = ""
    """Why what was signed so far does not stand any more; empty when it does."""

    @property
    def round(self) -> Sheet:
        """The statements that count, if they stand under main as it is now."""
        gone = not self.sheet or self.void or self.sent_back
        return () if gone else last_round(self.sheet)

    @property
    def sent_back(self) -> bool:
        """Whether the last word on the sheet is 退回."""
        return bool(self.sheet) and self.sheet[-1].statement.decision == REJECT

    @property
    def lapsed(self) -> str:
        """Why earlier statements count no more; empty when they do or there are none."""
        if not self.sheet or self.round:
            return ""
        last = self.sheet[-1].statement
        if self.sent_back:
            return f"第 {last.level} 级已退回：{last.note}"
        return self.void

    @property
    def registers(self) -> tuple[Approvers, ...]:
        """Where it is looked up whose a key is: a new key of a root holder signs its own version."""
        return (self.approvers, *([self.renewed] if self.renewed else []))

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody who may have to do with it, by number."""
        return {**(self.renewed.persons if self.renewed else {}), **self.approvers.persons}

    @property
    def new_roots(self) -> frozenset[str]:
        """Root holders who must sign a new approvers file: new ones, and those with a new key."""
        old, new = self.approvers, self.renewed
        roots = new.roots if new else ()
        return frozenset(
            p for p in roots if new and (p not in old.roots or fresh_keys(p, old, new))
        )

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that sign; the approvers file itself has none of its own."""
        lane = self.route.lane
        return () if lane is None else levels_of(lane, self.changes, self.approvers)

    @property
    def next_level(self) -> int | None:
        """The level that must sign next; None when all have."""
        done = len(self.round)
        if self.route.lane is None:
            old, new = self.approvers, self.renewed or self.approvers
            people = {s.statement.person for s in self.round}
            by_old = {s.statement.person for s in self.round if not shows_its_key(s, old, new)}
            enough = len(by_old & set(old.roots)) >= old.threshold
            return None if enough and self.new_roots <= people else done
        return done if done < len(self.levels) else None

    @property
    def signers(self) -> set[str]:
        """Everybody who stands on a level already, deputies' principals included."""
        people = {s.statement.person for s in self.round}
        return people | {s.statement.deputy_for for s in self.round} - {""}


def find_draft(copy: Copy, commit: str, tree: str, *, anew: bool = False) -> Draft | None:
    """What ``tree`` (on a branch at ``commit``) would bring to main; None when it is nothing.

    Of sheets only what is committed counts; ``anew``, one that cannot be read does not.  Raises ``Refused`` when the change belongs to no lane or to several, or main has meanwhile
    changed the same files.
    """
    main, base = copy.state(), copy.base(commit)
    start = copy.store.commit(base).tree if base else ""
    # What main has meanwhile in the same words is no change any more.
    found = [edit for edit in copy.edits(start, tree) if edit.new != main.node(edit.path)]
    data = tuple(edit for edit in found if not is_sheet(edit.path))
    own = [edit for edit in copy.edits(start, copy.store.commit(commit).tree) if is_sheet(edit.path)]  # fmt: skip
    if not data:
        return None
    for edit in data:
        if main.node(edit.path) != edit.old:
            raise Refused("E-CHANGE", edit.path, "主分支上的这个文件也改了", "先合并主分支（git merge origin/main），核对以后重新送审")  # fmt: skip
    approvers = main.approvers
    route = route_of([edit.path for edit in data], approvers)
    path, sheet = _sheet_of(main, data, route, own, anew=anew)
    changes = judge.changes_of(data, main, limit_of(route.kind))
    draft = Draft(
        route, submission_id(path), path, sheet, data, changes, approvers, main.rules_digest,
        _renewed(main, data) if route.lane is None else None,
    )  # fmt: skip
    return replace(draft, void=_void(copy, draft, commit)) if sheet else draft


def _void(copy: Copy, draft: Draft, commit: str) -> str:
    """Why the last round on a draft's sheet does not stand on main as it is; empty when it does."""
    last = last_round(draft.sheet)
    if any(signed.statement.changes != draft.changes for signed in last):
        return "送审以后内容又改了"
    main, past = copy.state(), Past(copy.store, copy.main)
    try:
        for signed in last:
            statement, path = signed.statement, draft.sheet_path
            judge.check_stands(statement, path, draft.route.kind, main, copy.state(commit), past)
            if draft.route.lane is None and statement.approvers != draft.approvers.digest:
                return "送审以后审批人名册换了新版"
            if statement.level < len(draft.levels):
                check_key(signed, draft.approvers, path)
                level, unit = draft.levels[statement.level], draft.route.unit
                check_office(statement, draft.approvers, level, unit, [statement.day], path)
    except Refused as refused:
        return refused.refusal.message
    return ""


def _renewed(main: State, data: Sequence[Edit]) -> Approvers | None:
    """The new version of the approvers file; refuses a faulty one."""
    node = next((edit.new for edit in data if edit.path == APPROVERS_FILE), None)
    return None if node is None else sound(main.bytes_of(node, APPROVERS_FILE))


def _sheet_of(
    main: State, data: Sequence[Edit], route: Route, own: Sequence[Edit], *, anew: bool
) -> tuple[str, Sheet]:
    """The sheet of this branch for the change, or the name of a new one."""
    folder, start = sheet_start(data[0].path, route)
    if route.lane is None:
        start = f"approvers-{main.approvers.version + 1}"
        wanted = [f"{folder}/{start}.json"]
    else:
        wanted = [f"{folder}/{start}-{number}.json" for number in range(1, 10000)]
    for edit in own:
        if edit.path in wanted and edit.new is not None and not main.exists(edit.path):
            try:
                return edit.path, main.sheet(edit.new, edit.path)
            except Refused:
                if not anew:
                    raise
                return edit.path, ()
    return next(path for path in wanted if not main.exists(path)), ()


def rehearse(copy: Copy, draft: Draft, sheet: bytes) -> Refusal | None:
    """What the server would say if this were merged now; None when it would be accepted."""
    tree = copy.tree_with(draft.edits, [(draft.sheet_path, sheet)])
    root = Root(draft.approvers.ledger, "0" * 40, draft.approvers.digest, MAIN, demo=True)
    after = copy.state(copy.commit_of(tree))
    try:
        circumstances = judge.Circumstances(root, Past(copy.store, copy.main), latest())
        judge.judge(copy.state(), after, circumstances)
    except Refused as refused:
        if not refused.refusal.unfinished:
            return refused.refusal
        return unlawful(copy, draft, after) or refused.refusal
    return unlawful(copy, draft, after)


def unlawful(copy: Copy, draft: Draft, after: State) -> Refusal | None:
    """How a law of main would be broken by this; whoever is to sign is told at once."""
    paths = [change.path for change in draft.changes]
    try:
        obey(copy.state(), after, {draft.route.kind}, paths, here=True)
    except Refused as refused:
        return refused.refusal
    return None


def refused_now(copy: Copy, draft: Draft) -> Refusal | None:
    """Why a draft that everybody has signed would not be taken on main as it is; None if it would."""
    return rehearse(copy, draft, sheets.write([(s.statement, s.written) for s in draft.sheet]))


Office = tuple[str, str]
"""An office, and whose deputy the person is in it (empty for the own office)."""


def office_at(draft: Draft, level: int, person: str, day: date) -> Office | None:
    """The office in which ``person`` may sign a level on ``day``; None when there is none."""
    posts = draft.people[person].posts
    own = (post.office for post in posts if post.on(day))
    if draft.route.lane is None:
        # Whoever keeps the approvers file may hand it in; from then on root holders alone sign.
        signs = not level or person in {*draft.approvers.roots, *draft.new_roots}
        return (next(own, "根签名人"), "") if signs else None
    persons = draft.levels[level].persons
    if persons:
        office = next(own, "")
        return (office, "") if office and person in persons else None
    return next(_offices(draft, draft.levels[level], person, day), None)


def _offices(draft: Draft, level: Level, person: str, day: date) -> Iterator[Office]:
    """The offices of a level that a person holds, then those in which it is somebody's deputy."""
    persons, unit = draft.approvers.persons, draft.route.unit
    over = unit if level.own_unit and unit not in level.instead else ""
    offices = level.offices_for(unit)
    for office in offices:
        if persons[person].holds(office, day, over):
            yield office, ""
    for each in draft.approvers.delegations:
        acts = each.deputy == person and each.since <= day <= each.until
        if (
            acts
            and each.office in offices
            and persons[each.principal].holds(each.office, day, over)
        ):
            yield each.office, each.principal


def may_sign(draft: Draft, level: int, day: date) -> list[str]:
    """``顾某亮（060801，治安大队领导）`` for everybody who may sign a level on ``day``."""
    found = []
    for person in draft.people.values():
        office = office_at(draft, level, person.number, day)
        if office is not None and not {person.number, office[1]} & draft.signers:
            deputy = f"，代理 {office[1]}" if office[1] else ""
            found.append(f"{person.name}（{person.number}，{office[0]}{deputy}）")
    return found


def level_name(draft: Draft, level: int) -> str:
    """``第 1 级（派出所领导）``, ``报送（派出所内勤）``."""
    if draft.route.lane is None:
        who = "根签名人"
    else:
        signers = draft.levels[level]
        who = "或".join(signers.offices_for(draft.route.unit) or signers.persons)
    return f"第 {level} 级（{who}）" if level else f"报送（{who}）"


def with_sheet(draft: Draft, data: bytes) -> Draft:
    """The draft with one more statement, made now, on its sheet."""
    return replace(draft, sheet=sheets.read(data), void="")
