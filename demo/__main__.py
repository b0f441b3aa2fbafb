"""``python -m demo``: the whole story, in order."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import click

from demo import approval, dishonesty, doubt, fraud, quarter
from demo.county import STATION, County, county
from demo.ending import build, end
from demo.founding import found
from demo.stage import JIFEN
from demo.story import NotAsToldError, Story
from generator.command.terminal import PROBLEMS, Program, complain, wrong_call

SOURCE = Path(__file__).resolve().parents[1]
MONTHS = 3
FEW = (STATION, "hedong", "zb-chengguan")
"""Who reports in the small version."""


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
    stage = found(folder, SOURCE, played, story)
    forge = stage.clone("forge")
    quarter.play(stage, played, forge)
    doubt.play(stage, played, forge)
    approval.play(stage, played, forge)
    dishonesty.play(stage, played)
    good = fraud.play(stage, played)
    clone = fraud.repair(stage, good, "，从这份克隆生成网站" if with_site else "")
    if with_site:
        build(stage, played, clone)
    end(stage, played, with_site=with_site)


if __name__ == "__main__":
    main(prog_name="python -m demo")
