"""Which way a change goes, what its sheet is called, and what one submission may not hold."""

from __future__ import annotations

import pytest

from generator.approval.refusal import Refused
from generator.approval.routes import (
    ARCHIVE,
    GENESIS_SHEET,
    MAX_PATHS,
    check_path,
    check_sheet_name,
    is_sheet,
    root_sheet,
    route_of,
    sheet_path_of,
    submission_id,
)
from tests.approval.paper import APPROVERS, said
from tests.county import ROOM

JUNE = "ledger/2025-06"
NOTE, OTHER_NOTE = (
    f"{JUNE}/corrections/rooms-chengguan-1.yml",
    f"{JUNE}/corrections/rooms-chengguan-2.yml",
)
HEDONG = f"{JUNE}/rooms/hedong.yml"
OBJECTION = f"{JUNE}/objections/rooms-cg-dongmen-20250715-b290c3b6.yml"
OTHER = OBJECTION.replace("b290c3b6", "0a1b2c3d")
BULLETIN = [f"{JUNE}/bulletins/rooms.json", f"{JUNE}/bulletins/rooms.yml"]
ROSTER = ["rules/approvers.yml", f"{ARCHIVE}1.yml"]
PROGRAM = [f"generator/part{number}.py" for number in range(MAX_PATHS + 1)]


@pytest.mark.parametrize(
    ("paths", "code", "subject", "unit"),
    [
        ([ROOM], "rooms", "chengguan", "chengguan"),
        (BULLETIN, "bulletin", "rooms", ""),
        ([NOTE, ROOM], "correction", "rooms-chengguan-1", "chengguan"),
        ([OBJECTION], "objection", "rooms-cg-dongmen-20250715-b290c3b6", ""),
        (["rules/bureau.yml", "rules/schemes/rooms.yml"], "rules", "", ""),
        (PROGRAM, "software", "", ""),
        (ROSTER, "approvers", "", ""),
        (ROSTER[:1], "approvers", "", ""),
    ],
)
def test_a_change_goes_one_way(paths: list[str], code: str, subject: str, unit: str) -> None:
    place = route_of(paths, APPROVERS)
    assert (place.code, place.subject, place.unit) == (code, subject, unit)


@pytest.mark.parametrize(
    ("paths", "path", "sentence"),
    [
        (["ledger/notes.txt"], "ledger/notes.txt", "E-PATH: 这个位置的文件不在任何审批通道里"),
        ([ROOM, ".gitlab-ci.yml"], ".gitlab-ci.yml", "E-PATH: 这个位置的文件不在任何审批通道里"),
        ([ROOM, ROSTER[0]], ROSTER[0], "E-MIXED: 审批人名册不能和别的改动一起提交"),
        ([ROSTER[1], "rules/bureau.yml"], ROSTER[0], "E-MIXED: 审批人名册不能和别的改动一起提交"),
        ([ROOM, HEDONG], HEDONG, "E-MIXED: 一份报送只能有一个单位一个月的一份记录"),
        ([ROOM, "rules/bureau.yml"], "rules/bureau.yml", "E-MIXED: 这份报送跨了 rooms、rules 几个通道"),
        ([BULLETIN[0], f"{JUNE}/bulletins/party.yml"], f"{JUNE}/bulletins/party.yml", "E-MIXED: 一份报送只能编发一期通报"),
        ([OBJECTION, OTHER], OTHER, "E-MIXED: 一份报送只能办理一件异议"),
        ([NOTE], NOTE, "E-MIXED: 更正应当是一份更正单和它所更正的一份记录"),
        ([NOTE, OTHER_NOTE], OTHER_NOTE, "E-MIXED: 更正应当是一份更正单和它所更正的一份记录"),
        ([NOTE, OTHER_NOTE, ROOM], ROOM, "E-MIXED: 更正应当是一份更正单和它所更正的一份记录"),
        ([NOTE, ROOM, HEDONG], HEDONG, "E-MIXED: 更正应当是一份更正单和它所更正的一份记录"),
        ([NOTE, ROOM, "rules/bureau.yml"], "rules/bureau.yml", "E-MIXED: 更正应当是一份更正单和它所更正的一份记录"),
        ([NOTE, "rules/bureau.yml"], "rules/bureau.yml", "E-MIXED: 更正应当是一份更正单和它所更正的一份记录"),
        ([f"rules/schemes/x{number}.yml" for number in range(MAX_PATHS + 1)], "rules/schemes/x0.yml", f"E-LIMIT: 一次改动了 {MAX_PATHS + 1} 个文件，超过 {MAX_PATHS} 个"),
        ([*PROGRAM, ROOM], PROGRAM[0], f"E-LIMIT: 一次改动了 {MAX_PATHS + 2} 个文件，超过 {MAX_PATHS} 个"),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_one_submission_may_not_hold(paths: list[str], path: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        route_of(paths, APPROVERS)
    assert (caught.value.refusal.path, said(caught.value)) == (path, sentence)


def test_as_many_files_as_one_submission_may_hold() -> None:
    rules = [f"rules/schemes/x{number}.yml" for number in range(MAX_PATHS)]
    assert route_of(rules, APPROVERS).code == "rules"


@pytest.mark.parametrize("path", ["文件.yml", "a b.yml", "", "a" * 201, "a\n", "a\\b", "x:y"])
def test_a_path_that_not_every_machine_can_name(path: str) -> None:
    with pytest.raises(Refused) as caught:
        check_path(path)
    assert said(caught.value) == "E-PATH: 路径只能用英文字母、数字、横线、下划线和点"


@pytest.mark.parametrize("path", [ROOM, "a" * 200, "_A.b-C/9"])
def test_a_path_of_letters_digits_and_few_signs(path: str) -> None:
    check_path(path)


@pytest.mark.parametrize(
    ("paths", "sheet"),
    [
        ([ROOM], f"{JUNE}/approvals/rooms-chengguan-1.json"),
        ([ROOM], f"{JUNE}/approvals/rooms-chengguan-9999.json"),
        (BULLETIN, f"{JUNE}/approvals/bulletin-rooms-1.json"),
        ([NOTE, ROOM], f"{JUNE}/approvals/correction-rooms-chengguan-1-2.json"),
        ([OBJECTION], f"{JUNE}/approvals/objection-rooms-cg-dongmen-20250715-b290c3b6-1.json"),
        (["rules/bureau.yml"], "rules/approvals/rules-12.json"),
        (["README.md"], "rules/approvals/software-1.json"),
        (ROSTER, "rules/approvals/approvers-2.json"),
    ],
)
def test_a_sheet_is_named_after_what_it_approves(paths: list[str], sheet: str) -> None:
    place = route_of(paths, APPROVERS)
    check_sheet_name(sheet, paths, place)
    assert is_sheet(sheet)
    assert sheet_path_of(submission_id(sheet)) == sheet


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("ledger/2025-06/approvals/rooms.txt", "E-PATH: 审批单的位置或名称不对"),
        ("ledger/2025-13/approvals/rooms-chengguan-1.json", "E-PATH: 审批单的位置或名称不对"),
        ("approvals/rooms-chengguan-1.json", "E-PATH: 审批单的位置或名称不对"),
        *(
            (f"{folder}/approvals/{name}.json", "E-SUBMISSION: 审批单应当是 ledger/2025-06/approvals/rooms-chengguan-序号.json")
            for folder, name in [
                ("ledger/2025-07", "rooms-chengguan-1"), ("rules", "rooms-chengguan-1"), (JUNE, "rooms-hedong-1"),
                (JUNE, "rooms-chengguan-0"), (JUNE, "rooms-chengguan-01"), (JUNE, "rooms-chengguan-10000"),
                (JUNE, "rooms-chengguan"), (JUNE, "rooms-chengguan-1-1"), (JUNE, "x-rooms-chengguan-1"),
            ]
        ),
    ],
)  # fmt: skip
def test_a_sheet_with_another_name(sheet: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        check_sheet_name(sheet, [ROOM], route_of([ROOM], APPROVERS))
    assert (caught.value.refusal.path, said(caught.value)) == (sheet, sentence)


def test_the_sheets_of_the_approvers_file_are_numbered_like_its_versions() -> None:
    assert root_sheet(12) == "rules/approvals/approvers-12.json"
    assert root_sheet(1) == GENESIS_SHEET
    assert submission_id(GENESIS_SHEET) == "rules/approvers-1"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("ledger/2025-06/approvals/anything at all", True),
        ("rules/approvals/a/b", True),
        ("ledger/approvals/x.json", False),
        ("ledger/2025-06/rooms/approvals.yml", False),
        ("handbook/approvals/x.json", False),
    ],
)
def test_where_sheets_lie(path: str, *, there: bool) -> None:
    assert is_sheet(path) is there
