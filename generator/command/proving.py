"""The commands of proof: verify, hook install, new.

Parsing and printing; the work is done in ``desk`` and ``audit``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.command.terminal import (
    FOLDER,
    FORMAT,
    PROBLEMS,
    TRUST,
    Command,
    CommandGroup,
    as_json,
    complain,
    working,
    wrong_call,
)
from generator.files import whole

if TYPE_CHECKING:
    from generator.approval.root import Root

# ── verify ─────────────────────────────────────────────────────────────────────────────────────


@click.command(
    cls=Command,
    short_help="凭一份克隆证明：记录都经过审批，历史没有被改",
    help="""凭一份克隆证明三件事：每份记录的内容都是审批单批准的；从信任根起主分支的每一步
都是一份完整的审批；公布的数字用当时的记录和规则能重算出来。

\b
信任根是建立台账时打印的文件，要放在仓库以外自己保管。没有信任根时只能做第一件和第三件。
浅克隆、部分克隆不能证明历史，按错误处理。不写期间时核对全部已公布的通报。

\b
例：
  jifen verify --trust /secure/ROOT.json
  jifen verify --trust /secure/ROOT.json --checkpoint /secure/核验进度.json
  jifen verify --tree
  jifen verify --trust /secure/ROOT.json 2025-06 --format json
""",
)
@click.argument("periods", nargs=-1, metavar="[期间]…")
@TRUST
@click.option("--tree", "only_tree", is_flag=True, help="只核验目录，不核验历史")
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="文件", help="从上次核验到的地方接着核验，并记下这次的；放在仓库以外")  # fmt: skip
@click.option("--printed", multiple=True, metavar="提交号", help="以前打印的核对行里的提交号，证明它还在主分支上；可写多个")  # fmt: skip
@click.option("--no-numbers", is_flag=True, help="不重算公布的数字")
@FORMAT
@FOLDER
def verify(
    periods: tuple[str, ...],
    trust: Path | None,
    only_tree: bool,
    checkpoint: Path | None,
    printed: tuple[str, ...],
    no_numbers: bool,
    form: str,
    folder: Path | None,
) -> None:
    from generator.audit.git import Git
    from generator.desk.verifying import Asked, as_data, as_text, main_or_none, verify as proven

    base = _clone_folder(folder)
    root = _root(trust, base)
    if printed and root is None:
        raise wrong_call("--printed 要和 --trust 一起用")
    git = Git(base)
    main = main_or_none(git)
    if not main[1] and not (base / "rules").is_dir():
        git.text("rev-parse", "--git-dir")  # there is nothing to prove, and this says why
    # Before the proof, which may write its checkpoint into this very folder.
    if main[1] and git.maybe("status", "--porcelain"):
        complain("提醒：工作副本里有没提交的改动，这里核验的是主分支上的提交。")
    asked = Asked(root, periods, not only_tree, not no_numbers, checkpoint, printed)
    report = proven(git, base, main, asked, working)
    click.echo(as_json(as_data(report)) if form == "json" else "\n".join(as_text(report)))
    if not report.ok:
        raise click.exceptions.Exit(PROBLEMS)


def _clone_folder(folder: Path | None) -> Path:
    """The clone itself: a bare one will do, and so will one whose work tree is empty."""
    from generator.audit.git import Git

    start = (folder or Path()).absolute()
    if not start.is_dir():
        raise wrong_call(f"没有文件夹 {start}")
    top = Git(start).maybe("rev-parse", "--show-toplevel")
    return Path(top) if top else start


def _root(root_file: Path | None, base: Path) -> Root | None:
    from generator.approval.root import BadRoot, read
    from generator.desk.founding import inside

    if root_file is None:
        return None
    if inside(root_file, base):
        complain("提醒：信任根文件放在仓库里面，改仓库的人也能改它。请另外保管。")
    try:
        return read(root_file)
    except BadRoot as error:
        raise wrong_call(str(error), "请用建立台账时打印的信任根") from None


# ── hook, new ────────────────────────────────────────────────────────────────────────────────


@click.group(
    cls=CommandGroup,
    short_help="服务器上的闸门",
    subcommand_metavar="命令 [参数]…",
    options_metavar="",
    help="服务器上的闸门：没有审批完的推送一律不收。",
)
def hook() -> None:
    """Nothing to do before the command."""


@hook.command(
    "install",
    cls=Command,
    short_help="把闸门装到裸仓库上",
    help="""把闸门装到裸仓库上：写好 pre-receive 钩子和 git 设置，复制一份核验程序，
然后自己推送一次没有审批的改动，确认被拒绝。更新程序以后要重新安装。

\b
例：
  jifen hook install /srv/git/jifen.git --trust /secure/ROOT.json
""",
)
@click.argument("repository", metavar="仓库", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), metavar="文件", required=True, help="信任根文件")  # fmt: skip
@click.option("--force", is_flag=True, help="覆盖已有的钩子")
def hook_install(repository: Path, trust: Path, force: bool) -> None:
    from generator.audit import install as gate

    root = _root(trust, repository)
    assert root is not None
    try:
        installed = gate.install(repository, root, force=force)
        line = gate.self_test(repository, root)
    except gate.CannotInstallError as error:
        complain(f"{error}。")
        raise click.exceptions.Exit(PROBLEMS) from None
    click.echo(f"钩子：{installed.hook}\n核验程序：{installed.kernel}\n信任根：{installed.root}")
    for name, value in gate.GIT_SETTINGS.items():
        click.echo(f"git 设置：{name} = {value}")
    click.echo(f"自检：没有审批的推送被拒绝——{line}")
    if root.demo:
        click.echo("注意：这个信任根是演示用的，任何人都能用演示密钥通过审批。")
    click.echo(gate.FORGES)


@click.command(
    cls=Command,
    short_help="建立本局自己的台账",
    help="""建立本局自己的台账，里面只有数据：规则、记录、网站的设置。分两步：

\b
第一步，在一个新文件夹里放好样例的规则，列出要改的地方：
  jifen new /srv/台账 --ledger lg-某县 --name 某县公安局
第二步，改好以后，根签名人都到场，各用自己的密钥签第一版审批人名册，建立第一个提交，
写出信任根文件并打印出来，供各方写在纸上保管：
  jifen new /srv/台账 --key 甲的密钥 --key 乙的密钥 --key 丙的密钥 --trust ROOT.json
""",
)
@click.argument("target", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--ledger", "ledger_id", metavar="标识", help="本局台账的标识，如 lg-某县，以后不能改"
)
@click.option("--name", metavar="名称", help="本局的名称")
@click.option("--key", "keys", multiple=True, type=click.Path(path_type=Path), metavar="文件", help="根签名人的密钥，每人一把")  # fmt: skip
@click.option("--trust", type=click.Path(path_type=Path), metavar="文件", help="信任根写到哪里，默认在文件夹旁边")  # fmt: skip
def new(
    target: Path,
    ledger_id: str | None,
    name: str | None,
    keys: tuple[Path, ...],
    trust: Path | None,
) -> None:
    from generator.desk import founding

    if keys and (ledger_id or name):
        raise wrong_call("--ledger、--name 写在第一步，--key 写在第二步", "请分两次运行")
    try:
        if keys:
            _found(target, keys, trust)
            return
        if not ledger_id or not name:
            raise wrong_call("第一步要写 --ledger 和 --name", "第二步要写 --key")
        todo = founding.lay_out(target, ledger_id, name)
    except founding.CannotFoundError as error:
        complain(str(error))
        raise click.exceptions.Exit(PROBLEMS) from None
    click.echo(f"已放好：{target}\n接着要做：")
    for number, line in enumerate(todo, 1):
        click.echo(f"{number}. {line}")


def _found(target: Path, keys: tuple[Path, ...], root_file: Path | None) -> None:
    from generator.audit.git import Git
    from generator.desk import founding
    from generator.desk.signing import NoKeyError, signer

    approvers, wrong = founding.ready(target)
    if wrong:
        for line in wrong:
            complain(line)
        raise founding.CannotFoundError("还没有建立台账，请先改正上面各处。")
    file = founding.place_for_root(root_file, target)
    try:
        signers = [signer(Git(target.parent), [approvers], key) for key in keys]
        made = founding.found(target, approvers, signers)
    except NoKeyError as error:
        raise founding.CannotFoundError(str(error)) from None
    whole.files({file: made.root.text.encode()})
    click.echo("台账已建立。请把下面几行抄在纸上或打印盖章，交督察、纪检和各根签名人分别保管：\n")
    for line in made.root.lines:
        click.echo(f"  {line}")
    click.echo(f"\n信任根文件：{file}")
    click.echo(
        "接着：git init --bare 建服务器仓库，推送主分支，再运行 jifen hook install 仓库 --trust 信任根文件"
    )


COMMANDS: tuple[click.Command, ...] = (verify, hook, new)
