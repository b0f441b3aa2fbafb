"""Bulletins 通报: one page per scheme and period.

The parts follow the order of an official circular; each is plain data for ``bulletin.html``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from generator.publish.bulletin.findings import Findings
from generator.publish.bulletin.index import (
    index,
    index_of,
    leaders,
    periods_of,
    schemes_with_reports,
)
from generator.publish.bulletin.issued import History, block, objections_to
from generator.publish.bulletin.overview import overview
from generator.publish.bulletin.rankings import (
    COUNTERS,
    RankingTable,
    RankingTables,
    ranked,
    standing_json,
)
from generator.publish.kit import labels, links
from generator.publish.kit.labels import Words, cn_date, joined, month_name, say
from generator.publish.kit.tables import Cell, Column, Table, TableRow, as_csv
from generator.publish.rules.working import bounds_words
from generator.publish.site import Download, Page, Site
from generator.rules.bureau import Schedule, schedule
from generator.rules.periods import Calendar, Period, Uncovered, next_month
from generator.rules.roster import BRANCHES, OFFICERS, UNITS
from generator.rules.scheme import Scheme, Version
from generator.scoring.model import ADJUSTED, Standing
from generator.trail.bulletin import BulletinRecord


def pages(site: Site) -> Iterator[Page]:
    """The list of all bulletins, then each scheme's list and bulletins."""
    bulletins = Bulletins(site)
    yield index(site)
    for scheme in schemes_with_reports(site):
        yield index_of(site, scheme)
        for period in periods_of(site.scores.months(scheme.code)):
            yield bulletins.bulletin(scheme, period)


class Bulletins:
    """Makes every bulletin from one site."""

    def __init__(self, site: Site) -> None:
        self.site, self.scores, self.names = site, site.scores, site.names
        self.bureau, self.calendar = site.rulebook.bureau, site.rulebook.calendar

    def standings(self, scheme: Scheme, period: Period) -> list[Standing]:
        """Units before officers in schemes of cases; else the one standing."""
        own = self.scores.standing(scheme.code, period)
        return [self.scores.standing(scheme.code, period, UNITS), own] if scheme.of_cases else [own]

    def bulletin(self, scheme: Scheme, period: Period) -> Page:
        standings = self.standings(scheme, period)
        rankings = [
            table
            for each in standings
            for table in RankingTables(scheme, each, self.names, self.site.marks).all()
        ]
        history = History.of(self.site, scheme, period)
        findings = Findings(scheme, period, standings, self.scores, self.names)
        first = overview(scheme, period, standings, self.scores, self.names)
        missing = self.missing(standings[0])
        others = [*first.tables, *findings.tables(), missing, *history.tables()]
        files = self.files(scheme, period, rankings, [table for table in others if table], history)
        record, kind = history.record, labels.kind_name(scheme, period)
        dates = self.dates(period, record)
        last = max(month for month in period.months if month in self.scores.months(scheme.code))
        context: dict[str, Any] = {
            "scheme": scheme,
            "period": period,
            "numeral": labels.numeral,
            "circular": labels.is_circular(scheme, period),
            "kind": kind,
            "issue": f"第{record.issue}期" if record else labels.issue(scheme, period),
            "office": record.office if record else scheme.office,
            "record": record,
            "dates": dates,
            "publicity_from": record.publicity[0] if record else dates.published,
            # Behind the last month that was reported: of a year under way, the next one due.
            "next": schedule(Period(last), self.bureau, self.calendar),
            "unfinished": "" if last == period.months[-1] else month_name(last),
            "around": self.around(scheme, period),
            "opening": self.opening(scheme, period, standings),
            "overview": first,
            "rankings": rankings,
            "findings": findings,
            "missing": missing,
            "history": history,
            "next_month": month_name(next_month(last)),
            "objections_to": objections_to(self.bureau, scheme),
            "approval": block(self.site, scheme, period, record),
            "files": files,
            "foot": foot(scheme, standings[0].versions, self.bureau.least_ranked),
            "versions": standings[0].versions,
            "sample": any(version.sample for version in standings[0].versions),
        }
        return self.site.page(
            "bulletin.html",
            links.bulletin(scheme.code, period),
            labels.heading(scheme, period),
            context,
            edit_uri=scheme.place.path,
            search=f"{scheme.short} {period.name} {kind} {leaders(self.site, scheme, period)}",
            downloads=files,
        )

    def dates(self, period: Period, record: BulletinRecord | None) -> Schedule:
        """As planned until it is issued, then as issued."""
        planned = schedule(period, self.bureau, self.calendar)
        return as_published(planned, record, self.calendar) if record else planned

    def around(self, scheme: Scheme, period: Period) -> list[tuple[str, Cell]]:
        """The bulletins before and after, and the longer periods that this one is part of."""
        everything = periods_of(self.scores.months(scheme.code))
        same = [each for each in everything if each.kind == period.kind]
        # Neighbours that have reports: a month without any has no page.
        at = same.index(period)
        found = [("上期", each) for each in same[:at][-1:]]
        found += [("下期", each) for each in same[at + 1 :][:1]]
        wider = [each for each in everything if set(period.months) < set(each.months)]
        found += [("所在季度" if each.kind == "季" else "所在年度", each) for each in wider]
        return [(name, Cell(p.name, links.bulletin(scheme.code, p))) for name, p in found]

    # ── the opening ─────────────────────────────────────────────────────────────────────────

    def opening(self, scheme: Scheme, period: Period, standings: Sequence[Standing]) -> list[Words]:
        """What is assessed by which rules, and how complete the reports are."""
        number = "、".join(
            f"{len(each.rows)}{COUNTERS[each.level]}{ranked(scheme, each.level)}"
            for each in standings
        )
        versions = standings[0].versions
        basis = joined(
            say(
                Cell(version.basis, links.rule_version(scheme.code, version.since)),
                f"（{month_name(version.since)}起施行）",
            )
            for version in versions
        )
        verb = "复核统计" if scheme.of_cases else "考核统计"
        what = f"{number}的{labels.subject_of(scheme)}进行了{verb}，现将结果公布如下。"
        made = [
            say(f"{scheme.office}依据", *basis, f"，对{period.name}全局{what}"),
            self.completeness(scheme, period, standings[0]),
        ]
        if len(versions) > 1:
            changes = Cell("规则变更", links.RULE_CHANGES)
            made.append(
                say("本期内规则有调整，各月按当月有效的规则计分，调整内容见", changes, "。")
            )
        return made

    def completeness(self, scheme: Scheme, period: Period, standing: Standing) -> Words:
        """How many monthly records were due, came late, or did not come."""
        missing, late = len(standing.missing), self.late(scheme, period)
        counted = sum(row.months for row in standing.rows)
        said = f"应报月度记录{counted + missing}份，已报{counted}份，"
        said += f"未报{missing}份，见缺报清单；" if missing else "无未报；"
        unknown = [
            month
            for month in self.scores.months(scheme.code)
            if month in period.months and isinstance(self.site.deadline(month), Uncovered)
        ]
        if late:
            said += f"迟报{len(late)}份（{labels.listed(late, 6)}）。"
        elif not unknown:
            said += "无迟报。"
        if unknown:
            # Without the holidays of a year nobody may be called late.
            months = labels.listed([month_name(month) for month in unknown], 12)
            until = cn_date(self.site.deadline(unknown[0]))
            said += f"{months}记录的报送期限{until}，是否迟报没有核对。"
        return say(said)

    def late(self, scheme: Scheme, period: Period) -> list[str]:
        """Who filed a month's record after its deadline: ``城关派出所（6月）``."""
        return [
            (self.names.reporter(report.reporter) or report.reporter)
            + ("" if period.kind == "月" else f"（{month_name(report.month, year=False)}）")
            for report in self.site.books.ledger.reports
            if report.scheme == scheme.code
            and report.month in period.months
            and self.site.days_late(report) is not None
        ]

    # ── tables and files ────────────────────────────────────────────────────────────────────

    def missing(self, standing: Standing) -> Table | None:
        """The 缺报清单."""
        if not standing.missing:
            return None
        level, of_unit = standing.level, standing.level not in (UNITS, BRANCHES)
        columns = [
            Column("name", level),
            *([Column("unit", "单位")] if of_unit else []),
            Column("month", "缺报月份"),
            Column("due", "应报日期"),
        ]
        rows = []
        for each in standing.missing:
            due = self.site.deadline(each.month)
            name = self.names.officer(each.subject) if level == OFFICERS else each.name
            place = links.dossier(level, each.subject, standing.period.year)
            rows.append(
                TableRow.of(
                    Cell(name, place, sort=each.subject),
                    *([self.names.unit(each.unit)] if of_unit else []),
                    Cell(month_name(each.month), sort=each.month),
                    Cell(cn_date(due), sort=str(due)),
                )
            )
        return Table("缺报清单", columns, rows)

    def files(
        self,
        scheme: Scheme,
        period: Period,
        rankings: Sequence[RankingTable],
        others: Sequence[Table],
        history: History,
    ) -> tuple[Download, ...]:
        """A CSV file per ranking table, one for the other tables, and the standing as JSON."""
        # Names that stay apart when all downloads lie in one folder.
        stem = f"{scheme.code}-{period.code}"
        data = standing_json(self.scores, scheme, period, self.names, history.data)
        ranks = (
            Download(f"{stem}-rank-{n}.csv", as_csv(each.table), f"{each.table.caption}（CSV）")
            for n, each in enumerate(rankings, 1)
        )
        return (
            *ranks,
            Download(f"{stem}-tables.csv", as_csv(*others), "其他各表（CSV）"),
            Download(f"{stem}.json", data, "积分与排名数据（JSON）"),
        )


def as_published(dates: Schedule, record: BulletinRecord, calendar: Calendar) -> Schedule:
    """The dates of a bulletin that was issued, instead of those that were planned.

    No days of publicity are counted in a year that the calendar does not cover.
    """
    first, last = record.publicity
    days = calendar.working_days_after(first - timedelta(days=1), last)
    # Publicity over a holiday alone is a day of it all the same.
    shown = 0 if isinstance(days, Uncovered) else max(days, 1)
    return replace(dates, published=record.published, publicity_end=last, publicity_days=shown)


# ── how totals are made ────────────────────────────────────────────────────────────────────────


def foot(scheme: Scheme, versions: Sequence[Version], least: int) -> list[str]:
    """How totals are made, in sentences."""
    names = [component.name for component in labels.shown_components(scheme)]
    annualised = "缺月的按“总分×全期基础分÷已报月份基础分”折合后排名；" * scheme.annualised
    made = [f"月得分＝{'＋'.join(names)}（扣分以负数表示）。"]
    # Rules may have changed within the period: the last ones hold on.
    made += bounds_words(scheme, versions[-1]) if versions else []
    if any(component.weight != 100_00 for component in scheme.components):
        made.append("规定了权重的组成部分，按权重计入月得分，权重的算法单列一行。")
    made += over_months(scheme)
    made.append(f"{annualised}未报不按零分计，也不计入平均。")
    made += per_head_words(scheme, versions)
    if any(component.prorates for component in scheme.components):
        made.append("不适用、样本不足的项目不计分，按其余项目得分率折算，折算分单列一行。")
    return [
        *made,
        "每条得分四舍五入到0.01分，此后只作加减，表列各数相加即为合计。",
        f"名次按公布的分数确定，分数相同的名次相同，其后名次顺延（1、1、3）；只在组内排名，组内参排不足{least}个的只公布得分。",
    ]


def per_head_words(scheme: Scheme, versions: Sequence[Version]) -> Iterator[str]:
    """How officers' points become their unit's, by the last rules for cases."""
    rules = next((version.case_rules for version in reversed(versions) if version.case_rules), None)
    if rules is None or not rules.per_head:
        return
    earned = scheme.case_component.name
    carried = (
        "民警质效扣分计入单位。"
        if rules.findings_to_unit
        else "民警个人的质效扣分不计入单位，单位只计自身承担的扣分。"
    )
    yield f"单位{earned}＝本单位民警{earned}合计÷月末办案民警平均人数；{carried}"


def over_months(scheme: Scheme) -> list[str]:
    """What a quarter and a year make of their months; one sentence where both do the same."""
    parts = [(each.name, each.means) for each in labels.shown_components(scheme)]
    if any(v.start or v.floor is not None or v.ceiling is not None for v in scheme.versions):
        parts.append((ADJUSTED, scheme.means))

    def sentence(when: str, means: Sequence[str]) -> str:
        rest = "，其余为各月合计" if len(means) < len(parts) else ""
        taken = f"{when}的{'、'.join(means)}取已报月份的平均{rest}。"
        return taken if means else f"{when}得分为各月得分的合计。"

    quarter, year = ([name for name, means in parts if kind in means] for kind in "季年")
    if quarter == year:
        return [sentence("季度、年度", year)]
    return [sentence("季度", quarter), sentence("年度", year)]
