"""Cases as units hand them in: ids, who led and who helped, pieces."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.facts import Facts, elsewhere
from generator.ledger.case_records import (
    HELPER,
    LEAD,
    Case,
)
from generator.text.problems import Problem, at


def repeated_ids(facts: Facts) -> Iterator[Problem]:
    """An id begins with its file's month and unit, and stands once in the whole ledger."""
    for same in facts.cases_by_id.values():
        # The case whose file the id fits keeps it; the others are told.  Who came first in the
        # order of paths says nothing about whose case it is.
        owner = min(same, key=lambda case: (not _fits(case), case.place))
        for case in same:
            place = at(case, "编号")
            before = elsewhere(owner.place, place)
            if case is not owner and case.place.path == owner.place.path:
                message = f"案件编号 {case.id} 在{before}已经用过"
                yield Problem("重复", place, message, "请给这一起案件换一个编号")
            elif case is not owner:
                # Counted in two files, one case would give its points twice.
                message = f"案件 {case.id} 已在{before}登记"
                hint = (
                    "一案只由主办单位登记一次，其他单位的民警写进那里的“参与”；另一起案件请另编编号"
                )
                yield Problem("重复", place, message, hint, also=(owner.place.path,))
            elif not _fits(case):
                message = f"案件编号 {case.id} 不是这个单位这个月的编号"
                yield Problem("编号", place, message, f"请写成 {case.month}-{case.unit}-01 的样子")


def _fits(case: Case) -> bool:
    prefix = f"{case.month}-{case.unit}-"
    return case.id.startswith(prefix) and case.id.removeprefix(prefix).isdecimal()


def roles(facts: Facts) -> Iterator[Problem]:
    """One officer leads, at least one helps, and nobody stands twice."""
    for case in facts.ledger.cases:
        yield from _twice(case)
        if case.unread or not case.participants:
            continue
        place = at(case, "参与")
        leads, helpers = case.with_role(LEAD), case.with_role(HELPER)
        if not leads:
            yield Problem("角色", place, "这起案件没有主办民警", "请把一名民警的角色写成 主办")
        elif len(leads) > 1:
            message = f"这起案件有 {len(leads)} 名主办民警"
            yield Problem("角色", place, message, "主办只能一人，其余请写成 协办")
        elif not helpers:
            yield Problem("角色", place, "这起案件没有协办民警", "办案不得少于两名民警，请补上协办")


def _twice(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    for person in case.participants:
        if person.number and person.number in seen:
            message = f"警号 {person.number} 在这起案件里写了两次"
            yield Problem("重复", at(person, "警号"), message, "每人只写一次，只留一个角色")
        seen.add(person.number)


def pieces(facts: Facts) -> Iterator[Problem]:
    """Only results that are counted by the piece may state how many."""
    for case in facts.ledger.cases:
        version = facts.rulebook.schemes[case.scheme].version(case.month)
        for item, terms in version.case_work() if version else ():
            if item.code != case.result:
                continue
            if case.pieces != 1 and not terms.per_piece:
                message = f"{item.code} {item.name}按案计分，不能写“件数”"
                yield Problem("件数", at(case, "件数"), message, "请删去“件数”，一案写一条")
            elif terms.per_piece and case.persons != 1:
                # Pieces and persons would both multiply the points.
                message = f"{item.code} {item.name}按件登记，人数应写 1"
                yield Problem("件数", at(case, "人数"), message, "请把数量写在“件数”里", "提醒")
