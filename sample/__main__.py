"""``python -m sample``: counties written into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from generator.command.terminal import Program, working, wrong_call
from sample import write


@click.command(
    cls=Program,
    help="""生成一个或多个虚构的县一年的名册和记录。同样的种子每次结果相同。

\b
例：
  python -m sample --out /tmp/样例
  python -m sample --counties 10 --seed 7 --out /tmp/十个县
""",
)
@click.option(
    "--counties", type=click.IntRange(1, 1000), default=1, metavar="个数", help="几个县，默认 1"
)
@click.option(
    "--seed", type=click.IntRange(0), default=2025, metavar="种子", help="随机种子，默认 2025"
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="文件夹", help="写到哪里"
)
@click.option("--force", is_flag=True, help="覆盖那里已有的名册和记录")
def main(counties: int, seed: int, out: Path, force: bool) -> None:  # noqa: FBT001 - an option
    """Write them; what is there already is overwritten only if asked."""
    # A ledger that is only being founded has rosters, and no record yet.
    written = (out / "ledger", out / "rules" / "roster")
    if any(folder.is_dir() and any(folder.iterdir()) for folder in written) and not force:
        raise wrong_call(f"{out} 里已经有台账，没有写入", "请换一个空文件夹；确要覆盖时加 --force")
    with working(f"正在生成 {counties} 个县的样例"):
        write(out, counties, seed)
    click.echo(f"样例已写到 {out}")


if __name__ == "__main__":
    main(prog_name="python -m sample")
