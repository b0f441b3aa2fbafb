"""``python -m delivery``: a release from the commit that is checked out."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

import click

from generator.audit.git import Git
from generator.command.terminal import PROBLEMS, Program, complain, working, wrong_call
from generator.files import whole
from generator.text.digests import of_bytes

ROOT = Path(__file__).resolve().parents[1]
MARK = "SHA256SUMS"
"""What every release has: a folder without it is none, and is left alone."""
LOCK = "requirements.txt"
WHEELS = "wheels"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64"), ("win_amd64",))  # fmt: skip
"""The machines that a release is for: what pip calls their kinds."""
INSTALLERS = ("install.sh", "install.cmd")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


@click.command(
    cls=Program,
    help="""把现在的提交做成一份发布：程序的安装包，Linux 和 Windows 上要用的全部安装包，
安装脚本和摘要，放进一个文件夹，带进内网就能安装。安装包从软件源取，逐个核对锁定的摘要。

\b
例：
  make release
  make release RELEASE=/tmp/发布
""",
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("release"), metavar="文件夹", help="放在哪里，默认 release/")  # fmt: skip
def main(out: Path) -> None:
    """Make it, whole or not at all."""
    git = Git(ROOT)
    commit = git.commit_id("HEAD")
    if commit is None:
        raise wrong_call(f"{ROOT} 里没有提交", "请在用 git clone 取得的文件夹里运行")
    if git.maybe("status", "--porcelain"):
        complain("提醒：有没提交的改动，发布的是提交里的内容。")
    try:
        with whole.folder(out, MARK) as folder:
            with working("正在做程序的安装包"):
                wheel = make_wheel(git, commit, folder)
            with working("正在收集要用的安装包"):
                collect(folder)
            fill(folder, wheel)
    except whole.UnfitError as error:
        raise wrong_call(error.what, error.hint) from None
    except subprocess.CalledProcessError as error:
        complain(f"没有做成：{error.stderr.decode('utf-8', 'replace').strip()}")
        raise click.exceptions.Exit(PROBLEMS) from None
    click.echo(f"已发布到 {out}：{wheel.name}，来自提交 {commit[:12]}。")


def make_wheel(git: Git, commit: str, out: Path) -> Path:
    """The wheel of a commit; the same bytes whoever makes it, and wherever."""
    with tempfile.TemporaryDirectory(prefix="jifen-") as scratch:
        source = Path(scratch) / "source"
        with tarfile.open(fileobj=BytesIO(git.run("archive", "--format=tar", commit))) as archive:
            archive.extractall(source, filter="data")
        for path in source.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        moment = git.text("show", "--no-patch", "--format=%ct", commit)
        # Stored as they are: no two builds of zlib need pack alike.
        packed = "--config-settings=--build-option=--compression=stored"
        call = (*PIP, "wheel", "--no-build-isolation", "--no-deps", "--no-index", packed, "--wheel-dir", str(out), str(source))  # fmt: skip
        own = {"SOURCE_DATE_EPOCH": moment, "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        # The modes of files in the wheel follow from it.
        subprocess.run(call, check=True, capture_output=True, env=os.environ | own, umask=0o022)
    (wheel,) = out.glob("*.whl")
    return wheel


def collect(folder: Path) -> None:
    """The wheels of all that is locked, for every machine and Python; pip holds each to its digest."""
    for python in PYTHONS:
        for kinds in PLATFORMS:
            call = [*PIP, "download", "--require-hashes", "--no-deps", "--only-binary=:all:"]
            call += ["--dest", str(folder / WHEELS), "--python-version", python]
            call += [word for kind in kinds for word in ("--platform", kind)]
            subprocess.run([*call, "-r", str(ROOT / LOCK)], check=True, capture_output=True)


def fill(folder: Path, wheel: Path) -> None:
    """The list of what is installed, the installers, and the digests of everything."""
    name, version = wheel.name.split("-")[:2]
    own = f"{name}=={version} --hash={of_bytes(wheel.read_bytes())}\n"
    (folder / LOCK).write_text((ROOT / LOCK).read_text("utf-8") + own, "utf-8", newline="\n")
    for script in INSTALLERS:
        text = (ROOT / "delivery" / script).read_text("utf-8").replace("@VERSION@", version)
        # Command files of Windows are read line by line as Windows ends lines.
        ending = "\r\n" if script.endswith(".cmd") else "\n"
        (folder / script).write_text(text, "utf-8", newline=ending)
    (folder / "install.sh").chmod(0o755)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{of_bytes(path.read_bytes()).removeprefix('sha256:')}  {path.relative_to(folder).as_posix()}\n" for path in files]  # fmt: skip
    (folder / MARK).write_text("".join(sums), "utf-8", newline="\n")


if __name__ == "__main__":
    main(prog_name="python -m delivery")
