"""One step of main, judged in memory: two states in, a submission or the sentence of a refusal out.

The attacks push; here nothing is pushed, so every condition can be asked by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.approval.refusal import Refused
from generator.approval.routes import sheet_path_of
from generator.approval.sheet import write
from generator.approval.statement import NOTHING, Change as Edited
from generator.audit.judge import judge
from generator.ledger.layout import correction_path, trail_id
from generator.text.digests import of_bytes
from tests.approval.paper import APPROVERS, ROOT, sheet
from tests.audit.box import File
from tests.audit.steps import FIRST, ROSTER, ROUND, accepted, main_with, refused, step
from tests.bureau import CLERK, HEAD, HEDONG, LANES, approvers_file
from tests.closed import (
    BETTER,
    BULLETIN,
    CORRECTION,
    OBJECTION,
    SECOND,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    objection,
    published,
    row,
)
from tests.county import (
    BUREAU,
    OFFICERS,
    ROOM,
    ROOM_RULES,
    YEARLY,
    Change,
    Files,
    county,
    edit,
    whole,
    without,
)

MAIN = main_with(without(ROOM))
"""城关派出所 has not reported yet."""
REPORT = whole(ROOM, county()[ROOM])
SHEET = sheet_path_of(FIRST)


# ── records ─────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_a_submission_with_its_lane_its_unit_and_its_paths() -> None:
    made = accepted(MAIN, REPORT)
    assert (made.id, made.lane, made.kind, made.unit) == (FIRST, "rooms", "记录", "chengguan")
    assert made.paths == {ROOM, SHEET}
    assert made.changes == (Edited(ROOM, NOTHING, of_bytes(county()[ROOM])),)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on_main": False, "seen": "ab" * 20}, f"E-SEEN {SHEET}: 第 0 级（{CLERK}）签名时见过的提交 abababababab 不在主分支上"),
        ({"rules": of_bytes(b"x")}, f"E-RULES {SHEET}: 第 0 级（{CLERK}）签名时的规则和名册，从签名人见过的提交起，主分支上没有用过"),
        ({"approvers": of_bytes(b"x")}, f"E-APPROVERS {SHEET}: 第 0 级（{CLERK}）签名时的审批人名册，从签名人见过的提交起，主分支上没有用过"),
        ({"latest": date(2025, 7, 4)}, f"E-TIME {SHEET}: 第 3 级的签名日期 2025-07-05 还没有到"),
        ({"latest": date(2025, 7, 5)}, ""),
    ],
)  # fmt: skip
def test_what_main_knows_of_a_statement(fields: dict[str, Any], sentence: str) -> None:
    if sentence:
        assert refused(MAIN, REPORT, **fields) == sentence
    else:
        accepted(MAIN, REPORT, **fields)


OTHER = "ledger/2025-06/rooms/fazhi.yml"
NEW = of_bytes(county()[ROOM])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ((Edited(ROOM, NOTHING, of_bytes(b"x")),), f"，{ROOM} 改动后的内容不同"),
        ((Edited(ROOM, of_bytes(b"x"), NEW),), f"，{ROOM} 改动前的内容不同"),
        ((Edited(OTHER, NOTHING, NEW),), f"，{ROOM} 没有写在里面"),
        ((Edited(ROOM, NOTHING, NEW), Edited(OTHER, NOTHING, NEW)), f"，{OTHER} 没有随着提交"),
    ],
)
def test_a_statement_is_about_exactly_this_change(changes: tuple[Edited, ...], where: str) -> None:
    assert refused(MAIN, REPORT, changes=tuple(sorted(changes))) == f"E-CHANGE {SHEET}: 第 0 级（{CLERK}）同意的不是这处改动{where}"  # fmt: skip


def test_a_record_is_reported_by_whoever_signs_first_and_approved_by_others() -> None:
    other = edit(ROOM, f'填报人: "{CLERK}"', '填报人: "061103"')
    assert refused(MAIN, REPORT, other) == f"E-REPORTER {ROOM}: “填报人”是 061103，报送签名的是 {CLERK}"  # fmt: skip
    assert refused(MAIN, REPORT, edit(ROOM, f'填报人: "{CLERK}"', f'填报人: "{HEAD}"')) == f"E-REPORTER {ROOM}: “填报人”是 {HEAD}，报送签名的是 {CLERK}"  # fmt: skip


def test_a_lane_of_another_scheme_than_its_folder_is_a_fault_of_the_roster() -> None:
    party = LANES.replace("积分制: rooms", "积分制: party")
    roster = approvers_file(lanes=party)
    before = main_with(without(ROOM), roster=roster)
    assert refused(before, REPORT) == f"E-ROSTER {ROOM}: 通道 rooms 的积分制写的是 party，这里是 rooms 的记录"  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (whole(ROOM, ""), f"E-CONTENT {ROOM}: "),
        (edit(ROOM, "已办: 18", "已办: 一八"), f"E-CONTENT {ROOM}: 第 9 行第 "),
        (edit(ROOM, "依据: 抽查单1}", "依据: 13812345678}"), f"E-CONTENT {ROOM}: 第 9 行第 "),
    ],
)
def test_a_record_reads_through_its_form(change: Change, sentence: str) -> None:
    assert refused(MAIN, REPORT, change).startswith(sentence)


# ── what a step is ──────────────────────────────────────────────────────────────────────────────


def test_nothing_changed_and_nothing_but_a_sheet() -> None:
    made = step(MAIN, REPORT)
    with pytest.raises(Refused) as caught:
        judge(made.before, made.before, made.facts)
    assert caught.value.refusal.line.startswith("E-EMPTY: 这次推送没有改动任何内容。")
    gone: Mapping[str, File | None] = {ROOM: None}
    assert refused(MAIN, REPORT, files=gone) == f"E-EMPTY {SHEET}: 只有审批单，没有它所审批的改动"


def test_a_step_without_a_sheet_and_with_two() -> None:
    assert refused(MAIN, REPORT, files={SHEET: None}) == f"E-NOSHEET {ROOM}: 这处改动没有审批单"
    second = sheet_path_of("2025-06/rooms-chengguan-2")
    assert refused(MAIN, REPORT, files={second: File(b"[]")}) == f"E-SHEETS {second}: 一次带来了 2 份审批单"  # fmt: skip


def test_what_belongs_to_no_lane_is_told_before_the_missing_sheet() -> None:
    stray = {"ledger/notes.txt": File(b"x"), SHEET: None}
    assert refused(MAIN, REPORT, files=stray) == "E-PATH ledger/notes.txt: 这个位置的文件不在任何审批通道里"  # fmt: skip


def test_a_sheet_is_never_changed_and_never_taken_out() -> None:
    before = MAIN | {SHEET: b"[]"}
    second = "2025-06/rooms-chengguan-2"
    assert refused(before, REPORT, submission=second, files={SHEET: File(b"{}")}) == f"E-APPEND {SHEET}: 改动了已经生效的审批单"  # fmt: skip
    assert refused(before, REPORT, submission=second, files={SHEET: None}) == f"E-APPEND {SHEET}: 删去了已经生效的审批单"  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "what"),
    [("100755", "可执行文件"), ("120000", "符号链接")],
)
def test_only_plain_files_come_in(mode: str, what: str) -> None:
    data = county()[ROOM]
    assert refused(MAIN, REPORT, files={ROOM: File(data, mode)}) == f"E-MODE {ROOM}: 这是{what}，只收普通文件"  # fmt: skip
    as_sheet = write([(each.statement, each.written) for each in sheet()])
    assert refused(MAIN, REPORT, files={SHEET: File(as_sheet, mode)}) == f"E-MODE {SHEET}: 审批单应当是普通文件"  # fmt: skip


def test_a_record_of_an_open_month_is_taken_out() -> None:
    before = main_with()
    found = accepted(before, without(ROOM), submission="2025-06/rooms-chengguan-2")
    assert [change.new for change in found.changes] == [NOTHING]


def test_two_names_that_are_one_on_some_machines() -> None:
    change = whole("handbook.md", b"x")
    before = MAIN | {"Handbook.md": b"y"}
    lanes = LANES.replace("'*', generator/**", "'*', 'handbook/**', generator/**")
    before[ROSTER] = approvers_file(lanes=lanes).encode()
    facts: dict[str, Any] = {"lane": "software", "submission": "rules/software-1"}
    assert (
        refused(before, change, **facts) == "E-PATH handbook.md: 已有只差大小写的同名文件或文件夹"
    )
    folder = whole("handbook/a.md", b"x")
    assert refused(MAIN | {ROSTER: before[ROSTER], "Handbook/b.md": b"y"}, folder, **facts) == "E-PATH handbook/a.md: 已有只差大小写的同名文件或文件夹"  # fmt: skip
    accepted(MAIN | {"README": b"y"}, whole("LICENCE", b"x"), **facts)


def test_a_record_has_a_size_and_a_program_a_larger_one() -> None:
    large = b"#" * (1 << 20)
    kib = len(large) // 1024
    assert refused(MAIN, whole(ROOM, large)).startswith(f"E-LIMIT {ROOM}: 文件有 {kib} KiB，超过 ")
    accepted(MAIN, whole("page.md", large), lane="software", submission="rules/software-1")


# ── closed months ───────────────────────────────────────────────────────────────────────────────

JUNE = main_with(published())
"""June is published."""
RIGHT = correction(row(W2_LINE, W2, BETTER))
MENDED = edit(ROOM, W2, BETTER)


def correct(*changes: Change, before: Files = JUNE, number: str = ROUND) -> str:
    """The sentence that refuses a correction; empty when it is taken."""
    try:
        accepted(before, *changes, lane="correction", submission=number)
    except Refused as error:
        refusal = error.refusal
        return f"{refusal.code} {refusal.path}: {refusal.message}"
    return ""


def test_a_record_of_a_published_month_is_changed_by_a_correction_alone() -> None:
    sentence = "的通报已经公布，这份记录不能直接改"
    again = "2025-06/rooms-chengguan-2"
    assert refused(JUNE, MENDED, submission=again) == f"E-CLOSED {ROOM}: 2025-06 {sentence}"
    quarter = main_with(published(), published(period="2025-Q2"))
    assert refused(quarter, MENDED, submission=again) == f"E-CLOSED {ROOM}: 2025-06、2025-Q2 {sentence}"  # fmt: skip
    accepted(main_with(), MENDED, submission=again)
    assert correct(RIGHT, MENDED) == ""


def test_a_month_that_only_another_scheme_has_published_is_open() -> None:
    accepted(main_with(published("team")), MENDED, submission="2025-06/rooms-chengguan-2")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"理由": "无"}, f"E-CORRECTION {CORRECTION}: 第 4 行第 5 列，“无”不能算理由"),
        ({"记录": HEDONG}, f"E-CORRECTION {CORRECTION}: 第 1 行第 5 列，按内容，这个文件应当是 "),
        ({"提出": "异议", "异议": trail_id(OBJECTION)}, f"E-CORRECTION {CORRECTION}: 没有异议 {trail_id(OBJECTION)}"),
    ],
)  # fmt: skip
def test_what_a_correction_says_of_itself(fields: dict[str, str], sentence: str) -> None:
    made = correction(row(W2_LINE, W2, BETTER), path=CORRECTION, **fields)
    assert correct(made, MENDED).startswith(sentence)


def test_a_correction_names_an_objection_and_a_correction_that_are_there() -> None:
    doubted = main_with(published(), objection("已提交 2025-07-15"))
    named = correction(row(W2_LINE, W2, BETTER), 提出="异议", 异议=trail_id(OBJECTION))
    assert correct(named, MENDED, before=doubted) == ""
    before = main_with(published(), MENDED, RIGHT)
    again = correction(row(W2_LINE, BETTER, W2), path=SECOND, 更正号="1")
    back = edit(ROOM, BETTER, W2)
    lost = correct(
        correction(row(W2_LINE, W2, BETTER), path=SECOND, 更正号="1"),
        MENDED,
        number="2025-06/correction-rooms-chengguan-2-1",
    )
    assert lost == f"E-CORRECTION {SECOND}: 没有更正 2025-06/rooms-chengguan-1"
    assert (
        correct(again, back, before=before, number="2025-06/correction-rooms-chengguan-2-1") == ""
    )


def test_a_correction_of_a_month_that_is_not_published() -> None:
    assert correct(RIGHT, MENDED, before=main_with()) == f"E-CORRECTION {ROOM}: 这个月还没有公布，直接改记录送审即可，不用更正"  # fmt: skip


def test_corrections_of_one_record_are_numbered_as_they_come() -> None:
    before = main_with(published(), edit(ROOM, W2, BETTER), correction(row(W2_LINE, W2, BETTER), path=SECOND))  # fmt: skip
    first = correction(row(W2_LINE, BETTER, W2))
    assert correct(first, edit(ROOM, BETTER, W2), before=before) == f"E-CORRECTION {CORRECTION}: {ROOM} 已经更正到第 2 次"  # fmt: skip


def test_a_larger_number_of_another_record_is_in_nobody_s_way() -> None:
    line, other = "填报日期: 2025-07-01", "填报日期: 2025-07-02"
    before = main_with(published(), edit(HEDONG, line, other), correction(row(4, line, other), path=correction_path(HEDONG, 2), 记录=HEDONG))  # fmt: skip
    assert correct(RIGHT, MENDED, before=before) == ""


def test_a_correction_says_exactly_what_it_changes() -> None:
    assert correct(RIGHT, MENDED, edit(ROOM, "比率: 96%", "比率: 97%")).startswith(f"E-CORRECTION {CORRECTION}: ")  # fmt: skip


# ── bulletins ───────────────────────────────────────────────────────────────────────────────────

WHOLE = main_with()


def issue(*changes: Change, before: Files = WHOLE) -> str:
    """The sentence that refuses June's bulletin; empty when it is taken."""
    try:
        accepted(before, *changes, lane="bulletin", submission="2025-06/bulletin-rooms-1")
    except Refused as error:
        refusal = error.refusal
        return f"{refusal.code} {refusal.path}: {refusal.message}"
    return ""


def other(key: str) -> Change:
    """The bulletin with another digest in ``key``."""

    def change(files: Files) -> None:
        lines = files[BULLETIN].decode().splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
        start = lines[at].index("sha256:") + 7
        lines[at] = lines[at][:start] + "0" * 64 + lines[at][start + 64 :]
        files[BULLETIN] = "".join(lines).encode()

    return change


def in_standings(old: bytes, new: bytes) -> Change:
    """The bulletin with other standings, whose digest it states."""

    def change(files: Files) -> None:
        assert old in files[STANDINGS]
        before = of_bytes(files[STANDINGS])
        files[STANDINGS] = files[STANDINGS].replace(old, new)
        text = files[BULLETIN].decode().replace(before, of_bytes(files[STANDINGS]))
        files[BULLETIN] = text.encode()

    return change


def test_a_bulletin_of_what_main_holds() -> None:
    assert issue(published()) == ""


def test_standings_may_be_larger_than_anything_typed_by_hand() -> None:
    """Half a megabyte of lines, as a year of a large county has them."""

    def large(files: Files) -> None:
        published()(files)
        small, digest = files[STANDINGS], of_bytes(files[STANDINGS])
        line = b'["2025-06","base","W2","\xe8\xae\xb0\xe5\xbd\x95","18.95"]'
        lines = b'"lines":{"cg-dongmen":[' + b",".join([line] * 10_000) + b"]}"
        files[STANDINGS] = small.replace(b'"lines":{}', lines)
        assert len(files[STANDINGS]) > 1 << 18
        bulletin = files[BULLETIN].decode().replace(digest, of_bytes(files[STANDINGS]))
        files[BULLETIN] = bulletin.encode()

    assert issue(large) == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (other("结果"), f"E-BULLETIN {BULLETIN}: “结果”不是公布的数据的摘要"),
        (other("规则"), f"E-BULLETIN {BULLETIN}: “规则”不是报送签名时规则的摘要"),
        (other("记录"), f"E-BULLETIN {BULLETIN}: “记录”的份数或摘要与主分支上的记录不符"),
        (edit(BULLETIN, "份数: 2", "份数: 3"), f"E-BULLETIN {BULLETIN}: “记录”的份数或摘要与主分支上的记录不符"),
        (in_standings(b'"issue":6', b'"issue":1'), f"E-BULLETIN {STANDINGS}: 公布的数据里的积分制、期间、期号或版次与通报记录不同"),
        (in_standings(b'"corrections":[]', b'"corrections":["2025-06/rooms-chengguan-1"]'), f"E-BULLETIN {STANDINGS}: 公布的数据所计的更正与主分支上的不同"),
    ],
)  # fmt: skip
def test_a_bulletin_that_says_something_else(change: Change, sentence: str) -> None:
    assert issue(published(), change) == sentence


def test_a_bulletin_counts_the_records_that_main_holds_and_no_others() -> None:
    less = {path: data for path, data in WHOLE.items() if path != ROOM}

    def made_elsewhere(files: Files) -> None:
        own = dict(WHOLE)
        published()(own)
        files |= {path: own[path] for path in (BULLETIN, STANDINGS)}

    assert issue(made_elsewhere, before=less) == f"E-BULLETIN {BULLETIN}: “记录”的份数或摘要与主分支上的记录不符"  # fmt: skip
    empty = {path: data for path, data in WHOLE.items() if path.startswith("rules/")}
    assert issue(published(), before=empty) == f"E-BULLETIN {BULLETIN}: 2025-06 没有记录，不能公布"


def test_a_bulletin_of_a_quarter_counts_every_month_of_it() -> None:
    may = ROOM.replace("2025-06", "2025-05")
    before = WHOLE | {may: WHOLE[ROOM].replace(b"2025-06", b"2025-05")}
    quarter: dict[str, Any] = {"lane": "bulletin", "submission": "2025-06/bulletin-rooms-2025-Q2-1"}
    accepted(before, published(period="2025-Q2"), **quarter)


# ── objections ──────────────────────────────────────────────────────────────────────────────────


def answer(old: Change, new: Change) -> str:
    try:
        accepted(
            main_with(published(), old),
            new,
            lane="objection",
            submission="2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-1",
        )
    except Refused as error:
        refusal = error.refusal
        return f"{refusal.code} {refusal.path}: {refusal.message}"
    return ""


RAISED = objection("已提交 2025-07-15")
RENAMED = "第 3 行第 5 列，按内容，这个文件应当是 "


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (RAISED, objection("已提交 2025-07-15", "已受理 2025-07-16"), ""),
        (RAISED, objection("已提交 2025-07-15", path=OBJECTION, 理由="另一个理由，抽查单上没有"), RENAMED),
        (RAISED, objection("已提交 2025-07-15", path=OBJECTION, 项目="W1"), RENAMED),
        (objection("已提交 2025-07-15", "已受理 2025-07-16"), objection("已提交 2025-07-15", "已受理 2025-07-17"), "办理经过只能在后面增加，不能改前面的"),
        (objection("已提交 2025-07-15", "已受理 2025-07-16"), RAISED, "办理经过只能在后面增加，不能改前面的"),
    ],
)  # fmt: skip
def test_an_objection_only_grows(old: Change, new: Change, sentence: str) -> None:
    said = answer(old, new)
    assert said.startswith(f"E-OBJECTION {OBJECTION}: {sentence}") if sentence else said == ""


# ── rules ───────────────────────────────────────────────────────────────────────────────────────


def rule(*changes: Change, before: Files = JUNE) -> str:
    try:
        accepted(before, *changes, lane="rules", submission="rules/rules-1")
    except Refused as error:
        refusal = error.refusal
        return f"{refusal.code} {refusal.path}: {refusal.message}"
    return ""


def test_rules_change_but_not_whose_ledger_it_is() -> None:
    assert rule(edit(BUREAU, "最少参排: 4", "最少参排: 3")) == ""
    assert (
        rule(edit(BUREAU, "lg-qingshui-test", "lg-other")) == f"E-LEDGER {BUREAU}: 台账标识不能改"
    )


def test_a_comment_is_looked_at_for_personal_data_too() -> None:
    said = rule(edit(BUREAU, "最少参排: 4", "最少参排: 4 # 电话 13812345678"))
    assert said.startswith(f"E-CONTENT {BUREAU}: ")


def test_the_rules_of_a_published_month_stay() -> None:
    change = edit(ROOM_RULES, "目标: 95%", "目标: 94%")
    closed = f"E-CLOSED {ROOM_RULES}: 2025-06 已经公布，那个月的规则不能再改"
    assert rule(change) == closed
    assert rule(change, before=WHOLE) == ""
    assert rule(change, before=main_with(published("team"))) == ""


def test_the_rules_of_every_month_of_a_published_year_stay() -> None:
    """B1 is in force until June: no month after it would notice."""
    change = edit(ROOM_RULES, "类型: 加分, 分值: 2, 每: 次", "类型: 加分, 分值: 3, 每: 次")
    year = main_with(published(period="2025", day="2026-01-16", until="2026-01-22"))
    closed = f"E-CLOSED {ROOM_RULES}: 2025-01 已经公布，那个月的规则不能再改"
    assert rule(change, before=year) == closed


def test_rules_that_cannot_be_read_are_refused_and_mended() -> None:
    broken = edit(ROOM_RULES, "目标: 95%", "目标: 九五")
    assert rule(broken).startswith("E-CONTENT rules: 规则有错误，无法核对记录：")
    assert rule(edit(OFFICERS, '{警号: "060301"', '{号码: "060301"'), before=WHOLE).startswith(
        f"E-CONTENT {OFFICERS}: 第 "
    )
    assert rule(edit(YEARLY, "版本:\n", "旧版:\n"), before=WHOLE).startswith(
        f"E-CONTENT {YEARLY}: 第 "
    )
    before = main_with(published())
    broken(before)
    assert rule(edit(ROOM_RULES, "目标: 九五", "目标: 95%"), before=before) == ""


def test_the_approvers_file_is_not_changed_by_the_way() -> None:
    text = approvers_file(version=2, previous=APPROVERS.digest, day="2025-01-01")
    kept = whole("rules/approvers/1.yml", approvers_file())
    facts: dict[str, Any] = {"lane": "approvers", "submission": "rules/approvers-2"}
    assert refused(MAIN, whole(ROSTER, text), kept, **facts) == f"E-ROSTER {ROSTER}: 日期 2025-01-01 早于上一版的 2025-01-02"  # fmt: skip
    for version, previous, sentence in (
        (3, APPROVERS.digest, "版本应当是 2，写的是 3"),
        (2, of_bytes(b"x"), "“上一版”不是现行名册的摘要"),
    ):
        text = approvers_file(version=version, previous=previous)
        assert refused(MAIN, whole(ROSTER, text), kept, **facts) == f"E-ROSTER {ROSTER}: {sentence}"
    text = approvers_file(version=2, previous=APPROVERS.digest)
    assert refused(MAIN, whole(ROSTER, text), **facts) == "E-ROSTER rules/approvers/1.yml: 上一版名册没有原样存档"  # fmt: skip
    assert refused(MAIN, whole(ROSTER, text), whole("rules/approvers/1.yml", "x"), **facts) == "E-ROSTER rules/approvers/1.yml: 上一版名册没有原样存档"  # fmt: skip
    more = whole("rules/approvers/9.yml", "x")
    assert refused(MAIN, whole(ROSTER, text), kept, more, **facts) == "E-ROSTER rules/approvers/: 存档里只能增加 rules/approvers/1.yml"  # fmt: skip
    assert accepted(MAIN, whole(ROSTER, text), kept, **facts).lane == "approvers"


def test_a_version_with_demonstration_keys_is_none_under_a_real_root() -> None:
    text = approvers_file(version=2, previous=APPROVERS.digest)
    kept = whole("rules/approvers/1.yml", approvers_file())
    made = step(MAIN, whole(ROSTER, text), kept, lane="approvers", submission="rules/approvers-2")
    real = replace(made.facts, root=replace(ROOT, demo=False))
    with pytest.raises(Refused) as caught:
        judge(made.before, made.after, real)
    assert (caught.value.refusal.code, caught.value.refusal.path) == ("E-DEMO", ROSTER)
