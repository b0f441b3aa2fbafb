"""Chapter: five dishonest pushes; each shows the one line that the pusher sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from demo.county import LANE, County, counts, reporter, with_done
from demo.stage import Stage
from demo.submissions import Entries, changed, new_round, sheet_of
from generator.approval import demo_keys
from generator.approval.lanes import sheet_path_of
from generator.approval.sshsig import PERSONAL, sign
from generator.approval.statement import Change
from generator.desk.submit import now

Signers = Sequence[tuple[str, str]]


class Pusher:
    """Somebody with a clone and the right to push, who tries this and that."""

    def __init__(self, stage: Stage, county: County) -> None:
        self.stage, self.county, self.story = stage, county, stage.story
        self.folder = stage.clone("desks/pusher")
        for name, value in {"user.name": "某人", "user.email": "someone@qingling.example"}.items():
            stage.git(self.folder, "config", name, value)
        self.main, self.refs = stage.main, stage.refs
        self.done = 0

    def entries(self, submission: str, changes: tuple[Change, ...], signers: Signers) -> Entries:
        """A whole round, signed today by these persons."""
        moments = [now() - timedelta(hours=len(signers) - n) for n in range(len(signers))]
        made = new_round(self.county, submission, LANE, changes, signers, moments, ())
        return made.bound(self.main)

    def push(self, what: str, why: str, files: Mapping[str, bytes], code: str, *call: str) -> str:
        """Commit these files, push, be refused; main must not have moved.  The line of the gate."""
        self.done += 1
        self.story.say(f"{self.done}. {what}")
        for path, data in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if files:
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
        return done.refusals[0]


def play(stage: Stage, county: County) -> None:
    """What a careless clerk, a dishonest reviewer and a cheat among the pushers may try."""
    stage.story.chapter("五次不老实的推送")
    stage.story.say("推送的人只看到一行：哪里、为什么、谁来改。服务器上什么都不变。")
    pusher = Pusher(stage, county)
    today = now().date()
    station = county.reporting(today)[1]
    path = f"ledger/{county.open}/{LANE}/{station}.yml"
    name = f"{county.open}/{LANE}-{station}-1"
    record = county.files[path]
    better = _better(record)
    signers = county.climb(station, reporter(record), now().date())
    unit = county.roster.units[station].name

    pusher.push(f"图省事：{unit}的记录没有送审，直接推到主分支。", "", {path: record}, "E-NOSHEET")

    entries = pusher.entries(name, changed({}, {path: record}), signers)
    sheet = {sheet_path_of(name): sheet_of(entries)}
    pusher.push(
        "四级都签了，合并前悄悄把数字改好看。", "签名签的是原来的内容。",
        {path: better, **sheet}, "E-CHANGE",
    )  # fmt: skip

    old_path = f"ledger/{county.last}/{LANE}/{station}.yml"
    old = county.files[old_path]
    new = _better(old)
    again = f"{county.last}/{LANE}-{station}-2"
    entries = pusher.entries(again, changed({old_path: old}, {old_path: new}), signers)
    pusher.push(
        f"改已经公布的 {county.last}，四级都“补签”了名。", "公布过的只能更正。",
        {old_path: new, sheet_path_of(again): sheet_of(entries)}, "E-CLOSED",
    )  # fmt: skip

    forged = _forged(pusher.entries(name, changed({}, {path: record}), signers))
    boss = county.approvers.persons[signers[-1][0]].name
    head = county.approvers.persons[signers[1][0]].name
    pusher.push(
        f"{head}（所长）用自己的密钥冒充 {boss}（分管局领导）签第 3 级。", "",
        {path: record, sheet_path_of(name): sheet_of(forged)}, "E-KEY",
    )  # fmt: skip

    pusher.push(
        "强行推送旧的主分支，想截掉最新两份报送。", "", {}, "E-NOTFF",
        "git", "push", "--force", "origin", "HEAD~2:main",
    )  # fmt: skip
    stage.story.good(f"五次都被拒绝，主分支仍是 {stage.main[:12]}。")


def _better(record: bytes) -> bytes:
    """The record with all dwellings registered in one room."""
    count = next(each for each in counts(record) if each.done < each.due)
    return with_done(record, count, count.due)


def _forged(entries: Entries) -> Entries:
    """The last level signed with the key of level 1."""
    last, first = entries[-1][0], entries[1][0]
    key = demo_keys.private_key(first.person)
    return [*entries[:-1], (last, sign(key, last.message, PERSONAL))]
