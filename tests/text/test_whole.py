"""Files and folders take their place whole: after a kill, a full disk, with two at once."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from generator.files import whole
from generator.files.whole import UnfitError, files, folder

MARK = "mark.txt"
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
SCRIPT = """
import os, shutil, signal, sys
from pathlib import Path
from generator.files import whole

def fill():
    with whole.folder(Path(sys.argv[1]), "mark.txt") as made:
        for name in ("mark.txt", "page.txt"):
            (made / name).write_text(sys.argv[2])
"""


def fill(place: Path, text: str) -> None:
    """Make a folder of two files that both say ``text``."""
    with folder(place, MARK) as made:
        for name in (MARK, "page.txt"):
            (made / name).write_text(text, encoding="utf-8")


def fail(place: Path) -> None:
    """Begin to fill a folder, and give up."""
    with suppress(ZeroDivisionError), folder(place, MARK) as made:
        (made / MARK).write_text("half", encoding="utf-8")
        raise ZeroDivisionError


def elsewhere(place: Path, text: str, *lines: str) -> int:
    """The same in a process of its own, in which these lines are run; its exit code."""
    call = [sys.executable, "-c", SCRIPT + "\n".join(lines), str(place), text]
    return subprocess.run(call, check=False).returncode


def seen(place: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(place.iterdir())}


def both(text: str) -> dict[str, str]:
    return {MARK: text, "page.txt": text}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with an old state, in a folder where nothing else is."""
    fill(tmp_path / "site", "old")
    return tmp_path / "site"


def alone(site: Path) -> bool:
    return [path.name for path in site.parent.iterdir()] == ["site"]


@pytest.fixture(params=["in one call", "by renaming"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of exchanging two folders; on Linux the first is there."""
    if request.param == "by renaming":
        monkeypatch.setattr(whole, "_of_the_system", lambda _: None)
    return str(request.param)


# ── folders ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("way")
def test_a_new_folder_takes_the_place_of_the_old_and_nothing_is_left(site: Path) -> None:
    fill(site, "new")
    assert seen(site) == both("new")
    assert alone(site)


@pytest.mark.usefixtures("way")
def test_a_block_that_fails_leaves_the_old_folder(site: Path) -> None:
    fail(site)
    assert seen(site) == both("old")
    assert alone(site)


def test_linux_exchanges_in_one_call(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert whole._swapped(tmp_path / "a", tmp_path / "b") is sys.platform.startswith("linux")
    assert not whole._swapped(tmp_path / "a", tmp_path / "none")


WITHOUT_CALL = "whole._of_the_system = lambda name: None"
KILLED = {
    "while it is filled": (f"Path.write_text = lambda *_, **__: {KILL}",),
    "before the exchange": (f"whole._exchange = lambda *_: {KILL}",),
    "between the renames": (
        WITHOUT_CALL,
        "rename = Path.rename",
        f"Path.rename = lambda path, to: (rename(path, to), path.name == 'site' and {KILL})",
    ),
    "after the renames": (
        WITHOUT_CALL,
        "rename = Path.rename",
        f"Path.rename = lambda path, to: {KILL} if path.name == 'old' else rename(path, to)",
    ),
    "while it tidies up": (f"shutil.rmtree = lambda *_: {KILL}",),
}


@pytest.mark.parametrize("when", KILLED)
def test_a_kill_leaves_the_old_folder_or_the_new_one(site: Path, when: str) -> None:
    assert elsewhere(site, "new", *KILLED[when], "fill()") == -signal.SIGKILL
    whole_after_it = both("new" if when in ("after the renames", "while it tidies up") else "old")
    if when == "between the renames":
        assert not site.exists()
    else:
        assert seen(site) == whole_after_it
    # A next one that fails puts back what was moved away, and removes what the killed one left.
    fail(site)
    assert seen(site) == whole_after_it
    assert alone(site)


def test_what_a_kill_leaves_is_nothing_that_git_sees(site: Path) -> None:
    elsewhere(site, "new", f"whole._exchange = lambda *_: {KILL}", "fill()")
    subprocess.run(["git", "init", "--quiet", str(site.parent)], check=True)
    status = ["git", "-C", str(site.parent), "status", "--porcelain", "--untracked-files=all"]
    shown = subprocess.run(status, check=True, capture_output=True, text=True).stdout
    assert shown == "?? site/mark.txt\n?? site/page.txt\n"


def test_the_second_waits_for_the_first_and_nothing_is_mixed(site: Path) -> None:
    call = [sys.executable, "-c", f"{SCRIPT}\nfill()", str(site), "second"]
    with folder(site, MARK) as made:
        for name in (MARK, "page.txt"):
            (made / name).write_text("first", encoding="utf-8")
        second = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
        assert second.stderr is not None
        assert second.stderr.readline() == f"另一个进程正在写 {site}，等它结束……\n"
        assert (seen(site), seen(made)) == (both("old"), both("first"))
    with second:
        assert second.wait() == 0
    assert seen(site) == both("second")
    assert alone(site)


def test_many_at_once_leave_one_whole_folder(site: Path) -> None:
    call = [sys.executable, "-c", f"{SCRIPT}\nfor _ in range(50): fill()", str(site)]
    running = [subprocess.Popen([*call, text], stderr=subprocess.DEVNULL) for text in "abcd"]
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    assert len(set(seen(site).values())) == 1
    assert alone(site)


def test_the_other_may_leave_between_two_looks(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was there when we wanted to make it, and is gone when we look again."""
    mkdir, refusals = os.mkdir, iter([FileExistsError(errno.EEXIST, "gone again")])

    def made(path: Path, mode: int = 0o777) -> None:
        if path.name.endswith(".jifen"):
            for refusal in refusals:
                raise refusal
        mkdir(path, mode)

    monkeypatch.setattr(os, "mkdir", made)
    fill(site, "new")
    assert seen(site) == both("new")
    assert alone(site)


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnfitError, match="letters 里有别的文件。请换一个空文件夹。"):
        fill(tmp_path / "letters", "new")
    assert seen(tmp_path / "letters") == {"mine.txt": "mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_a_file_and_the_folder_one_stands_in_are_not_replaced(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnfitError, match=r"page\.txt 是文件，不是文件夹。请换一个。"):
        fill(site / "page.txt", "new")
    monkeypatch.chdir(site)
    with pytest.raises(
        UnfitError, match=r"现在就在 .*site 里，不能把它换下。请到别的文件夹里运行。"
    ):
        fill(site, "new")
    assert seen(site) == both("old")


def test_a_mount_point_is_not_replaced(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os.path, "ismount", lambda path: path == site)
        with pytest.raises(UnfitError, match="是挂载点，不能整个换下。请写它里面的一个文件夹，如"):
            fill(site, "new")

    def refused(path: Path, _: Path) -> None:
        # What Linux says of a folder that is mounted over itself.
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), path)

    monkeypatch.setattr(whole, "_swapped", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OSError, match="busy") as caught:
        fill(site, "new")
    assert whole.in_words(caught.value) == (
        f"{site} 不能整个换下，多半是挂载点。请换一个文件夹，例如它里面的一个。"
    )
    assert seen(site) == both("old")


@pytest.mark.usefixtures("way")
def test_the_web_server_can_read_the_new_folder_as_it_could_the_old(site: Path) -> None:
    group = next((each for each in os.getgroups() if each != os.getgid()), 4)
    if os.geteuid() == 0 or group in os.getgroups():
        os.chown(site, -1, group)
    site.chmod(0o2750)
    old = site.stat()
    fill(site, "new")
    new = site.stat()
    assert (new.st_mode, new.st_gid) == (old.st_mode, old.st_gid)
    assert new.st_ino != old.st_ino
    assert (site / "page.txt").stat().st_gid == old.st_gid


def test_a_first_folder_has_the_mode_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    fill(tmp_path / "deep" / "site", "new")
    assert (tmp_path / "deep" / "site").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.usefixtures("way")
def test_hidden_files_of_the_web_server_stay(site: Path) -> None:
    (site / ".htaccess").write_text("Deny", encoding="utf-8")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "x").write_text("x", encoding="utf-8")
    fill(site, "new")
    assert sorted(path.name for path in site.iterdir()) == [".htaccess", ".well-known", MARK, "page.txt"]  # fmt: skip
    assert (site / ".well-known" / "x").read_text(encoding="utf-8") == "x"


def test_a_link_stays_and_what_it_names_is_replaced(site: Path, tmp_path: Path) -> None:
    (tmp_path / "www").symlink_to(site)
    fill(tmp_path / "www", "new")
    assert (tmp_path / "www").is_symlink()
    assert seen(site) == both("new")


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_no_file_is_written_where_the_disk_has_no_room_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yml").write_bytes(b"old")
    synced = iter([lambda _: None, full_disk])
    monkeypatch.setattr(os, "fsync", lambda file: next(synced)(file))  # noqa: PLW0108 - the next one each time
    with pytest.raises(OSError, match="space") as caught:
        files({tmp_path / "a.yml": b"new", tmp_path / "b.yml": b"new"})
    assert (
        whole.in_words(caught.value) == f"{tmp_path / 'b.yml'} 磁盘已满。请腾出空间后再运行一次。"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.yml"]
    assert (tmp_path / "a.yml").read_bytes() == b"old"


def test_a_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "real.json").chmod(0o640)
    (tmp_path / "link.json").symlink_to("real.json")
    files({tmp_path / "link.json": b"new", tmp_path / "deep" / "first.json": b"first"})
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"
    assert (tmp_path / "real.json").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "deep" / "first.json").read_bytes() == b"first"


def test_what_a_killed_write_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".rooms.yml.4711.part").write_bytes(b"ha")
    (tmp_path / ".mushrooms.yml.4711.part").write_bytes(b"another's")
    files({tmp_path / "rooms.yml": b"whole"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mushrooms.yml.4711.part", "rooms.yml"]  # fmt: skip


def test_a_limit_on_the_size_of_files_is_said_in_a_sentence(tmp_path: Path) -> None:
    call = "import sys; from pathlib import Path; from generator.files import whole\n"
    call += "try: whole.files({Path(sys.argv[1]): b'x' * 1000})\n"
    call += "except OSError as error: print(whole.in_words(error))"
    done = subprocess.run(
        [sys.executable, "-c", call, str(tmp_path / "big")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (
        done.stdout
        == f"{tmp_path / 'big'} 超过了系统允许的文件大小。请用 ulimit -f 放宽限制后再运行一次。\n"
    )
    assert list(tmp_path.iterdir()) == []
