"""The standings as published: the JSON file beside a bulletin record, read back.

Every number, rank, movement, grade and state that a bulletin publishes is in it, and the year's
lists; written by ``scoring/closed/published_file.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.rules.periods import Period
from generator.text import canonical
from generator.text.digests import DIGEST_PATTERN, Digests
from generator.text.hundredths import hundredths
from generator.text.problems import Place, Problem

STANDINGS_LAYOUT = 2
"""Of the layout of the file."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The standings behind a bulletin as its JSON file states them, as far as the trail needs."""

    path: str
    scheme: str
    period: str
    issue: int
    edition: int
    records: Digests
    """Path → digest of every record file that was counted."""
    corrections: tuple[str, ...]
    """Ids of the scheme's corrections that they count: others came afterwards."""
    content: Mapping[str, Any] = field(repr=False)
    """All that the file says; its numbers are read where they are compared."""


def read_standings(path: str, data: bytes) -> tuple[Stated | None, list[Problem]]:
    """The standings as published: canonical JSON as ``jifen close`` writes it."""
    try:
        read = canonical.loaded(data)
    except ValueError:
        read = None
    if not _well_formed(read):
        return None, [unlike_any(path)]
    head = (
        read["scheme"],
        read["period"],
        read["issue"],
        read["edition"],
        read["records"],
        tuple(read["corrections"]),
    )
    return Stated(path, *head, content=read), []


def unlike_any(path: str) -> Problem:
    """What to say of a file that the program has not written so."""
    message = "这个文件不是“jifen close”写出的内容"
    return Problem("通报", Place(path), message, "请恢复公布时的文件，不要手工修改")


Form = Callable[[Any], bool]
"""Whether a value of JSON is of a form."""


def _text(value: Any) -> bool:
    return type(value) is str


def _number(value: Any) -> bool:
    # A truth value is an int to isinstance, and would be an issue number here.
    return type(value) is int


def _truth(value: Any) -> bool:
    return type(value) is bool


def _as(pattern: str) -> Form:
    fits = re.compile(pattern, re.ASCII).fullmatch
    return lambda value: type(value) is str and bool(fits(value))


def _maybe(form: Form) -> Form:
    return lambda value: value is None or form(value)


def _every(form: Form) -> Form:
    return lambda value: type(value) is list and all(map(form, value))


def _table(form: Form) -> Form:
    return lambda value: type(value) is dict and all(map(form, value.values()))


def _row(*forms: Form) -> Form:
    def fits(value: Any) -> bool:
        alike = type(value) is list and len(value) == len(forms)
        return alike and all(form(each) for form, each in zip(forms, value, strict=True))

    return fits


def _exactly(may: Mapping[str, Form] | None = None, /, **must: Form) -> Form:
    known = {**must, **(may or {})}

    def fits(value: Any) -> bool:
        keys = type(value) is dict and must.keys() <= value.keys() <= known.keys()
        return keys and all(known[key](each) for key, each in value.items())

    return fits


_PLAIN = _as(r"-?(?:0|[1-9]\d{0,7})\.\d\d")
_GROUPS = _every(
    _exactly(
        group=_text,
        name=_text,
        ranked=_truth,
        rows=_every(
            _exactly(
                rank=_maybe(_number),
                subject=_text,
                name=_text,
                unit=_text,
                total=_maybe(_PLAIN),
                ranked_on=_maybe(_PLAIN),
                components=_table(_PLAIN),
                previous_rank=_maybe(_number),
                months=_number,
                state=_text,
                note=_text,
                grade=_text,
                counts=_table(_number),
            )
        ),
    )
)
_LISTS = _every(
    _exactly(
        key=_text, group=_text, places=_number, candidates=_every(_row(_text, _truth)),
    )
)  # fmt: skip
_HEAD = {
    "version": lambda value: _number(value) and value == STANDINGS_LAYOUT,
    "issue": _number,
    "edition": _number,
    "scheme": _text,
    "period": _as(r"20\d\d(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?"),
    "records": _table(_as(DIGEST_PATTERN)),
    "corrections": _every(_text),
}
"""What the trail needs; looked at whenever the ledger is read."""
_BODY = {
    "name": _text,
    "rules": _every(_text),
    "groups": _GROUPS,
    "missing": _every(_exactly(subject=_text, name=_text, month=_text)),
    "lines": _table(_every(_row(_text, _text, _text, _text, _PLAIN))),
}
_WHOLE = _exactly({"unit_groups": _GROUPS, "lists": _LISTS}, **_HEAD, **_BODY)
"""The full form: what is published from now on, and what is compared."""


def _well_formed(read: Any) -> bool:
    return isinstance(read, dict) and all(form(read.get(key)) for key, form in _HEAD.items())


# ── number by number ────────────────────────────────────────────────────────────────────────────


class PublishedLine(NamedTuple):
    """One line of a subject as it was published."""

    month: str
    component: str
    item: str
    """Item code, or empty."""
    kind: str
    points: int


class PublishedRow(NamedTuple):
    """One row of a ranking table as it was published; points are whole hundredths."""

    subject: str
    name: str
    unit: str
    group: str
    """Code of the ranking group."""
    rank: int | None
    total: int | None
    ranked_on: int | None
    components: Mapping[str, int]
    months: int
    state: str
    note: str
    grade: str
    previous_rank: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Published:
    """A bulletin's numbers as they were published."""

    scheme: str
    period: Period
    issue: int
    records: Digests
    """Path → digest of every record file that was counted."""
    rules: tuple[str, ...]
    """The documents (依据) that were in force."""
    rows: Mapping[str, PublishedRow]
    """Subject → its row; in schemes of cases officers and units."""
    lines: Mapping[str, tuple[PublishedLine, ...]]
    """Subject → its lines in reading order."""
    missing: tuple[tuple[str, str], ...]
    """Who owed a report, and for which month."""
    lists: Mapping[tuple[str, str], tuple[int, tuple[tuple[str, bool], ...]]]
    """Kind and group of a list of the year → its places, and its candidates, proposed or not."""


def read_published(stated: Stated) -> Published | Problem:
    """The standings behind a file, number by number."""
    content, period = stated.content, Period.parse(stated.period)
    if period is None or not _WHOLE(content):
        return unlike_any(stated.path)
    tables = [*content["groups"], *content.get("unit_groups", [])]
    return Published(
        scheme=stated.scheme,
        period=period,
        issue=stated.issue,
        records=stated.records,
        rules=tuple(content["rules"]),
        rows={row.subject: row for row in _rows(tables)},
        lines={
            subject: tuple(_line(*line) for line in own)
            for subject, own in content["lines"].items()
        },
        missing=tuple((each["subject"], each["month"]) for each in content["missing"]),
        lists={
            (each["key"], each["group"]): (each["places"], tuple(map(tuple, each["candidates"])))
            for each in content.get("lists", [])
        },
    )


def _line(month: str, component: str, item: str, kind: str, points: str) -> PublishedLine:
    return PublishedLine(month, component, item, kind, _points(points))


def _rows(tables: Iterable[Mapping[str, Any]]) -> Iterator[PublishedRow]:
    for table in tables:
        for row in table["rows"]:
            components = {code: _points(points) for code, points in row["components"].items()}
            totals = {name: _points_or_none(row[name]) for name in ("total", "ranked_on")}
            known = {**row, **totals, "components": components, "group": table["group"]}
            yield PublishedRow(**{name: known[name] for name in PublishedRow._fields})


def _points(text: str) -> int:
    points = hundredths(text)
    assert points is not None, "its form was looked at"
    return points


def _points_or_none(text: str | None) -> int | None:
    return None if text is None else _points(text)
