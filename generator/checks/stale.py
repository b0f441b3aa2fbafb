"""须重报: records that a later change of rules or roster has made incomplete, in open months.

They were right when they were approved.  A room or an item that begins in a month already reported
must not stop anybody: such a record counts as not reported until its unit reports it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.ledger.layout import record_path
from generator.text import digests
from generator.text.problems import Place, Problem, errors
from generator.text.strict import Files
from generator.trail.trail import Trail


def to_be_reported_again(
    problems: Iterable[Problem], files: Files, trail: Trail, owners: Mapping[str, str]
) -> dict[str, Problem]:
    """Path of each such record → what to say of it.

    A record with an error is one when it was approved, byte for byte, under other rules, and its
    month is still open.  ``owners`` are the folders of records with the schemes they belong to.
    """
    found: dict[str, Problem] = {}
    rules = ""
    for path, problem in {each.place.path: each for each in reversed(errors(problems))}.items():
        where = record_path(path)
        if where is None or path not in files:
            continue
        scheme = owners.get(where.folder)
        if scheme is None or trail.closing(scheme, where.month):
            continue
        rules = rules or digests.of_rules(digests.of_files(files))
        under = _approved_under(path, files)
        if under and under != rules:
            message = f"这份记录审批以后，规则或名册改了：{problem.message}"
            hint = "请按现在的要求改好，重新报送；改好以前按未报计"
            found[path] = Problem("须重报", Place(path), message, hint, "提醒")
    return found


def _approved_under(path: str, files: Files) -> str:
    """The digest of the rules under which the present bytes of a record were approved, or nothing."""
    # Signatures are read where something is wrong, which is hardly ever.
    from generator.approval.sheet import BadSheet, last_round, read  # noqa: PLC0415

    month, present = path.split("/")[1], digests.of_bytes(files[path])
    for sheet_path in sorted(p for p in files if p.startswith(f"ledger/{month}/approvals/")):
        try:
            last = last_round(read(files[sheet_path]))[-1].statement
        except BadSheet:
            continue  # told by the proofs
        if any((change.path, change.new) == (path, present) for change in last.changes):
            return last.rules
    return ""
