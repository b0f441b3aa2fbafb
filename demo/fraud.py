"""Chapters: an administrator goes around the gate; a clone and the trust root show it; repair."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import NamedTuple

from demo.county import LANE, SECOND, STATION, County, counts, with_done
from demo.stage import MAIN, Stage
from demo.story import Told

_WHO = "[管理员]"
_AUDITOR = "[督察]"


class Swapped(NamedTuple):
    """An object whose file on the server has other bytes now."""

    path: str
    oid: str
    file: Path
    kept: bytes
    """Its file as it was."""


def play(stage: Stage, county: County) -> str:
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

    story.say("1. 管理员直接换掉服务器磁盘上的一个对象文件，提交号一个都没有变，git log 看不出来：")
    swapped = _swap(stage, county)
    story.say("督察重新克隆，用自己保管的信任根核验；每个对象都重新算一遍摘要：")
    done = _verify(stage)
    found = [line for line in done.having("✗ E-OBJECT") if swapped.oid in line]
    story.expect(done.code == 1 and bool(found), "核验没有指出换掉的对象", done)
    story.output(_lines(done, "✗ E-OBJECT", "结论"))
    story.output([f"（这个对象就是 {swapped.path} 的内容）"])
    _replace(swapped.file, swapped.kept)

    story.say(
        "2. 管理员把闸门挪开，改了一个已公布的数字，推上去，再把闸门放回原处，看上去一切正常："
    )
    path, forged = _edit(stage, county)
    story.say("督察重新克隆，再核验：")
    done = _verify(stage)
    story.output(_lines(done, "✗", "结论"))
    broken = done.having("✗ 断在这里：")
    named = len(broken) == 1 and path in broken[0] and forged[:12] in broken[0]
    story.expect(done.code == 1 and named, "核验没有指出管理员改的文件和提交", done)
    story.good(f"被改的文件、夹带它的提交（{forged[:12]}）、对不上的通报，都指了出来。")

    older = stage.git(stage.server, "rev-parse", f"{good}~2")
    story.say("3. 管理员想抹掉最新两份报送，让主分支退回去：")
    stage.git(stage.server, "update-ref", MAIN, older)
    story.command(_WHO, f"git update-ref {MAIN} {older[:12]}")
    story.say("剩下的历史每一步都是真的；但抄下来的那一行不在上面了：")
    done = _verify(stage, "--no-numbers", "--printed", good)
    story.output(_lines(done, "✗ 断在这里", "结论"))
    cut = done.code == 1 and any("E-CUT" in line and good in line for line in done.lines)
    story.expect(cut, "核验没有发现报送被截掉", done)
    return good


def _swap(stage: Stage, county: County) -> Swapped:
    """The object of a record replaced on the server's disk."""
    path = f"ledger/{county.open}/{LANE}/{STATION}.yml"
    oid = stage.git(stage.server, "rev-parse", f"{MAIN}:{path}")
    file = stage.server / "objects" / oid[:2] / oid[2:]
    stage.story.expect(file.is_file(), f"{path} 的对象不是单独的文件")
    kept = file.read_bytes()
    record = zlib.decompress(kept).partition(b"\0")[2]
    count = next(each for each in counts(record) if each.done < each.due)
    better = with_done(record, count, count.due)
    forged = stage.folder / "server" / "forged"
    forged.write_bytes(zlib.compress(b"blob %d\0" % len(better) + better))
    # not written into the old file: clones on this machine share it
    call = ("cp", "--remove-destination", str(forged), str(file))
    done = stage.tell(_WHO, stage.folder, *call)
    stage.story.expect(done.code == 0, "换对象没有成功", done)
    return Swapped(path, oid, file, kept)


def _replace(file: Path, data: bytes) -> None:
    made = file.with_suffix(".new")
    made.write_bytes(data)
    made.replace(file)


def _edit(stage: Stage, county: County) -> tuple[str, str]:
    """A published number changed on main while the gate is away; path and commit."""
    clone = stage.clone()
    path = f"ledger/{county.last}/{LANE}/{SECOND}.yml"
    record = (clone / path).read_bytes()
    count = [each for each in counts(record) if each.done < each.due][-1]
    (clone / path).write_bytes(with_done(record, count, count.due))
    hook = stage.server / "hooks" / "pre-receive"
    away = hook.with_suffix(".off")
    stage.story.command(_WHO, f"cd {stage.short(str(hook.parent))}; mv {hook.name} {away.name}")
    hook.rename(away)
    who = ("-c", "user.name=管理员", "-c", "user.email=admin@qingling.example")
    stage.git(clone, *who, "commit", "--quiet", "--all", "-m", "数据维护")
    done = stage.tell(_WHO, clone, "git", "push", "origin", "HEAD:main")
    stage.story.expect(done.code == 0, "挪开闸门以后推送没有成功", done)
    stage.story.output(line.strip() for line in done.lines if "->" in line)
    away.rename(hook)
    stage.story.command(_WHO, f"mv {away.name} {hook.name}")
    return path, stage.main


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
        _WHO, stage.folder, "jifen", "hook", "install", str(stage.server), "--root", str(stage.root_file)
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
    call = ("jifen", "verify", "--ledger", str(clone), "--root", str(stage.root_file))
    return stage.tell(_AUDITOR, stage.folder, *call, *options)


def _lines(done: Told, *starts: str) -> list[str]:
    return [re.sub(r"^ +", "", line) for line in done.having(*starts)]
