"""Statement 审批意见: what one person says about one change, in the exact words that are signed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from generator.text.canonical import Json, dumped
from generator.text.digests import DIGEST_PATTERN, of_bytes

TYPE, STATEMENT_LAYOUT = "jifen-approval", 1
SUBMIT, APPROVE, REJECT = "submit", "approve", "reject"
DECISIONS = {SUBMIT: "报送", APPROVE: "同意", REJECT: "退回"}
NOTHING = "-"
"""Stands for no content (a file that is not there) and for no previous statement."""
MAX_LEVEL, MAX_NOTE = 15, 400

_DIGEST = re.compile(DIGEST_PATTERN)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# ``Z`` and fractions are other spellings of the same moment: there is one for each.
_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class BadStatement(ValueError):
    """Not a statement; ``code`` as in ``refusal.py``, the message is a Chinese half-sentence."""

    def __init__(self, message: str, code: str = "E-SHEET") -> None:
        super().__init__(message)
        self.code = code


class Change(NamedTuple):
    """One path and the digests of its content before and after; ``-`` for none."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a forge, as the bot saw it."""

    bot: str
    forge: str
    host: str
    project: str
    request: str
    review: str
    user_id: str
    login: str
    commit: str
    time: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One signed statement of a sheet (the fields are explained in the auditor's handbook)."""

    ledger: str
    branch: str
    submission: str
    lane: str
    level: int
    decision: str
    person: str
    office: str
    deputy_for: str
    time: str
    approvers: str
    rules: str
    seen: str
    previous: str
    changes: tuple[Change, ...]
    note: str = ""
    click: Click | None = None

    @property
    def text(self) -> str:
        """The canonical JSON on one line."""
        return self.message.decode()[:-1]

    @property
    def message(self) -> bytes:
        """What is signed: the line with its line feed."""
        return dumped(as_json(self))

    @property
    def digest(self) -> str:
        """What the next statement names as ``previous``."""
        return of_bytes(self.message)

    @property
    def moment(self) -> datetime:
        """When it was signed, as the signer says."""
        return datetime.fromisoformat(self.time)

    @property
    def day(self) -> date:
        """The day as written, in the signer's time zone."""
        # Not the day in UTC: a paper signed before eight in the morning is of that day here.
        return date.fromisoformat(self.time[:10])

    @property
    def free_texts(self) -> list[str]:
        """What somebody may have written: every text but digests, commits and moments."""
        texts = [getattr(self, name) for name in _TEXTS if name not in MACHINE_MADE]
        clicked = [] if self.click is None else [getattr(self.click, n) for n in _CLICK if n not in MACHINE_MADE]  # fmt: skip
        return [*texts, *(change.path for change in self.changes), *clicked]

    @property
    def words(self) -> str:
        """报送, 同意 or 退回."""
        return DECISIONS[self.decision]


def as_json(statement: Statement) -> Json:
    """The statement as it is written."""
    click = statement.click
    return {
        "type": TYPE,
        "version": STATEMENT_LAYOUT,
        **{name: getattr(statement, name) for name in _TEXTS},
        "level": statement.level,
        "changes": [{"path": c.path, "old": c.old, "new": c.new} for c in statement.changes],
        "click": None if click is None else {name: getattr(click, name) for name in _CLICK},
    }


def read(value: Any) -> Statement:
    """A statement from parsed canonical JSON; raises ``BadStatement``."""
    if not isinstance(value, dict) or set(value) != _FIELDS:
        raise BadStatement("一条审批意见的字段不全，或者有多余的字段")
    if value["type"] != TYPE or value["version"] is not STATEMENT_LAYOUT:
        raise BadStatement("审批意见的类型或版本不对", "E-TYPE")
    changes, click = _changes(value["changes"]), _click(value["click"])
    for name, right in (
        *(
            (name, isinstance(value[name], str) and fits(value[name]))
            for name, fits in _TEXTS.items()
        ),
        ("level", _is_level(value["level"])),
        ("changes", bool(changes)),
        ("click", click is not None or value["click"] is None),
    ):
        if not right:
            raise BadStatement(f"审批意见的 {name} 写得不对")
    texts: Mapping[str, str] = {name: value[name] for name in _TEXTS}
    return Statement(**texts, level=value["level"], changes=changes, click=click)


def _is_level(value: Any) -> bool:
    # ``True`` is an int too, and would be spelled differently.
    return type(value) is int and 0 <= value <= MAX_LEVEL


def _changes(value: Any) -> tuple[Change, ...]:
    """The changes, by path and each path once; none for anything else."""
    if not isinstance(value, list) or not all(map(_is_change, value)):
        return ()
    made = tuple(Change(**each) for each in value)
    paths = [change.path for change in made]
    return made if paths == sorted(set(paths)) else ()


def _is_change(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _CHANGE
        and all(isinstance(part, str) for part in value.values())
        and all(value[side] == NOTHING or _is_digest(value[side]) for side in ("old", "new"))
    )


def _click(value: Any) -> Click | None:
    if not isinstance(value, dict) or set(value) != set(_CLICK):
        return None
    if not all(isinstance(part, str) and 0 < len(part) <= 200 for part in value.values()):
        return None
    return Click(**value)


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_digest(text: str) -> bool:
    return bool(_DIGEST.fullmatch(text))


def _short(text: str) -> bool:
    return 0 < len(text) <= 200


_TEXTS: dict[str, Callable[[str], bool]] = {
    "ledger": _short,
    "branch": _short,
    "submission": _short,
    "lane": _short,
    "decision": lambda text: text in DECISIONS,
    "person": lambda text: bool(_CODE.fullmatch(text)),
    "office": _short,
    "deputy_for": lambda text: not text or bool(_CODE.fullmatch(text)),
    "time": _is_time,
    "approvers": _is_digest,
    "rules": _is_digest,
    "seen": lambda text: bool(_COMMIT.fullmatch(text)),
    "previous": lambda text: text == NOTHING or _is_digest(text),
    "note": lambda text: len(text) <= MAX_NOTE,
}
"""Every text field and what it must look like."""
MACHINE_MADE = frozenset({"time", "approvers", "rules", "seen", "previous", "commit"})
"""Text fields that machines fill."""
_CLICK = tuple(Click.__dataclass_fields__)
_CHANGE = frozenset(Change._fields)
_FIELDS = {"type", "version", "level", "changes", "click", *_TEXTS}
