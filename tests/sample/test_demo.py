"""``make demo`` in its small version: the story is told to its end, and every step is as told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo import __main__ as demo, fraud
from demo.stage import NUMERALS, NotAsToldError, Story, Told
from tests.once import made_once

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a small demonstration, and what it printed into a pipe."""

    def play(folder: Path) -> None:
        call = [
            sys.executable,
            "-m",
            "demo",
            "--quick",
            "--folder",
            str(folder / "played"),
        ]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, check=False, timeout=600)
        text = done.stdout.decode()
        assert done.returncode == 0, text[-3000:] + done.stderr.decode()
        (folder / "told").write_text(text, "utf-8")

    folder = made_once(tmp_path_factory, "demo", play)
    return (folder / "played").resolve(), (folder / "told").read_text("utf-8")


def test_chapters_are_numbered_and_plain(told: tuple[Path, str]) -> None:
    _, text = told
    chapters = re.findall(r"^([一二三四五六七八九十])、", text, re.MULTILINE)
    assert "".join(chapters) == NUMERALS[:9]
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) < 260


def test_five_dishonest_pushes_show_their_one_line(told: tuple[Path, str]) -> None:
    _, text = told
    refused = re.findall(r"^    remote: (E-[A-Z]+) (\S+): .*\n    主分支没有动", text, re.MULTILINE)
    assert [code for code, _ in refused] == [
        "E-NOSHEET",
        "E-CHANGE",
        "E-CLOSED",
        "E-KEY",
        "E-NOTFF",
    ]
    assert refused[2][1] == "ledger/2025-01/rooms/hedong.yml"


def test_it_shows_rejection_click_correction_and_all_frauds(told: tuple[Path, str]) -> None:
    _, text = told
    assert re.search(r"已签名：.*退回 2025-02/rooms-chengguan-1", text)
    assert re.search(r"平台点击的例子：2025-01/\S+ 第 [12] 级", text)
    assert re.search(r"通报公布 [\d.]+ 分.*更正后 [\d.]+ 分", text)
    assert re.search(r"✗ E-OBJECT ledger/\S+: .*（对象 [0-9a-f]{40}）.*\n.*结论：不通过", text)
    assert "断在这里：E-NOSHEET ledger/2025-01/rooms/hedong.yml" in text
    assert "断在这里：E-CUT" in text
    assert text.count("结论：通过。") == 2


def test_the_server_is_left_with_its_gate_and_the_trust_root_outside(
    told: tuple[Path, str],
) -> None:
    folder, _ = told
    assert (folder / "server/ledger.git/hooks/pre-receive").stat().st_mode & 0o111
    assert '"demo": true' in (folder / "safe/ROOT.json").read_text("utf-8")
    assert not any((folder / "audit").rglob("ROOT.json"))


def test_what_a_visitor_is_told_to_try_works(told: tuple[Path, str]) -> None:
    folder, text = told
    lines = re.findall(rf"^    (cd {re.escape(str(folder))}.*)$", text, re.MULTILINE)
    assert len(lines) == 6
    script = "\n".join(lines).replace("jifen approve", "jifen approve --yes")
    start = f"set -e\nPATH={Path(sys.executable).parent}:$PATH\n"
    done = subprocess.run(
        ["bash", "-c", start + script], capture_output=True, check=False, timeout=300
    )
    said = done.stdout.decode()
    assert done.returncode == 0, said + done.stderr.decode()
    assert "等第 1 级（派出所领导）" in said
    assert "各级都已签完" in said
    assert said.rstrip().endswith("结论：通过。")
    assert "最新报送 2025-02/rooms-hedong-1" in said


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    done = CliRunner().invoke(demo.main, ["--folder", str(tmp_path)])
    assert done.exit_code == 2
    assert "不是空文件夹。请换一个" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_step_that_is_not_as_told_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_so(*_: object, **__: object) -> None:
        Story().expect(False, "闸门没有拒绝", Told(0, ("一行",)))

    monkeypatch.setattr(demo, "found", not_so)
    done = CliRunner().invoke(demo.main, ["--quick", "--folder", str(tmp_path)])
    assert done.exit_code == 1
    assert f"演示停在这里，与所说的不符：闸门没有拒绝\n    一行\n现场留在 {tmp_path}" in done.output


def test_a_push_that_is_let_in_is_not_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lenient:
        """A stage whose gate takes everything."""

        main = refs = "0" * 40
        story = Story()

        def tell(self, *_: object) -> Told:
            return Told(0, ())

    pusher = fraud.Pusher.__new__(fraud.Pusher)
    pusher.stage = Lenient()  # type: ignore[assignment]
    pusher.story, pusher.folder, pusher.done = Lenient.story, Path(), 0
    pusher.refs = pusher.main = Lenient.main
    with pytest.raises(NotAsToldError, match="没有以 E-NOTFF 拒绝"):
        pusher.push("强推", "", {}, "E-NOTFF", "git", "push", "--force")
