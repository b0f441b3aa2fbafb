"""The pages that list bulletins: all of them, and each scheme's with who led."""

from __future__ import annotations

from collections.abc import Sequence

from generator.publish.kit import labels, links
from generator.publish.kit.names import Names
from generator.publish.kit.page import Page
from generator.publish.kit.tables import Badge, Cell, Column, Table, TableRow
from generator.publish.site import Site, cn_date
from generator.rules.bureau import schedule
from generator.rules.periods import Period, quarter_of
from generator.rules.scheme import Scheme


def periods_of(months: Sequence[str]) -> list[Period]:
    """The months, quarters and years that have reports: a quarter after its last month."""
    found: list[Period] = []
    for number, month in enumerate(months):
        found.append(Period(month))
        following = months[number + 1] if number + 1 < len(months) else ""
        if not following or quarter_of(following) != quarter_of(month):
            found.append(quarter_of(month))
        if following[:4] != month[:4]:
            found.append(Period(month[:4]))
    return found


def leaders(site: Site, scheme: Scheme, period: Period) -> str:
    """``一类：东门社区警务室；二类：…``: who is first in each group."""
    names = Names(site.books.rulebook.bureau, site.books.roster)
    standing = site.scores.standing(scheme.code, period)
    said = []
    for group in standing.groups:
        first = [names.of_row(standing.level, row) for row in group.rows if row.rank == 1]
        if first:
            label = labels.group_label(group)
            named = labels.listed(first, 3)
            said.append(f"{label}：{named}" if label else named)
    return "；".join(said) or "不排名"


class Lists:
    """Makes the lists of one site."""

    def __init__(self, site: Site) -> None:
        self.site, self.scores = site, site.scores

    def schemes(self) -> list[Scheme]:
        """Schemes with reports, in the order of the site."""
        found = [self.site.books.rulebook.schemes[code] for code in self.site.schemes]
        return [scheme for scheme in found if self.scores.months(scheme.code)]

    def periods(self, scheme: Scheme) -> list[Period]:
        return periods_of(self.scores.months(scheme.code))

    def index(self) -> Page:
        """All bulletins: a row per period, the newest first, a column per scheme."""
        schemes = self.schemes()
        periods = {period for scheme in schemes for period in self.periods(scheme)}
        newest = sorted(periods, key=lambda p: (p.months[-1], len(p.months)), reverse=True)
        rows = tuple(
            TableRow(
                (Cell(period.name), *(self.index_cell(scheme, period) for scheme in schemes)),
                tone="" if period.kind == "月" else "strong",
            )
            for period in newest
        )
        columns = (
            Column("period", "期间", sortable=False),
            *(Column(s.code, labels.subject_of(s), sortable=False) for s in schemes),
        )
        context = {"table": Table("全部通报", columns, rows), "schemes": schemes}
        uri = links.BULLETINS
        return self.site.page("bulletin_index.html", uri, "通报", context, search="全部通报")

    def index_cell(self, scheme: Scheme, period: Period) -> Cell:
        if not set(period.months) & set(self.scores.months(scheme.code)):
            return Cell(labels.DASH)
        tone = "" if labels.is_circular(scheme, period) else "muted"
        place = links.bulletin(scheme.code, period)
        return Cell(labels.kind_name(scheme, period), place, tone=tone)

    def of_scheme(self, scheme: Scheme) -> Page:
        """The bulletins of one scheme, the newest first."""
        rows = tuple(self.row(scheme, period) for period in reversed(self.periods(scheme)))
        columns = (
            Column("period", "期间", sortable=False),
            Column("kind", "种类", sortable=False),
            Column("published", "公布日期", sortable=False),
            Column("leaders", "各组第一名", sortable=False),
        )
        title = f"{scheme.short}通报"
        context = {"table": Table(title, columns, rows), "scheme": scheme}
        uri, search = links.bulletin_index(scheme.code), labels.subject_of(scheme)
        return self.site.page("bulletin_index.html", uri, title, context, search=search)

    def published(self, scheme: Scheme, period: Period) -> Cell:
        """The day of publication, or the planned one of a period that is over."""
        record = self.site.books.trail.bulletin(scheme.code, period.code)
        if record is not None:
            marks = (
                [Badge("有更正")] if self.site.aftermath.corrections(scheme.code, period) else []
            )
            return Cell(f"{cn_date(record.published)}，第{record.issue}期", badges=tuple(marks))
        if period.months[-1] not in self.scores.months(scheme.code):
            return Cell(labels.DASH)
        rulebook = self.site.books.rulebook
        planned = cn_date(schedule(period, rulebook.bureau, rulebook.calendar).published)
        is_due = labels.is_circular(scheme, period)
        return Cell(planned, badges=(Badge("未公布", "muted"),) if is_due else ())

    def row(self, scheme: Scheme, period: Period) -> TableRow:
        return TableRow(
            (
                Cell(period.name, links.bulletin(scheme.code, period)),
                Cell(labels.kind_name(scheme, period)),
                self.published(scheme, period),
                Cell(leaders(self.site, scheme, period)),
            ),
            tone="" if period.kind == "月" else "strong",
        )
