"""The end: the site built from the proven clone, what to look at, what to try oneself."""

from __future__ import annotations

from pathlib import Path

import click

from demo.approval import approvers
from demo.county import LANE, County, reporter
from demo.stage import JIFEN, Desk, Stage
from generator.desk.submit import now

SITE, AUDIT = "site", "audit/index.html"


def build(stage: Stage, county: County, clone: Path) -> None:
    """The site of the clone; the build proves the clone again before it publishes anything."""
    story, out = stage.story, stage.folder / SITE
    call = ("--root", str(clone), "--trust", str(stage.root_file), "--out", str(out))
    done = stage.tell("[编发单位]", stage.folder, "jifen", "build", *call)
    story.expect(done.code == 0, "网站没有生成", done)
    story.output(stage.short(line) for line in done.having("网站已生成"))
    pages = {"审计页": (AUDIT, stage.main), "通报页": (_bulletin(county), "公布合计")}
    for name, (page, words) in pages.items():
        there = (out / page).is_file() and words in (out / page).read_text("utf-8")
        story.expect(there, f"网站的{name}（{page}）上没有“{words}”")


def _bulletin(county: County) -> str:
    return f"bulletins/{LANE}/{county.last}/index.html"


def end(stage: Stage, county: County, *, with_site: bool) -> None:
    """What to look at, and commands to copy."""
    story, folder = stage.story, stage.folder
    station = county.reporting(now().date())[1]
    clerk, first, *others = _prepared(stage, county, station)
    name = f"{county.open}/{LANE}-{station}-1"
    story.chapter("接着看什么，自己试什么")
    if with_site:
        story.say(
            f"网站：　　　　{folder / SITE / 'index.html'}",
            f"核验和报送：　{folder / SITE / AUDIT}",
            f"有更正的通报：{folder / SITE / _bulletin(county)}",
            "点任何一个分数，看到它的记录、每一级的签名人、时间和凭证等级（甲、乙）。",
        )
    unit = county.roster.units[station].name
    last = others[-1]
    branch = f"submit/{name.replace('/', '-')}"
    story.say(
        f"自己试（逐行复制）：{unit} {county.open} 的记录已经填好，等{clerk.person.name}报送。"
    )
    for line in (
        f"export PATH={JIFEN.parent}:$PATH",
        f"cd {clerk.folder} && jifen submit && git push -u origin HEAD",
        f"cd {first.folder} && git fetch && jifen status && jifen approve {name} && git push",
        *(f"cd {desk.folder} && git fetch && jifen approve {name} && git push" for desk in others),
        f"cd {last.folder} && git checkout main && git pull && git merge --no-ff --no-edit {branch} && git push",
    ):
        click.echo(f"    {line}")
    story.say(
        "再试着骗它：在任何一个克隆里改一个数，提交，git push origin HEAD:main，看闸门说什么。",
        "随时可以核验：",
    )
    click.echo(f"    cd {folder / 'audit'} && git pull && jifen verify --root {stage.root_file}")
    story.say(f"看完删去整个演示：rm -r {folder}")
    story.good(f"每一步都与所说的一致，用时 {story.seconds:.0f} 秒。")


def _prepared(stage: Stage, county: County, station: str) -> list[Desk]:
    """The desks of the clerk, with the record written, and of those who approve."""
    path = f"ledger/{county.open}/{LANE}/{station}.yml"
    record = county.files[path]
    clerk = stage.desk(reporter(record))
    target = clerk.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(record)
    return [clerk, *approvers(stage, county, station, clerk.person.number)]
