"""``jifen new`` from the first step to the paper, with every person of the sample given own keys."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from generator.approval.approvers_file import read
from generator.approval.demo_keys import public_line
from generator.approval.root import read as read_root
from generator.audit.git import Git, UnreadableError
from generator.desk.submit import now
from tests.bureau import Desk, plain_git
from tests.desk.office import ROOT, Office, Said, key_file

APPROVERS = "rules/approvers.yml"
ROOTS = ("060101", "060102", "060401")
"""The root holders of the sample county."""


def laid_out(office: Office, target: Path) -> Path:
    """The file of the approvers after the first step."""
    call = ("new", str(target), "--ledger", "lg-own", "--name", "本县公安局")
    said = office.run(Desk(office.bureau, office.bureau.folder), "", *call)
    assert said.code == 0, said.err
    return target / APPROVERS


def with_own_keys(text: str) -> str:
    """Everybody has a key of their own, and the mark of a demonstration is gone."""
    numbers = re.findall(r'警号: "(\d+)"', text)
    for number in numbers:
        text = text.replace(public_line(number), public_line(f"own-{number}"))
    assert len(numbers) > 60
    return text.replace("演示密钥: 是\n", "")


def founded(office: Office, target: Path, *more: str) -> Said:
    """The second step, all root holders at hand."""
    keys = [f"--key={key_file(office.keys, f'own-{number}')}" for number in ROOTS]
    return office.run(Desk(office.bureau, office.bureau.folder), "", "new", str(target), *keys, *more)  # fmt: skip


def test_the_first_step_leaves_the_robot_and_the_words_of_the_sample_behind(
    office: Office, tmp_path: Path
) -> None:
    text = laid_out(office, tmp_path / "own").read_text("utf-8")
    assert text.splitlines()[:5] == [
        "# 审批人：谁能报送、审核、批准什么。每次变动都是新的一版，由根签名人签名。",
        "台账: lg-own",
        "版本: 1",
        '上一版: "-"',
        f"日期: {now().date()}",
    ]
    assert "机器人" not in text
    approvers, problems = read(text.encode())
    assert approvers is not None, problems


def test_a_bureau_gets_rules_and_settings_and_nothing_of_the_program(
    office: Office, tmp_path: Path
) -> None:
    laid_out(office, tmp_path / "own")
    there = {path.relative_to(tmp_path / "own").as_posix() for path in (tmp_path / "own").rglob("*") if path.is_file()}  # fmt: skip
    sample = set(plain_git(ROOT, "ls-files", "rules").splitlines())
    assert there - sample == {"mkdocs.yml", ".gitattributes", ".gitignore"}
    assert sample - there == {"rules/approvals/approvers-1.json"}


def test_of_the_lane_of_the_program_the_settings_of_the_site_are_left(
    office: Office, tmp_path: Path
) -> None:
    approvers, problems = read(laid_out(office, tmp_path / "own").read_bytes())
    assert approvers is not None, problems
    lanes = {path: approvers.lane_of(path) for path in ("mkdocs.yml", "pages/a/b.md", "generator/x.py", "Makefile")}  # fmt: skip
    names = {path: lane.name if lane else "" for path, lane in lanes.items()}
    assert names == {"mkdocs.yml": "网页", "pages/a/b.md": "网页", "generator/x.py": "", "Makefile": ""}  # fmt: skip


def test_what_a_bureau_gets_is_without_fault_and_its_examples_hold(
    office: Office, tmp_path: Path
) -> None:
    laid_out(office, tmp_path / "own")
    desk = Desk(office.bureau, tmp_path / "own")
    assert office.run(desk, "", "check").out.startswith("错误 0 处，提醒 0 处")
    said = office.run(desk, "", "examples")
    assert re.fullmatch(r"算例 \d\d 个，都算得对。\n", said.out), said.out
    rooms = desk.folder / "rules/examples/rooms.yml"
    rooms.write_text(rooms.read_text("utf-8").replace("应得: 97.79", "应得: 97.78"), "utf-8")
    said = office.run(desk, "", "examples")
    assert said.code == 1
    assert "应得 写的是 97.78，算出来是 97.79" in said.out


def test_what_is_no_data_does_not_come_into_the_ledger(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "own"
    approvers = laid_out(office, target)
    approvers.write_text(with_own_keys(approvers.read_text("utf-8")), "utf-8")
    for name in ("generator/x.py", "schema/a.json", ".vscode/settings.json", "pages/own.md"):
        (target / name).parent.mkdir()
        (target / name).write_text("x", "utf-8")
    (target / "mkdocs.yml").write_text("hooks: [own.py]\n", "utf-8")
    said = founded(office, target)
    assert said.code == 1
    assert said.err.splitlines() == [
        "generator: 这个文件或文件夹不属于台账。台账里只放规则、记录和网页，程序由本软件带来，请移走。",
        "mkdocs.yml:1:1: 这里不能设 hooks。它能改变页面上显示的数字，只由本软件带来。请删去这一行。",
        "还没有建立台账，请先改正上面各处。",
    ]
    shutil.rmtree(target / "generator")
    (target / "mkdocs.yml").write_text("nav: [own.md]\n", "utf-8")
    assert founded(office, target).code == 0
    names = plain_git(target, "ls-tree", "--name-only", "main").splitlines()
    assert names == [".gitattributes", ".gitignore", "mkdocs.yml", "pages", "rules"]


def test_with_own_keys_for_all_persons_the_ledger_is_founded(
    office: Office, tmp_path: Path
) -> None:
    target, file = tmp_path / "own", tmp_path / "own-ROOT.json"
    approvers = laid_out(office, target)
    approvers.write_text(with_own_keys(approvers.read_text("utf-8")), "utf-8")
    said = founded(office, target)
    assert (said.code, said.err) == (0, "")
    assert f"信任根文件：{file}" in said.out
    root = read_root(file)
    assert (root.ledger, root.demo) == ("lg-own", False)
    assert root.genesis == plain_git(target, "rev-parse", "main")
    said = office.run(Desk(office.bureau, target), "", "verify", "--trust", str(file))
    assert said.code == 0, said.out


def test_every_demonstration_key_left_is_told_with_its_line_and_whose_it_is(
    office: Office, tmp_path: Path
) -> None:
    target = tmp_path / "own"
    approvers = laid_out(office, target)
    text = with_own_keys(approvers.read_text("utf-8"))
    text = text.replace(public_line("own-060104"), public_line("060104"))
    bot = f"机器人:\n  - {{代码: bot1, 平台: gitlab, 公钥: [{public_line('bot1')}]}}\n通道:\n"
    text = text.replace("通道:\n", bot).replace("根: {", "演示密钥: 是\n根: {")
    approvers.write_text(text, "utf-8")
    lines = text.splitlines()
    key = next(n for n, line in enumerate(lines, 1) if public_line("060104") in line)
    robot = lines.index("机器人:") + 2
    said = founded(office, target)
    assert said.code == 1
    assert said.err.splitlines() == [
        f"{APPROVERS}:{key}:22: 余某辉（060104）的公钥是演示密钥，谁都能用它签名。请换成本人自己生成的公钥，不再用的人整条删去。",
        f"{APPROVERS}:{robot}:{lines[robot - 1].index('AAAA') + 1}: 机器人 bot1 的公钥是演示密钥，谁都能用它签名。请换成机器人自己的公钥；没有机器人的，删去“机器人”一栏。",
        f"{APPROVERS}:6:1: 写着“演示密钥: 是”，这份名册只能供演示。公钥都换好以后，请删去这一行。",
        "还没有建立台账，请先改正上面各处。",
    ]


def test_whatever_else_is_wrong_names_its_place_too(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "own"
    approvers = laid_out(office, target)
    text = with_own_keys(approvers.read_text("utf-8"))
    text = text.replace("台账: lg-own", "台账: lg-other").replace("版本: 1", "版本: 2")
    approvers.write_text(text.replace('上一版: "-"', f"上一版: sha256:{'0' * 64}"), "utf-8")
    for name in ("chengguan", "hedong"):
        record = target / f"ledger/2025-06/rooms/{name}.yml"
        record.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "ledger/2025-06/rooms/chengguan.yml", record)
    said = founded(office, target)
    assert said.code == 1
    assert said.err.splitlines()[:3] == [
        "ledger/2025-06/rooms/chengguan.yml: 起点里不能有记录，它们没有经过审批（ledger/ 里共 2 个文件）。请移走，以后逐份送审。",
        f"{APPROVERS}:3:1: 第一版名册写的是第 2 版。请写成 版本: 1，上一版: “-”。",
        f"{APPROVERS}:2:1: 台账标识 lg-other 和 rules/bureau.yml 的 lg-own 不同。请改成一样的。",
    ]


def test_a_trust_root_is_never_lost_nor_written_over(office: Office, tmp_path: Path) -> None:
    """All of it is seen before anybody signs, so that the second step can simply be done again."""
    target, file = tmp_path / "own", tmp_path / "ROOT.json"
    approvers = laid_out(office, target)
    approvers.write_text(with_own_keys(approvers.read_text("utf-8")), "utf-8")
    said = founded(office, target, "--trust", str(tmp_path / "none/ROOT.json"))
    assert said.code == 1
    assert said.err == f"没有文件夹 {tmp_path}/none，信任根没有地方写。请先建立这个文件夹。\n"
    file.write_text("another ledger's\n", "utf-8")
    said = founded(office, target, "--trust", str(file))
    assert said.code == 1
    assert said.err == f"已经有 {file}，没有覆盖。请把 --trust 写成别的文件名，或先把它移走保管。\n"
    assert file.read_text("utf-8") == "another ledger's\n"
    assert not (target / ".git").exists()


def test_a_ledger_is_founded_once(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "own"
    approvers = laid_out(office, target)
    approvers.write_text(with_own_keys(approvers.read_text("utf-8")), "utf-8")
    assert founded(office, target).code == 0
    genesis = plain_git(target, "rev-parse", "main")
    said = founded(office, target, "--trust", str(tmp_path / "second.json"))
    assert said.code == 1
    assert said.err == f"{target} 已经是 git 仓库，有提交 {genesis}。台账要从空的历史开始，不能再建立一次；要重新开始，请另用一个空文件夹。\n"  # fmt: skip
    assert plain_git(target, "rev-parse", "main") == genesis


@pytest.fixture
def unpacked(office: Office) -> Desk:
    """A ledger as an archive brings it: without ``.git``."""
    folder = office.bureau.folder / "unpacked"
    for part in ("rules",):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return Desk(office.bureau, folder)


def test_a_folder_that_is_not_empty_is_left_alone(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for target in (tmp_path, tmp_path / "file"):
        call = ("new", str(target), "--ledger", "lg-own", "--name", "本县公安局")
        said = office.run(Desk(office.bureau, office.bureau.folder), "", *call)
        assert (said.code, said.err) == (1, f"{target} 不是空文件夹。请换一个。\n")


@pytest.mark.parametrize("command", ["submit", "approve", "status"])
def test_a_copy_without_git_is_no_place_to_approve_in(
    office: Office, unpacked: Desk, command: str
) -> None:
    said = office.run(unpacked, "", command)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{unpacked.folder} 不是 git 仓库。请在用 git clone 取得的文件夹里运行，拷贝来的要连同 .git。\n"  # fmt: skip


def test_a_copy_without_git_proves_no_history_and_says_it_in_chinese(
    office: Office, unpacked: Desk
) -> None:
    call = ("verify", "--trust", str(office.root_file), "--no-numbers")
    said = office.run(unpacked, "", *call)
    assert said.code == 1
    assert f"断在这里：E-HISTORY: {unpacked.folder} 不是 git 仓库，无法核验。" in said.out
    assert "fatal" not in said.out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else_is_not_called_none(office: Office) -> None:
    desk = office.bureau.desk()
    os.chown(desk.folder, 12345, 12345)
    os.chown(desk.folder / ".git", 12345, 12345)
    with pytest.raises(UnreadableError, match=f"^{desk.folder} 属于别的用户，git 不肯读取$"):
        Git(desk.folder).text("rev-parse", "--show-toplevel")
    said = office.run(desk, "", "status")
    assert said.code == 1
    assert said.err == f"{desk.folder} 属于别的用户，git 不肯读取。请用它主人的账号运行，信得过的也可以先运行 git config --global --add safe.directory {desk.folder}。\n"  # fmt: skip
    trusted = f"请用它主人的账号运行，信得过的也可以先运行 git config --global --add safe.directory {desk.folder}。"
    said = office.run(desk, "", "verify", "--trust", str(office.root_file), "--no-numbers")
    broken = f"断在这里：E-HISTORY: {desk.folder} 属于别的用户，git 不肯读取，无法核验。{trusted.replace('请', '核验人', 1)}"
    assert broken in said.out
    assert "完整的克隆" not in said.out


def test_without_git_on_the_machine_that_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(office.bureau.folder))
    with pytest.raises(UnreadableError, match="这台机器上没有 git"):
        Git(office.bureau.folder).text("status")
