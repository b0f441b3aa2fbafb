"""The audit pages: the proof in words, the lists of the whole ledger, and one page a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.approval.approvers import Approvers
from generator.approval.lanes import RECORD
from generator.audit.history import HistoryProof
from generator.audit.tree import TreeProof
from generator.publish.audit.records import (
    FiledMonth,
    absent_table,
    all_months,
    file_tables,
    late_table,
    month_of,
    overview,
)
from generator.publish.audit.submissions import Submissions
from generator.publish.evidence import Evidence
from generator.publish.kit import links
from generator.publish.kit.labels import Names, cn_date, month_name
from generator.publish.site import Page, Site
from generator.publish.trail.corrections import correction_views, fault_words
from generator.publish.trail.objections import ObjectionTable
from generator.publish.trail.restatements import restatement_views
from generator.trail.correction import in_order


def pages(site: Site) -> Iterator[Page]:
    """The overview and one page a month."""
    submissions = Submissions(site)
    # A month may have submissions and no record yet, or the other way round.
    known = {*all_months(site), *submissions.by_folder} - {"rules"}
    months = [month_of(site, month) for month in sorted(known)]
    for each in months:
        yield _month_page(site, each, submissions)
    example, sheet = _example(site, months)
    yield site.page(
        "audit.html",
        links.AUDIT,
        "审计",
        {
            "overview": overview(months),
            "late": late_table(site, months),
            "absent": absent_table(site, months),
            "example": example,
            "sheet": sheet,
            "proof": proof_words(site.evidence, site.names),
            "counts": submissions.overview(known) if site.evidence.enabled else None,
            "of_rules": submissions.tables("rules"),
            "faults": _faults(site),
            "corrections": correction_views(site, in_order(site.books.trail.corrections)),
            "restatements": restatement_views(site, site.books.trail.restatements),
            "objections": ObjectionTable(site).table(
                sorted(site.books.trail.objections, key=lambda each: each.id)
            ),
        },
        search="核验 审批 签名 缺报 迟报 更正 异议 记录文件 自行核验",
    )


def _month_page(site: Site, each: FiledMonth, submissions: Submissions) -> Page:
    folder = f"ledger/{each.month}/"
    return site.page(
        "audit_month.html",
        links.audit_month(each.month),
        f"{month_name(each.month)}记录文件和审批",
        {
            "month": each,
            "tables": list(file_tables(site, each)),
            "absent": absent_table(site, [each]),
            "submissions": submissions.tables(each.month),
            "breaks": [r.line for r in site.evidence.refusals if r.path.startswith(folder)],
        },
        edit_uri=folder,
        search="记录文件 填报人 填报日期 迟报 缺报 审批 签名",
    )


def _faults(site: Site) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """``(bulletin, address, what differs, why)`` of bulletins that do not come about again."""
    return [
        (
            f"{site.rulebook.schemes[each.record.scheme].short} {each.record.period.name}",
            links.bulletin(each.record.scheme, each.record.period),
            *fault_words(site, each),
        )
        for each in site.aftermath.unlike
    ]


def _example(site: Site, months: Sequence[FiledMonth]) -> tuple[str, str]:
    """A record and its sheet for the commands that a reader can try; empty where there is none.

    One whose first statement is a personal signature, so that the commands hold as they stand.
    """
    paths = [report.place.path for month in reversed(months) for report in month.reports]
    for path in paths:
        found = site.evidence.approval(path)
        if found and found.kind == RECORD and not found.earlier and found.marks[0].grade == "甲":
            return path, found.sheet_path
    return (paths[0] if paths else ""), ""


# ── the proof in words ─────────────────────────────────────────────────────────────────────────

TRAIL_WORDS = {
    "bulletins": "通报文件",
    "corrections": "更正单",
    "objections": "异议记录",
    "restatements": "重算更正",
}
SHOWN_REFUSALS = 200
"""How many refusals are listed; more are only counted."""


@dataclass(frozen=True, slots=True)
class ProofWords:
    """The state of the proof for the audit page."""

    ok: bool
    proven: tuple[str, ...]
    open: tuple[str, ...]
    """What these proofs cannot say."""
    breaks: tuple[str, ...]
    """Every refusal: code, path, sentence, who mends it."""
    more: int
    """Refusals beyond those listed."""
    approvers: tuple[tuple[str, str], ...]
    checkpoint: str
    """The line to print; empty without a proof of history."""


def proof_words(evidence: Evidence, names: Names) -> ProofWords | None:
    """None where nothing is verified."""
    tree, history, newest = evidence.tree, evidence.history, evidence.approvers
    if tree is None:
        return None
    lines = tuple(refusal.line for refusal in tree.refusals)
    return ProofWords(
        ok=tree.ok,
        proven=(*_of_tree(tree), *(_of_history(history) if history else ())),
        open=tuple(_open(evidence)),
        breaks=lines[:SHOWN_REFUSALS],
        more=max(len(lines) - SHOWN_REFUSALS, 0),
        approvers=_approvers(newest, tree.versions[0], evidence, names) if newest else (),
        checkpoint=history.checkpoint_line(newest.version) if history and newest else "",
    )


def _of_tree(tree: TreeProof) -> Iterator[str]:
    kinds = Counter(_kind(path) for path in tree.by_path)
    parts = "、".join(
        f"{kind}{kinds[kind]}份" for kind in ("记录", *TRAIL_WORDS.values()) if kinds[kind]
    )
    grades = Counter(approval.grade for approval in tree.approvals)
    rounds = sum(approval.sent_back for approval in tree.approvals)
    sent = f"；其中退回{rounds}次，退回的意见也都留在审批单里" if rounds else ""
    # Of the tree alone: no sentence here may claim what only history can prove.
    yield f"台账文件{tree.proven}份（{parts or '无'}），每份现在的内容都与审批单同意的内容一字不差。"
    yield (
        f"审批单{len(tree.approvals)}份、签名{tree.signatures}个，逐个核对无误：甲级{grades['甲']}份，"
        f"乙级{grades['乙']}份{sent}。"
    )
    yield "签名的人当时担任那一级的职务，或者有期限内的代理；同一份报送没有一人兼任两级，填报人没有审核自己的记录。"
    yield f"审批人名册共{len(tree.versions)}版，每一版都由前一版的根签名人签署。"
    if not any(refusal.path.startswith("rules") for refusal in tree.refusals):
        yield "规则和人员名册与根签名人最初签过的一致，或者是经过审批的改动。"


def _kind(path: str) -> str:
    parts = path.split("/")
    return TRAIL_WORDS.get(parts[2], "记录") if len(parts) > 2 else "记录"


def _of_history(history: HistoryProof) -> Iterator[str]:
    yield (
        f"主分支{history.commits}个提交，从信任根的起点到 {history.proven_to}，"
        f"每一步都恰好是一份经过审批的报送，共{history.submissions}份；规则和程序的改动也在内。"
    )
    yield "本站所用的台账和规则，与这个提交里的逐字节相同。"


def _open(evidence: Evidence) -> Iterator[str]:
    if evidence.history is None:
        yield (
            "历史没有核验：单凭文件看不出历史有没有被截断，也看不出签名的先后、程序的改动是否经过审批。"
            "需要有信任根的人用完整克隆核验。"
        )
    if evidence.root is None:
        yield "名册第1版是否就是本局的，要与纸质信任根上的摘要核对。"
    if evidence.demo:
        yield "密钥是公开的演示密钥，谁都能用它签名：这里只演示办法，签名不作为依据。"


def _approvers(
    newest: Approvers, first: Approvers, evidence: Evidence, names: Names
) -> tuple[tuple[str, str], ...]:
    # Their names are told by the approvers file, also of people whom the roster no longer has.
    holders = "、".join(
        f"{newest.persons[number].name}（{number}）" if names.is_named(None) else number
        for number in newest.roots
    )
    people = f"{len(newest.persons)}人，机器人{len(newest.bots)}个，通道{len(newest.lanes)}个"
    root = evidence.root
    trusted = f"起点 {root.genesis}，主分支 {root.branch}" if root else ""
    return (
        ("台账标识", newest.ledger),
        ("审批人名册", f"第{newest.version}版，{cn_date(newest.day)}"),
        ("现行版摘要", newest.digest),
        ("第1版摘要", first.digest),
        ("根签名人", f"{holders}，改名册须其中{newest.threshold}人签名"),
        ("登记人员", people),
        *((("信任根", trusted),) if trusted else ()),
    )
