"""The pages that list bulletins: all of them, and each scheme's with who led."""

from __future__ import annotations

from collections.abc import Sequence

from generator.publish.kit import labels, links
from generator.publish.kit.labels import cn_date
from generator.publish.kit.tables import Badge, Cell, Column, Table, TableRow
from generator.publish.site import Page, Site
from generator.rules.bureau import schedule
from generator.rules.periods import Period, quarter_of
from generator.rules.scheme import Scheme


def periods_of(months: Sequence[str]) -> list[Period]:
    """The months, quarters and years that have reports: a quarter after its last month."""
    found: list[Period] = []
    for month, following in zip(months, [*months[1:], ""], strict=True):
        found.append(Period(month))
        # A quarter or year still under way has a page too: it stands behind its newest month.
        if not following or quarter_of(following) != quarter_of(month):
            found.append(quarter_of(month))
        if following[:4] != month[:4]:
            found.append(Period(month[:4]))
    return found


def leaders(site: Site, scheme: Scheme, period: Period) -> str:
    """``一类：东门社区警务室；二类：…``: who is first in each group."""
    standing = site.scores.standing(scheme.code, period)
    said = []
    for group in standing.groups:
        first = [site.names.of_row(standing.level, row) for row in group.rows if row.rank == 1]
        if first:
            label = labels.group_label(group)
            said.append(f"{label}：" * bool(label) + labels.listed(first, 3))
    return "；".join(said) or "不排名"


def schemes_with_reports(site: Site) -> list[Scheme]:
    return [scheme for scheme in site.schemes if site.scores.months(scheme.code)]


def index(site: Site) -> Page:
    """All bulletins: a row per period, the newest first, a column per scheme."""
    schemes = schemes_with_reports(site)
    periods = {each for s in schemes for each in periods_of(site.scores.months(s.code))}
    newest = sorted(periods, key=lambda p: (p.months[-1], len(p.months)), reverse=True)
    rows = [
        TableRow.of(
            period.name,
            *(_index_cell(site, scheme, period) for scheme in schemes),
            tone=_tone(period),
        )
        for period in newest
    ]
    columns = [
        Column("period", "期间", sortable=False),
        *(Column(s.code, labels.subject_of(s), sortable=False) for s in schemes),
    ]
    context = {"table": Table("全部通报", columns, rows), "schemes": schemes}
    return site.page("bulletin_index.html", links.BULLETINS, "通报", context, search="全部通报")


def _index_cell(site: Site, scheme: Scheme, period: Period) -> Cell:
    if not set(period.months) & set(site.scores.months(scheme.code)):
        return Cell(labels.DASH)
    tone = "" if labels.is_circular(scheme, period) else "muted"
    place = links.bulletin(scheme.code, period)
    return Cell(labels.kind_name(scheme, period), place, tone=tone)


def index_of(site: Site, scheme: Scheme) -> Page:
    """The bulletins of one scheme, the newest first."""
    rows = [
        TableRow.of(
            Cell(period.name, links.bulletin(scheme.code, period)),
            labels.kind_name(scheme, period),
            _published(site, scheme, period),
            leaders(site, scheme, period),
            tone=_tone(period),
        )
        for period in reversed(periods_of(site.scores.months(scheme.code)))
    ]
    columns = (
        Column("period", "期间", sortable=False),
        Column("kind", "种类", sortable=False),
        Column("published", "公布日期", sortable=False),
        Column("leaders", "各组第一名", sortable=False),
    )
    title = f"{scheme.short}通报"
    context = {"table": Table(title, columns, rows), "scheme": scheme}
    uri, search = links.bulletin_index(scheme.code), labels.subject_of(scheme)
    return site.page("bulletin_index.html", uri, title, context, search=search)


def _published(site: Site, scheme: Scheme, period: Period) -> Cell:
    """The day of publication, or the planned one of a period that is over."""
    record = site.books.trail.bulletin(scheme.code, period.code)
    if record is not None:
        corrected = bool(site.aftermath.corrections(scheme.code, period))
        day = f"{cn_date(record.published)}，第{record.issue}期"
        return Cell(day, badges=(Badge("有更正"),) * corrected)
    if period.months[-1] not in site.scores.months(scheme.code):
        return Cell(labels.DASH)
    planned = schedule(period, site.rulebook.bureau, site.rulebook.calendar).published
    # A period that is only counted is never published, and nobody waits for it.
    is_due = labels.is_circular(scheme, period)
    badge = "已撤回" if site.books.trail.withdrawn(scheme.code, period.code) else "未公布"
    return Cell(cn_date(planned), badges=(Badge(badge, "muted"),) * is_due)


def _tone(period: Period) -> str:
    return "" if period.kind == "月" else "strong"
