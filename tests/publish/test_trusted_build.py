"""A build from a trust root: the history is proven too, or nothing is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator.approval.root import BadRoot
from generator.publish.build import TRUST, trust_root
from generator.publish.evidence import UnprovenError
from generator.publish.frame import Frame
from tests.bureau import Bureau, bureau
from tests.county import ROOM
from tests.rendered import Rendered
from tests.small_site import ROOT, built, mkdocs

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_file_that_main_does_not_have_is_not_published(served: Bureau) -> None:
    desk = served.desk()
    desk.write("rules/calendar.yml", desk.read("rules/calendar.yml") + b"# edited\n")
    with pytest.raises(UnprovenError) as caught:
        Frame(desk.folder, trust=served.root)
    assert caught.value.lines[0].startswith("E-TREE rules/calendar.yml: ")


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
    folder = served.desk().folder
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    theme = "site_templates/theme"
    (folder / "mkdocs.yml").write_text(settings.replace(theme, str(ROOT / theme)), encoding="utf-8")
    (folder / "handbook").mkdir()
    for name in ("index", "clerk", "auditor"):
        (folder / "handbook" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    root = tmp_path / "root.json"
    root.write_text(served.root.text, encoding="utf-8")
    site = built(folder, tmp_path / "site", **{TRUST: str(root)})
    assert "主分支 " in (site / "audit/index.html").read_text(encoding="utf-8")
    root.write_text(replace(served.root, genesis="1" * 40).text, encoding="utf-8")
    refused = mkdocs(folder, tmp_path / "site", **{TRUST: str(root)})
    assert refused.returncode == 1
    assert "E-GENESIS" in refused.stderr
    assert (site / "audit/index.html").is_file()
    root.write_text("{}", encoding="utf-8")
    unread = mkdocs(folder, tmp_path / "site", **{TRUST: str(root)})
    assert unread.returncode == 1
    assert "信任根" in unread.stdout + unread.stderr
    assert "Traceback" not in unread.stdout + unread.stderr
