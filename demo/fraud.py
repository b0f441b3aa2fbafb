"""Chapters: five dishonest pushes; an administrator goes around the gate; what shows it; repair.

Each push shows the one line that the pusher sees.  What goes around the gate is shown by a clone
and the trust root.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from demo.county import LANE, SECOND, STATION, County, improved
from demo.stage import MAIN, Stage, Told, address, put
from demo.submissions import Entries, changed, new_round
from generator.approval import demo_keys
from generator.approval.routes import sheet_path_of
from generator.approval.sheet import write
from generator.approval.sshsig import PERSONAL_SPACE, sign
from generator.desk.submit import now

Files = Mapping[str, bytes]
Signers = Sequence[tuple[str, str]]
_WHO = "[管理员]"
_AUDITOR = "[督察]"


# ── pushes ─────────────────────────────────────────────────────────────────────────────────────


class Pusher:
    """Somebody with a clone and the right to push, who tries this and that."""

    def __init__(self, stage: Stage, county: County) -> None:
        self.stage, self.county, self.story = stage, county, stage.story
        self.folder = stage.clone("desks/pusher", "某人", address("someone"))
        self.main, self.refs = stage.main, stage.refs
        self.done = 0

    def entries(self, submission: str, before: Files, after: Files, signers: Signers) -> Entries:
        """A whole round, signed today by these persons."""
        moments = [now() - timedelta(hours=len(signers) - n) for n in range(len(signers))]
        changes = changed(before, after)
        made = new_round(self.county, submission, LANE, changes, signers, moments, ())
        return made.bound(self.main)

    def push(self, what: str, why: str, files: Files, code: str, *call: str) -> None:
        """Commit these files, push, be refused with ``code``; main must not have moved."""
        self.done += 1
        self.story.say(f"{self.done}. {what}")
        if files:
            put(self.folder, files)
            self.stage.git(self.folder, "add", "--all")
            self.stage.git(self.folder, "commit", "--quiet", "-m", "调整")
        call = call or ("git", "push", "origin", "HEAD:main")
        done = self.stage.tell("[某人]", self.folder, *call)
        refused = done.code != 0 and [line.split()[0] for line in done.refusals] == [code]
        self.story.expect(refused, f"闸门没有以 {code} 拒绝这次推送", done)
        self.story.expect(self.stage.refs == self.refs, "被拒绝的推送改动了服务器")
        self.story.refused(done.refusals[0])
        self.story.output([f"主分支没有动：{self.main[:12]}。{why}"])
        self.stage.git(self.folder, "reset", "--quiet", "--hard", "origin/main")


def cheat(stage: Stage, county: County) -> None:
    """What a careless clerk, a dishonest reviewer and a cheat among the pushers may try."""
    stage.story.chapter("五次不老实的推送")
    stage.story.say("推送的人只看到一行：哪里、为什么、谁来改。服务器上什么都不变。")
    pusher = Pusher(stage, county)
    today = now().date()
    report = county.reports(today)[1]
    path, record = report.path, report.record
    signers = county.climb(report, today)
    sheet = sheet_path_of(report.submission)
    entries = pusher.entries(report.submission, {}, {path: record}, signers)

    pusher.push(
        f"图省事：{report.unit}的记录没有送审，直接推到主分支。", "", {path: record}, "E-NOSHEET"
    )

    pusher.push(
        "四级都签了，合并前悄悄把数字改好看。", "签名签的是原来的内容。",
        {path: improved(record), sheet: write(entries)}, "E-CHANGE",
    )  # fmt: skip

    closed = f"ledger/{county.last}/{LANE}/{report.station}.yml"
    old, new = {closed: county.files[closed]}, {closed: improved(county.files[closed])}
    again = f"{county.last}/{LANE}-{report.station}-2"
    pusher.push(
        f"改已经公布的 {county.last}，四级都“补签”了名。", "公布过的只能更正。",
        {**new, sheet_path_of(again): write(pusher.entries(again, old, new, signers))}, "E-CLOSED",
    )  # fmt: skip

    names = [county.approvers.persons[number].name for number, _ in signers]
    pusher.push(
        f"{names[1]}（所长）用自己的密钥冒充 {names[-1]}（分管局领导）签第 3 级。", "",
        {path: record, sheet: write(_forged(entries))}, "E-KEY",
    )  # fmt: skip

    pusher.push(
        "强行推送旧的主分支，想截掉最新两份报送。", "", {}, "E-NOTFF",
        "git", "push", "--force", "origin", "HEAD~2:main",
    )  # fmt: skip
    stage.story.good(f"五次都被拒绝，主分支仍是 {stage.main[:12]}。")


def _forged(entries: Entries) -> Entries:
    """The last level signed with the key of level 1."""
    last, first = entries[-1][0], entries[1][0]
    key = demo_keys.private_key(first.person)
    return [*entries[:-1], (last, sign(key, last.message, PERSONAL_SPACE))]


# ── around the gate ────────────────────────────────────────────────────────────────────────────


def bypass(stage: Stage, county: County) -> str:
    """Three frauds, all found; the good end of main."""
    story, good = stage.story, stage.main
    story.chapter("管理员绕过闸门，督察用一份克隆查出来")
    story.say("督察先核验一次，把最后的核对行抄下来：")
    done = _verify(stage)
    story.expect(done.code == 0, "没有动过的台账核验不通过", done)
    story.output(_lines(done, "✓", "结论"))
    line = done.having("核对行：")
    story.expect(len(line) == 1 and good in line[0], "核对行不是现在的主分支", done)
    story.output([line[0].strip()])
    _swap(stage, county)
    _edit(stage, county)
    _cut_off(stage, good)
    return good


def _swap(stage: Stage, county: County) -> None:
    """The object of a record replaced on the server's disk, and put back when it was found."""
    story, path = stage.story, f"ledger/{county.open}/{LANE}/{STATION}.yml"
    story.say("1. 管理员直接换掉服务器磁盘上的一个对象文件，提交号一个都没有变，git log 看不出来：")
    oid = stage.git(stage.server, "rev-parse", f"{MAIN}:{path}")
    file = stage.server / "objects" / oid[:2] / oid[2:]
    # a pushed record lies alone until git packs it; a packed one could not be exchanged like this
    story.expect(file.is_file(), f"{path} 的对象不是单独的文件")
    kept = file.read_bytes()
    better = improved(zlib.decompress(kept).partition(b"\0")[2])
    forged = stage.folder / "server" / "forged"
    forged.write_bytes(zlib.compress(b"blob %d\0" % len(better) + better))
    # not written into the old file: clones on this machine share it
    call = ("cp", "--remove-destination", str(forged), str(file))
    done = stage.tell(_WHO, stage.folder, *call)
    story.expect(done.code == 0, "换对象没有成功", done)
    story.say("督察重新克隆，用自己保管的信任根核验；每个对象都重新算一遍摘要：")
    done = _verify(stage)
    found = [line for line in done.having("✗ E-OBJECT") if oid in line]
    story.expect(done.code == 1 and bool(found), "核验没有指出换掉的对象", done)
    story.output(_lines(done, "✗ E-OBJECT", "结论"))
    story.output([f"（这个对象就是 {path} 的内容）"])
    forged.write_bytes(kept)
    forged.replace(file)


def _edit(stage: Stage, county: County) -> None:
    """A published number changed on main while the gate is away."""
    story, path = stage.story, f"ledger/{county.last}/{LANE}/{SECOND}.yml"
    story.say(
        "2. 管理员把闸门挪开，改了一个已公布的数字，推上去，再把闸门放回原处，看上去一切正常："
    )
    clone = stage.clone(who="管理员", mail=address("admin"))
    put(clone, {path: improved((clone / path).read_bytes(), -1)})
    hook = stage.server / "hooks" / "pre-receive"
    away = hook.with_suffix(".off")
    story.command(_WHO, f"cd {stage.short(str(hook.parent))}; mv {hook.name} {away.name}")
    hook.rename(away)
    stage.git(clone, "commit", "--quiet", "--all", "-m", "数据维护")
    done = stage.tell(_WHO, clone, "git", "push", "origin", "HEAD:main")
    story.expect(done.code == 0, "挪开闸门以后推送没有成功", done)
    story.output(line.strip() for line in done.lines if "->" in line)
    away.rename(hook)
    story.command(_WHO, f"mv {away.name} {hook.name}")
    story.say("督察重新克隆，再核验：")
    forged, done = stage.main[:12], _verify(stage)
    story.output(_lines(done, "✗", "结论"))
    broken = done.having("✗ 断在这里：")
    named = len(broken) == 1 and path in broken[0] and forged in broken[0]
    story.expect(done.code == 1 and named, "核验没有指出管理员改的文件和提交", done)
    story.good(f"被改的文件、夹带它的提交（{forged}）、对不上的通报，都指了出来。")


def _cut_off(stage: Stage, good: str) -> None:
    """Main put back to before the newest submissions."""
    story, older = stage.story, stage.git(stage.server, "rev-parse", f"{good}~2")
    story.say("3. 管理员想抹掉最新两份报送，让主分支退回去：")
    stage.git(stage.server, "update-ref", MAIN, older)
    story.command(_WHO, f"git update-ref {MAIN} {older[:12]}")
    story.say("剩下的历史每一步都是真的；但抄下来的那一行不在上面了：")
    done = _verify(stage, "--no-numbers", "--printed", good)
    story.output(_lines(done, "✗ 断在这里", "结论"))
    cut = done.code == 1 and any("E-CUT" in line and good in line for line in done.lines)
    story.expect(cut, "核验没有发现报送被截掉", done)


def repair(stage: Stage, good: str, then: str) -> Path:
    """Main put back to what is proven, the gate installed anew; the clone that proves it.

    ``then`` is what the chapter goes on with, for its title.
    """
    story = stage.story
    story.chapter(f"修复，再核验{then}")
    story.say("把主分支放回已证明的最后一个提交，重装闸门（会再自检一次）：")
    story.command(_WHO, f"git update-ref {MAIN} {good[:12]}")
    stage.git(stage.server, "update-ref", MAIN, good)
    done = stage.tell(
        _WHO, stage.folder, "jifen", "hook", "install", str(stage.server), "--trust", str(stage.root_file)
    )  # fmt: skip
    story.expect(done.code == 0, "闸门没有重新装上", done)
    story.output(done.having("自检："))
    done = _verify(stage, "--printed", good, name="audit")
    story.expect(done.code == 0, "修复以后核验不通过", done)
    story.output(_lines(done, "✓", "结论"))
    return stage.folder / "audit"


def _verify(stage: Stage, *options: str, name: str = "") -> Told:
    """What the proof says of a fresh clone."""
    clone = stage.clone(name)
    stage.story.command(_AUDITOR, f"git clone server/ledger.git {stage.short(str(clone))}")
    call = ("jifen", "verify", "--folder", str(clone), "--trust", str(stage.root_file))
    return stage.tell(_AUDITOR, stage.folder, *call, *options)


def _lines(done: Told, *starts: str) -> list[str]:
    return [line.lstrip(" ") for line in done.having(*starts)]
