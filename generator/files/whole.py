"""Files and folders that are there whole: the old or the new, never half of one.

What is new is written beside the old, under a hidden name, and takes its place in one step.  A
process that is killed or finds the disk full therefore leaves what was there.
"""

from __future__ import annotations

import ctypes
import errno
import glob
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from generator.files.interrupts import shielded

if sys.platform != "win32":
    import fcntl

_NEW, _OLD, _LOCK = "new", "old", "lock"
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux's renameat2."""
_AT_FDCWD = -100
PARTS = ".*.part"
"""How files are called that are still being written; a killed process may leave one."""

TROUBLES = {
    errno.ENOSPC: ("磁盘已满", "请腾出空间后再运行一次"),
    errno.EDQUOT: ("磁盘配额已用完", "请腾出空间后再运行一次"),
    errno.EFBIG: ("超过了系统允许的文件大小", "请用 ulimit -f 放宽限制后再运行一次"),
    errno.EROFS: ("所在的磁盘是只读的", "请换成能写的磁盘，或换一个文件夹"),
    errno.EACCES: ("没有权限读写", "请核对它和上级文件夹的权限，或换一个文件夹"),
    errno.EPERM: ("没有权限改动", "请核对它和上级文件夹的权限，或换一个文件夹"),
    errno.EBUSY: ("不能整个换下，多半是挂载点", "请换一个文件夹，例如它里面的一个"),
    errno.EXDEV: ("不能整个换下，多半是挂载点", "请换一个文件夹，例如它里面的一个"),
    errno.ENOTDIR: ("路径中间有一段不是文件夹", "请核对路径"),
    errno.EISDIR: ("是文件夹，不是文件", "请核对路径"),
    errno.EIO: ("磁盘读写出错", "请检查磁盘"),
    errno.ENAMETOOLONG: ("名称太长", "请换一个短的"),
    errno.ELOOP: ("的链接绕成了圈", "请核对路径"),
}
"""What the system refuses every day: what is wrong, and what to do."""


class UnfitError(Exception):
    """Why a folder cannot be replaced: ``what`` is wrong, and a ``hint`` what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}。{hint}。")
        self.what, self.hint = what, hint


def in_words(error: OSError) -> str | None:
    """An everyday trouble of the system as a Chinese sentence; None if it is none of these."""
    number = error.errno
    if isinstance(error, shutil.Error) and (
        found := re.search(r"\[Errno (\d+)\]", repr(error.args))
    ):
        number = int(found[1])  # of the first of several files
    if number not in TROUBLES:
        return None
    what, hint = TROUBLES[number]
    return f"{_named(error)} {what}。{hint}。".lstrip()


def _named(error: OSError) -> str:
    """The file it is about; of two, the one that was to be made."""
    names = (error.filename2, error.filename)
    return next((os.fsdecode(name) for name in names if isinstance(name, str | bytes)), "")


def files(
    contents: Mapping[Path, bytes], *, precious: bool = True, executable: bool = False
) -> None:
    """Write files, path → bytes: all are written before the first takes its place.

    Folders are made; a link is followed; the mode of an old file is kept, if it is not to be
    ``executable``.  Raises ``OSError`` with
    the file's name, and leaves the old files then.  What is not ``precious`` can be made again, and
    need not survive a power cut: thousands of files are not waited for one by one.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            target = Path(os.path.realpath(path))
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            parts[part] = target
            with _about(path):
                _write_beside(target, part, data, precious=precious)
                if executable:
                    part.chmod(0o755)
        # From here on it is quick, and stopping halfway would leave some files new and some old.
        with shielded():
            for part, target in parts.items():
                part.replace(target)
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _write_beside(target: Path, part: Path, data: bytes, *, precious: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        left.unlink(missing_ok=True)  # by a killed process
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        if precious:
            os.fsync(file.fileno())
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        shutil.copymode(target, part)


@contextmanager
def _about(path: Path, instead_of: Path | None = None) -> Iterator[None]:
    """An error of the system names what the user knows, not the hidden name beside it."""
    try:
        yield
    except OSError as error:
        named = _named(error)
        if instead_of is None or not named or Path(named).is_relative_to(instead_of):
            error.filename, error.filename2 = os.fspath(path), None
        raise


@contextmanager
def folder(target: Path, mark: str) -> Iterator[Path]:
    """An empty folder to fill; when the block ends well, it takes the place of ``target``.

    ``mark`` is a file by which an older folder of the same kind is known; what is none is refused
    with ``UnfitError``, and so is what cannot be replaced.  The new folder can be read by whoever
    could read the old one, and hidden files at the top of the old one stay.  A link is followed.
    Where another process is at work on the same folder, it is waited for.
    """
    place = Path(os.path.realpath(target))
    with _about(target, instead_of=_shop(place)), _workshop(place) as shop:
        _refuse_unfit(target, place, mark)
        new = shop / _NEW
        new.mkdir()
        if place.is_dir():
            _let_read(new, as_=place)
        yield new
        if place.is_dir():
            _keep_hidden(place, new)
        # A late error of the disk must come before the exchange, not after it.
        _onto_disk(new)
        with shielded():
            _exchange(new, place, shop / _OLD)


def _refuse_unfit(target: Path, place: Path, mark: str) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise UnfitError(f"{target} 是文件，不是文件夹", "请换一个")
    if Path.cwd().is_relative_to(place):
        raise UnfitError(f"现在就在 {target} 里，不能把它换下", "请到别的文件夹里运行")
    if os.path.ismount(place):
        raise UnfitError(f"{target} 是挂载点，不能整个换下", f"请写它里面的一个文件夹，如 {target / 'site'}")  # fmt: skip
    seen = [path for path in place.iterdir() if not path.name.startswith(".")]
    if seen and not (place / mark).is_file():
        raise UnfitError(f"{target} 里有别的文件", "请换一个空文件夹")
    if not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(target))


def _let_read(new: Path, as_: Path) -> None:
    """Owner, group, mode and access lists, before anything in it takes after them."""
    then, now = as_.stat(), new.stat()
    if then.st_uid != now.st_uid:
        with suppress(PermissionError):
            os.chown(new, then.st_uid, -1)
    if then.st_gid != now.st_gid:
        os.chown(new, -1, then.st_gid)
    shutil.copystat(as_, new)


def _keep_hidden(old: Path, new: Path) -> None:
    for path in old.glob(".*"):
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _exchange(new: Path, place: Path, old: Path) -> None:
    """Let two folders change places, in one step where the system can, else in three.

    What was old is then called new: only a folder called old is ever put back (``_tidy``).
    """
    if not place.exists():
        new.rename(place)
    elif not _swapped(new, place):
        place.rename(old)
        new.rename(place)
        old.rename(new)


def _swapped(one: Path, other: Path) -> bool:
    """Whether the system has a call that exchanges two names, and did."""
    if (call := _of_the_system("renameat2")) is None:
        return False
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    names = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    return bool(call(*names, _EXCHANGE) == 0)


def _onto_disk(new: Path) -> None:
    """Have all that was written on the disk, so that neither a power cut nor a late error halves it."""
    if (call := _of_the_system("syncfs")) is None:
        return
    opened = os.open(new, os.O_RDONLY)
    try:
        if call(opened) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(opened)


def _of_the_system(name: str) -> Any:
    """A function of the C library that Python has no name for; None where there is none."""
    try:
        return getattr(ctypes.CDLL(None, use_errno=True), name)
    except (AttributeError, OSError, TypeError):
        return None


# ── where a folder is made ──────────────────────────────────────────────────────────────────────


def _shop(place: Path) -> Path:
    return place.with_name(f".{place.name}.jifen")


@contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    """A hidden folder beside ``place``, for this process alone, empty at first and gone at last."""
    shop = _shop(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = _locked(shop, place)
    try:
        _tidy(shop, place)
        (shop / ".gitignore").write_text("*\n", "utf-8")  # nobody submits what a kill has left
        yield shop
    finally:
        with shielded(), suppress(OSError):
            try:
                _tidy(shop, place)
                (shop / ".gitignore").unlink(missing_ok=True)
                (shop / _LOCK).unlink()
                shop.rmdir()
            finally:
                os.close(lock)


def _tidy(shop: Path, place: Path) -> None:
    """Put back a folder that was moved away and has no successor; remove everything else."""
    old, new = shop / _OLD, shop / _NEW
    if old.exists() and not place.exists():
        old.rename(place)
    for left in (new, old):
        if left.exists():
            left.rename(new)
            shutil.rmtree(new)


def _locked(shop: Path, place: Path) -> int:
    """The open lock of a workshop; the system releases it when the process ends, however it ends."""
    while True:
        # Not ``exist_ok``, which looks again, and fails where the folder has gone meanwhile.
        with suppress(FileExistsError):
            shop.mkdir(mode=0o700)
        name = shop / _LOCK
        try:
            lock = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue  # whoever was here before has just removed the folder
        if sys.platform != "win32":
            _wait(lock, place)
        if _still(lock, name):
            return lock
        os.close(lock)


def _wait(lock: int, place: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write(f"另一个进程正在写 {place}，等它结束……\n")
        sys.stderr.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)


def _still(lock: int, name: Path) -> bool:
    """Whether it is still the lock of the folder: whoever had it may have removed both."""
    try:
        return os.path.samestat(os.fstat(lock), name.stat())
    except FileNotFoundError:
        return False
