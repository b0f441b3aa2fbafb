"""The administrator's page holds: its recipes run as printed, one after another, on one machine.

``/srv``, ``/var/www`` and the other folders of the page lie in a temporary folder; the program is
this repository, and everybody has a key of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path, PurePosixPath

import pytest
import yaml

from generator.approval.approvers_file import read as read_approvers
from generator.approval.demo_keys import public_line
from generator.text.digests import of_bytes
from tests.bureau import plain_git
from tests.desk.office import key_file
from tests.project.test_docs import PAGES, ROOT, blocks, read

PAGE = "handbook/administrator.md"
RECORD = "ledger/2025-06/rooms/chengguan.yml"
APPROVERS = "rules/approvers.yml"
CLERK = "062104"
ROOM_LEVELS = ("062101", "060801", "060105")
"""Who approves the reports of that station: its head, 治安大队, the leader in charge."""


def recipes(anchor: str, language: str = "bash") -> list[str]:
    """The blocks of a section of the page, in order."""
    section = re.split(r"^## ", read(PAGE), flags=re.MULTILINE)
    text = next(part for part in section if f"{{#{anchor}}}" in part.partition("\n")[0])
    return [block.text for block in blocks(PAGE) if block.language == language and block.text in text]  # fmt: skip


class Machine:
    """One computer: what the page puts under ``/`` lies under ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger, self.bare = folder / "srv/jifen-ledger", folder / "srv/git/jifen.git"
        self.root_file, self.www = folder / "secure/ROOT.json", folder / "var/www/jifen"
        self.bin = folder / "usr/local/bin"
        self.bin.mkdir(parents=True)
        (folder / "tmp").mkdir()

    def here(self, script: str) -> str:
        """The script with its folders on this machine; links to the program are there already."""
        script = re.sub(r"^sudo .*\n", "", script, flags=re.MULTILINE)
        script = re.sub(r"/opt/jifen-[\w.]+/bin/jifen", "jifen", script)
        script = re.sub(r"(?<![\w/])/(srv/|secure\b|var/www|usr/local/bin|tmp/jifen)", rf"{self.folder}/\1", script)  # fmt: skip
        elsewhere = re.compile(
            rf"(?<![\w/.*])/(?!{str(self.folder)[1:]}|{str(ROOT)[1:]}|bin/bash)\w\S*"
        )
        assert elsewhere.findall(script) == [], "this would run on the real machine"
        return script

    def run(
        self, script: str, *, at: Path | None = None, person: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run it as printed, the first failing line ending it."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("GIT_", "SSH_", "JIFEN_"))}
        key = {"JIFEN_KEY": str(self.key(person))} if person else {}
        program = f"{self.bin}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-euc", self.here(script)],
            cwd=at or self.folder, env={**kept, **key, "HOME": str(self.folder), "PATH": program},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def done(self, script: str, *, at: Path | None = None, person: str = "") -> str:
        """Run what must succeed; its output."""
        made = self.run(script, at=at, person=person)
        assert made.returncode == 0, f"{script}\n{made.stdout}{made.stderr}"
        return made.stdout

    def key(self, person: str) -> Path:
        return key_file(self.folder / "keys", f"own-{person}")

    def clone(self, name: str) -> Path:
        plain_git(self.folder, "clone", "--quiet", str(self.bare), name)
        return self.folder / name

    def approve(self, clone: Path, *people: str) -> None:
        for person in people:
            self.done("jifen approve --yes", at=clone, person=person)

    def merge(self, clone: Path) -> None:
        """The branch that is checked out comes to main, through the gate."""
        branch = plain_git(clone, "branch", "--show-current")
        self.done(f"git push --quiet origin HEAD && git switch --quiet main && git pull --quiet && git merge --quiet --no-ff --no-edit {branch} && git push --quiet", at=clone)  # fmt: skip

    @property
    def main(self) -> str:
        return plain_git(self.bare, "rev-parse", "main")

    @property
    def current(self) -> Path:
        """The finished site that visitors see."""
        return self.www


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Sections two to four of the page: founded, gate installed, published."""
    made = Machine(tmp_path_factory.mktemp("machine"))
    plain_git(made.folder, "config", "--file", ".gitconfig", "user.name", "管理员")
    plain_git(made.folder, "config", "--file", ".gitconfig", "user.email", "admin@localhost")
    lay_out, look, sign = recipes("found")
    made.done(lay_out)
    approvers = made.ledger / APPROVERS
    text = approvers.read_text("utf-8").replace("演示密钥: 是\n", "")
    for number in re.findall(r'警号: "(\d+)"', text):
        text = text.replace(public_line(number), public_line(f"own-{number}"))
    approvers.write_text(text, "utf-8")
    assert "都算得对" in made.done(look)
    roots = read_approvers(text.encode())[0]
    assert roots is not None
    for name, number in zip("甲乙丙", roots.roots, strict=True):
        sign = sign.replace(f"{name}的密钥", str(made.key(number)))
    made.done(sign)
    server, _ = recipes("gate")
    assert "自检：没有审批的推送被拒绝" in made.done(server)
    script, first = recipes("publish")
    (made.bin / "jifen-publish").write_text(made.here(script), "utf-8")
    made.done(first)
    return made


def test_branches_that_were_merged_are_cleared_away_and_no_other(machine: Machine) -> None:
    clone = machine.clone("branches")
    plain_git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/submit/merged")
    plain_git(clone, "commit", "--quiet", "--allow-empty", "--message", "under way")
    plain_git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/submit/open")
    machine.done(recipes("gate")[1])
    left = plain_git(machine.bare, "for-each-ref", "--format=%(refname:short)", "refs/heads")
    assert "submit/open" in left
    assert "submit/merged" not in left


# ── folders ────────────────────────────────────────────────────────────────────────────────────

REPOSITORY = re.compile(
    r"(?:jifen new|hook install|git -C|git init\b.*|git clone\b.*|^cd) (/[^\s`]+)", re.MULTILINE
)
PUBLISHED = re.compile(
    r"(?:\brsync .* |jifen build .*--out |\broot (?:\* )?)(/[^\s`;]+)", re.MULTILINE
)


def named(pattern: re.Pattern[str], text: str) -> set[PurePosixPath]:
    return {PurePosixPath(found) for found in pattern.findall(text)}


def clashes(text: str) -> list[tuple[str, str]]:
    """A folder with a repository, and one that is emptied or served, that are not apart."""
    pairs = product(named(REPOSITORY, text), named(PUBLISHED, text))
    return [(str(a), str(b)) for a, b in pairs if a.is_relative_to(b) or b.is_relative_to(a)]


def test_a_site_is_never_put_where_a_repository_is() -> None:
    text = "\n".join(block.text for page in PAGES for block in blocks(page))
    assert PurePosixPath("/srv/jifen-ledger") in named(REPOSITORY, text)
    assert PurePosixPath("/var/www/jifen") in named(PUBLISHED, text)
    assert clashes(text) == []


@pytest.mark.parametrize(
    "recipe",
    [
        "jifen new /srv/jifen --ledger lg-x\nrsync -a --delete site/ /srv/jifen/\n",
        "git clone --mirror /a /srv/jifen/mirror\nserver {\n    root /srv/jifen;\n}\n",
        "cd /srv/jifen\ngit pull && jifen build --trust R --out /srv/jifen/site\n",
    ],
)
def test_folders_that_are_not_apart_are_found(recipe: str) -> None:
    assert clashes(recipe) != []


def test_the_folder_of_the_program_is_called_after_its_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert set(re.findall(r"/opt/jifen-([\w.]+?)(?=[/`\s]|$)", read(PAGE), re.MULTILINE)) == {version, "new"}  # fmt: skip


def test_every_web_server_shows_what_was_published() -> None:
    assert len(re.findall(r"root (?:\* )?/var/www/jifen\b", read(PAGE))) == 2


# ── founding and publishing ────────────────────────────────────────────────────────────────────


def test_after_publishing_the_ledger_is_still_there(machine: Machine) -> None:
    assert plain_git(machine.ledger, "status", "--porcelain") == ""
    assert plain_git(machine.ledger, "fsck", "--strict") == ""
    assert plain_git(machine.ledger, "rev-parse", "origin/main") == machine.main
    assert machine.root_file.is_file()
    assert f"主分支 {machine.main}" in (machine.current / "audit/index.html").read_text("utf-8")
    assert not any(path.name == ".git" for path in machine.www.rglob("*"))


def test_a_history_that_is_not_proven_leaves_the_published_site_alone(machine: Machine) -> None:
    before, main = machine.current.stat().st_ino, machine.main
    clone = machine.clone("cheat")
    (clone / "rules/calendar.yml").write_bytes(b"# nobody approved this\n" + (clone / "rules/calendar.yml").read_bytes())  # fmt: skip
    plain_git(clone, "commit", "--quiet", "--all", "--message", "cheat")
    plain_git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/submit/draft")
    plain_git(machine.bare, "update-ref", "refs/heads/main", "submit/draft")
    done = machine.run("jifen-publish")
    assert done.returncode == 1
    assert "E-NOSHEET rules/calendar.yml: 这处改动没有审批单" in done.stderr
    assert machine.current.stat().st_ino == before
    plain_git(machine.bare, "update-ref", "refs/heads/main", main)
    plain_git(machine.bare, "update-ref", "-d", "refs/heads/submit/draft")
    plain_git(machine.ledger, "fetch", "--quiet")
    plain_git(machine.ledger, "reset", "--quiet", "--hard", "origin/main")


# ── a forge ────────────────────────────────────────────────────────────────────────────────────


def job(name: str) -> str:
    """The script of a job of the forge's recipe."""
    (text,) = recipes("gate", "yaml")
    return "\n".join(yaml.safe_load(text)[name]["script"])


def as_runner(machine: Machine, clone: Path, name: str) -> Path:
    """What a runner has: a shallow clone at the commit of a merge request, no branch."""
    there = machine.folder / name
    plain_git(machine.folder, "clone", "--quiet", "--depth=1", clone.as_uri(), str(there))
    plain_git(there, "checkout", "--quiet", "--detach")
    return there


def test_a_merge_request_is_green_while_its_record_is_right_and_main_is_proven_and_published(
    machine: Machine,
) -> None:
    clone, check = machine.clone("clerk"), job("check")
    plain_git(clone, "switch", "--quiet", "--create", "submit/june")
    record = clone / RECORD
    record.parent.mkdir(parents=True)
    shutil.copy(ROOT / RECORD, record)
    plain_git(clone, "add", "--all")
    plain_git(clone, "commit", "--quiet", "--message", "June")
    machine.done(check, at=as_runner(machine, clone, "unsigned"))
    machine.done("jifen submit", at=clone, person=CLERK)
    machine.approve(clone, ROOM_LEVELS[0])
    machine.done(check, at=as_runner(machine, clone, "partly-signed"))
    machine.approve(clone, *ROOM_LEVELS[1:])
    machine.done(check, at=as_runner(machine, clone, "signed"))
    machine.merge(clone)
    machine.done(job("publish"))
    audit = (machine.current / "audit/index.html").read_text("utf-8")
    assert f"主分支 {machine.main}，最新报送 2025-06/rooms-chengguan-1" in audit


def test_a_merge_request_with_a_wrong_record_is_red_and_says_what_is_wrong(
    machine: Machine,
) -> None:
    clone = machine.clone("hasty")
    record = clone / RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text((ROOT / RECORD).read_text("utf-8").replace("应办: 32", "应办: 010"), "utf-8")
    plain_git(clone, "add", "--all")
    plain_git(clone, "commit", "--quiet", "--message", "June")
    done = machine.run(job("check"), at=as_runner(machine, clone, "wrong"))
    assert done.returncode == 1
    assert done.stdout.startswith(f"{RECORD}:9:21: “010”前面多了 0。请写成 10。\n")


def test_settings_of_a_forge_that_begin_with_a_dot_do_not_pass_the_gate(machine: Machine) -> None:
    """That is why the page puts them into another project."""
    clone = machine.clone("dotted")
    (clone / ".gitlab-ci.yml").write_text("check: {script: [jifen check]}\n", "utf-8")
    plain_git(clone, "add", "--all")
    plain_git(clone, "commit", "--quiet", "--message", "CI")
    said = plain_git(clone, "push", "origin", "HEAD:main", check=False)
    assert re.search(r"E-[A-Z]+ \.gitlab-ci\.yml: ", said), said


# ── later ──────────────────────────────────────────────────────────────────────────────────────


def test_a_new_version_of_the_approvers_is_made_as_printed(machine: Machine) -> None:
    clone = machine.clone("roots")
    archive, sign = recipes("approvers")
    said = machine.done(archive, at=clone)
    old = (clone / APPROVERS).read_bytes()
    assert of_bytes(old).removeprefix("sha256:") in said
    text = old.decode().replace("版本: 1\n", "版本: 2\n")
    text = text.replace('上一版: "-"', f"上一版: {of_bytes(old)}")
    (clone / APPROVERS).write_text(text, "utf-8")
    approvers, _ = read_approvers(old)
    assert approvers is not None
    for name, number in zip("一二", approvers.roots, strict=False):
        sign = sign.replace(f"第{name}位根签名人的密钥", str(machine.key(number)))
    machine.done(sign.replace("jifen approve", "jifen approve --yes"), at=clone)
    machine.merge(clone)
    machine.done(f"jifen verify --trust {machine.root_file}", at=clone)


def test_another_version_is_held_against_what_is_published_and_takes_its_place(
    machine: Machine,
) -> None:
    compare, again = recipes("upgrade")
    machine.done("jifen-publish")
    main = machine.main
    said = machine.done(compare)
    assert "结论：通过" in said
    assert said.splitlines()[-1].startswith("网站已生成：")  # and no difference
    assert "自检：没有审批的推送被拒绝" in machine.done(again)
    assert machine.main == main


def test_own_pages_and_settings_come_into_the_site_as_printed(machine: Machine) -> None:
    """The ledger of a bureau has a lane for them, and for no file of a program."""
    clone = machine.clone("pages")
    (settings,) = recipes("publish", "yaml")
    (clone / "pages").mkdir()
    for name in ("general.md", "detail.md", "contact.md", "logo.png"):
        (clone / "pages" / name).write_text(f"# {name}\n", "utf-8")
    (clone / "mkdocs.yml").write_text(settings, "utf-8")
    machine.done("jifen submit", at=clone, person="061406")
    machine.approve(clone, "060109", "060401", "060101")
    machine.merge(clone)
    machine.done("jifen-publish")
    home = (machine.current / "index.html").read_text("utf-8")
    assert "临水积分" in home
    assert '<a href="pages/general.html" class="md-tabs__link">本局制度</a>' in home
    (clone / "Makefile").write_text("all:\n", "utf-8")
    done = machine.run("jifen submit", at=clone, person="061406")
    assert "E-PATH Makefile: 这个位置的文件不在任何审批通道里。" in done.stderr


def test_a_backup_brings_back_main_and_what_is_under_way(machine: Machine) -> None:
    under_way = machine.clone("under-way")
    plain_git(under_way, "push", "--quiet", "origin", "HEAD:refs/heads/submit/2025-07-rooms-hedong-1")  # fmt: skip
    refs = plain_git(machine.bare, "for-each-ref", "refs/heads/main", "refs/heads/submit")
    backup, restore = recipes("backup")
    place = machine.folder / "backup"
    place.mkdir()
    machine.done(backup, at=place)
    (bundle,) = place.glob("jifen-20*.bundle")
    machine.bare.rename(machine.bare.with_name("broken.git"))
    restore = restore.replace("jifen-日期.bundle", bundle.name)
    restore = restore.replace("最近一次打印的提交号", refs.partition(" ")[0])
    machine.done(restore, at=place)
    assert plain_git(machine.bare, "for-each-ref") == refs
