"""``jifen build`` and ``mkdocs build``: a site is there whole, old or new, whatever happens."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.county import ROOM, county, edit
from tests.once import made_once
from tests.small_site import ROOT, digests, mkdocs, project

OLD, NEW = "已办: 18", "已办: 19"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
RUN = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore them
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from pathlib import Path
from generator.files import whole
from generator.command.main import main
{lines}
main(sys.argv[1:], prog_name="jifen")
"""
PAUSE = """
import mkdocs.utils
write, written = mkdocs.utils.write_file, []
def paused(*call):
    written.append(write(*call))
    if len(written) == 20:
        print("paused", flush=True)
        time.sleep(60)
mkdocs.utils.write_file = paused
"""
"""A build that stops in the middle of its pages and says so."""


def jifen(
    home: Path, *arguments: str, lines: str = "", limit: int = 0
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which first runs these lines; ``limit``: bytes a file."""
    limited = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    call = [sys.executable, "-c", RUN.format(lines=lines), *arguments]
    return subprocess.run(call, cwd=home, env=ENVIRONMENT, capture_output=True, text=True, check=False, preexec_fn=limited)  # fmt: skip


def started(home: Path, *arguments: str, lines: str = "") -> subprocess.Popen[str]:
    call = [sys.executable, "-c", RUN.format(lines=lines), *arguments]
    return subprocess.Popen(call, cwd=home, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip


def put_record(home: Path, words: str) -> None:
    """The room's record says that 18 or 19 of 20 are done."""
    files = county(*([] if words == OLD else [edit(ROOM, OLD, words)]))
    (home / ROOM).write_bytes(files[ROOM])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, and the sites of both records in folders named by them."""

    def make(home: Path) -> None:
        project(home)
        for words in (OLD, NEW):
            put_record(home, words)
            done = jifen(home, "build", "--out", words)
            assert done.stdout == f"网站已生成：{words}\n", done.stderr

    return made_once(tmp_path_factory, "whole", make)


@pytest.fixture(scope="module")
def sites(built: Path) -> dict[str, dict[str, str]]:
    """What a whole site holds: of the old record, and of the new one."""
    made = {words: digests(built / words) for words in (OLD, NEW)}
    assert made[OLD] != made[NEW]
    return made


@pytest.fixture
def home(tmp_path: Path, built: Path) -> Path:
    """A project with the old site and the new record."""
    made = Path(shutil.copytree(built, tmp_path / "home"))
    shutil.rmtree(made / NEW)
    (made / OLD).rename(made / "site")
    return made


def nothing_left(home: Path) -> bool:
    return [path.name for path in home.iterdir() if path.name.startswith(".site")] == []


# ── readers ─────────────────────────────────────────────────────────────────────────────────────


def read_once(site: Path) -> dict[str, str] | None:
    """All that one reader gets, or None where the site was exchanged while it read."""
    before = site.stat().st_ino
    try:
        found = digests(site)
    except OSError:
        found = {}
    return found if site.stat().st_ino == before else None


def test_every_reader_gets_a_whole_site_however_often_a_build_is_killed(
    home: Path, sites: dict[str, dict[str, str]]
) -> None:
    gotten: list[dict[str, str]] = []
    over = threading.Event()

    def read_on() -> None:
        while not over.is_set():
            found = read_once(home / "site")
            if found is not None and found not in gotten:
                gotten.append(found)
            time.sleep(0.01)

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        start = time.monotonic()
        assert jifen(home, "build").returncode == 0
        long = time.monotonic() - start
        for turn, words in enumerate((OLD, NEW, OLD)):
            put_record(home, words)
            with started(home, "build") as running:
                time.sleep(long * (0.6 + 0.2 * turn))
                running.kill()
        put_record(home, OLD)
        assert jifen(home, "build").returncode == 0
    finally:
        over.set()
        reader.join()
    assert all(found in sites.values() for found in gotten)
    assert len(gotten) == 2
    assert digests(home / "site") == sites[OLD]
    assert nothing_left(home)


MOMENTS = {
    "before the exchange": "whole._exchange = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
    "after the exchange": """
exchange = whole._exchange
whole._exchange = lambda *names: (exchange(*names), os.kill(os.getpid(), signal.SIGKILL))
""",
    "between the renames": """
whole._of_the_system = lambda name: None
rename = Path.rename
Path.rename = lambda path, to: (
    rename(path, to), path.name == "site" and os.kill(os.getpid(), signal.SIGKILL))
""",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_start_after_a_kill_mends_what_it_left(
    home: Path, sites: dict[str, dict[str, str]], moment: str
) -> None:
    assert jifen(home, "build", lines=MOMENTS[moment]).returncode == -signal.SIGKILL
    assert not nothing_left(home)
    # The next one builds nothing, because of an error in a record, and yet mends.
    put_record(home, "已办: 018")
    assert jifen(home, "build").returncode == 1
    assert digests(home / "site") == sites[NEW if moment == "after the exchange" else OLD]
    assert nothing_left(home)


def test_two_builds_at_once_do_not_mix(home: Path, sites: dict[str, dict[str, str]]) -> None:
    wait = "exchange = whole._exchange\n"
    wait += (
        "def held(*names):\n    print('held', flush=True); sys.stdin.readline(); exchange(*names)\n"
    )
    wait += "whole._exchange = held"
    call = [sys.executable, "-c", RUN.format(lines=wait), "build"]
    with subprocess.Popen(call, cwd=home, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:  # fmt: skip
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == "held\n"
        put_record(home, OLD)
        with started(home, "build") as second:
            assert second.stderr is not None
            assert second.stderr.readline() == f"另一个进程正在写 {home / 'site'}，等它结束……\n"
            first.stdin.write("go on\n")
            first.stdin.flush()
            assert second.wait() == 0
    assert first.returncode == 0
    # The second has read the records after its wait, so that the newest ones are published.
    assert digests(home / "site") == sites[OLD]
    assert nothing_left(home)


# ── interruptions and refusals ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interrupted_build_tidies_up_and_says_so(
    home: Path, sites: dict[str, dict[str, str]], number: signal.Signals, code: int
) -> None:
    with started(home, "build", lines=PAUSE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "paused\n"
        assert not nothing_left(home)
        running.send_signal(number)
        said = running.communicate()
    assert said == ("", "已中断，网站没有更新。\n")
    assert running.returncode == code
    assert digests(home / "site") == sites[OLD]
    assert nothing_left(home)


def test_an_interruption_before_anything_has_begun_is_silent(home: Path) -> None:
    code = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class AtTheImport:
    def find_spec(name, *_):
        if name == "generator.command.main":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, AtTheImport)
from generator.__main__ import run
run()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=home, env=ENVIRONMENT, capture_output=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_a_build_that_outlives_its_terminal_is_not_interrupted(home: Path) -> None:
    lines = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    lines += "exchange = whole._exchange\n"
    lines += "whole._exchange = lambda *n: (os.kill(os.getpid(), signal.SIGHUP), exchange(*n))"
    assert jifen(home, "build", lines=lines).returncode == 0


def test_a_full_disk_is_one_sentence_and_leaves_the_old_site(
    home: Path, sites: dict[str, dict[str, str]]
) -> None:
    done = jifen(home, "build", limit=10_000)
    site = home / "site"
    assert done.stderr == (
        f"{site} 超过了系统允许的文件大小。请用 ulimit -f 放宽限制后再运行一次。网站没有更新。\n"
    )
    assert (done.stdout, done.returncode) == ("", 1)
    lines = PAUSE.replace("len(written) == 20", "len(written) > 20")
    lines = lines.replace('print("paused", flush=True)', "raise OSError(28, os.strerror(28))")
    done = jifen(home, "build", lines=lines)
    assert done.stderr == f"{site} 磁盘已满。请腾出空间后再运行一次。网站没有更新。\n"
    assert (done.stdout, done.returncode) == ("", 1)
    assert digests(site) == sites[OLD]
    assert nothing_left(home)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="no folder that nobody can write")
def test_a_folder_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    done = jifen(home, "build", "--out", "/sys/kernel/site")
    assert done.stderr.startswith("/sys/kernel/site ")
    assert done.stderr.endswith("，或换一个文件夹。网站没有更新。\n")
    assert (done.stdout, done.returncode) == ("", 1)


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (".", ". 里有台账，不能放网站。请换一个文件夹。"),
        ("..", ".. 里有台账，不能放网站。请换一个文件夹。"),
        ("ledger/2025-06", "ledger/2025-06 在台账的 ledger/ 里，不能放网站。请换一个文件夹。"),
        ("rules/site", "rules/site 在台账的 rules/ 里，不能放网站。请换一个文件夹。"),
        ("handbook", "handbook 在台账的 handbook/ 里，不能放网站。请换一个文件夹。"),
        ("letters", "HOME/letters 里有别的文件。请换一个空文件夹。"),
        ("mkdocs.yml", "HOME/mkdocs.yml 是文件，不是文件夹。请换一个。"),
    ],
)
def test_nothing_that_is_no_site_is_replaced(home: Path, out: str, why: str) -> None:
    (home / "letters").mkdir()
    (home / "letters" / "mine.txt").touch()
    before = digests(home)
    done = jifen(home, "build", "--out", out)
    why = why.replace("HOME", str(home))
    assert done.stderr == f"{why}网站没有更新。\n"
    assert done.returncode == 1
    assert digests(home) == before


# ── MkDocs by itself ────────────────────────────────────────────────────────────────────────────


def test_mkdocs_by_itself_names_the_site_s_place_and_makes_the_same(
    home: Path, sites: dict[str, dict[str, str]]
) -> None:
    done = mkdocs(home, home / "site")
    assert done.returncode == 0
    assert f"Building documentation to directory: {home / 'site'}\n" in done.stderr
    assert digests(home / "site") == sites[NEW]
    assert nothing_left(home)


@pytest.mark.parametrize("command", ["jifen build", "mkdocs build --strict"])
def test_a_link_that_leads_nowhere_is_said_and_leaves_the_old_site(
    home: Path, sites: dict[str, dict[str, str]], command: str
) -> None:
    (home / "pages").mkdir()
    (home / "pages" / "own.md").write_text("# 制度\n\n[没有](none.md)\n", encoding="utf-8")
    done = jifen(home, "build") if command == "jifen build" else mkdocs(home, home / "site")
    assert done.returncode == 1
    assert "'pages/own.md' contains a link 'none.md'" in done.stderr
    assert done.stderr.endswith("手册或设置有上面各条 WARNING 写明的问题，网站没有更新。\n")
    assert digests(home / "site") == sites[OLD]
    assert nothing_left(home)


def test_a_build_that_finds_nothing_wrong_says_nothing_of_how_mkdocs_goes_on(home: Path) -> None:
    done = jifen(home, "build")
    assert (done.stdout, done.stderr) == (f"网站已生成：{home / 'site'}\n", "")


def test_mkdocs_itself_can_be_interrupted(home: Path, sites: dict[str, dict[str, str]]) -> None:
    code = f"import sys, time\n{PAUSE}\nfrom mkdocs.__main__ import cli\ncli(['build', '--strict'])"
    with subprocess.Popen([sys.executable, "-c", code], cwd=home, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline() == "paused\n"
        running.terminate()
        said = running.communicate()[1]
    assert said.splitlines()[-1] == "已中断，网站没有更新。"
    assert "Traceback" not in said
    assert running.returncode == 143
    assert digests(home / "site") == sites[OLD]
    assert nothing_left(home)


# ── other commands ──────────────────────────────────────────────────────────────────────────────


def test_an_export_that_finds_the_disk_full_leaves_the_last_one(home: Path) -> None:
    assert jifen(home, "export", "--out", "out").returncode == 0
    before = digests(home / "out")
    done = jifen(home, "export", "--out", "out", limit=10_000)
    assert done.stderr == "out 超过了系统允许的文件大小。请用 ulimit -f 放宽限制后再运行一次。\n"
    assert done.returncode == 1
    assert digests(home / "out") == before


def test_a_period_is_closed_with_all_its_files_or_none(home: Path) -> None:
    before = digests(home / "ledger")
    done = jifen(home, "close", "2025-06", "rooms", limit=100)
    assert done.stdout == ""
    assert done.stderr.endswith(
        " 超过了系统允许的文件大小。请用 ulimit -f 放宽限制后再运行一次。\n"
    )
    assert done.stderr.startswith(str(home / "ledger" / "2025-06" / "bulletins"))
    assert done.returncode == 1
    assert digests(home / "ledger") == before


def test_output_that_nobody_takes_is_no_fault_of_the_program(home: Path) -> None:
    def run(redirected: str) -> tuple[int, str]:
        call = f"{sys.executable} -m generator check {redirected}"
        done = subprocess.run(["/bin/sh", "-c", call], cwd=home, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # fmt: skip
        return done.returncode, done.stderr

    assert run(">&-") == (0, "")
    assert run(">&- 2>&-") == (0, "")
    if Path("/dev/full").exists():
        assert run("> /dev/full") == (1, "磁盘已满。请腾出空间后再运行一次。\n")
