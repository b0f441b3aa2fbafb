"""The scene of an attack: a bureau that goes on unharmed, and a desk for whoever attacks it.

``refused`` pushes and expects the gate to say no; then it puts the same commits on main behind the
gate's back, as an administrator could, and expects the offline proof to say no for the same reason.
Of the variants of one test the first is pushed; for the others the gate is asked in this process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import Statement
from generator.audit.git import Git
from generator.audit.history import HistoryProof, prove
from generator.audit.hook import Update, judge_push
from tests.alike import held_alike
from tests.bureau import (
    HEDONG,
    MAIN,
    ROOM_SUBMISSION,
    SIGNERS,
    Bureau,
    Desk,
    Pushed,
    plain_git,
    signed,
)
from tests.closed import (
    BETTER,
    BULLETIN,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    issued,
    objection,
    row,
)
from tests.county import FILES, ROOM, Change, Files

SHEET = "ledger/2025-06/approvals/rooms-chengguan-1.json"
JULY = "ledger/2025-07/rooms/chengguan.yml"
BRANCH = "refs/heads/submit/attack"
IN_CHINESE = re.compile(r"[\u4e00-\u9fff]")
WHO = [
    "推送人",
    "填报人",
    "填报单位",
    "编发单位",
    "受理人",
    "管理员",
    "签名人",
    "审核人",
    "根签名人",
    "核验人",
    "各级",
    "由现任",
    "由本单位",
    "缺签",
    "换一名",
    "无需处理",
]
"""How the sentence that says who can mend it begins."""

Entries = list[tuple[Statement, str]]


class Attacker(Desk):
    """A desk that remembers what it read of main, so that a sheet is quickly made."""

    def __init__(self, bureau: Bureau, folder: Path) -> None:
        super().__init__(bureau, folder)
        self.known: dict[tuple[str, str], Any] = {}

    @property
    def main(self) -> str:
        if ("main", "") not in self.known:
            self.known["main", ""] = super().main
        return str(self.known["main", ""])

    def fetch(self) -> None:
        super().fetch()
        self.known.pop(("main", ""), None)

    def at_main(self, path: str) -> bytes | None:
        key = self.main, path
        if key not in self.known:
            self.known[key] = super().at_main(path)
        found: bytes | None = self.known[key]
        return found

    def files_of_main(self, prefix: str) -> dict[str, bytes]:
        key = self.main, f"{prefix}/"
        if key not in self.known:
            self.known[key] = super().files_of_main(prefix)
        found: dict[str, bytes] = self.known[key]
        return found

    def entries(self, submission: str, lane: str, paths: Sequence[str], **more: Any) -> Entries:
        """A round of all levels of a lane."""
        return self.round(submission, lane, paths, more.pop("signers", SIGNERS[lane]), **more)

    def file_sheet(self, submission: str, entries: Entries) -> None:
        self.write(sheet_path_of(submission), sheets.write(entries))

    def honest(self, message: str = "merge") -> str:
        """Commit and push what must be accepted."""
        made = self.commit(message)
        pushed = self.push()
        assert pushed.accepted, pushed.said
        self.fetch()
        return made

    def apply(self, *changes: Change) -> list[str]:
        """Changes of ``tests/closed.py`` done to main's files; the paths that differ, written."""
        before: Files = {**self.files_of_main("ledger"), **self.files_of_main("rules")}
        after = dict(before)
        for change in changes:
            change(after)
        paths = sorted(path for path in after if after[path] != before.get(path))
        for path in paths:
            self.write(path, after[path])
        return paths


class Scene:
    """A bureau with an attacker's desk, brought back to where it was before every test."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        clone = bureau.desk()
        self.desk = Attacker(bureau, clone.folder)
        self.base = self.desk.main
        self.refs = bureau.refs()
        self.pushes = True
        """Whether an attack is really pushed."""
        self.handed: set[str] = set()
        """Commits of the desk that lie on the server, on no ref."""

    def settle(self) -> None:
        """What was done by honest people from here on is not undone."""
        self.base, self.refs = self.desk.main, self.bureau.refs()

    def reset(self) -> None:
        """The desk as it was cloned, whatever a test had done to it."""
        git = self.desk.git
        git("checkout", "--quiet", "--force", "--detach", self.base)
        git("clean", "-ffdxq")
        for ref in git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/replace", "refs/notes", "refs/tags").split():  # fmt: skip
            git("update-ref", "-d", ref)

    def repair(self) -> None:
        """The server as it was, when an attack has succeeded."""
        git = partial(plain_git, self.bureau.bare)
        for ref in git("for-each-ref", "--format=%(refname)").split():
            if ref not in self.refs:
                git("update-ref", "-d", ref)
        git("update-ref", MAIN, self.base)
        self.desk.git("update-ref", "refs/remotes/origin/main", self.base)

    def refused(
        self,
        code: str,
        path: str = "",
        *,
        spec: str = f"HEAD:{MAIN}",
        message: str = "attack",
        commit: bool = True,
        words: str = "",
        offline: bool = True,
    ) -> str:
        """The push is refused for one reason, by the gate and by the proof; the gate's line.

        ``path`` is the one that the reason names, ``words`` some of what it says.
        """
        if commit:
            self.desk.commit(message)
        named = path or (MAIN if spec.endswith(MAIN) else "")
        if self.pushes or spec != f"HEAD:{MAIN}":
            pushed = self.desk.push(spec, "--force") if "+" in spec else self.desk.push(spec)
            line = unharmed(self, pushed, code, named)
        else:
            line = asked(self, code, named)
        assert words in line
        if offline and spec.endswith(MAIN):
            proof = behind_its_back(self, spec.partition(":")[0].lstrip("+"))
            assert proof.refusal is not None
            assert (proof.refusal.code, proof.refusal.path) == (code, path)
            assert proof.proven_to == self.base
        return line


def twin(scene: Scene, folder: Path) -> Scene:
    """A copy of a scene's server with a desk of its own."""
    return Scene(scene.bureau.copied(folder))


def unharmed(scene: Scene, pushed: Pushed, code: str, path: str) -> str:
    """A push was refused with this code alone, in one readable line, and no ref moved."""
    assert not pushed.accepted, "the gate let it in"
    assert scene.bureau.refs() == scene.refs, "a ref moved"
    assert pushed.codes == [code], pushed.said
    said = [line.removeprefix("remote: ").rstrip() for line in pushed.said.splitlines()]
    line = next(line for line in said if line.startswith(code))
    readable(line, code, path)
    return line


def asked(scene: Scene, code: str, path: str) -> str:
    """The gate says no to HEAD on main with this code alone, in one readable line."""
    update = Update(scene.base, handed_over(scene, "HEAD"), MAIN)
    refusals = judge_push(Git(scene.bureau.bare, bare=True), scene.bureau.root, [update])
    assert [refusal.code for refusal in refusals] == [code], [each.line for each in refusals]
    readable(refusals[0].line, code, path)
    held_alike(scene.desk.folder, scene.bureau.root, scene.base, "HEAD", refusals[0].line)
    return refusals[0].line


def readable(line: str, code: str, path: str) -> None:
    """``CODE path: what is wrong。 who mends it。`` in Chinese, printable, on one line."""
    start = f"{code} {path}: " if path else f"{code}: "
    assert line.startswith(start), line
    sentences = line.removeprefix(start).rstrip("。").split("。")
    assert line.endswith("。")
    assert len(sentences) >= 2, line
    assert all(IN_CHINESE.search(sentence) for sentence in sentences), line
    assert any(sentence.startswith(tuple(WHO)) for sentence in sentences[1:]), line
    assert line.isprintable()
    assert "Error" not in line
    assert "Traceback" not in line


def behind_its_back(scene: Scene, source: str = "HEAD") -> HistoryProof:
    """What the proof says of main when an administrator has put it on ``source``; main put back."""
    bare = scene.bureau.bare
    smuggle(scene, source)
    try:
        return prove(Git(bare, bare=True), scene.bureau.root, MAIN)
    finally:
        plain_git(bare, "update-ref", MAIN, scene.base)
        assert scene.bureau.refs() == scene.refs


def smuggle(scene: Scene, source: str = "HEAD", ref: str = MAIN) -> None:
    """Put a commit of the desk on a ref of the server, no hook asked and nothing looked at."""
    plain_git(scene.bureau.bare, "update-ref", ref, handed_over(scene, source))


def handed_over(scene: Scene, source: str) -> str:
    """A commit of the desk, with all that it needs, on the server's disk; no ref moves."""
    oid = scene.desk.git("rev-parse", source)
    if oid not in scene.handed:
        loose = ("-c", "transfer.fsckObjects=false", "-c", "fetch.fsckObjects=false")
        plain_git(scene.bureau.bare, *loose, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", str(scene.desk.folder), oid)  # fmt: skip
        scene.handed.add(oid)
    return oid


def one_record(scene: Scene) -> None:
    """河东派出所's June is approved; 城关派出所's is not there yet."""
    desk = scene.desk
    desk.submit(HEDONG, FILES[HEDONG], "2025-06/rooms-hedong-1", "rooms", SIGNERS["hedong"])
    desk.honest()
    scene.settle()


def two_records(scene: Scene) -> None:
    """The June records of both stations are approved."""
    one_record(scene)
    scene.desk.submit()
    scene.desk.honest()
    scene.settle()


def closed_june(scene: Scene) -> None:
    """June of the rooms is published, July is open, and there is one objection to June."""
    two_records(scene)
    desk = scene.desk
    publish(desk)
    desk.honest()
    object_to(desk)
    desk.honest()
    scene.settle()


def corrected_june(scene: Scene) -> None:
    """As ``closed_june``, and the room's record corrected once."""
    closed_june(scene)
    desk = scene.desk
    paths = [*desk.apply(correction(row(W2_LINE, W2, BETTER))), ROOM]
    desk.write(ROOM, edited(ROOM, (W2, BETTER)))
    sign(desk, "2025-06/correction-rooms-chengguan-1-1", "correction", paths)
    desk.honest()
    scene.settle()


def publish(desk: Attacker, **more: Any) -> list[str]:
    """The bulletin of June with its sheet."""
    paths = desk.apply(issued())
    assert paths == [STANDINGS, BULLETIN]
    sign(desk, "2025-06/bulletin-rooms-1", "bulletin", paths, day=14, **more)
    return paths


def object_to(desk: Attacker, *steps: str) -> list[str]:
    """An objection with its sheet."""
    paths = desk.apply(objection(*(steps or ("已提交 2025-07-15",))))
    sign(desk, "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-1", "objection", paths, day=15)
    return paths


def sign(
    desk: Attacker, submission: str, lane: str, paths: Sequence[str], day: int = 20, **more: Any
) -> None:
    """The whole sheet for paths that are written already."""
    desk.file_sheet(submission, desk.entries(submission, lane, paths, day=day, **more))


def resigned(entries: Entries, at: int, sign_with: str, **fields: Any) -> Entries:
    """One statement changed and signed anew; those after it stay as they were."""
    made = list(entries)
    statement = replace(made[at][0], **fields)
    made[at] = statement, signed(statement, sign_with)
    return made


def edited(path: str, *replacements: tuple[str, str], files: Mapping[str, str] = FILES) -> str:
    """A file of the county with some text replaced."""
    text = files[path]
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text


BETTER_ROOM = edited(ROOM, ("已办: 18", "已办: 20"))
"""城关派出所's record with a number that helps it."""


def approving_room(scene: Scene, **more: Any) -> Entries:
    """城关派出所's record written, and the round that approves it."""
    scene.desk.write(ROOM, FILES[ROOM])
    return scene.desk.entries(ROOM_SUBMISSION, "rooms", [ROOM], **more)


def broken(proof: HistoryProof, code: str, path: str = "") -> None:
    assert proof.refusal is not None
    assert proof.refusal.code == code, proof.refusal
    assert not path or path == proof.refusal.path or path in proof.refusal.message
    assert not proof.ok
    readable(proof.refusal.line, code, proof.refusal.path)


def unapproved(scene: Scene) -> str:
    scene.desk.write(ROOM, FILES[ROOM])
    return scene.desk.commit("unapproved")


CORRECTED = edited(ROOM, (W2, BETTER))
"""城关派出所's record after the correction that ``tests/closed.py`` describes."""
