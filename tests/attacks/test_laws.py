"""The two laws of main: a push adds no error, and a published number moves only by a correction."""

from __future__ import annotations

import pytest

from generator.checks.books import read_books
from generator.text.digests import of_bytes
from generator.text.problems import errors
from tests.attacks.scene import JULY, Attacker, Scene, edited, sign, smuggle
from tests.attacks.test_trail import JULY_ROOM
from tests.attacks.test_withdrawals import withdraw
from tests.bureau import HEDONG
from tests.closed import BULLETIN, issued, published
from tests.county import BUREAU, CASE_RULES, FILES, OFFICERS, ROOM, ROOM_RULES, ROOMS

RULES = "rules/rules-1"


def ruled(desk: Attacker, path: str, *replacements: tuple[str, str]) -> None:
    """A change of one rule file, signed by everybody."""
    desk.submit(path, edited(path, *replacements), RULES, "rules", day=20)


# ── a published number moves only by a correction ───────────────────────────────────────────────

ONE, TWO = "类别: 一类}\n  - {代码: cg-ximen", "类别: 二类}\n  - {代码: cg-ximen"
MOVING: dict[str, tuple[str, str, str]] = {
    "the class of a room, from long ago": (ROOMS, ONE, TWO),
    "a ceiling of the year on a component": (ROOM_RULES, "名称: 加分项, 栏目: 加分}", "名称: 加分项, 栏目: 加分, 上限: {年: 1}}"),
    "a ceiling of the month": (ROOM_RULES, "名称: 加分项, 栏目: 加分}", "名称: 加分项, 栏目: 加分, 上限: {月: 1}}"),
    "half the weight": (ROOM_RULES, "名称: 基础分, 栏目: 指标, 折算: 是}", "名称: 基础分, 栏目: 指标, 折算: 是, 权重: 50%}"),
    "a start of fifty points": (ROOM_RULES, "名称: 基础分, 栏目: 指标, 折算: 是}", "名称: 基础分, 栏目: 指标, 折算: 是, 起点: 50}"),
    "fewer are ranked": (BUREAU, "最少参排: 4", "最少参排: 2"),
    "an item of the month is worth more": (ROOM_RULES, "取数: 应办已办, 分值: 20", "取数: 应办已办, 分值: 25"),
}  # fmt: skip


@pytest.mark.parametrize("what", MOVING)
def test_rules_that_move_what_was_published(closed: Scene, what: str) -> None:
    path, old, new = MOVING[what]
    ruled(closed.desk, path, (old, new))
    if "worth more" in what:  # the version of a published month stays, whatever comes of it
        closed.refused("E-CLOSED", path)
    else:
        closed.refused("E-CLOSED", BULLETIN, offline=False)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ROOMS, "名称: 东门社区警务室", "名称: 东门警务室"),
        (BUREAU, "民警显示: 全部", "民警显示: 警号"),
        (CASE_RULES, "分值: 10, 目标要求: 依法移送", "分值: 12, 目标要求: 依法移送"),
        (ROOM_RULES, "名称: 支援他室, 组成: bonus, 类型: 加分, 分值: 1,", "名称: 支援他室, 组成: bonus, 类型: 加分, 分值: 2,"),
        (OFFICERS, "姓名: 何平", "姓名: 何安"),
    ],
    ids=["a name", "who is shown", "another scheme", "a later month", "an officer"],
)  # fmt: skip
def test_rules_that_move_nothing_published(
    own_closed: Scene, path: str, old: str, new: str
) -> None:
    ruled(own_closed.desk, path, (old, new))
    own_closed.desk.honest()


def test_a_bulletin_with_numbers_that_nobody_computed(recorded: Scene) -> None:
    desk = recorded.desk
    paths = desk.apply(issued())
    for path in paths:
        text = desk.read(path)
        desk.write(path, text.replace(b'"total":"40.95"', b'"total":"41.95"'))
    sign_again(desk, paths)
    recorded.refused("E-CLOSED", BULLETIN, words="合计：公布 41.95，重算 40.95", offline=False)


def sign_again(desk: Attacker, paths: list[str]) -> None:
    """The bulletin with the digest of its standings as they are, and its sheet."""
    data, record = paths
    lines = desk.read(record).decode().splitlines(keepends=True)
    lines[-1] = f"结果: {of_bytes(desk.read(data))}\n"
    desk.write(record, "".join(lines))
    sign(desk, "2025-06/bulletin-rooms-1", "bulletin", paths, day=14)


# ── a push adds no error ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "old", "new", "where"),
    [
        (ROOMS, "名称: 新村警务室, 自: 2020-01-01,", "名称: 新村警务室, 自: 2020-01-01, 至: 2025-03-31,", HEDONG),
        (ROOMS, "名称: 新村警务室, 自: 2020-01-01,", "名称: 新村警务室, 自: 2025-07-01,", HEDONG),
        (OFFICERS, '- {警号: "061101", 姓名: 王立, 身份: 民警, 执法资格: 是, 任职: [{自: 2018-01-01,', '- {警号: "061101", 姓名: 王立, 身份: 民警, 执法资格: 是, 任职: [{自: 2026-01-01,', ROOM),
        (ROOM_RULES, "迟报项目: D4", "迟报项目: D9", "rules"),
    ],
    ids=["a room closed too early", "a room founded too late", "a reporter who had not come", "an item that is not there"],
)  # fmt: skip
def test_rules_with_which_published_records_would_be_wrong(
    closed: Scene, path: str, old: str, new: str, where: str
) -> None:
    ruled(closed.desk, path, (old, new))
    code = "E-CONTENT" if where == "rules" else "E-CHECK"
    closed.refused(code, where, offline=code == "E-CONTENT")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("      - {项: W7, 比率: 97.5%, 依据: 核验单2}\n", "", "缺少 W7 信息采集"),
        ("日期: 2025-06-18", "日期: 2025-07-18", "不在 2025-06 之内"),
        ("  cg-ximen:", "  hd-xincun:", "缺少 西门社区警务室"),
        ("填报日期: 2025-07-02", "填报日期: 2025-06-02", "还没有过完"),
    ],
    ids=["an item missing", "a day outside the month", "another's room", "filed too early"],
)  # fmt: skip
def test_a_record_that_the_check_refuses(scene: Scene, old: str, new: str, words: str) -> None:
    scene.desk.submit(content=edited(ROOM, (old, new)))
    scene.refused("E-CHECK", ROOM, words=words, offline=False)


# ── side by side ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", ["2025-06", "2025-07"])
def test_two_bulletins_closed_side_by_side_land_in_either_order(
    own_recorded: Scene, first: str
) -> None:
    desk = own_recorded.desk
    for path, text in ((JULY, JULY_ROOM),):
        desk.submit(path, text, "2025-07/rooms-chengguan-1", day=22)
        desk.honest()
    own_recorded.settle()
    start = desk.main
    made = {}
    for month in ("2025-06", "2025-07"):
        day = {"2025-06": "2025-07-14", "2025-07": "2025-08-14"}[month]
        until = {"2025-06": "2025-07-16", "2025-07": "2025-08-18"}[month]
        desk.git("checkout", "--quiet", "--detach", start)
        paths = desk.apply(issued(period=month, day=day, until=until))
        sign(desk, f"{month}/bulletin-rooms-1", "bulletin", paths, day=25)
        made[month] = desk.commit(month)
    order = [first, *(month for month in made if month != first)]
    desk.git("checkout", "--quiet", "--detach", start)
    for month in order:
        desk.git("merge", "--quiet", "--no-ff", "--message", month, made[month])
        pushed = desk.push()
        assert pushed.accepted, pushed.said
    _, problems = read_books({**desk.files_of_main("ledger"), **desk.files_of_main("rules")})
    assert errors(problems) == []


# ── what is wrong already ───────────────────────────────────────────────────────────────────────


def test_an_error_that_is_there_blocks_only_what_touches_it(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    desk.write(BULLETIN, desk.read(BULLETIN) + "加权: 2\n".encode())
    desk.commit("behind the gate")
    smuggle(scene, "HEAD")
    desk.fetch()
    scene.settle()
    _, problems = read_books({**desk.files_of_main("ledger"), **desk.files_of_main("rules")})
    assert errors(problems) != []
    desk.submit(JULY, JULY_ROOM, "2025-07/rooms-chengguan-1", day=22)
    desk.honest()
    scene.settle()
    ruled(desk, OFFICERS, ("姓名: 何平", "姓名: 何安"))
    desk.honest()


def test_rules_that_cannot_be_read_are_mended(own_recorded: Scene) -> None:
    scene, desk = own_recorded, own_recorded.desk
    desk.write(BUREAU, FILES[BUREAU].replace("最少参排: 4", "最少参排: 四"))
    desk.commit("behind the gate")
    smuggle(scene, "HEAD")
    desk.fetch()
    scene.settle()
    desk.submit(BUREAU, FILES[BUREAU], RULES, "rules", day=20)
    desk.honest()


def test_the_rules_of_a_withdrawn_bulletin_may_change(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    withdraw(desk)
    desk.honest()
    scene.settle()
    ruled(desk, ROOM_RULES, ("取数: 应办已办, 分值: 20", "取数: 应办已办, 分值: 25"))
    desk.honest()


# ── records that a later rule makes incomplete ──────────────────────────────────────────────────

NEW_ROOM = (
    "{代码: hd-xincun,",
    "{代码: cg-nanmen, 名称: 南门社区警务室, 自: 2025-06-20, 派出所: chengguan, 性质: 社区, 类别: 一类}\n  - {代码: hd-xincun,",
)
GONE = (
    "名称: 西门社区警务室, 自: 2020-01-01,",
    "名称: 西门社区警务室, 自: 2020-01-01, 至: 2025-05-31,",
)
NEW_ITEM = (
    "  - 生效: 2025-07",
    "      - {代码: W9, 名称: 消防检查, 组成: base, 类型: 完成度, 分值: 5, 目标要求: 按月检查, 考评标准: 按期得分, 依据: 工作要求, 频次: 月, 证明材料: 登记编号}\n  - 生效: 2025-07",
)


@pytest.mark.parametrize(
    ("path", "change"),
    [(ROOMS, NEW_ROOM), (ROOM_RULES, NEW_ITEM), (ROOMS, GONE)],
    ids=["a room", "an item", "a room that is gone"],
)
def test_what_begins_in_a_month_already_reported_lands_and_is_reported_again(
    own_recorded: Scene, path: str, change: tuple[str, str]
) -> None:
    scene, desk = own_recorded, own_recorded.desk
    ruled(desk, path, change)
    desk.honest()
    scene.settle()
    books, problems = read_books({**desk.files_of_main("ledger"), **desk.files_of_main("rules")})
    assert books is not None
    assert errors(problems) == []
    assert ROOM in books.waiting
    assert ROOM not in {report.place.path for report in books.ledger.reports}
    # As it is it comes in no more; as it should be, it does.
    desk.submit(content=FILES[ROOM] + "# x\n", submission="2025-06/rooms-chengguan-2", day=24)
    scene.refused("E-CHECK", ROOM, offline=False)


def test_a_main_that_was_locked_is_opened_by_honest_work(own_closed: Scene) -> None:
    """Two bulletins of one period got in behind the gate: one is withdrawn, and all is well."""
    scene, desk = own_closed, own_closed.desk
    desk.apply(published(edition=2, day="2025-07-25", until="2025-07-29"))
    desk.commit("behind the gate")
    smuggle(scene, "HEAD")
    desk.fetch()
    scene.settle()

    def wrong() -> list[str]:
        _, problems = read_books({**desk.files_of_main("ledger"), **desk.files_of_main("rules")})
        return [problem.message for problem in errors(problems)]

    assert wrong() == ["第 1 版 ledger/2025-06/bulletins/rooms.yml 还没有撤回"]
    withdraw(desk)
    desk.honest()
    assert wrong() == []


# ── the website ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("mkdocs.yml", "hooks: [own.py]\n", "第 1 行第 1 列，这里不能设 hooks"),
        ("mkdocs.yml", "nav: [none.md]\n", "第 1 行第 7 列，nav 写了 none.md，pages/ 里没有这个文件"),
        ("mkdocs.yml", "a: 1\nb: 2\n", "第 1 行第 1 列，网站设置没有“a”这个字段（另有 1 处）"),
        ("pages/own.js", "alert(1)\n", "这个文件不能进网站"),
    ],
)  # fmt: skip
def test_settings_with_which_no_site_could_be_built(
    scene: Scene, path: str, text: str, why: str
) -> None:
    scene.desk.submit(path, text, "rules/software-1", "software")
    assert why in scene.refused("E-CHECK", path, offline=False)


def test_an_own_page_and_the_settings_that_name_it(own: Scene) -> None:
    also = {"pages/general.md": "# 总则\n"}
    own.desk.submit("mkdocs.yml", "nav: [general.md]\n", "rules/software-1", "software", also=also)
    own.desk.honest()
