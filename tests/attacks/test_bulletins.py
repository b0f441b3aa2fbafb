"""Bulletins bent before they are issued, or after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.text import canonical, digests
from tests.attacks.scene import CORRECTED, Attacker, Scene, edited, sign
from tests.closed import (
    BULLETIN,
    STANDINGS,
    issued,
    published,
)
from tests.county import ROOM, ROOM_RULES, Change, Files, edit


def issue(desk: Attacker, change: Change, scheme: str = "rooms") -> list[str]:
    paths = desk.apply(issued(scheme), change)
    name = f"2025-06/bulletin-{scheme}-1"
    sign(desk, name, "bulletin", paths, day=14)
    return paths


def in_json(**fields: Any) -> Change:
    """The standings with other values, and the bulletin naming their digest."""

    def change(files: Files) -> None:
        value = canonical.loaded(files[STANDINGS])
        new = canonical.dumped({**value, **fields})
        files[BULLETIN] = files[BULLETIN].replace(digests.of_bytes(files[STANDINGS]).encode(), digests.of_bytes(new).encode())  # fmt: skip
        files[STANDINGS] = new

    return change


def in_yml(old: str, new: str) -> Change:
    return edit(BULLETIN, old, new)


ZERO = f"sha256:{'0' * 64}"


def other_digest(key: str) -> Change:
    def change(files: Files) -> None:
        lines = files[BULLETIN].decode().splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
        start = lines[at].index("sha256:")
        lines[at] = lines[at][:start] + ZERO + lines[at][start + len(ZERO) :]
        files[BULLETIN] = "".join(lines).encode()

    return change


def other_json(spell: Callable[[bytes], bytes]) -> Change:
    """The standings spelled otherwise, with the digest of that spelling."""

    def change(files: Files) -> None:
        new = spell(files[STANDINGS])
        files[BULLETIN] = files[BULLETIN].replace(digests.of_bytes(files[STANDINGS]).encode(), digests.of_bytes(new).encode())  # fmt: skip
        files[STANDINGS] = new

    return change


def better_behind_its_back(files: Files) -> None:
    files[STANDINGS] = files[STANDINGS].replace(b'"rules":[', b'"rules":["x",')


BENT: dict[str, tuple[Change, str]] = {
    "result digest": (other_digest("结果"), BULLETIN),
    "rules digest": (other_digest("规则"), BULLETIN),
    "records digest": (other_digest("记录"), BULLETIN),
    "fewer records": (in_yml("份数: 2", "份数: 1"), BULLETIN),
    "numbers changed behind the digest": (better_behind_its_back, BULLETIN),
    "another issue than in the data": (in_json(issue=2), STANDINGS),
    "another scheme in the data": (in_json(scheme="party"), STANDINGS),
    "another period in the data": (in_json(period="2025-05"), STANDINGS),
    "another record counted": (in_json(records={ROOM: ZERO}), BULLETIN),
    "no record counted": (in_json(records={}), BULLETIN),
    "standings that are none": (in_json(groups=[{"a": 1}]), STANDINGS),
    "an empty shell": (other_json(lambda _: b"{}\n"), STANDINGS),
    "a truth value for a number": (in_json(issue=True), STANDINGS),
    "more than is published": (in_json(weights={"base": "2.00"}), STANDINGS),
    "a correction counted that there is not": (
        in_json(corrections=["2025-06/rooms-chengguan-1"]),
        STANDINGS,
    ),
    "a float": (other_json(lambda data: data.replace(b'"issue":6', b'"issue":6.0')), STANDINGS),
    "a blank": (other_json(lambda data: data.replace(b'"issue":6', b'"issue": 6')), STANDINGS),
    "two line feeds": (other_json(lambda data: data + b"\n"), STANDINGS),
    "no line feed": (other_json(bytes.rstrip), STANDINGS),
    "a key twice": (other_json(lambda data: b'{"issue":6,' + data[1:]), STANDINGS),
    "no JSON": (other_json(lambda _: b"x\n"), STANDINGS),
    "another period": (in_yml("期间: 2025-06", "期间: 2025-Q2"), BULLETIN),
    "another scheme": (in_yml("积分制: rooms", "积分制: party"), BULLETIN),
    "an unknown field": (in_yml("编发单位: 治安大队", "编发单位: 治安大队\n加权: 2"), BULLETIN),
    "shown before it is published": (in_yml("自: 2025-07-14", "自: 2025-07-01"), BULLETIN),
}


@pytest.mark.parametrize(("change", "path"), BENT.values(), ids=list(BENT))
def test_a_bulletin_that_does_not_say_what_main_has(
    recorded: Scene, change: Change, path: str
) -> None:
    issue(recorded.desk, change)
    recorded.refused("E-BULLETIN", path)


@pytest.mark.parametrize("alone", [BULLETIN, STANDINGS])
def test_half_a_bulletin(recorded: Scene, alone: str) -> None:
    recorded.desk.apply(issued())
    for path in {BULLETIN, STANDINGS} - {alone}:
        (recorded.desk.folder / path).unlink()
    sign(recorded.desk, "2025-06/bulletin-rooms-1", "bulletin", [alone])
    recorded.refused("E-BULLETIN", alone)


def test_a_bulletin_and_a_record_in_one_submission(recorded: Scene) -> None:
    paths = [*recorded.desk.apply(issued()), ROOM]
    recorded.desk.write(ROOM, CORRECTED)
    sign(recorded.desk, "2025-06/bulletin-rooms-1", "bulletin", sorted(paths))
    recorded.refused("E-MIXED", ROOM)


def test_a_bulletin_of_a_month_without_records(recorded: Scene) -> None:
    paths = recorded.desk.apply(published(period="2025-05"))
    sign(recorded.desk, "2025-05/bulletin-rooms-1", "bulletin", paths)
    recorded.refused("E-BULLETIN", "ledger/2025-05/bulletins/rooms.yml", words="没有记录")


@pytest.mark.parametrize("path", [BULLETIN, STANDINGS])
def test_a_bulletin_changed_after_publication(closed: Scene, path: str) -> None:
    closed.desk.write(path, closed.desk.read(path).replace(b"1", b"2"))
    sign(closed.desk, "2025-06/bulletin-rooms-2", "bulletin", [path])
    closed.refused("E-CLOSED", path)


def test_a_bulletin_and_its_data_changed_together(closed: Scene) -> None:
    paths = closed.desk.apply(published(), in_json(name="x"))
    sign(closed.desk, "2025-06/bulletin-rooms-2", "bulletin", paths)
    closed.refused("E-CLOSED", STANDINGS)


@pytest.mark.parametrize("gone", [[BULLETIN], [STANDINGS], [BULLETIN, STANDINGS]], ids=len)
def test_a_bulletin_taken_away_after_publication(closed: Scene, gone: list[str]) -> None:
    for path in gone:
        (closed.desk.folder / path).unlink()
    sign(closed.desk, "2025-06/bulletin-rooms-2", "bulletin", sorted(gone))
    closed.refused("E-DELETE", min(gone))


def test_the_rules_of_a_published_month_are_changed(closed: Scene) -> None:
    rule = edited(ROOM_RULES, ("取数: 应办已办, 分值: 20", "取数: 应办已办, 分值: 25"))
    closed.desk.submit(ROOM_RULES, rule, "rules/rules-1", "rules", day=20)
    closed.refused("E-CLOSED", ROOM_RULES)
