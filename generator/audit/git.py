"""The only file that runs git.

Everything read is hashed again here: git itself hands out an object that was replaced on the disk
without a word.  Replacements, grafts, the commit graph and lazy fetching are switched off, because
each of them lets a server tell a history that the objects do not tell.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from generator.approval.refusal import Refused

MAX_OBJECT = 4 * 1024 * 1024
"""No object that the kernel looks at is larger; a larger one is measured but not kept."""
_QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
# core.fsmonitor names a program to run: a setting of the clone must not start one.
_CALM = ("-c", "core.commitGraph=false", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false")
_FOREIGN = re.compile(
    r"dubious ownership in repository at '(.*)'|unsafe repository \('(.*)' is owned by someone else\)"
)
"""What git says, of whatever age, of a folder that belongs to another account."""
_TRUST = "请用它主人的账号运行，信得过的也可以先运行 git config --global --add safe.directory {}"
_BULK = 512
"""Ids handed to git at once: they fit into a pipe, so neither side waits for the other."""


class Raw(NamedTuple):
    """An object whose content has its name: kind (commit, tree, blob, tag), content, size.

    ``data`` is None when the object is larger than ``MAX_OBJECT``.
    """

    kind: str
    data: bytes | None
    size: int


def _told_nothing() -> dict[str, str]:
    """The environment without what this process was told about repositories."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def environment() -> dict[str, str]:
    """The environment for git: nothing of the caller's but what shows quarantined objects."""
    kept = {name: os.environ[name] for name in _QUARANTINE if name in os.environ}
    return (
        _told_nothing()
        | kept
        | {
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_GRAFT_FILE": "/nonexistent/grafts",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }
    )


class GitError(Exception):
    """git could not do what was asked; the message is git's own."""


class UnreadableError(GitError):
    """There is nothing here that git would read; message and ``hint`` are Chinese half-sentences."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


class Account(NamedTuple):
    """Another account of the machine, in whose name git is run."""

    uid: int
    gid: int
    groups: tuple[int, ...]
    home: str


def owner_of(folder: Path) -> Account | None:
    """Whoever a folder belongs to, where this process is root and may act for them; None elsewhere."""
    if os.geteuid() or not folder.is_dir() or not (found := folder.stat()).st_uid:
        return None
    try:
        entry = pwd.getpwuid(found.st_uid)
    except KeyError:
        return Account(found.st_uid, found.st_gid, (), "/")
    groups = os.getgrouplist(entry.pw_name, entry.pw_gid)
    return Account(found.st_uid, entry.pw_gid, tuple(groups), entry.pw_dir)


def _ran(
    call: Sequence[str],
    env: Mapping[str, str],
    account: Account | None = None,
    given: bytes | None = None,
) -> subprocess.CompletedProcess[bytes]:
    if account is None:
        return subprocess.run(call, input=given, capture_output=True, check=False, env=env)
    home = {name: value for name, value in env.items() if name != "XDG_CONFIG_HOME"}
    return subprocess.run(
        call, input=given, capture_output=True, check=False, env=home | {"HOME": account.home},
        user=account.uid, group=account.gid, extra_groups=account.groups,
        cwd="/",  # whoever this is may not enter the folder that root stands in
    )  # fmt: skip


def as_anybody(folder: Path, *args: str, account: Account | None = None) -> tuple[int, str]:
    """``git ARGS`` as a person's own git runs it, nothing switched off: exit code, and what it said."""
    done = _ran(["git", "-C", str(folder), *args], _told_nothing(), account)
    return done.returncode, done.stderr.decode("utf-8", "replace")


def _refuse_unreadable(folder: Path, words: str) -> None:
    if "not a git repository" in words:
        hint = "请在用 git clone 取得的文件夹里运行，拷贝来的要连同 .git"
        raise UnreadableError(f"{folder} 不是 git 仓库", hint)
    if foreign := _FOREIGN.search(words):
        path = foreign[1] or foreign[2]
        raise UnreadableError(f"{path} 属于别的用户，git 不肯读取", _TRUST.format(path))


class Git:
    """A repository: a work tree, a bare repository, or a hook's own."""

    def __init__(self, folder: Path, *, bare: bool = False, account: Account | None = None) -> None:
        self.folder, self.account = folder, account
        self.call = ["git", *_CALM, "-C", str(folder), *(["--git-dir=."] if bare else [])]
        """How every call begins; ``bare``: the folder itself is the repository."""

    def run(self, *args: str, given: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:  # fmt: skip
        """The output of ``git ARGS``; raises ``GitError``."""
        try:
            done = _ran([*self.call, *args], environment() | dict(env or {}), self.account, given)
        except FileNotFoundError:
            raise UnreadableError("这台机器上没有 git", "请安装 git") from None
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()
            _refuse_unreadable(self.folder, words)
            verb = next(arg for arg in args if not arg.startswith("-"))
            ended = "中途被停下" if done.returncode < 0 else "没有成功"
            raise GitError(words or f"git {verb} {ended}")
        return done.stdout

    def text(self, *args: str) -> str:
        """The output as text without its last line feed."""
        return self.run(*args).decode(errors="replace").rstrip("\n")

    def maybe(self, *args: str) -> str:
        """The output as text, or nothing when git says no."""
        try:
            return self.text(*args)
        except GitError:
            return ""

    def commit_id(self, name: str) -> str | None:
        """The id of the commit that ``name`` stands for."""
        return self.maybe("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") or None  # fmt: skip

    def object_id(self, name: str) -> str | None:
        """The id that ``name`` stands for, whether or not there is such an object."""
        return self.maybe("rev-parse", "--verify", "--quiet", "--end-of-options", name) or None

    def arrived(self) -> Iterator[tuple[str, str, int]]:
        """Id, kind and size of every object of the push that git has in quarantine; none elsewhere.

        Only heads are read: an object's size is known before its content is unfolded.
        """
        quarantine = os.environ.get("GIT_QUARANTINE_PATH")
        if not quarantine:
            return
        listing = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
        call = [*self.call, "cat-file", listing, "--batch-all-objects", "--unordered"]
        alone = {"GIT_OBJECT_DIRECTORY": quarantine, "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
        with subprocess.Popen(call, stdout=subprocess.PIPE, env=environment() | alone) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    oid, kind, size = line.decode().split()
                    yield oid, kind, int(size)
            finally:
                process.kill()

    def why_incomplete(self) -> str:
        """Why a history cannot be proven from this clone; empty when it is whole.

        Raises ``UnreadableError`` where there is no clone that git reads.
        """
        try:
            folder = Path(self.text("rev-parse", "--absolute-git-dir"))
        except UnreadableError:
            raise
        except GitError as error:
            return f"git 读不了 {self.folder}（{error}）"
        common = Path(self.text("rev-parse", "--git-common-dir"))
        common = common if common.is_absolute() else self.folder / common
        if (common / "shallow").exists():
            return "这是浅克隆，历史不全"
        partial = self.maybe("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$")  # fmt: skip
        if partial:
            return "这是部分克隆，内容不全"
        if any((each / "info" / "grafts").exists() for each in (folder, common)):
            return "仓库里有 info/grafts，历史被改接过"
        return ""


class ObjectReader:
    """Reads objects one by one through one ``git cat-file --batch``, or many at a time."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the helper process."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            self._process.wait()
            self._process = None

    def one(self, oid: str) -> Raw:
        """One object; raises ``Refused`` when it is missing or not what its name says."""
        ((_, raw),) = self.many([oid])
        return raw

    def many(self, oids: Iterable[str]) -> Iterator[tuple[str, Raw]]:
        """Many objects, read in bulk; raises as ``one`` does."""
        wanted, oid = list(oids), ""
        try:
            for start in range(0, len(wanted), _BULK):
                part = wanted[start : start + _BULK]
                stream = self._asked_for(part)
                for oid in part:
                    yield oid, _next(stream, oid)
        except (EOFError, BrokenPipeError):
            # It ends by itself at an object that is broken, else somebody has ended it.
            killed = self._process is not None and self._process.wait() < 0
            self.close()
            if killed:
                raise GitError("git cat-file 中途被停下") from None
            raise Refused("E-OBJECT", oid, "仓库里缺少这个对象") from None
        except BaseException:
            # Answers that nobody took would be taken for those to the next question.
            self.close()
            raise

    def _asked_for(self, oids: Sequence[str]) -> IO[bytes]:
        """Where these objects can now be read, one after another."""
        if self._process is None:
            call = [*self.git.call, "cat-file", "--batch"]
            self._process = subprocess.Popen(
                call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("".join(f"{oid}\n" for oid in oids).encode())
        self._process.stdin.flush()
        return self._process.stdout


def _next(stream: IO[bytes], oid: str) -> Raw:
    head = stream.readline().split()
    if not head:
        raise EOFError
    # Of an object that is not there git says “ID missing”, two words.
    if len(head) != 3 or head[0].decode() != oid:
        raise Refused("E-OBJECT", oid, "仓库里缺少这个对象")
    kind, size = head[1].decode(), int(head[2])
    hasher = hashlib.sha256() if len(oid) == 64 else hashlib.sha1(usedforsecurity=False)
    hasher.update(b"%b %d\0" % (head[1], size))
    kept = _take(stream, size, hasher) if size <= MAX_OBJECT else None
    if kept is None:
        left = size
        while left:
            part = stream.read(min(left, 1 << 20))
            hasher.update(part)
            left -= len(part)
            if not part:
                break
    # git ends each object with a line feed that is none of its bytes.
    if not stream.read(1):
        raise EOFError
    if hasher.hexdigest() != oid:
        raise Refused("E-OBJECT", oid, "这个对象的内容与编号不符，被人改动过")
    return Raw(kind, kept, size)


def _take(stream: IO[bytes], size: int, hasher: hashlib._Hash) -> bytes:
    data = stream.read(size)
    hasher.update(data)
    return data
