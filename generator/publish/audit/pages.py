"""The audit pages: the proof and the lists of the whole ledger, and one page a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.approval.approvers import RECORD
from generator.publish.audit.proof import proof_words
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
from generator.publish.bulletin.history import fault_words
from generator.publish.kit import links
from generator.publish.kit.page import Page
from generator.publish.kit.tables import Table
from generator.publish.site import Site, month_name
from generator.publish.trail.corrections import CorrectionViews, EffectTables
from generator.publish.trail.objections import ObjectionTable
from generator.trail.correction import in_order


def pages(site: Site) -> Iterator[Page]:
    """The overview and one page a month."""
    submissions = Submissions(site)
    known = {*all_months(site), *submissions.by_folder} - {"rules"}
    months = [month_of(site, month) for month in sorted(known)]
    refusals = site.evidence.refusals
    for each in months:
        yield site.page(
            "audit_month.html",
            links.audit_month(each.month),
            f"{month_name(each.month)}记录文件和审批",
            {
                "month": each,
                "tables": list(file_tables(site, each)),
                "absent": absent_table(site, [each]),
                "submissions": submissions.tables(each.month),
                "breaks": [r.line for r in refusals if r.path.startswith(f"ledger/{each.month}/")],
            },
            edit_uri=f"ledger/{each.month}/",
            search="记录文件 填报人 填报日期 迟报 缺报 审批 签名",
        )
    names = [each.month for each in months]
    example, sheet = _example(site, months)
    yield site.page(
        "audit.html",
        links.AUDIT,
        "审计",
        {
            "months": months,
            "overview": overview(months),
            "late": late_table(site, months),
            "absent": absent_table(site, months),
            "example": example,
            "sheet": sheet,
            "proof": proof_words(site.evidence, site.names),
            "counts": submissions.overview(names) if site.evidence.enabled else None,
            "of_rules": submissions.tables("rules"),
            "faults": _faults(site),
            "corrections": CorrectionViews(site).all(in_order(site.books.trail.corrections)),
            "objections": _objections(site),
        },
        search="核验 审批 签名 缺报 迟报 更正 异议 记录文件 自行核验",
    )


def _objections(site: Site) -> Table | None:
    found = sorted(site.books.trail.objections, key=lambda each: each.id)
    return ObjectionTable(site).table("异议清单", found) if found else None


def _faults(site: Site) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """``(bulletin, address, what differs, why)`` of bulletins that do not come about again."""
    tables = EffectTables(site)
    return [
        (
            f"{site.books.rulebook.schemes[each.record.scheme].short} {each.record.period.name}",
            links.bulletin(each.record.scheme, each.record.period),
            *fault_words(tables, each),
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
