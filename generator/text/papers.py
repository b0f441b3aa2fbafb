"""Plates and the numbers of papers about cases: told by the letters and words beside the digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.personal import CASE, COURT, PAPER, PLATE, PROVINCES, Found

_HAN = r"[^\x00-\x7f]"
_POLICE = r"(?<![A-Z0-9])[AJ][\ \-]?\d(?:[\ \-.]{0,2}\d){16,23}(?![A-Z0-9])"
_PLATE = rf"""
    [{PROVINCES}][\ .\-]{{0,2}}[A-Z][\ .\-]{{0,3}}(?:
        (?:\d{{5}} | \d\d\ \d{{3}} | \d{{3}}\ \d\d | (?:\d[\ .\-]){{4}}\d)(?!\d)
      | (?:\d{{4}}[挂学警港澳] | [DF]\d{{5}} | \d{{5}}[DF])(?!\d)
      # With other letters in it a plate looks like any word that has digits.
      | (?=[A-Z]*\d[A-Z]*\d)[A-HJ-NP-Z\d]{{4}}[A-HJ-NP-Z\d挂学警港澳](?![A-Z\d])
    )
  | WJ\ ?[{PROVINCES}]?\ ?\d{{4}}[A-Z\d](?![A-Z\d])
"""
# 字 alone is in the numbers of many papers (公通字); an act, or a team in brackets, is not.
_PAPER = rf"""
    [公检法刑行](?:{_HAN}|[()\ ]){{0,12}}?
    (?:\({_HAN}{{1,6}}\){_HAN}{{0,8}}字 | (?:[罚决拘捕诉立受传搜扣鉴保戒撤]|受案|传唤)字 | 罚决? | 戒决 | [拘捕诉立])
    \s{{0,2}}[〔\[(【]?\s{{0,2}}20\d\d\s{{0,2}}[〕\])】]?\s{{0,2}}第?\s{{0,2}}\d+\s{{0,2}}号
"""
_COURT = rf"""
    [(〔\[【]\s{{0,2}}20\d\d\s{{0,2}}[)〕\]】]\s{{0,2}}
    (?:[{PROVINCES}最兵军]{_HAN}?\s{{0,2}}(?:\d{{2,4}}\s{{0,2}})?{_HAN}{{1,4}} | {_HAN}{{1,4}}[民刑行执商知][初终再监申复])
    字?第?\s{{0,2}}\d+\s{{0,2}}号
"""
_SPELLED_EITHER_WAY = re.ASCII | re.VERBOSE | re.IGNORECASE
_ALL = (
    (CASE, re.compile(_POLICE, _SPELLED_EITHER_WAY)),
    (PLATE, re.compile(_PLATE, _SPELLED_EITHER_WAY)),
    (PAPER, re.compile(_PAPER, re.ASCII | re.VERBOSE)),
    (COURT, re.compile(_COURT, re.ASCII | re.VERBOSE)),
)


def papers(text: str) -> Iterator[Found]:
    """Every plate and every number of a paper in a plain text."""
    for kind, pattern in _ALL:
        for match in pattern.finditer(text):
            yield Found(kind, match.start(), match[0])
