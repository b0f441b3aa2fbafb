"""Chapter: a ledger is founded — server, first approvers file, trust root, gate."""

from __future__ import annotations

import shutil
from pathlib import Path

from demo.county import County
from demo.stage import MAIN, Stage
from demo.story import Story
from generator.approval import sheet as sheets
from generator.approval.lanes import GENESIS_SHEET
from generator.approval.root import Root
from generator.text.digests import of_bytes

FRAME = ("mkdocs.yml", "site_templates", "handbook")
"""What a site is built with, beside rules and records."""


def found(folder: Path, source: Path, county: County, story: Story) -> Stage:
    """A bare repository with the first commit and the gate; the trust root beside it."""
    approvers = county.approvers
    story.chapter("建立台账")
    holders = "、".join(approvers.persons[number].name for number in approvers.roots)
    story.say(
        f"三位根签名人（{holders}）各用自己的密钥签第 1 版审批人名册。这就是台账的起点。",
        "名册写明谁能报送、审核、批准什么；这里用的是公开的演示密钥，真实台账会拒收。",
    )
    first = folder / "founding"
    stage = Stage(folder, story, approvers, Root(approvers.ledger, "0" * 40, approvers.digest))
    stage.server.mkdir(parents=True)
    story.command("[管理员]", "git init --bare server/ledger.git")
    stage.git(stage.server, "init", "--quiet", "--bare", f"--initial-branch={_short(MAIN)}")
    genesis = _first_commit(stage, first, source, county)
    stage.root = Root(approvers.ledger, genesis, approvers.digest, MAIN, demo=True)
    stage.git(first, "push", "--quiet", str(stage.server), MAIN)
    shutil.rmtree(first)
    stage.root_file.parent.mkdir()
    stage.root_file.write_text(stage.root.text, "utf-8")
    story.say("信任根抄在纸上，由督察、纪检在仓库以外保管：")
    story.output(stage.root.lines)
    story.say("服务器装上闸门。此后没有审批完的推送一律不收，管理员推送的也一样。")
    done = stage.tell(
        "[管理员]", folder, "jifen", "hook", "install", str(stage.server), "--root", str(stage.root_file)
    )  # fmt: skip
    tested = done.having("自检：")
    story.expect(done.code == 0 and bool(tested), "闸门没有装上", done)
    story.output(tested)
    return stage


def _first_commit(stage: Stage, first: Path, source: Path, county: County) -> str:
    """Rules, roster and approvers, signed by the root holders, and no record."""
    for path, data in county.rules.items():
        target = first / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for name in FRAME:
        there = source / name
        (shutil.copytree if there.is_dir() else shutil.copyfile)(there, first / name)
    sheet = sheets.read(county.files[GENESIS_SHEET])
    head = stage.approvers.persons[sheet[0].statement.person]
    day = sheet[-1].statement.time
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", head.name), ("EMAIL", f"{head.number}@qingling.example"), ("DATE", day))
    }  # fmt: skip
    stage.git(first, "init", "--quiet", f"--initial-branch={_short(MAIN)}")
    stage.git(first, "add", "--all")
    stage.git(first, "commit", "--quiet", "-m", f"建立台账 {stage.approvers.ledger}", more=who)
    stage.story.expect(
        sheet[0].statement.changes[0].new == of_bytes(county.files["rules/approvers.yml"]),
        "样例的审批人名册与它的审批单不符，请从样例恢复 rules/approvers.yml",
    )
    return stage.git(first, "rev-parse", "HEAD")


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/")
