"""What is not there: reports, and subjects in them, that the roster says must be."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.facts import Facts
from generator.text.problems import Place, Problem, at
from generator.text.reading import closest


def absent(facts: Facts) -> Iterator[Problem]:
    """A file about several subjects names all of its own unit."""
    for report in facts.ledger.reports:
        if report.named is None or report.place.path in facts.ledger.unread:
            continue
        scheme = facts.scheme(report.scheme)
        own = facts.subjects_by_reporter[scheme.code, report.month].get(report.reporter, [])
        codes = {subject.code for subject in own}
        # A mistyped code is told as unknown; the subject that it meant is not missing too.
        meant = {closest(name, codes) for name in report.named if name not in codes}
        for subject in own:
            if subject.code not in report.named and subject.code not in meant:
                message = f"缺少 {subject.name}（{subject.code}）的记录"
                hint = f"请在“{scheme.subject}”下补上“{subject.code}:”及其内容"
                yield Problem("缺项", at(report, scheme.subject), message, hint)


def missing_reports(facts: Facts) -> Iterator[Problem]:
    """Reports that are not there, in months for which somebody has reported."""
    there = {report.place.path for report in facts.ledger.reports} | facts.ledger.unread
    for (code, month), reporters in facts.subjects_by_reporter.items():
        for unit in sorted(reporters):
            path = f"ledger/{month}/{code}/{unit}.yml"
            if path not in there:
                short = facts.rulebook.schemes[code].short
                message = f"{facts.subject_name(unit)}还没有报送 {month} 的{short}记录"
                # Units hand in one by one: an error here would stop whoever comes first.
                hint = "请补报；不必报送的，请在名册里核对"
                yield Problem("未报", Place(path), message, hint, "提示")
