"""Refusals that name who can mend what is wrong, and how: nobody is sent to the wrong door."""

from __future__ import annotations

import re
from pathlib import Path

from tests.attacks.scene import BRANCH, Scene
from tests.attacks.test_heavy import beside, committed, folder
from tests.bureau import MAIN, ROOM_SUBMISSION, SIGNERS
from tests.county import CALENDAR, FILES, ROOM


def told(scene: Scene, spec: str = f"HEAD:{MAIN}") -> str:
    """The one line with which a push is refused; no ref has moved."""
    pushed = scene.desk.push(spec)
    assert not pushed.accepted
    assert scene.bureau.refs() == scene.refs
    (line,) = pushed.lines
    return re.sub(r"（提交 [0-9a-f]{12}）", "", line)


def test_a_gate_that_fails_is_for_the_administrator(own: Scene) -> None:
    judge = own.bureau.bare / "hooks/jifen/generator/audit/judge.py"
    judge.write_text("raise RuntimeError('disk')\n", "utf-8")
    own.desk.submit()
    own.desk.commit()
    assert told(own) == "E-HISTORY: 闸门出错（RuntimeError disk）。管理员查看这一行。"


def hidden(bare: Path) -> None:
    """A script before the gate that forgets what git has told it."""
    hook = bare / "hooks/pre-receive"
    forgets = "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES"
    hook.write_text(hook.read_text("utf-8").replace("\nexec ", f"\n{forgets}\nexec "), "utf-8")


def test_a_script_that_hides_the_push_is_for_the_administrator(own: Scene) -> None:
    """Nothing is broken on the server, and nobody needs to fetch it from anywhere."""
    hidden(own.bureau.bare)
    own.desk.submit()
    head = own.desk.commit()
    assert (
        told(own)
        == f"E-HOOK {MAIN}: 推送来的 {head[:12]} 闸门看不到。管理员检查闸门前面的脚本，GIT_QUARANTINE_PATH 等环境变量要原样传下去。"
    )


def test_a_folder_that_git_would_not_write_is_for_whoever_pushed_it(scene: Scene) -> None:
    empty = folder(scene, [])
    outer = folder(scene, [("40000", "empty", empty)])
    commit = committed(scene, beside(scene, "x", outer), scene.base)
    line = told(scene, f"{commit}:{BRANCH}")
    assert (
        line
        == f"E-OBJECT {outer}: 这个目录里有空目录。推送人用 git 自己的命令重做这些提交；已经在主分支上的，核验人报告督察。"
    )


def test_rules_are_mended_by_whoever_pushes_them(scene: Scene) -> None:
    scene.desk.write(CALENDAR, FILES[CALENDAR].replace("2025-06-02", "2025-06-03"))
    scene.desk.commit()
    assert (
        told(scene) == f"E-NOSHEET {CALENDAR}: 这处改动没有审批单。推送人运行 jifen submit 送审。"
    )


def test_rules_that_cannot_be_read_are_mended_by_whoever_pushes_them(scene: Scene) -> None:
    scene.desk.write(CALENDAR, FILES[CALENDAR].replace("2025-06-02", "2025-06-32"))
    entries = scene.desk.entries("rules/rules-1", "rules", [CALENDAR], day=5)
    scene.desk.file_sheet("rules/rules-1", entries)
    scene.desk.commit()
    line = told(scene)
    assert line.startswith("E-CONTENT rules: ")
    assert "填报人" not in line


def test_an_executable_record_says_the_one_command(scene: Scene) -> None:
    scene.desk.submit()
    scene.desk.git("add", "--all")
    scene.desk.git("update-index", "--chmod=+x", ROOM)
    scene.desk.git("commit", "--quiet", "--message", "executable")
    line = told(scene)
    assert (
        line
        == f"E-MODE {ROOM}: 这是可执行文件，只收普通文件。推送人把它换成普通文件；只是可执行的，用 git update-index --chmod=-x 去掉。"
    )
    # And that command does it.
    scene.desk.git("update-index", "--chmod=-x", ROOM)
    assert scene.desk.git("diff", "--cached", "--name-only") == ROOM


def test_a_record_without_a_lane_is_for_the_root_holders(scene: Scene) -> None:
    path = "ledger/2025-06/patrols/chengguan.yml"
    scene.desk.write(path, FILES[ROOM])
    scene.desk.commit()
    assert (
        told(scene)
        == f"E-PATH {path}: 没有审批通道收 patrols 文件夹的记录。根签名人在审批人名册里加一条通道；文件夹写错的，推送人放回规定的位置。"
    )


def test_a_record_changed_after_it_was_signed_is_for_its_reporter(scene: Scene) -> None:
    """What is not about rules stays with who it was with."""
    scene.desk.submit(ROOM, FILES[ROOM], ROOM_SUBMISSION, "rooms", SIGNERS["rooms"])
    scene.desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    scene.desk.commit()
    assert told(scene).endswith("填报人重新送审，各级重新签名。")
