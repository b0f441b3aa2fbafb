"""The command line as people and programs meet it: pipes, a terminal, and real processes.

What is said to a call is looked at in this process (``jifen``); whatever depends on a process is
``started``.
"""

from __future__ import annotations

import json
import os
import pty
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import click
import pytest

from generator.command.main import main
from generator.text.problems import display_width
from tests.command import jifen
from tests.county import (
    CASES as CASE_FILE,
    OFFICERS,
    PARTY,
    ROOM,
    SMALL,
    TEAM,
    Change,
    county,
    edit,
    whole,
    without,
)

ROOT = Path(__file__).parents[1]
JIFEN = [sys.executable, "-m", "generator"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

ONE_ERROR = edit(ROOM, "应办: 20", "应办: 010")
ONE_WARNING = edit(ROOM, "填报日期: 2025-07-02", "填报日期: 2025-07-04")
ONE_HINT = edit(ROOM, "依据: 抽查单1", "依据: 检查登记1")

ERROR_LINE = "ledger/2025-06/rooms/chengguan.yml:9:21: “010”前面多了 0。请写成 10。\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder to put a county into; nothing above it has a ledger."""
    return tmp_path


def settle(home: Path, *changes: Change) -> Path:
    """Write the county, changed, into ``home``."""
    for path, data in county(*changes).items():
        target = home / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return home


def started(where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*JIFEN, *arguments],
        cwd=where,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def on_terminal(where: Path, *arguments: str) -> tuple[str, int]:
    """What a terminal of 80 columns shows, and the exit code."""
    above, below = pty.openpty()
    process = subprocess.Popen(
        [*JIFEN, *arguments],
        cwd=where,
        env=ENVIRONMENT,
        stdout=below,
        stderr=below,
        stdin=below,
        close_fds=True,
    )
    os.close(below)
    shown = b""
    while select.select([above], [], [], 60)[0]:
        try:
            piece = os.read(above, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(above)
    return shown.decode("utf-8").replace("\r\n", "\n"), process.wait()


# ── check ──────────────────────────────────────────────────────────────────────────────────────


def test_a_sound_ledger_gives_one_line_and_0(home: Path) -> None:
    done = started(settle(home), "check")
    assert done.stdout == "错误 0 处，提醒 0 处，提示 0 处；检查了 22 个文件\n"
    assert (done.stderr, done.returncode) == ("", 0)


def test_an_error_gives_its_line_the_summary_and_1(home: Path) -> None:
    done = started(settle(home, ONE_ERROR), "check")
    assert done.stdout == ERROR_LINE + "错误 1 处，提醒 0 处，提示 0 处；检查了 22 个文件\n"
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_warning_does_not_fail_the_check(home: Path) -> None:
    done = jifen(settle(home, ONE_WARNING), "check")
    assert "提醒：这份记录迟报 1 个工作日" in done.stdout
    assert done.returncode == 0


def test_hints_wait_until_there_is_nothing_worse(home: Path) -> None:
    hint = "提示：依据“检查登记1”还用在第 9 行"
    assert hint in jifen(settle(home, ONE_HINT), "check").stdout
    worse = jifen(settle(home, ONE_HINT, edit(SMALL, "数量: 88", "数量: 八")), "check").stdout
    assert hint not in worse
    assert worse.endswith(
        "错误 1 处，提醒 0 处，提示 1 处（加 --all 列出提示）；检查了 22 个文件\n"
    )
    assert hint in jifen(home, "check", "--all").stdout


def test_all_problems_of_all_files_come_in_one_run_in_reading_order(home: Path) -> None:
    settle(
        home,
        ONE_ERROR,
        edit(SMALL, "数量: 88", "数量: 八"),
        edit(PARTY, "P1, 完成: 按期", "P1, 完成: 好"),
    )
    lines = jifen(home, "check").stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [PARTY, ROOM, SMALL]


@pytest.mark.parametrize(
    "path",
    [
        ROOM,
        "ledger/2025-06/rooms",
        "ledger/2025-06/rooms/",
        "ledger",
        ".",
        "./ledger/2025-06",
        "rules/..",
    ],
)
def test_a_path_restricts_what_is_reported(home: Path, path: str) -> None:
    done = jifen(settle(home, ONE_ERROR), "check", path)
    assert done.stdout.startswith(ERROR_LINE)
    assert done.returncode == 1


@pytest.mark.parametrize("path", [SMALL, "rules", "ledger/2025-06/team"])
def test_problems_elsewhere_are_left_out(home: Path, path: str) -> None:
    done = jifen(settle(home, ONE_ERROR), "check", path)
    assert done.stdout.startswith("错误 0 处，提醒 0 处，提示 0 处；检查了 ")
    assert done.returncode == 0


def test_a_path_does_not_restrict_what_is_read(home: Path) -> None:
    """A record is judged by the rules, the roster and the other records."""
    settle(home, edit(SMALL, '"060301"', '"060309"'))
    assert "名册里没有警号 060309" in jifen(home, "check", SMALL).stdout


def test_a_clerk_sees_a_clash_whichever_file_it_is_reported_in(home: Path) -> None:
    award = "奖励:\n  - {级别: 个人嘉奖, 日期: 2025-06-20, 依据: 清公奖〔2025〕5号, 事项: 20250620-02}\n"
    settle(home, edit(SMALL, "指标:", f"{award}指标:"))
    line = f"{SMALL}:6:53: 事项 20250620-02 已在 {TEAM}:11 计入 城关派出所（chengguan）。"
    for path in (SMALL, TEAM, str(Path(TEAM).parent)):
        assert jifen(home, "check", path).stdout.startswith(line)
    assert line not in jifen(home, "check", ROOM).stdout


def test_rules_alone_are_checked_before_the_first_record(home: Path) -> None:
    for path, data in county().items():
        if path.startswith("rules/"):
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_bytes(data)
    assert jifen(home, "check").stdout == "错误 0 处，提醒 0 处，提示 0 处；检查了 12 个文件\n"


def test_paths_are_those_of_the_folder_one_is_in(home: Path) -> None:
    settle(home, ONE_ERROR)
    done = jifen(home / "ledger" / "2025-06", "check", "rooms/chengguan.yml")
    assert done.stdout.startswith(ERROR_LINE)


def test_another_folder_may_be_named(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = jifen(
        tmp_path_factory.mktemp("elsewhere"), "check", "--folder", str(settle(home, ONE_ERROR))
    )
    assert done.stdout.startswith(ERROR_LINE)


def test_programs_read_json(home: Path) -> None:
    done = jifen(
        settle(home, ONE_ERROR, ONE_HINT, edit(ROOM, "依据: 核验单1", "依据: 检查登记1")),
        "check",
        "--format",
        "json",
    )
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["counts"] == {"错误": 1, "提醒": 0, "提示": 1}
    assert found["files"] == 22
    assert found["problems"][1] == {
        "severity": "错误",
        "code": "数字",
        "path": ROOM,
        "line": 9,
        "column": 21,
        "message": "“010”前面多了 0。",
        "hint": "请写成 10。",
    }
    assert done.returncode == 1


def test_a_file_full_of_mistakes_shows_fifty_and_how_many_more_there_are(home: Path) -> None:
    wrong = "  - {项: T3, 数量: 010, 依据: 回访汇总7}\n" * 199
    home = settle(home, edit(SMALL, "  - {项: T3", f"{wrong}  - {{项: T3"), ONE_ERROR)
    done = jifen(home, "check")
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith(f"{SMALL}:")][50:] == [
        f"{SMALL}: 这个文件还有 348 处没有列出。请先改正上面的，再检查一遍。"
    ]
    # Each is wrong in its number and there too often. Other files show theirs; all are counted.
    assert ERROR_LINE in done.stdout
    assert lines[-1].startswith("错误 399 处，")
    assert done.returncode == 1
    found: dict[str, Any] = json.loads(jifen(home, "check", "--format", "json").stdout)
    assert found["left_out"] == {SMALL: 348}
    assert len([each for each in found["problems"] if each["path"] == SMALL]) == 50
    assert found["counts"]["错误"] == 399


def test_rules_that_cannot_be_read_are_a_problem_not_a_crash(home: Path) -> None:
    done = jifen(settle(home, whole("rules/bureau.yml", "名称：某局\n")), "check")
    assert done.stdout.splitlines()[0].startswith("rules/bureau.yml: 提醒：单位设置读不出来")
    assert done.returncode == 1


def test_a_file_name_that_is_not_utf_8_is_printed_somehow(home: Path) -> None:
    settle(home)
    name = os.fsencode(home / "ledger" / "2025-06" / "team") + b"/\xff\xfe.yml"
    with open(name, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"a: 1\n")
    done = started(home, "check")
    assert "ledger/2025-06/team/\ufffd\ufffd.yml: " in done.stdout
    assert done.returncode == 1


def test_a_link_is_not_followed_and_not_overlooked(home: Path) -> None:
    settle(home, without(SMALL))
    (home / SMALL).symlink_to("hedong.yml")
    done = jifen(home, "check", SMALL)
    assert done.stdout.startswith(f"{SMALL}:1:1: 文件里没有“键: 值”形式的内容。")
    assert done.returncode == 1


def test_a_reader_that_stops_early_is_no_crash(home: Path) -> None:
    settle(
        home, *(edit(path, "填报日期: ", "填报日子: ") for path in (ROOM, SMALL, PARTY, CASE_FILE))
    )
    shell = " ".join([*JIFEN, "check", "--format", "json", "|", "head", "-c", "10"])
    done = subprocess.run(
        ["sh", "-c", shell],
        cwd=home,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == ('{\n "proble', "")


# ── on a terminal ──────────────────────────────────────────────────────────────────────────────


def caret_column(shown: str) -> int:
    """The terminal column under which the caret stands, seen from the start of the source line."""
    lines = shown.splitlines()
    caret = next(line for line in lines if line.strip() == "^")
    return len(caret) - 1 - 4


@pytest.mark.parametrize(
    ("change", "before"),
    [
        (ONE_ERROR, "      - {项: W2, 应办: "),
        (edit(SMALL, "数量: 88", "数量: 八十八"), "  - {项: T3, 数量: "),
        (edit(OFFICERS, "姓名: 赵敏", "姓名: 赵敏, 性别: 女"), '  - {警号: "061104", 姓名: 赵敏, '),
        (edit(ROOM, "日期: 2025-06-11", "日期: 2025-06-31"), "      - {项: B1, 日期: "),
    ],
)
def test_the_caret_stands_under_the_fault_whatever_the_width_of_characters(
    home: Path, change: Change, before: str
) -> None:
    shown, code = on_terminal(settle(home, change), "check")
    assert caret_column(shown) == display_width(before)
    assert code == 1


def test_the_line_and_the_source_stand_above_the_caret(home: Path) -> None:
    shown, _ = on_terminal(settle(home, ONE_ERROR), "check")
    message, source, caret, summary = shown.partition("\x1b[2K")[2].splitlines()
    assert message + "\n" == ERROR_LINE
    assert source == "          - {项: W2, 应办: 010, 已办: 18, 依据: 抽查单1}"
    assert caret == " " * 27 + "^"
    assert summary == "错误 1 处，提醒 0 处，提示 0 处；检查了 22 个文件"


def test_a_tab_does_not_move_the_caret(home: Path) -> None:
    shown, _ = on_terminal(settle(home, edit(SMALL, "  - {项: T3", "\t- {项: T3")), "check")
    assert caret_column(shown) == 0


def test_control_characters_of_a_record_do_not_reach_the_terminal(home: Path) -> None:
    shown, _ = on_terminal(
        settle(home, edit(SMALL, "回访汇总7", "回访\x1b[31m\u202e汇总7")), "check"
    )
    excerpt = shown.partition("\x1b[2K")[2]
    assert "汇总7" in excerpt
    assert "\x1b" not in excerpt
    assert "\u202e" not in excerpt


def test_progress_is_shown_on_a_terminal_and_taken_back(home: Path) -> None:
    shown, _ = on_terminal(settle(home), "check")
    assert shown.startswith("正在检查 22 个文件……\r\x1b[2K错误 0 处")


# ── score and explain ──────────────────────────────────────────────────────────────────────────


def test_score_as_text_and_as_data(home: Path) -> None:
    settle(home)
    assert "基层基础工作积分制　2025年6月" in started(home, "score", "2025-06", "rooms").stdout
    found = json.loads(jifen(home, "score", "2025-06", "rooms", "--format", "json").stdout)
    assert (found["scheme"], found["period"]) == ("rooms", "2025-06")


def test_a_scheme_and_a_subject_may_be_named_in_chinese(home: Path) -> None:
    settle(home)
    by_code = jifen(home, "explain", "2025-06", "rooms", "cg-dongmen")
    by_name = jifen(home, "explain", "2025-06", "基层基础", "东门社区警务室")
    assert by_code.returncode == 0
    assert by_name.stdout == by_code.stdout


def test_explain_leads_to_the_record(home: Path) -> None:
    found = json.loads(
        jifen(settle(home), "explain", "2025-06", "rooms", "cg-dongmen", "--format", "json").stdout
    )
    assert f"{ROOM}:8" in [line["source"] for line in found["lines"]]


@pytest.mark.parametrize(
    "command", [("score", "2025-06", "rooms"), ("explain", "2025-06", "rooms", "cg-dongmen")]
)
def test_nothing_is_computed_from_a_ledger_with_errors(
    home: Path, command: tuple[str, ...]
) -> None:
    done = jifen(settle(home, ONE_ERROR), *command)
    assert done.stderr == ERROR_LINE + "台账或规则有 1 处错误，请先改正。\n"
    assert (done.stdout, done.returncode) == ("", 1)


# ── schema, sample, build, export ──────────────────────────────────────────────────────────────


def test_schema_writes_what_is_missing_and_says_so(home: Path) -> None:
    settle(home)
    assert jifen(home, "schema", "--check").returncode == 1
    done = jifen(home, "schema")
    assert "已更新：.vscode/settings.json" in done.stdout.splitlines()
    assert json.loads((home / "schema" / "rooms-2025-01.json").read_bytes())["type"] == "object"
    again = jifen(home, "schema", "--check")
    assert (again.stdout, again.returncode) == ("都是最新的。\n", 0)


def test_schema_removes_what_no_rule_makes_any_more(home: Path) -> None:
    settle(home)
    jifen(home, "schema")
    (home / "schema" / "old-2020-01.json").write_text("{}", encoding="utf-8")
    assert jifen(home, "schema").stdout == "已删除：schema/old-2020-01.json\n"


def test_no_site_is_built_from_a_ledger_with_errors(home: Path) -> None:
    done = started(settle(home, ONE_ERROR), "build")
    assert ERROR_LINE.strip() in done.stderr
    assert done.returncode == 1
    assert not (home / "site").exists()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def page(url: str) -> str:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - of this machine
            return str(answer.read().decode("utf-8"))
    except OSError:
        return ""


def wait_for(url: str, wanted: str) -> None:
    deadline = time.monotonic() + 180
    while wanted not in page(url):
        assert time.monotonic() < deadline, f"{wanted} has not come to {url}"
        time.sleep(0.2)


def test_the_preview_follows_the_records(home: Path) -> None:
    settle(home)
    port = free_port()
    url = f"http://127.0.0.1:{port}/dossiers/room/cg-dongmen/2025/index.html"
    with subprocess.Popen(
        [*JIFEN, "serve", "--port", str(port)], cwd=home, env=ENVIRONMENT, stderr=subprocess.DEVNULL
    ) as serving:
        try:
            wait_for(url, "18/20")
            edit(ROOM, "已办: 18", "已办: 19")(files := county())
            (home / ROOM).write_bytes(files[ROOM])
            wait_for(url, "19/20")
        finally:
            serving.terminate()


def test_nothing_is_exported_from_a_ledger_with_errors(home: Path) -> None:
    done = jifen(settle(home, ONE_ERROR), "export", "--out", "导出")
    assert ERROR_LINE.strip() in done.stderr
    assert done.stderr.endswith("台账或规则有错误，没有导出。\n")
    assert done.returncode == 1


# ── wrong calls ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("chek", "没有“chek”这个命令。是不是 check？用法见 jifen --help。"),
        ("check --al", "没有 --al 这个选项，是不是 --all。用法见 jifen check --help。"),
        (
            "check --format xml",
            "--format 的值不对，请写成 text、json 之一。用法见 jifen check --help。",
        ),
        ("check --folder", "选项 --folder 后面缺少值。用法见 jifen --help。"),
        (
            "check --folder nowhere",
            "nowhere 里没有 ledger/ 和 rules/。请写台账所在的文件夹。用法见 jifen check --help。",
        ),
        (
            f"check {ROOM[:-5]}.yml",
            f"没有“{ROOM[:-5]}.yml”这个文件或文件夹。是不是 {ROOM}？用法见 jifen check --help。",
        ),
        ("check zzz", "没有“zzz”这个文件或文件夹。请核对路径。用法见 jifen check --help。"),
        ("check /etc", "/etc 不在台账文件夹 HOME 里。用法见 jifen check --help。"),
        (
            "check notes",
            "notes 里没有台账和规则文件。请写 ledger/ 或 rules/ 里的路径。用法见 jifen check --help。",
        ),
        ("score 2025-06", "缺少 积分制。用法见 jifen score --help。"),
        ("score 2025-06 rooms now", "多出了 now。用法见 jifen score --help。"),
        (
            "score 2025-6 rooms",
            "“2025-6”不是期间。请写成 2025-06、2025-Q2 或 2025 的样子。用法见 jifen score --help。",
        ),
        (
            "score 2024-06 rooms",
            "2024-06 没有基层基础工作积分制的记录。有记录的月份是 2025-06 到 2025-06。用法见 jifen score --help。",
        ),
        ("score 2025-06 room", "没有“room”这个积分制。是不是 rooms？用法见 jifen score --help。"),
        (
            "score 2025-06 x",
            "没有“x”这个积分制。请写成 cases（执法办案）、party（党建）、rooms（基层基础）、team（队伍管理）之一。用法见 jifen score --help。",
        ),
        (
            "explain 2025-06 rooms cg-dongme",
            "没有“cg-dongme”这个对象。是不是 cg-dongmen？用法见 jifen explain --help。",
        ),
        (
            "explain 2025-06 rooms 东门警务室",
            "没有“东门警务室”这个对象。是不是 东门社区警务室？用法见 jifen explain --help。",
        ),
        (
            "explain 2025-06 cases zzz",
            "没有“zzz”这个对象。代码和名称以 rules/roster/ 里的名册为准。用法见 jifen explain --help。",
        ),
        (
            "serve --port 0",
            "--port 的值不对，请写 1 到 65535 之间的整数。用法见 jifen serve --help。",
        ),
        ("export", "缺少 --out。用法见 jifen export --help。"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(home: Path, call: str, said: str) -> None:
    settle(home)
    (home / "notes").mkdir()
    done = jifen(home, *call.split(" "))
    assert done.stderr == said.replace("HOME", str(home.resolve())) + "\n"
    assert (done.stdout, done.returncode) == ("", 2)


def test_outside_of_any_ledger_nothing_is_guessed(home: Path) -> None:
    done = jifen(home, "check")
    assert done.stderr == (
        "当前文件夹和上级文件夹里都没有 ledger/ 和 rules/。请先进入台账文件夹，或用 --folder 指明。"
        "用法见 jifen check --help。\n"
    )
    assert done.returncode == 2


@pytest.mark.parametrize(
    "command", ["check", "build", "serve", "score", "explain", "schema", "export"]
)
def test_every_command_has_chinese_help_with_an_example(home: Path, command: str) -> None:
    done = jifen(home, command, "--help")
    assert done.stdout.startswith(f"用法：jifen {command} ")
    assert f"\n    jifen {command}" in done.stdout
    assert "Show this message" not in done.stdout
    assert done.returncode == 0
    assert command in jifen(home, "--help").stdout


# ── faults of the program ──────────────────────────────────────────────────────────────────────

BREAK = "import generator.ledger.records as l; l.read_ledger = None; import generator.command.main as c; "
BREAK += "import generator.checks.books as b; b.read_ledger = None; c.main(prog_name='jifen')"


@pytest.mark.parametrize(("debug", "lines"), [("", 1), ("1", 5)])
def test_a_fault_of_the_program_is_one_line_unless_asked_for(
    home: Path, debug: str, lines: int
) -> None:
    settle(home)
    done = subprocess.run(
        [sys.executable, "-c", BREAK, "check"],
        cwd=home,
        env=ENVIRONMENT | {"JIFEN_DEBUG": debug},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) >= lines
    if not debug:
        assert done.stderr == (
            "程序出错（TypeError：'NoneType' object is not callable）。请把这一行和所用的命令报告管理员；"
            "要看详情，请设环境变量 JIFEN_DEBUG=1 再运行一次。\n"
        )


def test_checking_loads_neither_pandas_nor_mkdocs(home: Path) -> None:
    settle(home)
    program = (
        "import sys, atexit; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr)); "
        "from generator.command.main import main; main(['check'], prog_name='jifen')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=home, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    loaded = set(done.stderr.split())
    assert "generator.checks.books" in loaded
    assert loaded.isdisjoint({"pandas", "numpy", "mkdocs", "jinja2", "cryptography"})


def test_leaving_out_a_rule_file_is_said(home: Path) -> None:
    done = jifen(settle(home, without("rules/calendar.yml")), "check")
    assert done.stdout.startswith("rules/calendar.yml: 缺少文件 rules/calendar.yml。")


def all_commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield from all_commands(command) if isinstance(command, click.Group) else (command,)


def test_an_option_means_the_same_in_every_command() -> None:
    meant: dict[str, set[str]] = {}
    for command in all_commands(main):
        for param in command.params:
            for name in param.opts if isinstance(param, click.Option) else ():
                meant.setdefault(name, set()).add(str(param.metavar))
    assert {name: words for name, words in meant.items() if len(words) > 1} == {}
    assert meant["--folder"] == {"文件夹"}
    assert meant["--trust"] == {"文件"}
    assert meant["--ledger"] == {"标识"}
