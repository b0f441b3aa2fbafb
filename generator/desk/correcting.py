"""Correcting 更正: from a published record that somebody has edited to the file that says how."""

from __future__ import annotations

from datetime import date

from generator.checks.books import files_in
from generator.desk.clone import Copy
from generator.ledger.layout import record_path
from generator.rules.rulebook import read_rulebook
from generator.text.problems import Problem
from generator.text.strict import Files
from generator.trail.amend import fits, undo as undone
from generator.trail.correction import Correction, read_correction
from generator.trail.trail import read_trail
from generator.trail.writing import correction as correction_file

Written = tuple[dict[str, bytes], list[Problem]]


class NothingToCorrectError(Exception):
    """What is missing, and what to do, as two half-sentences."""


def written(
    copy: Copy, record: str | None, slip: int | None, day: date, said: dict[str, str | int]
) -> Written:
    """Path → content of the files to write for the one record that differs from main.

    ``slip`` is the number of an earlier correction of the record, to be undone: the record is then
    written too.  Problems are those of the correction; with errors nothing is to be written.
    """
    there, main = files_in(copy.folder), copy.files(copy.state().tree)
    chosen = record or _only_changed(there, main)
    rulebook, _ = read_rulebook(main)
    if rulebook is None:
        raise NothingToCorrectError("规则文件有错误，读不出来", "请先运行 jifen check 改好")
    own = read_trail(main, rulebook)[0].corrections_by_record.get(chosen, [])
    number = own[-1].number + 1 if own else 1
    old = main.get(chosen)
    new = there.get(chosen) if slip is None else _before(own, slip, old, chosen)
    if old == new:
        raise NothingToCorrectError(f"{chosen} 没有改动", "请先改好记录文件，再运行一次")
    said = {**said, "作废": slip} if slip else said
    path, data = correction_file(chosen, number, (old, new), day, said)
    # The record first: a kill between the two leaves what anybody who corrects begins with.
    made = ({chosen: new} if slip and new is not None else {}) | {path: data}
    note, problems = read_correction(path, data, rulebook.owners)
    if note is not None:
        problem = fits(old, new, note)
        problems += [problem] if problem else []
    return made, problems


def _only_changed(there: Files, main: Files) -> str:
    """The one record file that differs from main."""
    paths = {*there, *main}
    found = sorted(p for p in paths if record_path(p) and there.get(p) != main.get(p))
    if not found:
        raise NothingToCorrectError("没有改动过的记录", "请先改好记录文件，再运行一次")
    if len(found) > 1:
        raise NothingToCorrectError(
            f"改动了 {len(found)} 份记录：{'、'.join(found[:5])}", "一次更正一份，请写明是哪一份"
        )
    return found[0]


def _before(own: list[Correction], slip: int, old: bytes | None, record: str) -> bytes:
    """The record as it was before the newest correction of it, which was a slip."""
    if not own or own[-1].number != slip:
        last = f"最后一次是第 {own[-1].number} 次" if own else "还没有更正过"
        hint = "只能作废最后一次更正；以前的，请改好记录，另写一次更正"
        raise NothingToCorrectError(f"{record} {last}", hint)
    before = undone(old, own[-1:])
    if isinstance(before, Problem):
        raise NothingToCorrectError(before.message, before.hint)
    if before is None:
        message = f"{record} 是第 {slip} 次更正补报的"
        raise NothingToCorrectError(message, "请直接删去这个文件，再运行一次，不写 --undo")
    return before
