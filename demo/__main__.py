"""``python -m demo``: the whole story, in order, and at its end what to look at and try oneself."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import click

from demo import fraud, mistakes, quarter
from demo.county import LANE, STATION, County, county
from demo.quarter import found
from demo.stage import JIFEN, NotAsToldError, Stage, Story, put
from generator.command.terminal import PROBLEMS, Program, complain, wrong_call
from generator.desk.submit import now

SOURCE = Path(__file__).resolve().parents[1]
MONTHS = 3
FEW = (STATION, "hedong", "zb-chengguan")
"""Who reports in the small version."""
SITE, AUDIT = "site", "audit/index.html"


@click.command(
    cls=Program,
    help="""在一个临时文件夹里，用虚构县三个月的样例把审批从头到尾演一遍：报送、审批、公布、
异议、更正，五次不老实的推送，管理员绕过闸门，核验，生成网站。
哪一步与所说的不符，就以 1 结束。

\b
例：
  make demo
  make demo DEMO=/tmp/演示
""",
)
@click.option("--folder", type=click.Path(path_type=Path), metavar="文件夹", help="演示放在哪里，应当是空的；默认放在临时文件夹")  # fmt: skip
@click.option("--months", type=click.IntRange(1, MONTHS), default=MONTHS, metavar="个数", help="演几个月，默认 3")  # fmt: skip
@click.option("--quick", is_flag=True, help="只演一个月、几个单位，不生成网站")
def main(folder: Path | None, months: int, quick: bool) -> None:  # noqa: FBT001 - an option
    """Play it; exit code 1 when a step did not do what the story says."""
    for program in ("git", "ssh-keygen", str(JIFEN)):
        if shutil.which(program) is None:
            raise wrong_call(f"没有 {program}", "请先安装 git 和 openssh-client，再运行 make demo")
    try:
        played = county(SOURCE, 1 if quick else months, FEW if quick else ())
    except FileNotFoundError:
        raise wrong_call(
            "这里没有样例台账", "演示要用样例的记录和名册，请从样例恢复 ledger/"
        ) from None
    target = _folder(folder)
    story = Story()
    try:
        play(target, played, story, with_site=not quick)
    except NotAsToldError as error:
        sys.stdout.flush()
        complain(f"\n演示停在这里，与所说的不符：{error}\n现场留在 {target}")
        raise click.exceptions.Exit(PROBLEMS) from None


def _folder(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="jifen-demo-")).resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise wrong_call(f"{folder} 不是空文件夹", "请换一个，或先清空")
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def play(folder: Path, played: County, story: Story, *, with_site: bool) -> None:
    """Every chapter; raises ``NotAsToldError``."""
    click.echo(
        "四个积分制的审批演示：青岭县的人员、单位和数据都是虚构的，签名、推送、核验都是真的。"
    )
    click.echo(f"全部放在 {folder}，下面的路径从这里写起。")
    stage = found(folder, played, story)
    forge = stage.clone("forge")
    quarter.play(stage, played, forge)
    mistakes.objection(stage, played, forge)
    mistakes.approval(stage, played, forge)
    fraud.cheat(stage, played)
    good = fraud.bypass(stage, played)
    clone = fraud.repair(stage, good, "，从这份克隆生成网站" if with_site else "")
    if with_site:
        build(stage, played, clone)
    end(stage, played, with_site=with_site)


def build(stage: Stage, county: County, clone: Path) -> None:
    """The site of the clone; the build proves the clone again before it publishes anything."""
    story, out = stage.story, stage.folder / SITE
    call = ("--folder", str(clone), "--trust", str(stage.root_file), "--out", str(out))
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
    today = now().date()
    report = county.reports(today)[1]
    clerk, first, *others = stage.desks(county.climb(report, today))
    put(clerk.folder, {report.path: report.record})
    story.chapter("接着看什么，自己试什么")
    if with_site:
        story.say(
            f"网站：　　　　{folder / SITE / 'index.html'}",
            f"核验和报送：　{folder / SITE / AUDIT}",
            f"有更正的通报：{folder / SITE / _bulletin(county)}",
            "点任何一个分数，看到它的记录、每一级的签名人、时间和凭证等级（甲、乙）。",
        )
    name, last = report.submission, others[-1]
    story.say(
        f"自己试（逐行复制）：{report.unit} {county.open} 的记录已经填好，等{clerk.person.name}报送。"
    )
    for line in (
        f"export PATH={JIFEN.parent}:$PATH",
        f"cd {clerk.folder} && jifen submit && git push -u origin HEAD",
        f"cd {first.folder} && git fetch && jifen status && jifen approve {name} && git push origin {report.branch}",
        *(
            f"cd {desk.folder} && git fetch && jifen approve {name} && git push origin {report.branch}"
            for desk in others
        ),
        f"cd {last.folder} && git checkout main && git pull && git merge --no-ff --no-edit {report.branch} && git push",
    ):
        click.echo(f"    {line}")
    story.say(
        "再试着骗它：在任何一个克隆里改一个数，提交，git push origin HEAD:main，看闸门说什么。",
        "随时可以核验：",
    )
    click.echo(f"    cd {folder / 'audit'} && git pull && jifen verify --trust {stage.root_file}")
    story.say(f"看完删去整个演示：rm -r {folder}")
    story.good(f"每一步都与所说的一致，用时 {story.seconds:.0f} 秒。")


if __name__ == "__main__":
    main(prog_name="python -m demo")
