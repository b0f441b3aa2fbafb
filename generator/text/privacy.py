"""Personal data that must never enter the repository, because git cannot forget.

``find`` decides, for every text there is: a value, a whole file, a path, the name of a branch, who
made a commit, its message, the note of a signature.  It finds what has a form: identity numbers,
telephones, plates, bank cards, the police system's case numbers and document numbers of cases,
however they are spelled.  Names and addresses have no form; review must find those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from generator.text.personal import PROVINCES
from generator.text.spelling import NUMERAL, readings


class PersonalData(NamedTuple):
    """What was found, the characters, what to write instead, and the line where it begins."""

    what: str
    text: str
    hint: str
    line: int

    @property
    def masked(self) -> str:
        """Enough to find it again, too little to keep in a log."""
        bare = "".join(self.text.split())
        return f"“{bare[:3]}…{bare[-2:]}”"


_SHORTEST = 7
"""Characters of a plate; nothing else is as short."""
_WORTH_A_LOOK = re.compile(
    # eleven digits, in words too, with whatever stands between the digits of one number
    rf"(?:{NUMERAL}[ \t\r\n\-.,_/()\[\]#>*|+\"'\\　、。，（）·—–]{{0,99}}){{11}}"
    rf"|[{PROVINCES}][ 　·.\-]{{0,2}}[A-Za-z]|WJ|wj"
    rf"|[字罚决拘捕诉立] ?[〔（【\[(]? ?{NUMERAL}{{4}}"
    rf"|[〔（【\[(] ?{NUMERAL}{{4}} ?[〕）】\])] ?[^\x00-\x7f]"
    r"|\\[xuU]|&#|%3"
    # characters that an innocent text does not have
    r"|[^\t\r\n -~\u4e00-\u9fff　、。，；：？！（）《》〈〉〔〕【】“”‘’…—–·×÷≈≤≥％～①-⑨→✓✗]"
)
"""Nearly every text of a ledger is innocent: one quick look spares it all that follows."""


def find(text: str) -> PersonalData | None:
    """The first piece of personal data in ``text``, in whatever script and with whatever gaps."""
    return next(every(text), None)


def every(text: str) -> Iterator[PersonalData]:
    """Each piece of personal data in ``text``; some are found twice."""
    if len(text) < _SHORTEST or not _WORTH_A_LOOK.search(text):
        return
    # Imported when they are needed: a push has seldom a text that is not innocent at first sight.
    from generator.text.numbers import numbers  # noqa: PLC0415
    from generator.text.papers import papers  # noqa: PLC0415

    for reading in readings(text):
        # Papers first: behind its letter, eighteen digits would pass for an identity number.
        for kind, at, written in chain(papers(reading), numbers(reading)):
            line = reading.count("\n", 0, at) + 1
            yield PersonalData(kind.name, written, kind.hint, line)
