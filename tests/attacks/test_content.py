"""Content: records that the right people have signed and nobody can read, or should."""

from __future__ import annotations

import pytest

from tests.attacks.scene import BRANCH, SHEET, Scene, edited, unharmed
from tests.bureau import MAIN
from tests.county import BUREAU, FILES, ROOM, UNITS

LINE = "应办: 20, 已办: 18"
NOTE = "事由: 化解邻里纠纷"


def bomb() -> str:
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, other in zip("bcdefgh", "abcdefg", strict=True):
        text += f"{one}: &{one} [{', '.join(['*' + other] * 9)}]\n"
    return text + FILES[ROOM]


BROKEN: dict[str, str | bytes] = {
    "alias bomb": bomb(),
    "anchor and alias": edited(ROOM, ("{巡防计划: 1, 部位检查: 20}", "&a {巡防计划: 1, 部位检查: 20}"), ("{巡防计划: 1, 部位检查: 12}", "*a")),
    "merge key": edited(ROOM, ("月份: 2025-06", "月份: 2025-06\n<<: {填报日期: 2025-07-01}")),
    "tag": edited(ROOM, ("已办: 18", "已办: !!int 18")),
    "python tag": edited(ROOM, ("已办: 18", "已办: !!python/object/apply:os.system [id]")),
    "duplicate key": edited(ROOM, ("月份: 2025-06", "月份: 2025-06\n月份: 2025-06")),
    "duplicate key in a row": edited(ROOM, (LINE, f"{LINE}, 已办: 20")),
    "duplicate room": FILES[ROOM] + "  cg-dongmen:\n    指标: []\n",
    "second document": FILES[ROOM] + "---\n" + FILES[ROOM],
    "document end": FILES[ROOM] + "...\n已办: 20\n",
    "UTF-16": FILES[ROOM].encode("utf-16"),
    "UTF-16 without a mark": FILES[ROOM].encode("utf-16-le"),
    "UTF-32": FILES[ROOM].encode("utf-32"),
    "GBK": FILES[ROOM].encode("gbk"),
    "latin": FILES[ROOM].encode() + b"# \xe9\n",
    "NUL": FILES[ROOM] + "# \0\n",
    "tab": edited(ROOM, ("    指标:", "\t指标:")),
    "octal": edited(ROOM, ("已办: 18", "已办: 018")),
    "hex": edited(ROOM, ("已办: 18", "已办: 0x12")),
    "sexagesimal": edited(ROOM, ("已办: 18", "已办: 1:30")),
    "nan": edited(ROOM, ("已办: 18", "已办: .nan")),
    "inf": edited(ROOM, ("已办: 18", "已办: .inf")),
    "exponent": edited(ROOM, ("已办: 18", "已办: 1e1")),
    "underscore": edited(ROOM, ("已办: 18", "已办: 1_8")),
    "plus": edited(ROOM, ("已办: 18", "已办: +18")),
    "negative": edited(ROOM, ("已办: 18", "已办: -18")),
    "decimal": edited(ROOM, ("已办: 18", "已办: 18.5")),
    "full-width digits": edited(ROOM, ("已办: 18", "已办: １８")),
    "arabic digits": edited(ROOM, ("已办: 18", "已办: ١٨")),
    "six digits": edited(ROOM, (LINE, "应办: 100000, 已办: 100000")),
    "a word": edited(ROOM, ("已办: 18", "已办: yes")),
    "null": edited(ROOM, ("已办: 18", "已办: ~")),
    "a list": edited(ROOM, ("已办: 18", "已办: [18]")),
    "more done than due": edited(ROOM, ("已办: 18", "已办: 21")),
    "another unit": edited(ROOM, ("派出所: chengguan", "派出所: hedong")),
    "a unit that climbs out": edited(ROOM, ("派出所: chengguan", "派出所: ../../etc")),
    "a room that climbs out": edited(ROOM, ("cg-ximen:", "../../x:")),
    "another month": edited(ROOM, ("月份: 2025-06", "月份: 2025-07")),
    "unknown field": edited(ROOM, ("月份: 2025-06", "月份: 2025-06\n加权: 2")),
    "unknown field in a row": edited(ROOM, (LINE, f"{LINE}, 加权: 2")),
    "unknown item": edited(ROOM, ("项: W2, 应办", "项: W99, 应办")),
    "item of later rules": edited(ROOM, ("{项: B1, ", "{项: B8, ")),
    "no such day": edited(ROOM, ("日期: 2025-06-11", "日期: 2025-06-31")),
    "right-to-left override": edited(ROOM, (NOTE, f"{NOTE}\u202e")),
    "right-to-left isolate": edited(ROOM, (NOTE, f"{NOTE}\u2067")),
    "zero width": edited(ROOM, (NOTE, f"{NOTE}\u200b")),
    "tag character": edited(ROOM, (NOTE, f"{NOTE}\U000e0041")),
    "private use": edited(ROOM, (NOTE, f"{NOTE}\ue000")),
    "line separator": edited(ROOM, (NOTE, f"{NOTE}\u2028")),
    "control in an escape": edited(ROOM, (NOTE, '事由: "化解\\x07纠纷"')),
    "override in an escape": edited(ROOM, (NOTE, '事由: "化解\\u202e纠纷"')),
    "override in a comment": FILES[ROOM] + "# \u202e\n",
    "deep": FILES[ROOM] + f"备注: {'[' * 500}{']' * 500}\n",
    "deep block": FILES[ROOM] + "备注:\n" + "".join(f"{' ' * n}-\n" for n in range(300)),
    "a huge key": FILES[ROOM] + f"? {'k' * 5000}\n: 1\n",
    "a list as key": FILES[ROOM] + "? [a, b]\n: 1\n",
    "nothing": "",
    "only a comment": "# 本月无\n",
    "a list at the top": "- 1\n",
    "a word at the top": "chengguan\n",
    "no rooms": FILES[ROOM].partition("警务室:")[0],
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_record_that_nobody_can_read(scene: Scene, name: str) -> None:
    scene.desk.submit(content=BROKEN[name])
    scene.refused("E-CONTENT", ROOM)


PERSONAL = {
    "ID number": "110101199003071233",
    "ID number with X": "11010119900307109X",
    "ID number in full width": "１１０１０１１９９００３０７１２３３",
    "ID number with gaps": "110101 19900307 1233",
    "phone": "13812345678",
    "phone with +86": "+8613812345678",
    "phone with dashes": "138-1234-5678",
    "landline": "0551-62345678",
    "plate": "皖A12345",
    "new plate": "皖AD12345",
    "police case number": "A3401035500002025060001",
    "document number": "公(治)行罚决字〔2025〕第123号",
    "court number": "（2025）皖0103刑初123号",
    "bank card": "6222021234567890123",
}
FIELDS = {
    "依据": "依据: 抽查单1", "事由": "事由: 化解邻里纠纷", "不适用": "不适用: 本月无出租房屋",
}  # fmt: skip


@pytest.mark.parametrize("text", PERSONAL.values(), ids=list(PERSONAL))
def test_personal_data_in_a_reason(scene: Scene, text: str) -> None:
    scene.desk.submit(content=edited(ROOM, (NOTE, f"{NOTE}，{text}")))
    line = scene.refused("E-CONTENT", ROOM, words="疑似")
    assert text not in line, "the refusal itself must not keep it"


@pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))
def test_personal_data_in_any_field(scene: Scene, field: str) -> None:
    scene.desk.submit(content=edited(ROOM, (field, f"{field}，13812345678")))
    scene.refused("E-CONTENT", ROOM)


@pytest.mark.parametrize(
    "text",
    [
        "# 联系人 13812345678\n" + FILES[ROOM],
        FILES[ROOM] + "# sha256: 13812345678\n",
        edited(ROOM, ("依据: 抽查单1}", "依据: 抽查单1}  # 13812345678")),
        edited(ROOM, (NOTE, '事由: "\\x31\\x33\\x38\\x31\\x32\\x33\\x34\\x35\\x36\\x37\\x38"')),
        edited(ROOM, ("- {项: W1, 分项: {巡防计划: 1, 部位检查: 20}, 依据: 检查登记1}", "- 项: W1\n        分项: {巡防计划: 1, 部位检查: 20}\n        依据: 检查登记 138\n          12345678")),
    ],
    ids=["first line", "after the word sha256", "at a row", "in escapes", "over two lines"],
)  # fmt: skip
def test_personal_data_where_one_would_not_look(scene: Scene, text: str) -> None:
    scene.desk.submit(content=text)
    scene.refused("E-CONTENT", ROOM)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (ROOM, edited(ROOM, (NOTE, f"{NOTE}13812345678"))),
        (ROOM, FILES[ROOM] + "# 13812345678\n"),
        (ROOM, FILES[ROOM] + "# sha256: 13812345678\n"),
        (ROOM, (FILES[ROOM] + "# 13812345678\n").encode("utf-16")),
        (ROOM, (FILES[ROOM] + "# 13812345678\n").encode("gbk")),
        ("ledger/2025-06/rooms/notes.txt", "联系人 13812345678\n"),
        ("ledger/2025-06/rooms/chengguan.csv", "姓名,110101199003071233\n"),
        ("ledger/2025-06/bulletins/draft.json", '{"tel":"13812345678"}\n'),
        ("ledger/2025-06/corrections/rooms-chengguan-1.yml", "理由: 13812345678\n"),
        ("ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml", "理由: 13812345678\n"),
        ("rules/roster/officers.yml", FILES["rules/roster/officers.yml"] + "# 13812345678\n"),
    ],
    ids=["field", "comment", "after the word sha256", "UTF-16", "GBK", "text file", "table", "JSON", "correction", "objection", "roster"],
)  # fmt: skip
def test_personal_data_in_a_draft(scene: Scene, path: str, text: str | bytes) -> None:
    scene.desk.write(path, text)
    scene.desk.commit("draft")
    line = unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-CONTENT", path)
    assert "13812345678" not in line


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("handbook/own.md", "联系人 13812345678\n"),
        ("ledger/2025-06/rooms/a13812345678.yml", "x: 1\n"),
        ("ledger/2025-06/rooms/photo.png", b"\x89PNG\r\n\x1a\n\0"),
    ],
    ids=["any folder", "name of a file", "picture"],
)
def test_personal_data_where_no_lane_looks(scene: Scene, path: str, text: str | bytes) -> None:
    scene.desk.write(path, text)
    scene.desk.commit("draft")
    shown = path.replace("a13812345678.yml", "…")
    line = unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-CONTENT", shown)
    assert "13812345678" not in line


def test_personal_data_in_the_name_of_who_commits(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    scene.desk.git("add", "--all")
    scene.desk.git("commit", "--quiet", "--author", "王立 <13812345678@example.com>", "-m", "x")
    unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-CONTENT", scene.desk.head)


def test_personal_data_in_the_name_of_a_branch(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    tip = scene.desk.commit("draft")
    unharmed(scene, scene.desk.push("HEAD:refs/heads/submit/138-1234-5678"), "E-CONTENT", tip)


@pytest.mark.parametrize(
    ("lane", "path", "text"),
    [
        ("rules", UNITS, edited(UNITS, ("河东派出所", "河东派出所（13812345678）"))),
        ("rules", UNITS, edited(UNITS, ("河东派出所", '"河东派出所\\x31\\x33\\x38 1234 5678"'))),
        ("rules", BUREAU, FILES[BUREAU] + "# 138\n# 12345678\n"),
        ("software", "generator/own.py", "X = '13812345678'\n"),
        ("software", "generator/13812345678.py", "x = 1\n"),
    ],
    ids=["roster", "roster in escapes", "rules over two lines", "program", "name of a program"],
)
def test_personal_data_that_all_have_signed_for(
    scene: Scene, lane: str, path: str, text: str
) -> None:
    scene.desk.submit(path, text, f"rules/{lane}-1", lane)
    scene.refused("E-CONTENT", path.replace("13812345678.py", "…"), words="疑似")


def test_personal_data_in_the_note_of_a_sheet_in_a_draft(scene: Scene) -> None:
    scene.desk.submit(overrides={1: {"note": "联系人 13812345678"}})
    scene.desk.commit("draft")
    unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-CONTENT", SHEET)


def test_personal_data_in_the_message_of_a_commit(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    tip = scene.desk.commit("联系人 13812345678")
    unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-CONTENT", tip)


@pytest.mark.parametrize("ref", [MAIN, BRANCH])
def test_personal_data_that_a_later_commit_takes_out_again(scene: Scene, ref: str) -> None:
    """Git cannot forget: the commit in between stays."""
    scene.desk.write(ROOM, FILES[ROOM] + "# 13812345678\n")
    scene.desk.commit("oops")
    scene.desk.submit()
    scene.desk.commit("without")
    unharmed(scene, scene.desk.push(f"HEAD:{ref}"), "E-CONTENT", ROOM)


@pytest.mark.parametrize("mode", ["100755", "120000", "160000"])
def test_a_draft_that_is_no_plain_file(scene: Scene, mode: str) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    oid = scene.base if mode == "160000" else scene.desk.git("hash-object", "-w", str(scene.desk.folder / ROOM))  # fmt: skip
    scene.desk.git("update-index", "--add", "--cacheinfo", f"{mode},{oid},{ROOM}")
    scene.desk.git("commit", "--quiet", "--message", "draft")
    unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-MODE", ROOM)


def test_a_draft_of_300_kib(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM] + "# x\n" * 80_000)
    scene.desk.commit("draft")
    unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-LIMIT", ROOM)


@pytest.mark.parametrize(
    ("old", "new"),
    [("最少参排: 4", "最少参排: 04"), ("台账标识: lg-qingshui-test", "台账标识: lg-other"), ("名称: 清水县公安局", "名称: &a 清水县公安局"), ("民警显示: 全部", "民警显示: 全部\n加权: 2")],
)  # fmt: skip
def test_rules_that_nobody_can_read(scene: Scene, old: str, new: str) -> None:
    scene.desk.submit(BUREAU, edited(BUREAU, (old, new)), "rules/rules-1", "rules")
    scene.desk.commit("attack")
    code = "E-LEDGER" if "lg-other" in new else "E-CONTENT"
    path = BUREAU if code == "E-LEDGER" else "rules"
    scene.refused(code, path, commit=False)


@pytest.mark.parametrize(
    "char",
    [
        "\u034f",
        "\u115f",
        "\u3164",
        "\u2800",
        "\ufe00",
        "\U000e0100",
        "\u0378",
        "\U000f0000",
        "e\u0301",
    ],
)
def test_a_character_that_nobody_sees_or_that_can_be_written_in_two_ways(
    scene: Scene, char: str
) -> None:
    text = FILES[ROOM].replace("化解邻里纠纷", f"化解{char}邻里纠纷")
    assert char in text
    scene.desk.submit(content=text)
    scene.refused("E-CONTENT", ROOM, words="第 12 行第")


def test_a_unit_whose_name_looks_like_that_of_another(scene: Scene) -> None:
    path = "rules/roster/units.yml"
    scene.desk.write(path, FILES[path].replace("河东派出所", "城关\u3164派出所"))
    scene.desk.file_sheet(
        "rules/rules-1", scene.desk.entries("rules/rules-1", "rules", [path], day=5)
    )
    scene.refused("E-CONTENT", path, words="这里有不可见的字符 U+3164")


def test_a_name_in_a_rare_character_is_taken(own: Scene) -> None:
    """From extension E, and one that Python does not know yet."""
    own.desk.submit(content=FILES[ROOM].replace("化解邻里纠纷", "𬭎某、\U00033479某化解纠纷"))
    own.desk.honest()
