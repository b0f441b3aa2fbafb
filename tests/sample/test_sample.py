"""The sample county: reproducible, free of errors, of the stated size, and of the stated shape."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import sample
from generator.checks.books import Books, files_in
from generator.rules.periods import last_day
from generator.text import canonical, privacy
from generator.text.canonical import Block, Lines
from generator.text.strict import read
from sample import ROOT, chance, county
from sample.__main__ import main
from sample.people import people, roster_files
from tests.sample_year import RULES, sample_files, sample_year

SEED = 2025
YEAR_END = date(2025, 12, 31)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return sample_files(SEED)


@pytest.fixture(scope="module")
def books() -> Books:
    return sample_year(SEED).books


# ── reproducible ───────────────────────────────────────────────────────────────────────────────


def test_committed_ledger_is_the_sample(files: dict[str, bytes]) -> None:
    """The same seed has given the same bytes since it was committed, signatures included."""
    made = county(SEED, 1)
    assert sorted(made) == sorted(files)
    changed = [path for path in files if made[path] != files[path]]
    assert changed == [], "run: python -m sample --seed 2025 --out ."


def test_seed_and_index_each_make_other_people() -> None:
    """What all counties have in common is looked up in one of another seed and index too."""
    made = [roster_files(people(chance(*each, "people"))) for each in ((7, 1), (7, 2), (SEED, 2))]
    assert made[0] != made[1] != made[2] != made[0]


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counties that were made before, whatever the seed; the second is of seed 7."""
    made = {1: sample_files(SEED), 2: sample_files(7)}
    monkeypatch.setattr(sample, "county", lambda _, index: made[index])


@pytest.mark.usefixtures("quickly")
def test_one_county_is_written_in_place(tmp_path: Path, files: dict[str, bytes]) -> None:
    sample.write(tmp_path, 1, SEED)
    assert files_in(tmp_path) == files


@pytest.mark.usefixtures("quickly")
def test_more_counties_are_complete_folders(tmp_path: Path, files: dict[str, bytes]) -> None:
    sample.write(tmp_path, 2, SEED)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["county-001", "county-002"]
    first, second = (files_in(tmp_path / name) for name in ("county-001", "county-002"))
    assert first == {**RULES, **files}
    assert second == {**RULES, **sample_files(7)}


# ── the organisation of domain.md §2.5 ─────────────────────────────────────────────────────────


def test_numbers_at_the_year_end(books: Books) -> None:
    roster = books.roster
    police = [officer for officer in roster.officers.values() if not officer.auxiliary]
    assert sum(officer.post(YEAR_END) is not None for officer in police) == 212
    assert len(roster.subjects("党支部", "", YEAR_END)) == 19
    groups = Counter(unit.group for unit in roster.subjects("单位", "组别", YEAR_END))
    assert groups == {"派出所": 10, "大队": 8, "机关": 6}
    classes = Counter(room.group for room in roster.subjects("警务室", "类别", YEAR_END))
    assert classes == {"一类": 12, "二类": 18, "三类": 23}
    sequences = Counter(officer.group for officer in roster.subjects("案件", "序列", YEAR_END))
    assert sequences == {"S1": 24, "S2": 34, "S3": 38, "S4": 15}


@pytest.mark.parametrize("month", [f"2025-{n:02d}" for n in range(1, 13)])
def test_numbers_stay_near_all_year(books: Books, month: str) -> None:
    roster, day = books.roster, last_day(month)
    assert len(roster.subjects("单位", "组别", day)) == (23 if month < "2025-05" else 24)
    rooms = [room.code for room in roster.subjects("警务室", "类别", day)]
    assert len(rooms) == (54 if "2025-04" <= month <= "2025-09" else 53)
    assert abs(len(roster.subjects("案件", "序列", day)) - 111) <= 3
    assert [room for room in rooms if not roster.room_officers(room, day)] == []
    assert {unit.code for unit in roster.subjects("单位", "组别", day)} == {
        post.unit for officer in roster.officers.values() if (post := officer.post(day))
    }


def test_dated_membership(books: Books) -> None:
    roster = books.roster
    rooms = roster.rooms
    assert rooms["hd-xinqu"].groups["类别"][-1] == (date(2025, 7, 1), "一类")
    assert rooms["cg-xinju"].since == date(2025, 4, 1)
    assert (rooms["fl-laoyao"].until, rooms["fl-laoyao"].successor) == (
        date(2025, 9, 30),
        "fl-shuiyuan",
    )
    assert roster.units["xintong"].since == date(2025, 5, 1)
    police = [officer for officer in roster.officers.values() if not officer.auxiliary]
    assert sum(bool(officer.away) for officer in police) == 2
    assert [officer.until for officer in police if officer.until] == [date(2025, 6, 30)]
    assert sum(officer.posts[0].since.year == 2025 for officer in police) == 1
    moved = [officer for officer in police if len(officer.posts) > 1]
    assert sum(officer.posts[1].since.day > 1 for officer in moved) >= 6


def test_kinds_of_transfer(books: Books) -> None:
    roster = books.roster
    kinds = set()
    for officer in roster.officers.values():
        for before, after in zip(officer.posts, officer.posts[1:], strict=False):
            if officer.auxiliary:
                continue
            old, new = (
                roster.units[post.unit].groups["序列"] if post.handles_cases else ()
                for post in (before, after)
            )
            if old and new:
                kinds.add("between sequences" if old[0][1] != new[0][1] else "within a sequence")
            elif old:
                kinds.add("out of case work")
            elif new:
                kinds.add("into case work")
    assert kinds == {"between sequences", "within a sequence", "out of case work", "into case work"}


def test_names_are_invented_and_distinct(books: Books) -> None:
    names = [officer.name for officer in books.roster.officers.values()]
    assert len(set(names)) == len(names)
    assert all(len(name) == 3 and name[1] == "某" for name in names)


# ── the year ───────────────────────────────────────────────────────────────────────────────────


def test_size(files: dict[str, bytes], books: Books) -> None:
    ledger = books.ledger
    records = [path for path in files if path.startswith("ledger/") and path.endswith(".yml")]
    assert 950 <= len(records) <= 1050
    assert 700 <= len(ledger.cases) <= 900
    assert 8000 <= sum(len(record.entries) for record in ledger.records) <= 10000
    taking_part = Counter(
        number for case in ledger.cases for number in case.with_role("主办", "协办", "协作")
    )
    usual = [number for number, count in taking_part.items() if 8 <= count <= 25]
    assert len(usual) >= 80
    assert min(taking_part.values()) < 8


def test_every_month_has_the_forms_of_every_reporter(books: Books) -> None:
    counts = Counter((report.scheme, report.month) for report in books.ledger.reports)
    for month in (f"2025-{n:02d}" for n in range(1, 13)):
        assert counts["party", month] == 19
        assert counts["rooms", month] >= 9
        assert counts["cases", month] >= 15
        assert counts["team", month] >= 22


def test_texts_hold_no_names_and_no_personal_data(books: Books) -> None:
    names = {officer.name for officer in books.roster.officers.values()}
    ledger = books.ledger
    entries = [
        entry for record in (*ledger.records, *ledger.unit_findings) for entry in record.entries
    ]
    entries += [entry for review in ledger.reviews for entry in review.findings]
    texts = [
        text
        for entry in entries
        for text in (entry.said.reason, entry.said.evidence, entry.said.level)
        if text
    ]
    assert len(texts) > 8000
    assert [text for text in texts if privacy.find(text)] == []
    assert [text for text in texts if "某" in text or any(name in text for name in names)] == []


def test_sentences_vary(books: Books) -> None:
    reasons = Counter(
        str(entry.said.reason)
        for record in books.ledger.records
        for entry in record.entries
        if entry.said.reason
    )
    assert len(reasons) > 250


def test_reports_are_filed_on_working_days(books: Books) -> None:
    calendar = books.rulebook.calendar
    for report in books.ledger.reports:
        assert report.filed is not None
        assert calendar.is_working_day(report.filed), report.place.path


# ── the writer ─────────────────────────────────────────────────────────────────────────────────

AWKWARD = (
    "回访满意度<90%的3户", "*重点*", "{{ 变量 }}", "第3次 #补录", "原因: 超期", "- 开头", "@一", "a, b", "[东线]",
    "“引号”", '半角"引号"', "it's", "反斜杠\\n", "061201", "2025-06", "结尾:", "?", "-0.5", "是", "~", "<b>x</b>", "`x`", "% 起头",
)  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_every_text_survives_being_written(text: str) -> None:
    content = Block(甲=text, 乙=Lines([{"丙": text, "丁": [text, {"戊": text}]}, Block(己=text)]))
    document = read("x.yml", canonical.document(content))
    assert document.problems == []
    root = document.root
    assert root == {"甲": text, "乙": [{"丙": text, "丁": [text, {"戊": text}]}, {"己": text}]}


def test_quotes_only_where_needed() -> None:
    assert canonical.flow({"项": "W2", "应办": 20, "依据": "抽查单2025-06-1"}) == (
        "{项: W2, 应办: 20, 依据: 抽查单2025-06-1}"
    )
    assert canonical.scalar("061201") == '"061201"'
    assert canonical.scalar("回访满意度<90%的3户已整改") == "回访满意度<90%的3户已整改"
    assert canonical.scalar("已复查 #销号") == '"已复查 #销号"'
    assert canonical.document(Block(奖励=Lines())) == "奖励: []\n".encode()


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "sample", *map(str, arguments)]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_sample_does_not_overwrite_a_ledger() -> None:
    done = command("--out", ".")
    assert done.stderr == (
        ". 里已经有台账，没有写入。请换一个空文件夹；确要覆盖时加 --force。"
        "用法见 python -m sample --help。\n"
    )
    assert done.returncode == 2


def test_a_sample_does_not_overwrite_the_rosters_of_a_ledger_without_records(
    tmp_path: Path,
) -> None:
    roster = tmp_path / "rules/roster/officers.yml"
    roster.parent.mkdir(parents=True)
    roster.write_text("人员: []\n", "utf-8")
    done = command("--out", tmp_path)
    assert "里已经有台账，没有写入。" in done.stderr
    assert (done.returncode, roster.read_text("utf-8")) == (2, "人员: []\n")


def test_a_sample_has_the_seed_and_the_number_of_counties_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That such counties have no fault is seen above."""
    monkeypatch.setattr(sample, "county", lambda seed, index: {f"ledger/{seed}": b"%d" % index})
    done = CliRunner().invoke(main, ["--counties", "2", "--seed", "7", "--out", str(tmp_path)])
    assert (done.output, done.exit_code) == (f"样例已写到 {tmp_path}\n", 0)
    assert (tmp_path / "county-002/ledger/7").read_bytes() == b"2"
    assert (tmp_path / "county-001/rules/bureau.yml").is_file()
