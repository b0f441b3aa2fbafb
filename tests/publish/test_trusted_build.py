"""A build from a trust root: the history is proven too, or nothing is published."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.approval.root import BadRoot
from generator.publish.build import TRUST, trust_root
from generator.publish.evidence import UnprovenError
from generator.publish.frame import BadBooksError, Frame
from tests.bureau import Bureau, bureau
from tests.county import ROOM
from tests.rendered import Rendered
from tests.small_site import ROOT, digests, mkdocs, project


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau whose main has one approved record."""
    made = bureau(tmp_path_factory.mktemp("bureau"))
    desk = made.desk()
    desk.branch("june")
    desk.submit()
    desk.commit()
    pushed = desk.push()
    assert pushed.accepted, pushed.said
    return made


def audit_text(frame: Frame) -> str:
    return Rendered(frame.pages["audit/"].html).text


def test_history_and_checkpoint_are_shown_only_with_a_trust_root(served: Bureau) -> None:
    desk = served.desk()
    with_root = audit_text(Frame(desk.folder, trust=served.root))
    head = desk.git("rev-parse", "origin/main")
    line = f"主分支 {head}，最新报送 2025-06/rooms-chengguan-1，共 1 份，审批人名册第 1 版"
    assert line in with_root
    assert "历史没有核验" not in with_root
    month = Rendered(Frame(desk.folder, trust=served.root).pages["audit/2025-06/"].html).text
    assert head in month
    without = Frame(desk.folder)
    assert head not in "".join(page.html for page in without.pages.values())
    assert "历史没有核验" in audit_text(without)


SITE = {
    "mkdocs.yml": "site_name: 临水\nnav: [own.md]\n",
    "pages/own.md": "# 本局制度\n\n[图](own.png)\n",
    "pages/own.png": "png",
}
PLANTED = {
    "rules/calendar.yml": "# nobody signed this\n",
    ROOM: "nor this\n",
    "ledger/2025-06/rooms/hedong.yml": "nor this\n",
    "mkdocs.yml": "site_name: 假\nhooks: [own.py]\nextra_css: [own.css]\n",
    "own.py": "raise SystemExit('a hook has run')\n",
    "pages/own.md": "# 假的制度\n",
    "pages/more.md": "# 没有人签过\n",
    "pages/own.js": "alert(1)\n",
    "site_templates/theme/main.html": "假",
    "site_templates/mkdocs.yml": "site_name: 假\n",
    "handbook/index.md": "# 假的手册\n",
    "sitecustomize.py": "raise SystemExit('a module of the work tree has run')\n",
}
"""What somebody has left in the clone, changed or never added."""


@pytest.fixture(scope="module")
def with_pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bureau, Path, dict[str, str]]:
    """A bureau with a record, settings and an own page on main; its trust root; its site."""
    made = bureau(tmp_path_factory.mktemp("bureau"))
    for name, files in (("june", {}), ("pages", SITE)):
        desk = made.desk()
        desk.branch(name)
        if files:
            first, *_ = files
            also = {path: text for path, text in files.items() if path != first}
            desk.submit(first, files[first], "rules/software-1", "software", also=also)
        else:
            desk.submit()
        desk.commit()
        assert (pushed := desk.push()).accepted, pushed.said
    root = made.folder / "ROOT.json"
    root.write_text(made.root.text, encoding="utf-8")
    return made, root, digests(built_from(made.desk().folder, made.folder / "site", root))


def built_from(folder: Path, site: Path, root: Path) -> Path:
    done = jifen(folder, "build", "--trust", str(root), "--out", str(site))
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return site


def jifen(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the program in that folder."""
    call = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from generator.__main__ import run; run()"]  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name != TRUST}
    return subprocess.run([*call, *arguments], cwd=folder, env=kept | environment, capture_output=True, text=True, check=False)  # fmt: skip


def test_the_settings_and_the_pages_of_main_are_in_the_site(
    with_pages: tuple[Bureau, Path, dict[str, str]],
) -> None:
    site = with_pages[0].folder / "site"
    home = (site / "index.html").read_text(encoding="utf-8")
    assert '<span class="kpi-short">临水</span>' in home
    assert '<a href="pages/own.html" class="md-tabs__link">本局制度</a>' in home
    assert (site / "pages/own.png").read_bytes() == b"png"


def test_nothing_in_the_work_tree_changes_a_byte_of_the_site(
    with_pages: tuple[Bureau, Path, dict[str, str]], tmp_path: Path
) -> None:
    made, root, clean = with_pages
    desk = made.desk()
    assert jifen(desk.folder, "build", "--out", str(tmp_path / "untrusted")).returncode == 0
    for path in (desk.folder / ".cache").rglob("*.cache"):
        path.write_bytes(b"code of somebody else")
    for name, text in PLANTED.items():
        desk.write(name, text)
    desk.git("switch", "--quiet", "--create", "elsewhere")
    assert digests(built_from(desk.folder, tmp_path / "site", root)) == clean
    untrusted = jifen(desk.folder, "build", "--out", str(tmp_path / "untrusted"))
    assert untrusted.returncode == 1
    assert "mkdocs.yml:2:1: 这里不能设 hooks。" in untrusted.stderr


def test_an_export_is_read_from_main_too(
    with_pages: tuple[Bureau, Path, dict[str, str]], tmp_path: Path
) -> None:
    made, root, _ = with_pages
    clean, planted = made.desk(), made.desk()
    for name, text in PLANTED.items():
        planted.write(name, text)
    for desk, name in ((clean, "clean"), (planted, "planted")):
        done = jifen(desk.folder, "export", "--trust", str(root), "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "planted") == digests(tmp_path / "clean")
    assert "本局制度" in (tmp_path / "clean/mkdocs.yml").read_text(encoding="utf-8")


def test_settings_that_would_run_something_are_refused_however_they_came_to_main(
    tmp_path: Path,
) -> None:
    """The gate takes them no more; a bureau could have been founded with them."""
    made = bureau(tmp_path / "bureau")
    desk = made.desk()
    desk.write("mkdocs.yml", "hooks: [own.py]\n")
    desk.commit()
    smuggled = replace(made.root, genesis=desk.git("rev-parse", "HEAD"))
    with pytest.raises(BadBooksError) as caught:
        Frame(desk.folder, trust=smuggled)
    assert caught.value.lines[0].startswith("mkdocs.yml:1:1: 这里不能设 hooks。")


def test_a_step_nobody_approved_is_not_published(served: Bureau) -> None:
    desk = served.desk()
    desk.write(ROOM, desk.read(ROOM).replace("已办: 18".encode(), "已办: 19".encode()))
    desk.commit()
    with pytest.raises(UnprovenError) as caught:
        Frame(desk.folder, trust=served.root)
    assert len(caught.value.lines) == 2
    assert all(line.startswith("E-") and line.endswith("。") for line in caught.value.lines)


def test_another_root_proves_nothing(served: Bureau) -> None:
    other = replace(served.root, genesis="1" * 40)
    with pytest.raises(UnprovenError) as caught:
        Frame(served.desk().folder, trust=other)
    assert caught.value.lines[0].startswith("E-GENESIS")


def test_demonstration_keys_are_refused_by_a_real_root(served: Bureau) -> None:
    with pytest.raises(UnprovenError) as caught:
        Frame(served.desk().folder, trust=replace(served.root, demo=False))
    assert any(line.startswith("E-DEMO") for line in caught.value.lines)


def test_the_root_lies_outside_of_what_it_proves(served: Bureau, tmp_path: Path) -> None:
    folder = served.desk().folder
    inside, outside = folder / "root.json", tmp_path / "root.json"
    for path in (inside, outside):
        path.write_text(served.root.text, encoding="utf-8")
    assert trust_root({}, folder) is None
    assert trust_root({TRUST: str(outside)}, folder) == served.root
    with pytest.raises(BadRoot):
        trust_root({TRUST: str(inside)}, folder)
    with pytest.raises(BadRoot):
        trust_root({TRUST: str(tmp_path / "none.json")}, folder)


def test_the_site_is_built_from_a_root_that_the_environment_names(
    served: Bureau, tmp_path: Path
) -> None:
    folder, site = served.desk().folder, tmp_path / "site"
    root = tmp_path / "root.json"

    def build(text: str) -> subprocess.CompletedProcess[str]:
        root.write_text(text, encoding="utf-8")
        return jifen(folder, "build", "--out", str(site), **{TRUST: str(root)})

    done = build(served.root.text)
    assert done.returncode == 0, done.stderr
    assert "主分支 " in (site / "audit/index.html").read_text(encoding="utf-8")
    refused = build(replace(served.root, genesis="1" * 40).text)
    assert refused.returncode == 1
    assert "E-GENESIS" in refused.stderr
    assert (site / "audit/index.html").is_file()
    unread = build("{}")
    assert unread.returncode == 1
    assert "信任根" in unread.stderr
    assert "Traceback" not in unread.stderr


def test_mkdocs_by_itself_takes_no_trust_root(tmp_path: Path) -> None:
    """It has read its settings from the work tree before the program is asked."""
    done = mkdocs(project(tmp_path / "county"), tmp_path / "site", **{TRUST: "ROOT.json"})
    assert done.returncode == 1
    assert done.stderr == "凭信任根生成网站，请用 jifen build --trust。网站没有更新。\n"
