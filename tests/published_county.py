"""The tiny county with approvers, signed records, bulletins issued, a correction and objections.

All in memory and signed with demonstration keys.  ``published_county`` gives the files as
``files_in`` would; every step may be changed by its arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import APPROVE, NOTHING, REJECT, SUBMIT, Change, Statement
from generator.checks.books import read_books
from generator.ledger import layout
from generator.rules.periods import Period
from generator.scoring.closed.closing import close
from generator.scoring.standings import Scores
from generator.text.digests import of_bytes, of_files, of_rules
from generator.text.problems import as_line, errors
from tests.bureau import LEDGER, MAIN, PEOPLE, ROOTS, Someone, approvers_file, click, post, signed
from tests.closed import BETTER, W2, W2_LINE, correction, objection, objection_path, row
from tests.county import PARTY, ROOM, TEAM, Change as Edit, Files, county, edit

APPROVERS = "rules/approvers.yml"
REPORTING, REVIEWING, CHARGE, CHIEF = "填报人", "治安大队领导", "分管局领导", "局主要领导"
UPPER = (("060801", REVIEWING), ("060103", CHARGE), ("060101", CHIEF))
ISSUER = ("060802", "编发人")
REPORTERS = ("060301", "061101", "061102", "061201", "061202")
FOLDERS = ("party", "rooms", "cases", "case-review", "team")
OBJECTOR = "060302"
"""Has left: 孙和 stands on no page for any other reason."""
OBJECTOR_NAME = "孙和"


def people() -> dict[str, Someone]:
    """The bureau's approvers, with an office for everybody who reports."""
    found = dict(PEOPLE)
    for number in REPORTERS:
        known = found[number] if number in found else Someone(number, "填报人", ())
        found[number] = Someone(number, known.name, (*known.posts, post(REPORTING)))
    return found


def lane(code: str, kind: str, path: str, first: str, scheme: str = "") -> str:
    """A lane of four levels; clicks are enough below the last."""
    both, own = "凭证: [个人签名, 平台点击]", "凭证: [个人签名]"
    of = f"    积分制: {scheme}\n" if scheme else ""
    levels = [(first, both), (REVIEWING, both), (CHARGE, both), (CHIEF, own)]
    rows = "".join(f"      - {{职务: [{office}], {asked}}}\n" for office, asked in levels)
    return (
        f"  - 代码: {code}\n    名称: {code}记录\n    类型: {kind}\n{of}"
        f"    路径: [{path}]\n    层级:\n{rows}"
    )


LANES = "".join(
    [
        *(
            lane(f, "记录", f"ledger/*/{f}/*.yml", REPORTING, "cases" if "case" in f else f)
            for f in FOLDERS
        ),
        lane("bulletin", "通报", "ledger/*/bulletins/*", "编发人"),
        lane("correction", "更正", "ledger/*/corrections/*.yml", "编发人"),
        lane("objection", "异议", "ledger/*/objections/*.yml", "编发人"),
        lane("rules", "规则", "rules/**", "编发人"),
        lane("software", "程序", "'*', generator/**", "编发人"),
    ]
)


def founded(files: Files) -> None:
    """Name the approvers, and let the root holders sign for them."""
    text = approvers_file(people(), lanes=LANES).encode()
    files[APPROVERS] = text
    change = Change(APPROVERS, NOTHING, of_bytes(text))
    seal(
        files, "rules/approvers-1", "approvers", [change],
        [(number, "根签名人") for number in ROOTS], day="2025-01-02",
    )  # fmt: skip


def seal(
    files: Files,
    submission: str,
    lane: str,
    changes: Iterable[Change],
    signers: Sequence[tuple[str, str]],
    *,
    day: str = "2025-07-04",
    clicks: Sequence[int] = (),
    notes: Mapping[int, str] = {},
    returned: str = "",
) -> None:
    """Write the sheet of a submission; ``returned`` is the reason of an earlier refusal."""
    entries: list[tuple[Statement, str]] = []
    rules = of_rules(of_files({p: d for p, d in files.items() if p.startswith("rules/")}))

    def say(level: int, person: str, office: str, decision: str, note: str, minute: int) -> None:
        statement = Statement(
            ledger=LEDGER, branch=MAIN, submission=submission, lane=lane, level=level,
            decision=decision, person=person, office=office, deputy_for="",
            time=f"{day}T09:{minute:02d}:00+08:00", approvers=of_bytes(files[APPROVERS]),
            rules=rules, seen="0" * 40, previous=entries[-1][0].digest if entries else NOTHING,
            changes=tuple(sorted(changes, key=lambda c: c.path)), note=note,
            click=click(person) if level in clicks and decision != REJECT else None,
        )  # fmt: skip
        entries.append(
            (statement, signed(statement, person if statement.click is None else "bot1"))
        )

    minute = 0
    if returned:
        say(0, *signers[0], SUBMIT, "", 0)
        say(1, *signers[1], REJECT, returned, 1)
        minute = 10
    for level, (person, office) in enumerate(signers):
        decision = APPROVE if level else SUBMIT
        say(level, person, office, decision, notes.get(level, ""), minute + level)
    files[sheet_path_of(submission)] = sheets.write(entries)


def record_submission(path: str) -> str:
    """``ledger/2025-06/rooms/chengguan.yml`` → ``2025-06/rooms-chengguan-1``."""
    _, month, folder, name = path.split("/")
    return f"{month}/{folder}-{name.removesuffix('.yml')}-1"


def signed_records(files: Files, *, clicked: str = "", returned: Mapping[str, str] = {}) -> None:
    """A sheet for every record; that of ``clicked`` with a click at level 1."""
    for path in sorted(p for p in files if p.startswith("ledger/")):
        reporter = files[path].decode().partition('填报人: "')[2][:6]
        seal(
            files, record_submission(path), path.split("/")[2],
            [Change(path, NOTHING, of_bytes(files[path]))], [(reporter, REPORTING), *UPPER],
            clicks=(1,) if path == clicked else (), returned=returned.get(path, ""),
        )  # fmt: skip


def closed(files: Files, scheme: str, period: str) -> None:
    """Issue a bulletin of the records as they are, with its sheet."""
    books, problems = read_books(files)
    assert books is not None
    assert not errors(problems), [as_line(each) for each in errors(problems)]
    span = Period(period)
    made = close(books, Scores(books), files, books.rulebook.schemes[scheme], span)
    assert isinstance(made, dict), made
    files.update(made)
    stem = next(iter(made)).rpartition("/")[2].removesuffix(".yml")
    changes = [Change(path, NOTHING, of_bytes(data)) for path, data in made.items()]
    seal(
        files, f"{span.months[-1]}/bulletin-{stem}-1", "bulletin", changes, [ISSUER, *UPPER],
        day="2025-07-14",
    )  # fmt: skip


def corrected(
    files: Files,
    path: str,
    old: str,
    new: str,
    line: int,
    fields: Mapping[str, str] = {},
    number: int = 1,
) -> str:
    """Correct one line of a record, with its sheet; the path of the correction.

    ``fields`` are more of those of the correction; ``number`` says which of the record it is.
    """
    before = files[path]
    edit(path, old, new)(files)
    name = layout.correction_path(path, number)
    correction(row(line, old, new), path=name, 记录=path, **fields)(files)
    changes = [
        Change(path, of_bytes(before), of_bytes(files[path])),
        Change(name, NOTHING, of_bytes(files[name])),
    ]
    seal(
        files, submission_of("correction", name), "correction", changes, [ISSUER, *UPPER],
        day="2025-08-05",
    )  # fmt: skip
    return name


def objected(files: Files, *steps: str, **fields: str) -> str:
    """An objection as it stands, with its sheet; its path."""
    said = fields.pop("说明", "")
    fields = {"提出": f'{{人员: "{OBJECTOR}"}}', **fields}
    path = objection_path(**fields)
    objection(*steps, path=path, **fields)(files)
    if said:
        edit(path, "}\n  - {状态: 已受理", f", 说明: {said}}}\n  - {{状态: 已受理")(files)
    seal(
        files, submission_of("objection", path), "objection",
        [Change(path, NOTHING, of_bytes(files[path]))], [ISSUER, *UPPER], day="2025-08-06",
    )  # fmt: skip
    return path


def submission_of(kind: str, path: str) -> str:
    """``…/2025-06/objections/x.yml`` → ``2025-06/objection-x-1``."""
    month, name = layout.trail_id(path).split("/")
    return f"{month}/{kind}-{name}-1"


def published_county(*changes: Edit, **more: str) -> Files:
    """Records signed, two bulletins issued, one line corrected, one objection open and one decided.

    ``changes`` come before anything is signed; ``more`` are fields of the correction, ``better``
    the corrected line.
    """
    files = county(*changes)
    founded(files)
    signed_records(files, clicked=PARTY, returned={TEAM: "材料不齐"})
    closed(files, "rooms", "2025-06")
    closed(files, "cases", "2025-06")
    better = more.pop("better", BETTER)
    decided = layout.trail_id(objection_path(提出=f'{{人员: "{OBJECTOR}"}}')).partition("/")[2]
    raised = {"提出": "异议", "异议": decided, **more}
    made = corrected(files, ROOM, W2, better, W2_LINE, raised)
    objected(files, "已提交 2025-07-15", "已受理 2025-07-16", 对象="cg-ximen", 项目="W7")
    objected(
        files, "已提交 2025-07-15", "已受理 2025-07-16", "复核中 2025-07-17",
        "成立 2025-07-18", "已告知 2025-07-21", 结论说明="经核对抽查单，少计一户",
        更正=layout.trail_id(made).partition("/")[2],
    )  # fmt: skip
    return files
