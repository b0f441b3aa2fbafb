"""Installing the gate on a bare repository: the hook, a copy of the kernel, git's own settings.

The hook runs a copy, so that a change of the working copy's program changes the gate only when
somebody installs it again.
"""

from __future__ import annotations

import compileall
import os
import shlex
import shutil
import stat
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import NamedTuple

from generator.approval.root import Root
from generator.audit import KERNEL, LAWS
from generator.audit.git import Account, Git, GitError, UnreadableError, as_anybody, owner_of
from generator.audit.hook import KEPT
from generator.files import whole

GIT_SETTINGS = {
    "receive.fsckObjects": "true",
    "transfer.fsckObjects": "true",
    "receive.denyDeletes": "true",
    "receive.denyNonFastForwards": "true",
    "receive.maxInputSize": str(64 * 1024 * 1024),
    "core.logAllRefUpdates": "always",
    "core.hooksPath": "hooks",
}
"""What git itself is told to refuse, to remember, and where its hooks are, so that no setting of the
user or the machine can name another place."""
GATE_FOLDER = "jifen"
_GATE_FILE = "gate.py"
_MARK = "# jifen gate"
_ODD = "refs/heads/SELF-TEST"
"""A name that no gate takes."""
_GATE = """\
{mark}: started by git for every push, see the administrator's handbook.
import gc
import os
import sys

# What is loaded stays: neither searched for garbage meanwhile, nor taken down at the end.
gc.disable()
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, *{packages!r}]
from generator.audit.hook import main

gc.freeze()
gc.enable()
os._exit(main(os.path.join(here, "root.json")))
"""
_HOOK = """\
#!/bin/sh
{mark}
exec {python} -I -S "${{0%/*}}"/{gate}
"""
"""The hook finds the kernel beside itself, so that both can be handed to a forge together."""


FORGES = """\
代码平台的装法（把同样的钩子交给平台运行）：
  GitLab 自建版：把 hooks/pre-receive 和 hooks/jifen 打包成 custom_hooks/pre-receive、custom_hooks/jifen，
    用 gitaly hooks set --storage 存储名 --repository 仓库 --config 配置 装上；旧版放进“仓库.git/custom_hooks/”。
    合并方式选“合并提交”，拒绝的原因会显示在合并请求上（GL-HOOK-ERR）。每个 Gitaly 节点都要有同样的 Python 环境。
  Gitea / Forgejo：把 pre-receive 放进“仓库.git/hooks/pre-receive.d/jifen”，一定要可执行（chmod +x），
    不可执行的会被平台悄悄跳过。网页上的合并也经过它。对着这样的仓库运行本命令会直接装好。
  装好以后，每次平台升级都请重新运行本命令，它会再自检一次。"""


class CannotInstallError(Exception):
    """Why the gate cannot be installed; the message is a Chinese half-sentence."""


class Installed(NamedTuple):
    """Where things were put."""

    hook: Path
    kernel: Path
    root: Path


def install(repository: Path, root: Root, *, force: bool = False) -> Installed:
    """Put the gate on a bare repository; raises ``CannotInstallError``."""
    home = repository.resolve()
    owner = owner_of(home)
    git = Git(home, bare=True, account=owner)
    try:
        bare = git.text("rev-parse", "--is-bare-repository") == "true"
    except GitError:
        bare = False
    if not bare:
        raise CannotInstallError(f"{repository} 不是裸仓库（用 git init --bare 建立的仓库）")
    hooks = home / "hooks"
    several = hooks / "pre-receive.d"
    hook = several / GATE_FOLDER if several.is_dir() else hooks / "pre-receive"
    if hook.exists() and _MARK not in hook.read_text("utf-8", "replace") and not force:
        raise CannotInstallError(f"{hook} 已有别的钩子，没有覆盖；确要覆盖时加 --force")
    kernel = hooks / GATE_FOLDER if hook.parent == hooks else home / "jifen-gate"
    if not hooks.is_dir():
        hooks.mkdir()
        _hand_over(hooks, owner)
    # The hook last: until then there is no gate, or a whole one.
    try:
        with whole.folder(kernel, _GATE_FILE) as made:
            _fill(made, kernel, root)
            _hand_over(made, owner)
    except whole.UnfitError as error:
        raise CannotInstallError(f"{error.what}，没有安装。{error.hint}") from None
    config = home / "config"
    mode = stat.S_IMODE(config.stat().st_mode)
    whole.files({config: _with_settings(config)})
    _hand_over(config, owner, mode)
    gate = os.path.relpath(kernel / _GATE_FILE, hook.parent)
    call = _HOOK.format(mark=_MARK, python=shlex.quote(sys.executable), gate=gate)
    whole.files({hook: call.encode()}, executable=True)
    _hand_over(hook, owner, 0o755)
    return Installed(hook, kernel, kernel / "root.json")


def _fill(made: Path, kernel: Path, root: Root) -> None:
    """What lies beside the repository; of what another gate has kept, nothing: it may mean something else."""
    _copy_kernel(made, kernel)
    (made / KEPT).mkdir()
    (made / "root.json").write_text(root.text, "utf-8")
    packages = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (made / _GATE_FILE).write_text(_GATE.format(mark=_MARK, packages=packages), "utf-8")


def _with_settings(config: Path) -> bytes:
    """The repository's configuration with ``GIT_SETTINGS`` put in."""
    with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
        copy = Path(folder) / "config"
        shutil.copyfile(config, copy)
        for name, value in GIT_SETTINGS.items():
            Git(copy.parent).run("config", "--file", str(copy), name, value)
        return copy.read_bytes()


def _hand_over(path: Path, owner: Account | None, mode: int = 0o644) -> None:
    """Everything at or below a path belongs to the repository's owner, and every account may read it.

    Whatever the umask of whoever installs: the gate runs as whoever serves the pushes.
    """
    for each in (path, *path.rglob("*")):
        if owner is not None:
            os.chown(each, owner.uid, owner.gid)
        # What is kept from push to push is run by the account of the gate, and nobody's else.
        each.chmod(0o700 if each.name == KEPT else 0o755 if each.is_dir() else mode)


def _copy_kernel(target: Path, place: Path) -> None:
    """The rooms of the kernel, compiled as what will lie in ``place``."""
    package = Path(__file__).parents[1]
    there = target / "generator"
    there.mkdir()
    shutil.copyfile(package / "__init__.py", there / "__init__.py")
    for name in (*KERNEL, *LAWS):
        # A copy, not the installed package: an upgrade of the program must not change the gate
        # unasked.
        shutil.copytree(package / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(
        there, quiet=2, force=True, stripdir=os.fspath(target), prependdir=os.fspath(place)
    )


def self_test(repository: Path, root: Root) -> str:
    """Push something unapproved and see it refused; returns the line of the refusal.

    Git itself runs whatever it would run for anybody, other people's scripts before the gate too.
    Two refs are pushed, because such a script may take the first line away.  Raises
    ``CannotInstallError`` when the push went through, main has moved, or the gate saw less.
    """
    home = repository.resolve()
    # Root may read and run what the account that serves the pushes may not.
    owner = owner_of(home)
    git = Git(home, bare=True, account=owner)
    before = git.maybe("rev-parse", "--verify", "--quiet", root.branch)
    with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
        if owner is not None:
            os.chown(folder, owner.uid, owner.gid)
        there = Git(Path(folder), account=owner)
        code, words = _push_unapproved(there, home, root.branch, onto=bool(before))
    after = git.maybe("rev-parse", "--verify", "--quiet", root.branch)
    if code == 0 or after != before:
        raise CannotInstallError("自检失败：没有审批单的推送被接收了，请检查钩子是否可以执行")
    account = "" if owner is None else "（以仓库主人的账号推送）"
    lines = [line.removeprefix("remote:").strip() for line in words.splitlines()]
    found = [line for line in lines if line.startswith("E-")]
    of_main = [line for line in found if _ODD not in line]
    if not found or found[0].startswith(("E-HISTORY", "E-HOOK")):
        raise CannotInstallError(f"自检失败：闸门没有正常运行{account}：{' '.join(lines)[:400]}")
    if not of_main or of_main == found:
        raise CannotInstallError("自检失败：推送了两个分支，只有一个传到闸门，请检查闸门前面的脚本")
    return of_main[0]


def _push_unapproved(there: Git, repository: Path, branch: str, *, onto: bool) -> tuple[int, str]:
    """Push a file without a sheet, as the next step of main where there is one."""
    there.run("init", "--quiet")
    if onto:
        fetch = ("fetch", "--quiet", str(repository), branch)
        try:
            there.run("-c", "protocol.allow=always", *fetch)
        except UnreadableError as error:
            raise CannotInstallError(f"{error}，没有自检。请用仓库主人的账号运行") from None
        there.run("checkout", "--quiet", "--detach", "FETCH_HEAD")
    blob = there.run("hash-object", "-w", "--stdin", given="没有审批单的改动\n".encode())
    there.run(
        "update-index", "--add", "--cacheinfo", f"100644,{blob.decode().strip()},unapproved.txt"
    )
    who = {"NAME": "jifen", "EMAIL": "jifen@localhost"}
    env = {f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who}
    there.run("commit", "--quiet", "--no-gpg-sign", "-m", "self-test", env=env)
    refs = f"HEAD:{branch}", f"HEAD:{_ODD}"
    return as_anybody(there.folder, "push", str(repository), *refs, account=there.account)
