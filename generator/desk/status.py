"""Where submissions stand: open ones on branches, closed ones on main, and who must act next.

Who has handed in nothing yet is told by the check (``checks/missing.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator.approval.refusal import Refused
from generator.approval.routes import is_sheet
from generator.approval.sheet import last_round
from generator.desk.clone import Copy
from generator.desk.draft import Draft, find_draft, level_name, may_sign, refused_now
from generator.text.canonical import Json


@dataclass(frozen=True, slots=True)
class Open:
    """A submission on a branch."""

    branch: str
    commit: str
    draft: Draft | None
    trouble: str
    """Why nothing can be made of the branch; empty when all is well."""

    @property
    def since(self) -> str:
        """When the last statement was signed, as signed."""
        return self.draft.sheet[-1].statement.time if self.draft and self.draft.sheet else ""

    @property
    def state(self) -> str:
        """待报送, 待审批, 已退回, 须重新送审, 待合并 or 有问题."""
        if self.draft is None:
            return "有问题"
        if not self.draft.sheet:
            return "待报送"
        if self.draft.round:
            return "待审批" if self.draft.next_level is not None else "待合并"
        return "已退回" if self.draft.sent_back else "须重新送审"

    def waits_for(self, today: date) -> list[str]:
        """Who must act next."""
        if self.draft is None or self.state == "待合并":
            return []
        if self.state != "待审批":
            first = last_round(self.draft.sheet)[0].statement if self.draft.sheet else None
            if first is not None:
                person = self.draft.people.get(first.person)
                return [f"{person.name if person else ''}（{first.person}，填报人）"]
            return may_sign(self.draft, 0, today)
        level = self.draft.next_level
        return may_sign(self.draft, level, today) if level is not None else []


def open_submissions(copy: Copy, *, rehearsed: bool = False) -> Iterator[Open]:
    """Every branch that would change something on main, one entry a submission.

    ``rehearsed``: what everybody has signed is asked whether main would take it now.
    """
    seen: dict[str, Open] = {}
    for name, oid in copy.branches():
        try:
            draft = find_draft(copy, oid, copy.store.commit(oid).tree)
        except Refused as refused:
            yield Open(name, oid, None, refused.refusal.line)
            continue
        if draft is None:
            continue
        found = Open(name, oid, draft, "")
        known = seen.get(draft.submission)
        if known is None or len(draft.sheet) > len(known.draft.sheet if known.draft else ()):
            seen[draft.submission] = found
    for each in seen.values():
        yield _rehearsed(copy, each) if rehearsed and each.state == "待合并" else each


def _rehearsed(copy: Copy, each: Open) -> Open:
    assert each.draft is not None
    refusal = refused_now(copy, each.draft)
    if refusal is None:
        return each
    return replace(each, draft=replace(each.draft, void=f"{refusal.message}，{refusal.mends}"))


def closed_count(copy: Copy) -> dict[str, int]:
    """Month (or ``rules``) → sheets on main."""
    found: dict[str, int] = {}
    state = copy.state()
    for folder in ("ledger", "rules"):
        for path in copy.store.files(state.tree, folder):
            if is_sheet(path):
                month = path.split("/")[1] if folder == "ledger" else "rules"
                found[month] = found.get(month, 0) + 1
    return found


def closed_submissions(copy: Copy) -> list[dict[str, str]]:
    """Every submission on main with its lane and when its last level signed, newest first."""
    state = copy.state()
    found = []
    for folder in ("ledger", "rules"):
        nodes = copy.store.files(state.tree, folder)
        sheets = {path: node for path, node in nodes.items() if is_sheet(path)}
        copy.store.want_blobs(node.oid for node in sheets.values())
        for path, node in sheets.items():
            last = state.sheet(node, path)[-1].statement
            found.append({"submission": last.submission, "lane": last.lane, "completed": last.time})
    return sorted(found, key=lambda each: (each["completed"], each["submission"]), reverse=True)


def as_data(each: Open, today: date) -> Json:
    """The stable JSON shape."""
    draft = each.draft
    return {
        "submission": draft.submission if draft else None,
        "branch": each.branch,
        "commit": each.commit,
        "lane": draft.route.code if draft else None,
        "paths": [change.path for change in draft.changes] if draft else [],
        "state": each.state,
        "level": draft.next_level if draft else None,
        "since": each.since or None,
        "waits_for": each.waits_for(today),
        "trouble": each.trouble or (draft.lapsed if draft else ""),
    }


def as_text(each: Open, today: date) -> str:
    """A few lines for a person."""
    draft = each.draft
    if draft is None:
        return f"有问题　分支 {each.branch}\n    {each.trouble}"
    lines = [f"{each.state}　{draft.submission}　分支 {each.branch}"]
    for signed in draft.round:
        statement = signed.statement
        person = draft.people[statement.person]
        deputy = f"，代理 {statement.deputy_for}" if statement.deputy_for else ""
        grade = "" if statement.click is None else "，平台点击"
        lines.append(f"    第 {statement.level} 级 {statement.words}　{person.name}（{statement.office}{deputy}）　{statement.time}{grade}")  # fmt: skip
    if draft.lapsed:
        lines.append(f"    原来的审批不再有效：{draft.lapsed}")
    people = "、".join(each.waits_for(today)) or "（没有人担任，请找管理员）"
    if each.state == "待合并":
        lines.append(f"    各级已签完（{each.since}），请合并到主分支")
    elif each.state == "待审批" and draft.next_level is not None:
        lines.append(f"    等{level_name(draft, draft.next_level)}：{people}，自 {each.since} 起")
    else:
        lines.append(f"    等报送：{people}" + (f"，自 {each.since} 起" if each.since else ""))
    return "\n".join(lines)
