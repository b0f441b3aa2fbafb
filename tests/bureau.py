"""A real bureau in a temporary folder: a bare repository with the gate, and desks that push to it.

The ledger is the tiny county of ``county.py`` without its records; persons sign with demonstration
keys, in this process, so that a test can also sign what no honest program would.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.approval import demo_keys, sheet as sheets, sshsig
from generator.approval.root import Root
from generator.approval.routes import sheet_path_of
from generator.approval.statement import APPROVE, NOTHING, SUBMIT, Change, Click, Statement
from generator.audit.git import Git, ObjectReader
from generator.audit.history import HistoryProof, prove
from generator.audit.install import install
from generator.text.digests import of_bytes, of_files, of_rules
from tests.alike import held_alike
from tests.county import FILES, ROOM

LEDGER = "lg-qingshui-test"
MAIN = "refs/heads/main"
ROOTS = ("060101", "060102", "060401")
HEDONG = "ledger/2025-06/rooms/hedong.yml"
ROOM_SUBMISSION = "2025-06/rooms-chengguan-1"

CLERK, HEAD, ZHIAN, CHARGE = "061101", "061102", "060801", "060103"
"""填报人 and head of 城关派出所, head of 治安大队, the leader in charge: levels 0–3 of ``rooms``."""
SIGNERS = {
    "rooms": ((CLERK, "派出所内勤"), (HEAD, "派出所领导"), (ZHIAN, "治安大队领导"), (CHARGE, "分管局领导")),
    "hedong": (("061202", "派出所内勤"), ("061201", "派出所领导"), (ZHIAN, "治安大队领导"), (CHARGE, "分管局领导")),
    "bulletin": (("060802", "编发人"), (ZHIAN, "治安大队领导"), (CHARGE, "分管局领导"), ("060101", "局主要领导")),
    "correction": (("060802", "编发人"), (ZHIAN, "治安大队领导"), (CHARGE, "分管局领导"), ("060101", "局主要领导")),
    "objection": (("060802", "编发人"), (ZHIAN, "治安大队领导"), ("060401", "督察大队领导")),
    "rules": (("060802", "编发人"), ("060301", "法制大队领导"), (CHARGE, "分管局领导"), ("060101", "局主要领导")),
    "software": (("060803", "程序维护人"), ("060401", "督察大队领导"), ("060101", "局主要领导")),
    "approvers": (("060101", "局主要领导"), ("060401", "督察大队领导")),
}  # fmt: skip
"""Lane → who signs each of its levels, as which office."""
LATE, LATE_HEDONG = ((*SIGNERS[own][:2], *SIGNERS["correction"]) for own in ("rooms", "hedong"))
"""Who signs a late report 补报: the unit itself, then the levels of corrections."""


@dataclass(frozen=True)
class Someone:
    """An entry of 人员; ``posts`` as they stand in the file."""

    number: str
    name: str
    posts: tuple[str, ...]
    keys: tuple[str, ...] = ()
    """Names of demonstration keys; the own number by default."""

    @property
    def row(self) -> str:
        lines = [demo_keys.public_line(name) for name in self.keys or (self.number,)]
        account = f"{{平台: gitlab, 编号: {int(self.number)}, 登录名: u{self.number}}}"
        return (
            f'  - {{警号: "{self.number}", 姓名: {self.name}, 公钥: [{", ".join(lines)}],'
            f" 任职: [{', '.join(self.posts)}], 账号: [{account}]}}\n"
        )


def post(office: str, *units: str, since: str = "2020-01-01", until: str = "") -> str:
    """An entry of 任职."""
    where = f", 单位: [{', '.join(units)}]" if units else ""
    end = f", 至: {until}" if until else ""
    return f"{{职务: {office}{where}, 自: {since}{end}}}"


PEOPLE = {
    each.number: each
    for each in (
        Someone("060101", "赵刚", (post("局主要领导"),)),
        Someone("060102", "王刚", (post("政治委员"),)),
        Someone("060103", "丁秋", (post("分管局领导"),)),
        Someone("060104", "余辉", (post("分管局领导"),)),
        Someone("060301", "周正", (post("法制大队领导"),)),
        Someone("060401", "萧岩", (post("督察大队领导"),)),
        Someone("060801", "顾亮", (post("治安大队领导"),)),
        Someone("060802", "王芳", (post("编发人"),)),
        Someone("060803", "李强", (post("程序维护人"),)),
        Someone(
            "061101", "王立", (post("派出所领导", "chengguan"), post("派出所内勤", "chengguan"))
        ),
        Someone("061102", "李成", (post("派出所领导", "chengguan"),)),
        Someone("061103", "张宁", (post("派出所内勤", "chengguan"),)),
        Someone("061201", "陈刚", (post("派出所领导", "hedong"),)),
        Someone("061202", "刘洋", (post("派出所内勤", "hedong"),)),
    )
}

_BOTH = "凭证: [个人签名, 平台点击]"
_OWN = "凭证: [个人签名]"


def _lane(code: str, kind: str, paths: str, *levels: str, scheme: str = "") -> str:
    rows = "".join(f"      - {{{level}}}\n" for level in levels)
    of = f", 积分制: {scheme}" if scheme else ""
    return (
        f"  - 代码: {code}\n    名称: {code}\n    类型: {kind}\n"
        + (f"    积分制: {scheme}\n" if of else "")
        + f"    路径: [{paths}]\n    层级:\n{rows}"
    )


LANES = (
    _lane("rooms", "记录", "ledger/*/rooms/*.yml", f"职务: [派出所内勤], 范围: 本单位, {_BOTH}", f"职务: [派出所领导], 范围: 本单位, {_BOTH}", f"职务: [治安大队领导], {_BOTH}", f"职务: [分管局领导], {_OWN}", scheme="rooms")
    + _lane("bulletin", "通报", "ledger/*/bulletins/*", f"职务: [编发人], {_BOTH}", f"职务: [治安大队领导], {_BOTH}", f"职务: [分管局领导], {_BOTH}", f"职务: [局主要领导], {_OWN}")
    + _lane("correction", "更正", "ledger/*/corrections/*.yml", f"职务: [编发人], {_BOTH}", f"职务: [治安大队领导], {_BOTH}", f"职务: [分管局领导], {_BOTH}", f"职务: [局主要领导], {_OWN}")
    + _lane("objection", "异议", "ledger/*/objections/*.yml", f"职务: [编发人], {_BOTH}", f"职务: [治安大队领导], {_BOTH}", f"职务: [督察大队领导], {_OWN}")
    + _lane("rules", "规则", "rules/**", f"职务: [编发人], {_BOTH}", f"职务: [法制大队领导], {_BOTH}", f"职务: [分管局领导], {_BOTH}", f"职务: [局主要领导], {_OWN}")
    + _lane("software", "程序", "'*', generator/**, site_templates/**, pages/**", f"职务: [程序维护人], {_OWN}", f"职务: [督察大队领导], {_OWN}", f"职务: [局主要领导], {_OWN}")
)  # fmt: skip


def approvers_file(
    people: Mapping[str, Someone] = PEOPLE,
    *,
    version: int = 1,
    previous: str = NOTHING,
    day: str = "2025-01-02",
    threshold: str = "2",
    roots: Sequence[str] = ROOTS,
    lanes: str = LANES,
    delegations: Sequence[str] = (),
    ledger: str = LEDGER,
    demo: bool = True,
) -> str:
    """``rules/approvers.yml`` of the bureau."""
    mark = "演示密钥: 是\n" if demo else ""
    deputies = "代理:\n" + "".join(f"  - {each}\n" for each in delegations) if delegations else ""
    named = ", ".join(f'"{number}"' for number in roots)
    return (
        f'台账: {ledger}\n版本: {version}\n上一版: "{previous}"\n日期: {day}\n{mark}'
        f"根: {{门槛: {threshold}, 人员: [{named}]}}\n"
        f"人员:\n{''.join(each.row for each in people.values())}"
        f"机器人:\n  - {{代码: bot1, 平台: gitlab, 公钥: [{demo_keys.public_line('bot1')}]}}\n"
        f"通道:\n{lanes}{deputies}"
    )


def rule_files() -> dict[str, str]:
    """The rules of the tiny county."""
    return {path: text for path, text in FILES.items() if path.startswith("rules/")}


class Pushed(NamedTuple):
    """What a push came to."""

    accepted: bool
    said: str

    @property
    def lines(self) -> list[str]:
        """The refusals, in order."""
        return re.findall(r"(?:^|remote: )(E-[A-Z]+.*?) *$", self.said, re.MULTILINE)

    @property
    def codes(self) -> list[str]:
        """Their codes."""
        return [line.split()[0].rstrip(":") for line in self.lines]


def plain_git(folder: Path, *args: str, check: bool = True, env: Mapping[str, str] = {}) -> str:
    """Git as a person at a desk has it, with a fixed name and day."""
    fixed = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SSH_"))
    } | {
        "GIT_CONFIG_GLOBAL": str(Path(__file__).with_name("gitconfig")),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "desk"), ("EMAIL", "desk@localhost"), ("DATE", "2025-07-10T09:00:00+08:00"))},
        "LC_ALL": "C.UTF-8",
        **env,
    }  # fmt: skip
    done = subprocess.run(
        ["git", "-C", str(folder), *args], capture_output=True, check=False, env=fixed
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if check and done.returncode:
        raise AssertionError(f"git {' '.join(args)}: {said}")
    return f"{'' if done.returncode else 'ok '}{said}".rstrip("\n") if not check else done.stdout.decode("utf-8", "replace").rstrip("\n")  # fmt: skip


class Desk:
    """Somebody's clone."""

    def __init__(self, bureau: Bureau, folder: Path) -> None:
        self.bureau, self.folder = bureau, folder

    def git(self, *args: str, check: bool = True) -> str:
        return plain_git(self.folder, *args, check=check)

    def write(self, path: str, content: str | bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def commit(self, message: str = "change") -> str:
        """Commit everything that was changed; the new id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.head

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    @property
    def main(self) -> str:
        """Main as last fetched."""
        return self.git("rev-parse", "origin/main")

    def fetch(self) -> None:
        self.git("fetch", "--quiet", "origin")

    def branch(self, name: str, start: str = "origin/main") -> None:
        self.git("checkout", "--quiet", "-B", name, start)

    def push(self, spec: str = "HEAD:refs/heads/main", *options: str) -> Pushed:
        """Push; ``spec`` may be several refspecs with blanks between."""
        said = self.git("push", *options, "origin", *spec.split(), check=False)
        pushed = Pushed(said.startswith("ok "), said)
        if not pushed.accepted and spec.endswith(f":{MAIN}") and len(pushed.lines) == 1:
            base = Git(self.bureau.bare, bare=True).commit_id(MAIN)
            source = spec.partition(":")[0].lstrip("+")
            held_alike(self.folder, self.bureau.root, base, source, pushed.lines[0])
        return pushed

    def at_main(self, path: str) -> bytes | None:
        """A file as main has it."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), "cat-file", "blob", f"origin/main:{path}"],
            capture_output=True, check=False,
        )  # fmt: skip
        return done.stdout if done.returncode == 0 else None

    def files_of_main(self, prefix: str) -> dict[str, bytes]:
        listed = self.git("ls-tree", "-r", "-z", "--format=%(objectname) %(path)", "origin/main", prefix)  # fmt: skip
        with ObjectReader(Git(self.folder)) as reader:
            found = (line.split(" ", 1) for line in listed.split("\0") if line)
            return {path: reader.one(oid).data or b"" for oid, path in found}

    # ── sheets ──────────────────────────────────────────────────────────────────────────────

    def changes(self, *paths: str) -> tuple[Change, ...]:
        """These paths as they differ between main and the work tree."""
        made = []
        for path in sorted(paths, key=str.encode):
            old = self.at_main(path)
            there = self.folder / path
            new = of_bytes(there.read_bytes()) if there.is_file() else NOTHING
            made.append(Change(path, of_bytes(old) if old is not None else NOTHING, new))
        return tuple(made)

    def statement(
        self, submission: str, lane: str, paths: Iterable[str], **other: Any
    ) -> Statement:
        """A statement bound to this desk's main; ``other`` overrides single fields."""
        rules = of_rules(of_files(self.files_of_main("rules")))
        approvers = self.at_main("rules/approvers.yml")
        made = Statement(
            ledger=LEDGER, branch=MAIN, submission=submission, lane=lane, level=0,
            decision=SUBMIT, person=CLERK, office="派出所内勤", deputy_for="",
            time="2025-07-02T09:00:00+08:00",
            approvers=of_bytes(approvers) if approvers is not None else of_bytes(b""),
            rules=rules, seen=self.main, previous=NOTHING, changes=self.changes(*paths),
        )  # fmt: skip
        return replace(made, **other)

    def round(
        self,
        submission: str,
        lane: str,
        paths: Iterable[str],
        signers: Sequence[tuple[str, str]],
        *,
        before: Sequence[tuple[Statement, str]] = (),
        overrides: Mapping[int, Mapping[str, Any]] = {},
        keys: Mapping[int, str] = {},
        day: int = 2,
        **all_levels: Any,
    ) -> list[tuple[Statement, str]]:
        """A whole round, level by level, each linked to the one before.

        ``overrides`` changes fields of single levels, ``all_levels`` of all; ``keys`` names the
        demonstration key that signs a level, the person's own by default.
        """
        paths = list(paths)
        made = list(before)
        for level, (person, office) in enumerate(signers):
            fields: dict[str, Any] = {
                "level": level, "decision": APPROVE if level else SUBMIT, "person": person,
                "office": office, "time": f"2025-07-{day + level:02d}T09:00:00+08:00",
                "previous": made[-1][0].digest if made else NOTHING,
                **all_levels, **overrides.get(level, {}),
            }  # fmt: skip
            bound = {"submission": submission, "lane": lane, "paths": paths}
            statement = self.statement(**{**bound, **fields})
            made.append((statement, signed(statement, keys.get(level, person))))
        return made

    def submit(
        self,
        path: str = ROOM,
        content: str | bytes | None = None,
        submission: str = ROOM_SUBMISSION,
        lane: str = "rooms",
        signers: Sequence[tuple[str, str]] | None = None,
        also: Mapping[str, str | bytes] | None = None,
        **more: Any,
    ) -> str:
        """Write a file (and others), and the whole sheet that approves it; the sheet's path."""
        self.write(path, FILES[path] if content is None else content)
        for name, text in (also or {}).items():
            self.write(name, text)
        entries = self.round(
            submission, lane, [path, *(also or {})], signers or SIGNERS[lane], **more
        )
        self.write(sheet_path_of(submission), sheets.write(entries))
        return sheet_path_of(submission)


def signed(statement: Statement, key: str, namespace: str = "") -> str:
    """The signature by a demonstration key, in the namespace that fits."""
    space = sshsig.PERSONAL_SPACE if statement.click is None else sshsig.ATTESTED_SPACE
    return sshsig.sign(demo_keys.private_key(key), statement.message, namespace or space)


def click(person: str, **other: str) -> Click:
    """A click of a person on the forge as the bot saw it."""
    made = Click(
        bot="bot1", forge="gitlab", host="git.qingshui.local", project="1", request="7",
        review="31", user_id=str(int(person)), login=f"u{person}", commit="0" * 40,
        time="2025-07-03T09:00:00+08:00",
    )  # fmt: skip
    return replace(made, **other)


class Bureau:
    """The server, its trust root, and desks."""

    def __init__(self, folder: Path, root: Root) -> None:
        self.folder, self.root = folder, root
        self.bare = folder / "ledger.git"
        self.desks = 0

    def desk(self) -> Desk:
        """A fresh clone."""
        self.desks += 1
        folder = self.folder / f"desk-{self.desks}"
        plain_git(self.folder, "clone", "--quiet", str(self.bare), str(folder))
        return Desk(self, folder)

    def copied(self, folder: Path) -> Bureau:
        """The same bureau elsewhere, without its desks."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.bare, folder / self.bare.name, symlinks=True)
        return Bureau(folder, self.root)

    def refs(self) -> str:
        """Every ref of the server with its commit."""
        return plain_git(self.bare, "for-each-ref")

    def prove(self, folder: Path | None = None) -> HistoryProof:
        """What an auditor finds in a fresh clone, or in the one given."""
        return prove(Git(folder or self.desk().folder), self.root, "refs/remotes/origin/main")


def bureau(folder: Path, *, approvers: str | None = None) -> Bureau:
    """A new bureau: genesis pushed through the gate, no records yet."""
    return _new(approvers or approvers_file()).copied(folder)


def _founded(folder: Path, approvers: str) -> Bureau:
    folder.mkdir(parents=True, exist_ok=True)
    bare = folder / "ledger.git"
    plain_git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    first = Desk(Bureau(folder, Root(LEDGER, "0" * 40, of_bytes(approvers.encode()), demo=True)), folder / "founding")  # fmt: skip
    first.folder.mkdir()
    first.git("init", "--quiet", "--initial-branch=main")
    first.git("remote", "add", "origin", str(bare))
    genesis = found(first, approvers)
    root = replace(first.bureau.root, genesis=genesis)
    install(bare, root)
    made = Bureau(folder, root)
    pushed = first.push()
    assert pushed.accepted, pushed.said
    shutil.rmtree(first.folder)
    return made


def found(desk: Desk, approvers: str, signers: Sequence[str] = ROOTS, **fields: Any) -> str:
    """Commit the first version of the approvers file, signed by the root holders; the commit."""
    for path, text in {**rule_files(), "rules/approvers.yml": approvers}.items():
        desk.write(path, text)
    files = {path: text.encode() for path, text in rule_files().items()}
    entries: list[tuple[Statement, str]] = []
    for level, person in enumerate(signers):
        statement = Statement(
            ledger=LEDGER, branch=MAIN, submission="rules/approvers-1", lane="approvers",
            level=level, decision=APPROVE if level else SUBMIT, person=person, office="根签名人",
            deputy_for="", time=f"2025-01-02T09:0{level}:00+08:00",
            approvers=of_bytes(approvers.encode()), rules=of_rules(of_files(files)),
            seen="0" * 40, previous=entries[-1][0].digest if entries else NOTHING,
            changes=(Change("rules/approvers.yml", NOTHING, of_bytes(approvers.encode())),),
        )  # fmt: skip
        statement = replace(statement, **fields)
        entries.append((statement, signed(statement, person)))
    desk.write("rules/approvals/approvers-1.json", sheets.write(entries))
    return desk.commit("genesis")


_TEMPLATES = tempfile.TemporaryDirectory(prefix="jifen-bureaus-")


def template(make: Callable[[Path], Bureau]) -> Bureau:
    """A bureau to be kept and copied: pushes take long, and so does compiling the kernel."""
    return make(Path(tempfile.mkdtemp(dir=_TEMPLATES.name)) / "bureau")


@cache
def _new(approvers: str) -> Bureau:
    return template(lambda folder: _founded(folder, approvers))
