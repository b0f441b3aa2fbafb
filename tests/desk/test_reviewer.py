"""The three levels: what they are shown, what they may sign, how they send back."""

from __future__ import annotations

import pytest

from generator.approval.sheet import Signed, read
from generator.audit.git import Git
from generator.command.arguments import is_assent, reason_to_return
from tests.bureau import CHARGE, CLERK, HEAD, HEDONG, SIGNERS, ZHIAN, Desk
from tests.county import FILES, ROOM
from tests.desk.office import Office
from tests.desk.test_clerk import SHEET

BRANCH = "submit/2025-06-rooms-chengguan-1"
SUBMISSION = "2025-06/rooms-chengguan-1"


def reported(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    assert office.run(desk, CLERK, "submit").code == 0
    assert desk.push("HEAD").accepted


def sheet(desk: Desk) -> list[Signed]:
    """The statements on the branch, as last signed here, else as the server has it."""
    git = Git(desk.folder)
    there = BRANCH if git.commit_id(f"refs/heads/{BRANCH}") else f"origin/{BRANCH}"
    return list(read(git.run("cat-file", "blob", f"{there}:{SHEET}")))


def submitted(office: Office) -> tuple[str, str]:
    """A record submitted and pushed from the clerk's desk; the branch, and the submission."""
    office.become(reported)
    return BRANCH, SUBMISSION


def test_from_submission_to_main_through_four_hands(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    assert office.start(desk, CLERK, "submit").code == 0
    assert desk.push("HEAD").accepted
    branch, submission = BRANCH, SUBMISSION
    for person in (HEAD, ZHIAN, CHARGE):
        desk = office.bureau.desk()  # each at an own desk, in a process of its own
        said = office.start(desk, person, "approve", submission, "--yes")
        assert said.code == 0, said.err
        assert f"请推送：git push -u origin {branch}\n" in said.out
        assert desk.push(branch).accepted
    assert "各级都已签完，推送后可以合并到主分支。" in said.out
    desk = office.bureau.desk()
    desk.git("merge", "--quiet", "--no-ff", f"origin/{branch}")
    assert desk.push().accepted
    assert office.bureau.prove().ok


def test_a_reviewer_sees_lines_scores_ranks_and_earlier_levels(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit(HEDONG, submission="2025-06/rooms-hedong-1", signers=SIGNERS["hedong"])
    desk.commit()
    assert desk.push().accepted
    reported(office)
    there = office.bureau.desk()
    said = office.run(there, HEAD, "approve", SUBMISSION, "--yes")
    assert "  +      - {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}" in said.out
    assert "东门社区警务室  cg-dongmen     — → 40.95             — → —" in said.out
    assert "第 0 级 报送　王立（061101，派出所内勤）" in said.out
    assert "现在轮到第 1 级（派出所领导）。" in said.out


def test_a_change_of_a_reported_record_shows_points_before_and_after(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    assert office.run(desk, CLERK, "submit").code == 0
    said = office.run(desk, HEAD, "approve", "--yes")
    assert "40.95 → 42.00  +1.05" in said.out


def test_yes_is_asked_for_on_a_terminal(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    said = office.answer(desk, HEAD, "y", "approve", submission)
    assert said.code == 0, said.err
    assert "李成（061102）：同意请输入 y，退回请输入“退回”和原因" in said.out
    assert sheet(desk)[-1].statement.decision == "approve"


@pytest.mark.parametrize(
    "answer",
    ["y", "Y", " yes ", "ｙ", "ＹＥＳ", "OK", "是", "是的", "好", "好的", "同意", "同意。", "“同意”", "通过", "批准"],
)  # fmt: skip
def test_the_ordinary_words_of_assent_agree(answer: str) -> None:
    assert is_assent(answer)
    assert reason_to_return(answer) is None


@pytest.mark.parametrize(
    "answer", ["", "n", "no", "否", "不同意", "不是", "yy", "是吗", "好像不对", "W2已办应为17", "退回", "同意退回"]
)  # fmt: skip
def test_no_other_word_agrees(answer: str) -> None:
    assert not is_assent(answer)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("退回 W2已办应为17", "W2已办应为17"),
        ("退回：W2已办应为17。", "W2已办应为17"),
        ("　退回，请核对", "请核对"),
        ("退回", ""),
        ("退回：", ""),
        ("退回 y", ""),
        ("W2已办应为17", None),
        ("不退回", None),
    ],
)
def test_a_reason_stands_behind_the_word(answer: str, reason: str | None) -> None:
    assert reason_to_return(answer) == reason


def test_it_is_sent_back_when_the_word_the_reason_and_a_yes_are_there(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    said = office.answer(desk, HEAD, "退回 W2已办应为17\n是", "approve", submission)
    assert said.code == 0, said.err
    assert "将退回，原因是“W2已办应为17”。确定请输入 y" in said.out
    last = sheet(desk)[-1].statement
    assert (last.decision, last.note) == ("reject", "W2已办应为17")


def test_whatever_else_is_answered_signs_nothing_and_asks_again(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    answers = ["W2已办应为17", "否", "退回", "退回 W2已办应为17", "不", "\x04"]
    said = office.answer(desk, HEAD, "\n".join(answers), "approve", submission)
    assert said.out.count("李成（061102）：同意请输入 y") == 5
    assert said.out.count("还没有签名。") == 4
    assert said.out.count("退回要写原因，如：退回 W2已办与抽查单不符。") == 1
    assert (said.code, said.err.splitlines()[-1]) == (130, "已中断。")
    assert len(sheet(desk)) == 1


def test_a_yes_is_no_reason_to_send_it_back(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    for words, fault in {
        ("--reject", "同意"): "“同意”不是退回的原因。同意请用 --yes。",
        ("--reject", "请核对W2", "--yes"): "--reject 不能与 --yes、--note 同用。",
        ("--reject", "请核对W2", "--note", "x"): "--reject 不能与 --yes、--note 同用。",
    }.items():
        said = office.run(desk, HEAD, "approve", submission, *words)
        assert said.code == 2
        assert fault in said.err


def test_in_a_pipe_nothing_is_signed_without_a_word(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    said = office.run(desk, HEAD, "approve", submission)
    assert said.code == 2
    assert "请加 --yes 同意，或 --reject 写明退回的原因" in said.err
    assert len(sheet(desk)) == 1


def test_what_was_sent_back_cannot_be_approved_before_it_is_submitted_again(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    said = office.run(desk, HEAD, "approve", submission, "--reject", "请核对W2")
    assert said.code == 0, said.err
    assert "已退回。填报人改正后再运行 jifen submit。" in said.out
    said = office.run(desk, ZHIAN, "approve", submission, "--yes")
    assert said.code == 1
    assert "第 1 级已退回：请核对W2" in said.err
    assert "已退回　2025-06/rooms-chengguan-1" in office.run(desk, HEAD, "status").out


def test_a_level_out_of_turn_is_told_whose_turn_it_is(office: Office) -> None:
    _, submission = submitted(office)
    said = office.run(office.bureau.desk(), ZHIAN, "approve", submission, "--yes")
    assert said.code == 1
    assert "现在轮到第 1 级（派出所领导），顾亮（060801）没有这一级的权限。请李成（061102，派出所领导）签名。" in said.err  # fmt: skip


def test_an_id_number_in_a_reason_is_not_signed(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    reason = "涉及 110101199003070716，请核对"
    said = office.run(desk, HEAD, "approve", submission, "--reject", reason)
    assert said.code == 1
    assert "疑似写有身份证号" in said.err
    assert len(sheet(desk)) == 1


def test_approving_moves_one_branch_and_leaves_the_work_tree_alone(office: Office) -> None:
    _, submission = submitted(office)
    desk = office.bureau.desk()
    desk.write("note.txt", "x")
    desk.write("rules/bureau.yml", "y")
    desk.git("add", "rules/bureau.yml")
    before = desk.git("status", "--porcelain", "--branch"), desk.head
    assert office.run(desk, HEAD, "approve", submission, "--yes").code == 0
    assert (desk.git("status", "--porcelain", "--branch"), desk.head) == before
    assert len(sheet(desk)) == 2


def test_where_the_branch_is_checked_out_only_the_sheet_follows(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    assert office.run(desk, CLERK, "submit").code == 0
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    desk.write("note.txt", "x")
    desk.git("add", "note.txt")
    before = desk.git("status", "--porcelain")
    assert office.run(desk, HEAD, "approve", "--yes").code == 0
    assert desk.git("status", "--porcelain") == before
    assert len(read(desk.read(SHEET))) == len(sheet(desk)) == 2


def test_a_local_branch_that_lags_behind_is_taken_forward(office: Office) -> None:
    branch, submission = submitted(office)
    desk, other = office.bureau.desk(), office.bureau.desk()
    desk.git("branch", "--quiet", branch, f"origin/{branch}")
    assert office.run(other, HEAD, "approve", submission, "--yes").code == 0
    assert other.push(branch).accepted
    desk.fetch()
    assert office.run(desk, ZHIAN, "approve", submission, "--yes").code == 0
    assert len(sheet(desk)) == 3


def test_a_local_branch_that_has_gone_apart_is_named_and_left(office: Office) -> None:
    branch, submission = submitted(office)
    desk = office.bureau.desk()
    desk.git("checkout", "--quiet", "-b", branch)
    desk.write("mine.txt", "x")
    desk.commit()
    before = desk.head
    desk.git("checkout", "--quiet", "main")
    said = office.run(desk, HEAD, "approve", submission, "--yes")
    assert said.code == 1
    assert said.err == f"本机的分支 {branch} 和服务器上的各有各的提交。请先切换过去合并（git switch {branch}，git merge origin/{branch}），再运行一次。\n"  # fmt: skip
    assert desk.git("rev-parse", branch) == before
    desk.git("branch", "--quiet", "--force", branch, f"origin/{branch}~1")
    desk.git("checkout", "--quiet", branch)
    said = office.run(desk, HEAD, "approve", submission, "--yes")
    assert said.code == 1
    assert said.err == f"当前分支 {branch} 比服务器上的旧。请先取来（git merge origin/{branch}），再运行一次。\n"  # fmt: skip
