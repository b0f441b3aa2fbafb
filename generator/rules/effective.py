"""Effective facts: what of rules and roster bears on some months, and nothing else.

A signature stands while the facts stand that it was given under, and published numbers rest on
those of their months.  What begins later, or has ended before, bears on nothing here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from generator.rules.bureau import Bureau
from generator.rules.periods import Period, first_day, last_day
from generator.rules.roster import (
    BRANCHES,
    OF_OFFICERS,
    ROOMS,
    Branch,
    Dated,
    Officer,
    Post,
    Room,
    Roster,
    Unit,
)
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Scheme, Version
from generator.rules.yearly import YearRules, in_force
from generator.text.problems import Place

_LONG_LEAVE = timedelta(days=31)
"""How long a leave must be for the end of a month in it to count as away (``roster.py``)."""


class Fact(NamedTuple):
    """What a fact is called, and what it is, without the places where it is written."""

    words: str
    value: object


class Effective(NamedTuple):
    """Rules and roster with what bears on the months alone; as good as the whole to score them."""

    rulebook: Rulebook
    roster: Roster
    year_rules: tuple[YearRules, ...] = ()

    def facts(self, named: Collection[str] | None = None) -> dict[str, Fact]:
        """Every fact by a key of its own; of the roster, those with the codes ``named`` (None: all)."""
        found = {"分组": Fact("分组或排名设置", self.rulebook.bureau)}
        for scheme in self.rulebook.schemes.values():
            head = f"{scheme.name}的组成、汇总等设置"
            found[scheme.code] = Fact(head, replace(scheme, versions=()))
            for version in scheme.versions:
                found[f"{scheme.code} {version.since}"] = Fact(f"{scheme.name}的规则", version)
        found["年度评选"] = Fact("年度评选规则", self.year_rules)
        roster = self.roster
        for table in (roster.units, roster.branches, roster.rooms, roster.officers):
            for code, thing in table.items():
                if named is None or code in named:
                    words = f"{thing.name}（{code}）在名册里的登记"
                    found[f"名册 {code}"] = Fact(words, thing)
        return {key: Fact(fact.words, bare(fact.value)) for key, fact in found.items()}


def effective(
    rulebook: Rulebook,
    roster: Roster,
    year_rules: Sequence[YearRules] = (),
    *,
    schemes: Collection[str],
    until: str,
    since: str = "",
) -> Effective:
    """The facts of some schemes in the months ``since`` (empty: the first of all) to ``until``.

    ``year_rules`` are asked for where a year's lists are.
    """
    kept = {
        code: _scheme(scheme, since, until)
        for code, scheme in rulebook.schemes.items()
        if code in schemes
    }
    kinds = frozenset(scheme.subject for scheme in kept.values())
    lists = in_force(year_rules, int(until[:4]))
    return Effective(
        Rulebook(_bureau(rulebook.bureau), kept),
        _roster(roster, kinds, since, until),
        (lists,) if lists else (),
    )


def behind(
    rulebook: Rulebook,
    roster: Roster,
    year_rules: Sequence[YearRules],
    scheme: str,
    period: Period,
) -> Effective:
    """The facts that what is published of a period rests on."""
    until = period.months[-1]
    if period.kind != "年":
        return effective(rulebook, roster, schemes=(scheme,), until=until)
    # The lists of a year ask every scheme who is vetoed.
    return effective(rulebook, roster, year_rules, schemes=rulebook.schemes, until=until)


def moved(before: Mapping[str, Fact], after: Mapping[str, Fact]) -> list[str]:
    """What the facts are called that are not the same."""
    both = {**before, **after}
    kept = {key for key in before.keys() & after.keys() if before[key].value == after[key].value}
    return [fact.words for key, fact in both.items() if key not in kept]


def _bureau(bureau: Bureau) -> Bureau:
    """What of it reaches a number; all else is about days, names and what pages show."""
    return Bureau(
        name="",
        groups=bureau.groups,
        publicity={},
        least_ranked=bureau.least_ranked,
        least_in_post=bureau.least_in_post,
        least_months=bureau.least_months,
        unranked_when_missing=bureau.unranked_when_missing,
    )


def _scheme(scheme: Scheme, since: str, until: str) -> Scheme:
    """Its versions in force, and of its own words none that nothing is counted by."""
    begun = [version for version in scheme.versions if version.since <= until]
    last_before = max((v.since for v in begun if v.since <= since), default="")
    versions = tuple(_version(v, since) for v in begun if v.since >= last_before)
    return replace(scheme, addressee="", purpose="", consequence="", versions=versions)


def _version(version: Version, since: str) -> Version:
    start = max(version.since, since)
    return replace(version, since=start, issuer="", note="", sample=False, changes=())


# ── the roster ──────────────────────────────────────────────────────────────────────────────────

_Thing = TypeVar("_Thing", Unit, Branch, Room)


def _roster(roster: Roster, kinds: frozenset[str], since: str, until: str) -> Roster:
    """Units, and of the others those that schemes of these kinds score."""
    first, last = first_day(since) if since else date.min, last_day(until)

    def there(table: Mapping[str, _Thing]) -> dict[str, _Thing]:
        return {
            code: _thing(thing, first, last)
            for code, thing in table.items()
            if thing.since <= last and (thing.until is None or thing.until >= first)
        }

    units = {code: _grouped(each, first, last) for code, each in there(roster.units).items()}
    rooms, branches, officers = {}, {}, {}
    if ROOMS in kinds:
        rooms = {code: _grouped(each, first, last) for code, each in there(roster.rooms).items()}
    if BRANCHES in kinds:
        branches = there(roster.branches)
    if not kinds.isdisjoint(OF_OFFICERS):
        there_then = (_officer(each, first, last) for each in roster.officers.values())
        officers = {each.number: each for each in there_then if each.posts}
    return Roster(units, branches, rooms, officers, roster.faulty)


def _thing(thing: _Thing, first: date, last: date) -> _Thing:
    ends = thing.until is not None and thing.until <= last
    return replace(
        thing,
        since=max(thing.since, first),
        until=thing.until if ends else None,
        successor=thing.successor if ends else "",
    )


_Grouped = TypeVar("_Grouped", Unit, Room)


def _grouped(thing: _Grouped, first: date, last: date) -> _Grouped:
    groups = {name: _dated(values, first, last) for name, values in thing.groups.items()}
    return replace(thing, groups=groups)


def _dated(values: Dated, first: date, last: date) -> Dated:
    """The values in force; the first of them as if it had begun with the months."""
    begun = [(since, value) for since, value in values if since <= last]
    return tuple((max(since, first), value) for since, value in _from(begun, first))


def _officer(officer: Officer, first: date, last: date) -> Officer:
    left = officer.until is not None and officer.until < first
    begun = [post for post in officer.posts if post.since <= last and not left]
    return replace(
        officer,
        posts=tuple(post._replace(since=max(post.since, first)) for post in _from(begun, first)),
        until=officer.until if officer.until is not None and officer.until < last else None,
        away=tuple(
            _leave(start, end, first, last)
            for start, end in officer.away
            if start <= last and end >= first
        ),
    )


def _leave(start: date, end: date, first: date, last: date) -> tuple[date, date]:
    """A leave within the months, and as long as it is where that is all the same to them."""
    end = min(end, max(last, start + _LONG_LEAVE))
    if first > date.min:
        start = max(start, min(first, end - _LONG_LEAVE))
    return start, end


_Since = TypeVar("_Since", Post, tuple[date, str])


def _from(begun: Sequence[_Since], first: date) -> Sequence[_Since]:
    """Without those that others had followed by ``first``."""
    over = sum(each[0] <= first for each in begun) - 1
    return begun[max(over, 0) :]


# ── as values to compare ────────────────────────────────────────────────────────────────────────


def bare(value: object) -> object:
    """A value of the rules as one that can be compared: without the places where it is written."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(bare(getattr(value, f.name)) for f in fields(value) if f.compare)
    if isinstance(value, Mapping):
        return {key: bare(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return tuple(bare(each) for each in value)
    return value
