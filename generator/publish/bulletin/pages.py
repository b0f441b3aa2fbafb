"""Bulletins 通报: one page per scheme and period.

The parts follow the order of an official circular; each is plain data for ``bulletin.html``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from generator.publish.bulletin.findings import Findings
from generator.publish.bulletin.history import History
from generator.publish.bulletin.index import Lists, leaders, periods_of
from generator.publish.bulletin.overview import overview
from generator.publish.bulletin.rankings import COUNTERS, RankingTable, RankingTables, standing_json
from generator.publish.bulletin.signoff import block, issue_words, objections_to
from generator.publish.kit import labels, links
from generator.publish.kit.labels import Words, say
from generator.publish.kit.names import OFFICERS
from generator.publish.kit.page import Download, Page
from generator.publish.kit.tables import Cell, Column, Table, TableRow, as_csv
from generator.publish.rules.working import bounds_words
from generator.publish.site import Site, cn_date, month_name
from generator.rules.bureau import Schedule, schedule
from generator.rules.periods import Calendar, Day, Period, Uncovered, next_month
from generator.rules.scheme import Scheme, Version
from generator.scoring.model import ADJUSTED, UNITS, MissingReport, Standing
from generator.trail.bulletin import BulletinRecord


def pages(site: Site) -> Iterator[Page]:
    """The list of all bulletins, then each scheme's list and bulletins."""
    lists, bulletins = Lists(site), Bulletins(site)
    yield lists.index()
    for scheme in lists.schemes():
        yield lists.of_scheme(scheme)
        for period in lists.periods(scheme):
            yield bulletins.bulletin(scheme, period)


@dataclass(frozen=True, slots=True)
class File:
    """A download with words for it."""

    name: str
    title: str
    data: bytes


class Bulletins:
    """Makes every bulletin from one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.scores, self.rulebook = site.scores, site.books.rulebook
        self.bureau, self.calendar = self.rulebook.bureau, self.rulebook.calendar
        self.names = site.names

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
        files = self.files(
            scheme,
            period,
            rankings,
            [*first.tables, *findings.tables(), *([missing] if missing else []), *history.tables()],
            history,
        )
        record = history.record
        dates = schedule(period, self.bureau, self.calendar)
        if record is not None:
            dates = as_published(dates, record, self.calendar)
        last = max(month for month in period.months if month in self.scores.months(scheme.code))
        context: dict[str, Any] = {
            "scheme": scheme,
            "period": period,
            "numeral": labels.numeral,
            "circular": labels.is_circular(scheme, period),
            "kind": labels.kind_name(scheme, period),
            "issue": issue_words(record, labels.issue(scheme, period)),
            "office": record.office if record else scheme.office,
            "record": record,
            "dates": dates,
            "publicity_from": record.publicity[0] if record else dates.published,
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
        uri = links.bulletin(scheme.code, period)
        return self.site.page(
            "bulletin.html",
            uri,
            labels.heading(scheme, period),
            context,
            edit_uri=scheme.place.path,
            search=f"{scheme.short} {period.name} {labels.kind_name(scheme, period)} {leaders(self.site, scheme, period)}",
            downloads=tuple(Download(file.name, file.data) for file in files),
        )

    def around(self, scheme: Scheme, period: Period) -> list[tuple[str, Cell]]:
        """The bulletins before and after, and the longer periods that this one is part of."""
        everything = periods_of(self.scores.months(scheme.code))
        same = [each for each in everything if each.kind == period.kind]
        at = same.index(period)
        found = [("上期", same[at - 1])] if at else []
        found += [("下期", same[at + 1])] if at + 1 < len(same) else []
        wider = [each for each in everything if set(period.months) < set(each.months)]
        found += [("所在季度" if each.kind == "季" else "所在年度", each) for each in wider]
        return [(name, Cell(p.name, links.bulletin(scheme.code, p))) for name, p in found]

    def opening(self, scheme: Scheme, period: Period, standings: Sequence[Standing]) -> list[Words]:
        """What is assessed by which rules, and how complete the reports are."""
        number = "、".join(
            f"{len(each.rows)}{COUNTERS[each.level]}{'办案单位' if each.level == UNITS and scheme.of_cases else '办案民警' if scheme.of_cases else each.level}"
            for each in standings
        )
        basis: list[str | Cell] = []
        for count, version in enumerate(standings[0].versions):
            basis += [
                "、" if count else "",
                rule_cell(scheme, version),
                f"（{month_name(version.since)}起施行）",
            ]
        verb = "复核统计" if scheme.of_cases else "考核统计"
        made = [
            say(
                f"{scheme.office}依据",
                *basis,
                f"，对{period.name}全局{number}的{labels.subject_of(scheme)}进行了{verb}，现将结果公布如下。",
            )
        ]
        made.append(self.completeness(scheme, period, standings[0]))
        if len(standings[0].versions) > 1:
            made.append(
                say(
                    "本期内规则有调整，各月按当月有效的规则计分，调整内容见",
                    Cell("规则变更", links.RULE_CHANGES),
                    "。",
                )
            )
        return made

    def completeness(self, scheme: Scheme, period: Period, standing: Standing) -> Words:
        """How many monthly records were due, came late, or did not come."""
        missing, late = len(standing.missing), self.late(scheme, period)
        reported = [m for m in self.scores.months(scheme.code) if m in period.months]
        unknown = [month for month in reported if isinstance(self.deadline(month), Uncovered)]
        counted = sum(row.months for row in standing.rows)
        said = f"应报月度记录{counted + missing}份，已报{counted}份，"
        said += f"未报{missing}份，见缺报清单；" if missing else "无未报；"
        if late or not unknown:
            said += f"迟报{len(late)}份（{labels.listed(late, 6)}）。" if late else "无迟报。"
        if unknown:
            months = labels.listed([month_name(month) for month in unknown], 12)
            said += (
                f"{months}记录的报送期限{cn_date(self.deadline(unknown[0]))}，是否迟报没有核对。"
            )
        return say(said)

    def late(self, scheme: Scheme, period: Period) -> list[str]:
        """Who filed a month's record after its deadline: ``城关派出所（6月）``."""
        found = []
        for report in self.site.books.ledger.reports:
            if (
                report.scheme != scheme.code
                or report.month not in period.months
                or report.filed is None
            ):
                continue
            due = self.deadline(report.month)
            if not isinstance(due, Uncovered) and report.filed > due:
                branch = self.site.books.roster.branches.get(report.reporter)
                name = branch.name if branch else self.names.unit(report.reporter)
                found.append(
                    name
                    if period.kind == "月"
                    else f"{name}（{month_name(report.month, year=False)}）"
                )
        return found

    def deadline(self, month: str) -> Day:
        return self.calendar.nth_working_day(next_month(month), self.bureau.report_by)

    def missing(self, standing: Standing) -> Table | None:
        """The 缺报清单."""
        if not standing.missing:
            return None
        of_unit = standing.level not in ("单位", "党支部")
        rows = tuple(
            TableRow(tuple(self.missing_cells(standing, each, of_unit=of_unit)))
            for each in standing.missing
        )
        columns = [
            Column("name", standing.level),
            Column("month", "缺报月份"),
            Column("due", "应报日期"),
        ]
        if of_unit:
            columns.insert(1, Column("unit", "单位"))
        return Table("缺报清单", tuple(columns), rows)

    def missing_cells(
        self, standing: Standing, each: MissingReport, *, of_unit: bool
    ) -> Iterable[Cell]:
        deadline = self.deadline(each.month)
        place = links.dossier(standing.level, each.subject, standing.period.year)
        is_person = standing.level == OFFICERS
        name = self.names.officer(each.subject) if is_person else each.name
        yield Cell(name, place, sort=each.subject)
        if of_unit:
            yield Cell(self.names.unit(each.unit))
        yield Cell(month_name(each.month), sort=each.month)
        yield Cell(cn_date(deadline), sort=str(deadline))

    def files(
        self,
        scheme: Scheme,
        period: Period,
        rankings: Sequence[RankingTable],
        others: Sequence[Table],
        history: History,
    ) -> list[File]:
        """A CSV file per ranking table, one for the other tables, and the standing as JSON."""
        stem = f"{scheme.code}-{period.code}"
        made = [
            File(f"{stem}-rank-{number}.csv", f"{each.table.caption}（CSV）", as_csv(each.table))
            for number, each in enumerate(rankings, 1)
        ]
        made.append(File(f"{stem}-tables.csv", "其他各表（CSV）", as_csv(*others)))
        made.append(
            File(
                f"{stem}.json",
                "积分与排名数据（JSON）",
                standing_json(self.scores, scheme, period, self.names, history.data),
            )
        )
        return made


def as_published(dates: Schedule, record: BulletinRecord, calendar: Calendar) -> Schedule:
    """The dates of a bulletin that was issued, instead of those that were planned.

    No days of publicity are counted in a year that the calendar does not cover.
    """
    first, last = record.publicity
    days = calendar.working_days_after(first - timedelta(days=1), last)
    shown = 0 if isinstance(days, Uncovered) else max(days, 1)
    return replace(dates, published=record.published, publicity_end=last, publicity_days=shown)


def rule_cell(scheme: Scheme, version: Version) -> Cell:
    """A version's basis, linked to the rules."""
    return Cell(version.basis, links.rule_version(scheme.code, version.since))


def foot(scheme: Scheme, versions: Sequence[Version], least: int) -> list[str]:
    """How totals are made, in sentences."""
    names = [component.name for component in labels.shown_components(scheme)]
    made = [f"月得分＝{'＋'.join(names)}（扣分以负数表示）。"]
    made += bounds_words(scheme, versions[-1]) if versions else []
    if any(component.weight != 100_00 for component in scheme.components):
        made.append("规定了权重的组成部分，按权重计入月得分，权重的算法单列一行。")
    made += over_months(scheme)
    if scheme.annualised:
        made.append(
            "缺月的按“总分×全期基础分÷已报月份基础分”折合后排名；未报不按零分计，也不计入平均。"
        )
    else:
        made.append("未报不按零分计，也不计入平均。")
    rules = next((version.case_rules for version in reversed(versions) if version.case_rules), None)
    if rules is not None and rules.per_head:
        earned = scheme.case_component.name
        made.append(
            f"单位{earned}＝本单位民警{earned}合计÷月末办案民警平均人数；"
            + (
                "民警质效扣分计入单位。"
                if rules.findings_to_unit
                else "民警个人的质效扣分不计入单位，单位只计自身承担的扣分。"
            )
        )
    if any(component.prorates for component in scheme.components):
        made.append("不适用、样本不足的项目不计分，按其余项目得分率折算，折算分单列一行。")
    made.append("每条得分四舍五入到0.01分，此后只作加减，表列各数相加即为合计。")
    made.append(
        f"名次按公布的分数确定，分数相同的名次相同，其后名次顺延（1、1、3）；只在组内排名，组内参排不足{least}个的只公布得分。"
    )
    return made


def over_months(scheme: Scheme) -> list[str]:
    """What a quarter and a year make of their months; one sentence where both do the same."""
    shown = labels.shown_components(scheme)
    parts = [(each.name, each.means) for each in shown]
    if any(v.start or v.floor is not None or v.ceiling is not None for v in scheme.versions):
        parts.append((ADJUSTED, scheme.means))
    quarter, year = ([name for name, means in parts if kind in means] for kind in "季年")
    same = quarter == year
    made = []
    for when, names in [("季度、年度", year)] if same else [("季度", quarter), ("年度", year)]:
        if names:
            rest = "，其余为各月合计" if len(names) < len(parts) else ""
            made.append(f"{when}的{'、'.join(names)}取已报月份的平均{rest}。")
        else:
            made.append(f"{when}得分为各月得分的合计。")
    return made
