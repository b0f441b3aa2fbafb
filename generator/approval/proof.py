"""What an approval sheet proves by itself: one judgement for gate, history, tree, rehearsal and build.

Pure.  Whoever sees more than the sheet asks more (``Beside``), and never less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.approval import lanes
from generator.approval.approvers import Approvers
from generator.approval.authority import check_key, check_office, may_end
from generator.approval.lanes import Lane, Level
from generator.approval.refusal import Refused
from generator.approval.renewal import check_signers, shows_its_key
from generator.approval.root import Root
from generator.approval.routes import (
    Route,
    check_path,
    check_sheet_name,
    levels_of,
    refuse_removal,
    root_sheet,
    route_of,
    submission_id,
)
from generator.approval.sheet import Sheet, Signed, last_round
from generator.approval.statement import APPROVE, NOTHING, REJECT, SUBMIT, Change, Statement
from generator.ledger.layout import WITHDRAWN, is_restatement
from generator.text import privacy

Versions = Callable[[str], Approvers | None]
"""The version of the approvers file with a digest, among those that the ledger has used."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sheet is held against: what is in force, or what the sheet itself names."""

    path: str
    """Of the sheet."""
    route: Route
    """Where the change belongs."""
    approvers: Approvers
    """The version by which the last round is judged, beside those that its statements name."""
    versions: Versions
    root: Root
    renewed: Approvers | None = None
    """The version that the change makes, where it is the approvers file that changes."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What somebody asks as well who knows more than the sheet, each at its turn."""

    binds: Callable[[Statement], None] = lambda _: None
    """Of each statement of the last round: what it was signed for is what is there."""
    fits: Callable[[Sheet], None] = lambda _: None
    """Of the last round: the change may be made.  Asked before the levels, so that a rehearsal of
    an unfinished sheet finds what is wrong with the content."""
    clock: Callable[[], date | None] = lambda: None
    """How late it was at least; an office that has ended by then can sign nothing new."""


ALONE = Beside()


def claimed(path: str, sheet: Sheet, versions: Versions, root: Root) -> Claim:
    """The case that a sheet makes itself, by the change and the approvers file that it names last."""
    last = last_round(sheet)
    approvers = versions(last[-1].statement.approvers)
    if approvers is None:
        raise Refused("E-APPROVERS", path, "意见所用的审批人名册不是本台账用过的版本")
    paths = [change.path for change in last[0].statement.changes]
    for each in (path, *paths):
        check_path(each)
    route = route_of(paths, approvers)
    check_sheet_name(path, paths, route)
    if route.lane is None:
        raise Refused("E-SUBMISSION", path, "没有这一版审批人名册")
    return Claim(path, route, approvers, versions, root)


def renewal(versions: Sequence[Approvers], root: Root) -> Claim:
    """The case of the newest of all versions so far: signed for by the one before, or the first."""
    *past, new = versions
    known = {version.digest: version for version in past or [new]}
    return Claim(
        root_sheet(new.version), Route(None, "", ""), (past or [new])[-1], known.get, root, new
    )


def prove_sheet(sheet: Sheet, claim: Claim, beside: Beside = ALONE) -> tuple[Approvers, ...]:
    """Raises ``Refused`` unless the sheet holds; by which version each statement was judged."""
    path, last = claim.path, last_round(sheet)
    before = sheet[: len(sheet) - len(last)]
    # Earlier rounds too: what they say is printed beside the ones that count.
    for number, signed in enumerate(sheet, 1):
        _check_words(number, signed.statement, claim)
    used = []
    for signed in before:
        used.append(_named(signed, claim))
        check_key(signed, used[-1], path)
    check_order([signed.statement for signed in last], path)
    for signed in last:
        beside.binds(signed.statement)
        _check_same(signed.statement, last[0].statement, claim)
        used.append(_named(signed, claim))
        check_key(signed, used[-1], path)
        if claim.renewed is None and used[-1] is not claim.approvers:
            _still(lambda: check_key(signed, claim.approvers, path))  # noqa: B023 - asked at once
    lane = claim.route.lane
    if lane is not None:
        _check_shape(last[0].statement.changes, lane.kind)
    # Before the levels: whoever is to sign next is told at once that the content cannot be taken.
    beside.fits(last)
    if lane is not None:
        _check_levels(last, used[len(before) :], claim, lane, beside.clock)
    else:
        assert claim.renewed is not None
        check_signers(last, path, claim.approvers, claim.renewed)
    return tuple(used)


def _named(signed: Signed, claim: Claim) -> Approvers:
    """The version that a statement is judged by, which it names; raises ``Refused``."""
    if claim.renewed and shows_its_key(signed, claim.approvers, claim.renewed):
        return claim.renewed
    statement = signed.statement
    found = claim.versions(statement.approvers)
    if found is None:
        what = f"{statement.person} 的意见所用的审批人名册不是本台账用过的版本"
        raise Refused("E-APPROVERS", claim.path, what)
    return found


def _still(check: Callable[[], None]) -> None:
    """What held by the version that a statement names must hold by the one in force too."""
    try:
        check()
    except Refused as refused:
        why = f"{refused.refusal.message}，签名以后审批人名册换了新版"
        raise Refused.of(replace(refused.refusal, message=why)) from None


def _check_words(number: int, statement: Statement, claim: Claim) -> None:
    """Every statement, of earlier rounds too: whose ledger, which submission, nobody's data."""
    path, lane = claim.path, claim.route.code
    if statement.ledger != claim.root.ledger:
        raise Refused("E-LEDGER", path, f"第 {number} 条意见是为台账 {statement.ledger} 签的")
    if statement.branch != claim.root.branch:
        raise Refused("E-BRANCH", path, f"第 {number} 条意见是为分支 {statement.branch} 签的")
    if statement.submission != submission_id(path):
        raise Refused("E-SUBMISSION", path, f"第 {number} 条意见是为报送 {statement.submission} 签的")  # fmt: skip
    if statement.lane != lane:
        raise Refused("E-LANE", path, f"第 {number} 条意见是为通道 {statement.lane} 签的，这处改动走 {lane}")  # fmt: skip
    for text in statement.free_texts:
        if found := privacy.find(text):
            where = "的附言" if text == statement.note else ""
            what = f"第 {number} 条意见{where}里疑似写有{found.what}{found.masked}"
            raise Refused("E-CONTENT", path, what, "签名人删去这些内容后重新签名")


def check_order(round_: Sequence[Statement], path: str) -> None:
    """Levels 0, 1, 2 … once each, by different people, submitted, then approved, in time."""
    for number, statement in enumerate(round_):
        if statement.decision == REJECT:
            raise Refused(
                "E-DECISION", path, f"第 {statement.level} 级（{statement.person}）已经退回"
            )
        if statement.level != number:
            raise Refused("E-LEVEL", path, f"第 {number} 级的位置上是第 {statement.level} 级的意见")
        if statement.decision != (APPROVE if number else SUBMIT):
            raise Refused("E-DECISION", path, f"第 {number} 级的意见是“{statement.words}”")
        # Equal is allowed: two levels may sit at one table, and clocks tell whole seconds.
        if number and statement.moment < round_[number - 1].moment:
            raise Refused("E-TIME", path, f"第 {number} 级的签名时间早于前一级")
    people: dict[str, int] = {}
    for statement in round_:
        # A deputy takes the place of the principal, who then cannot sign another level either.
        for person in filter(None, dict.fromkeys((statement.person, statement.deputy_for))):
            if person in people:
                raise Refused("E-SAME", path, f"{person} 在第 {people[person]} 级和第 {statement.level} 级都签了名")  # fmt: skip
            people[person] = statement.level


def _check_same(statement: Statement, first: Statement, claim: Claim) -> None:
    """One round is about one change; each new version of the approvers is about the one before."""
    path = claim.path
    if claim.renewed is None:
        if statement.changes != first.changes:
            raise Refused("E-CHANGE", path, f"第 {statement.level} 级同意的不是报送的改动")
    elif statement.approvers != claim.approvers.digest:
        own = claim.renewed is claim.approvers
        what = "签的不是这一版名册" if own else "签名时的审批人名册不是前一版"
        raise Refused("E-APPROVERS", path, f"{statement.person} {what}")


def _check_shape(changes: Sequence[Change], kind: str) -> None:
    """What a lane's kind says of the files changed, whatever is in them."""
    for change in changes:
        if change.new == NOTHING:
            refuse_removal(change.path, kind)
        if change.old != NOTHING and kind == lanes.BULLETIN:
            raise Refused("E-CLOSED", change.path, "已经公布的通报不能改")
        if change.old != NOTHING and kind == lanes.CORRECTION and "/corrections/" in change.path:
            raise Refused("E-APPEND", change.path, "更正单不能改，请另写一份更正")
        if change.old != NOTHING and is_restatement(change.path):
            raise Refused("E-APPEND", change.path, "重算更正不能改，请另写一份")
    # One stem (``route_of``), so two files are one of each; a withdrawal stands alone.
    if kind == lanes.BULLETIN and len(changes) != 2 and not changes[0].path.endswith(WITHDRAWN):
        what = "通报要有通报记录（.yml）和公布的数据（.json）两个文件"
        raise Refused("E-BULLETIN", changes[0].path, what)


def _check_levels(
    last: Sheet,
    named: Sequence[Approvers],
    claim: Claim,
    lane: Lane,
    clock: Callable[[], date | None],
) -> None:
    """Each level signed by somebody who holds its office, on the day signed and as things stand."""
    levels = levels_of(lane, last[0].statement.changes, claim.approvers)
    if len(last) > len(levels):
        raise Refused("E-LEVEL", claim.path, f"通道 {lane.code} 只有 {len(levels) - 1} 级审核")
    for signed, level, approvers in zip(last, levels, named, strict=False):
        statement = signed.statement
        if approvers is claim.approvers:
            _check_level(statement, level, claim, clock)
        else:
            _check_then(statement, approvers, claim)
            _still(lambda: _check_level(statement, level, claim, clock))  # noqa: B023 - asked at once
    if len(last) < len(levels):
        what = f"缺第 {len(last)} 级的意见，通道 {lane.code} 要 {len(levels) - 1} 级审核"
        raise Refused("E-LEVEL", claim.path, what, unfinished=True)


def _check_level(
    statement: Statement, level: Level, claim: Claim, clock: Callable[[], date | None]
) -> None:
    # On the day signed, and, for an office that ends, as late as main is: else one who has left
    # could go on signing with earlier dates.
    days = {statement.day}
    if may_end(statement, claim.approvers) and (now := clock()):
        days.add(max(statement.day, now))
    check_office(statement, claim.approvers, level, claim.route.unit, sorted(days), claim.path)


def _check_then(statement: Statement, named: Approvers, claim: Claim) -> None:
    """By the version that a statement names its signer could sign this level too, on that day."""
    lane = next((each for each in named.lanes if each.code == claim.route.code), None)
    levels = levels_of(lane, statement.changes, named) if lane else ()
    if len(levels) <= statement.level:
        what = f"{statement.person} 签名时的审批人名册没有通道 {claim.route.code} 的第 {statement.level} 级"
        raise Refused("E-LEVEL", claim.path, what)
    level = levels[statement.level]
    check_office(statement, named, level, claim.route.unit, [statement.day], claim.path)
