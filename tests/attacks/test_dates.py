"""Papers dated far ahead: each would bind all that come after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from generator.audit.git import Git
from generator.audit.hook import Update, judge_push
from tests.attacks.scene import CORRECTED, Scene, asked, sign
from tests.attacks.test_approvers import PATH, renew, second
from tests.bureau import MAIN, ROOM_SUBMISSION
from tests.closed import (
    BETTER,
    BULLETIN,
    CORRECTION,
    OBJECTION,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    issued,
    objection,
    row,
    withdrawn,
)
from tests.county import FILES, ROOM

NEVER = "2099-12-31"
GONE = "ledger/2025-06/bulletins/rooms-withdrawn.yml"
FILED = "填报日期: 2025-07-02"


def report_filed(scene: Scene, day: str) -> None:
    text = FILES[ROOM]
    assert FILED in text
    scene.desk.submit(content=text.replace(FILED, f"填报日期: {day}"))


def test_a_record(scene: Scene) -> None:
    report_filed(scene, NEVER)
    line = scene.refused("E-DATE", ROOM)
    assert "“填报日期”写的是 2099-12-31，比最后签名的 2025-07-05 晚 31 天以上" in line
    assert line.endswith("）。填报人改正“填报日期”，重新送审。")


@pytest.mark.parametrize(("day", "taken"), [("2025-08-05", True), ("2025-08-06", False)])
def test_a_month_ahead_of_the_last_signature_and_a_day_more(
    scene: Scene, day: str, taken: bool
) -> None:
    report_filed(scene, day)
    scene.desk.commit()
    update = Update(scene.base, scene.desk.head, MAIN)
    git = Git(scene.desk.folder / ".git", bare=True)
    codes = [refusal.code for refusal in judge_push(git, scene.bureau.root, [update])]
    assert codes == ([] if taken else ["E-DATE"])


def test_a_record_of_a_day_that_has_still_to_come(scene: Scene) -> None:
    """Signed today, dated in a week: the gate says no today, and would not in a week."""
    today = datetime.now(UTC).date()
    later = today + timedelta(days=7)
    scene.desk.write(ROOM, FILES[ROOM].replace(FILED, f"填报日期: {later}"))
    times = {level: {"time": f"{today}T00:00:0{level}+00:00"} for level in range(4)}
    entries = scene.desk.entries(ROOM_SUBMISSION, "rooms", [ROOM], overrides=times)
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.desk.commit()
    line = asked(scene, "E-DATE", ROOM)
    assert f"“填报日期”写的 {later} 还没有到" in line
    assert line.endswith("填报人改正“填报日期”，或者到了那天再推送。")


def test_a_correction(closed: Scene) -> None:
    paths = [*closed.desk.apply(correction(row(W2_LINE, W2, BETTER), 日期=NEVER)), ROOM]
    closed.desk.write(ROOM, CORRECTED)
    sign(closed.desk, "2025-06/correction-rooms-chengguan-1-1", "correction", paths)
    closed.refused("E-DATE", CORRECTION)


def test_a_bulletin(recorded: Scene) -> None:
    paths = recorded.desk.apply(issued(day=NEVER, until=NEVER))
    assert paths == [STANDINGS, BULLETIN]
    sign(recorded.desk, "2025-06/bulletin-rooms-1", "bulletin", paths, day=14)
    line = recorded.refused("E-DATE", BULLETIN)
    assert "编发单位改正“公布日期”" in line


def test_a_term_for_objections_that_never_ends(recorded: Scene) -> None:
    paths = recorded.desk.apply(issued(until=NEVER))
    sign(recorded.desk, "2025-06/bulletin-rooms-1", "bulletin", paths, day=14)
    recorded.refused("E-BULLETIN", BULLETIN, words="公示到 2099-12-31 才结束")


def test_a_withdrawal(closed: Scene) -> None:
    paths = closed.desk.apply(withdrawn(日期=NEVER))
    sign(closed.desk, "2025-06/bulletin-rooms-withdrawn-1", "bulletin", paths, day=21)
    closed.refused("E-DATE", GONE)


def test_a_withdrawal_from_before_the_bulletin_was_published(closed: Scene) -> None:
    paths = closed.desk.apply(withdrawn(日期="2025-07-10"))
    sign(closed.desk, "2025-06/bulletin-rooms-withdrawn-1", "bulletin", paths, day=21)
    closed.refused("E-CHECK", GONE, words="撤回的日期早于通报公布的 2025-07-14", offline=False)


def test_a_step_of_an_objection(closed: Scene) -> None:
    paths = closed.desk.apply(objection("已提交 2025-07-15", f"已受理 {NEVER}"))
    assert paths == [OBJECTION]
    sign(closed.desk, "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-2", "objection", paths)
    closed.refused("E-DATE", OBJECTION, words="受理人改正")


def test_a_version_of_the_approvers_file(scene: Scene) -> None:
    """Every later version would have to be as late."""
    renew(scene, second(scene, day=NEVER))
    scene.refused("E-DATE", PATH, words="根签名人改正“日期”，重新送审")
