"""What pages say of approvals, closed periods, corrections and objections."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from functools import cache

import pytest

from generator.approval.root import Root
from generator.approval.statement import NOTHING, Change as AuditChange
from generator.checks.books import Books, read_books
from generator.ledger.layout import trail_id
from generator.publish.evidence import Evidence, UnprovenError, gather, publishable, signatures
from generator.publish.frame import all_pages
from generator.publish.site import Page
from generator.scoring.standings import Scores
from generator.text.digests import of_bytes
from generator.text.problems import as_line, errors
from tests.bureau import LEDGER
from tests.closed import RESTATEMENT, objection_path, removal, restated, withdrawn
from tests.county import BUREAU, PARTY, ROOM, ROOMS, TEAM, TEAM_RULES, Change, Files, edit, without
from tests.published_county import (
    APPROVERS,
    ISSUER,
    OBJECTOR,
    OBJECTOR_NAME,
    UPPER,
    closed,
    corrected,
    founded,
    objected,
    published_county,
    record_submission,
    seal,
    signed_records,
)
from tests.rendered import Rendered
from tests.tiny_site import everything_of

MARKED = edit(BUREAU, "民警显示: 全部\n", "民警显示: 全部\n未核验: 标明\n")
DECIDED = trail_id(objection_path(提出=f'{{人员: "{OBJECTOR}"}}'))
OPEN = trail_id(objection_path(提出=f'{{人员: "{OBJECTOR}"}}', 对象="cg-ximen", 项目="W7"))
DONGMEN = "dossiers/room/cg-dongmen/2025/"
BULLETIN = "bulletins/rooms/2025-06/"


def books_of(files: Files) -> Books:
    books, problems = read_books(files)
    assert books is not None
    assert not errors(problems), [as_line(each) for each in errors(problems)]
    return books


def evidence_of(files: Files, root: Root | None = None) -> Evidence:
    return gather(signatures(files, root), books_of(files), root)


def pages_of(files: Files) -> dict[str, Page]:
    books = books_of(files)
    evidence = gather(signatures(files), books)
    return {page.uri: page for page in all_pages(books, Scores(books), None, evidence)}


@cache
def published() -> dict[str, Page]:
    return pages_of(published_county())


def ranking_rows(page: Page) -> dict[str, list[str]]:
    """Name → its row in the ranking tables."""
    part = page.html[page.html.index('id="ranking"') : page.html.index('id="highlights"')]
    return {row[0]: row for row in Rendered(part).rows}


def text_of(page: Page) -> str:
    return Rendered(page.html).text


# ── what may be published ──────────────────────────────────────────────────────────────────────


def refused(files: Files) -> list[str]:
    books = books_of(files)
    with pytest.raises(UnprovenError) as caught:
        publishable(books, gather(signatures(files), books))
    return caught.value.lines


def test_what_is_proven_is_published() -> None:
    files = published_county()
    evidence = evidence_of(files)
    assert evidence.refusals == ()
    assert publishable(books_of(files), evidence) is evidence


def test_without_approvers_nothing_is_proven_and_nothing_refused() -> None:
    files = published_county()
    del files[APPROVERS]
    evidence = evidence_of(files)
    assert not evidence.enabled
    assert not evidence.is_unproven(ROOM)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (edit(PARTY, "依据: 党日登记6", "依据: 党日登记7"), "E-CHANGE", PARTY),
        (without("ledger/2025-06/approvals/party-zb-lianhe-1.json"), "E-NOSHEET", "ledger/2025-06/party/zb-lianhe.yml"),
        (edit(PARTY, '填报人: "061101"', '填报人: "061102"'), "E-CHANGE", PARTY),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_proven_stops_the_build_in_one_line(
    change: Change, code: str, path: str
) -> None:
    files = published_county()
    change(files)
    lines = refused(files)
    assert len(lines) == 1
    assert lines[0].startswith(f"{code} {path}: ")
    assert lines[0].endswith("。")


def test_a_sheet_signed_by_another_than_the_reporter_stops_the_build() -> None:
    files = published_county()
    path = "ledger/2025-06/team/fazhi.yml"
    change = AuditChange(path, NOTHING, of_bytes(files[path]))
    seal(files, record_submission(path), "team", [change], [("061101", "填报人"), *UPPER])
    said = f"E-REPORTER {path}: “填报人”是 060301，报送签名的是 061101。填报人本人送审，或改正“填报人”。"
    assert refused(files) == [said]


def test_a_trust_root_of_another_bureau_is_refused_whatever_the_setting() -> None:
    files = published_county(MARKED)
    root = Root(LEDGER, "0" * 40, of_bytes(b"another"), demo=True)
    assert [r.code for r in evidence_of(files, root).refusals] == ["E-GENESIS"]


@cache
def marked() -> dict[str, Page]:
    files = published_county(MARKED)
    edit(PARTY, "依据: 党日登记6", "依据: 党日登记7")(files)
    return pages_of(files)


@pytest.mark.parametrize(
    "uri",
    [
        "", "audit/", "audit/2025-06/", "bulletins/party/2025-06/", "bulletins/party/2025-Q2/",
        "dossiers/branch/zb-chengguan/2025/", "year/2025/", "four/2025/",
    ],
)  # fmt: skip
def test_where_the_bureau_says_so_every_page_that_rests_on_it_is_marked(uri: str) -> None:
    assert "未核验" in text_of(marked()[uri])


def test_pages_that_do_not_rest_on_it_are_not_marked() -> None:
    heading = text_of(marked()[BULLETIN]).partition("一、总体情况")[0]
    assert "未核验" not in heading
    rows = Rendered(marked()["bulletins/party/2025-06/"].html).rows
    by_name = {row[0]: " ".join(row) for row in rows}
    assert "未核验" in by_name["城关派出所党支部"]
    assert "未核验" not in by_name["联合党支部"]


def test_the_audit_page_says_exactly_where_it_breaks() -> None:
    text = text_of(marked()["audit/"])
    assert f"E-CHANGE {PARTY}: 文件的内容不是审批过的内容。" in text
    assert "有未核验" in text


# ── approvals ──────────────────────────────────────────────────────────────────────────────────


def test_a_closed_bulletin_shows_its_own_approval_and_dates() -> None:
    page = published()[BULLETIN]
    block = text_of(page).partition("九、审批")[2].partition("计分说明")[0]
    assert "演示" in block
    assert "第6期，由治安大队编发" in block
    for said in ("王芳（060802）", "治安大队领导", "2025年7月14日 09:03", "甲"):
        assert said in block
    assert "审批甲级2份、乙级0份，缺0份" in block
    assert "2025年7月14日公布" in text_of(page)


def test_an_open_period_names_the_levels_it_will_need() -> None:
    text = text_of(published()["bulletins/team/2025-Q2/"])
    assert "未公布（统计中）" in text
    assert "未公布" in text.partition("一、总体情况")[0]
    block = text.partition("九、审批")[2]
    assert "编发人" in block
    assert "局主要领导" in block
    assert "待审批" in block


def test_every_line_of_a_dossier_leads_to_its_submission() -> None:
    page = published()["dossiers/branch/zb-chengguan/2025/"]
    links = [
        (href, words)
        for href, words in Rendered(page.html).links
        if "s-party-zb-chengguan-1" in href
    ]
    assert {words for _, words in links} == {"三级审核 乙"}
    anchor = links[0][0].partition("#")[2]
    assert f'id="{anchor}"' in published()["audit/2025-06/"].html
    assert "报送 填报人王立（061101），2025年7月4日 09:00" in text_of(page)
    described = {each for each in Rendered(page.html).attributes("a", "aria-describedby") if each}
    assert described
    assert described <= set(Rendered(page.html).attributes("p", "id"))


def test_the_page_of_a_month_tells_every_submission() -> None:
    text = text_of(published()["audit/2025-06/"])
    for name in (
        "rooms-chengguan-1",
        "bulletin-rooms-1",
        "correction-rooms-chengguan-1-1",
        f"objection-{DECIDED.partition('/')[2]}-1",
    ):
        assert f"ledger/2025-06/approvals/{name}.json" in text
    assert "退回理由：材料不齐" in text


def test_the_audit_page_counts_and_says_what_it_cannot_prove() -> None:
    text = text_of(published()["audit/"])
    for said in (
        "台账文件17份（记录10份、通报文件4份、更正单1份、异议记录2份）",
        "甲级15份，乙级1份；其中退回1次",
        "历史没有核验",
        "演示",
        "改名册须其中2人签名",
        "ssh-keygen -Y check-novalidate",
    ):
        assert said in text
    assert "主分支" not in text.partition("核验到哪里")[2].partition("报送和审批")[0]


# ── corrections ────────────────────────────────────────────────────────────────────────────────


def test_both_numbers_stand_side_by_side() -> None:
    rows = ranking_rows(published()[BULLETIN])
    assert rows["东门社区警务室"][5:7] == ["更正 异议成立 42.00", "40.95"]
    assert rows["东门社区警务室"][-1] == "更正"
    assert rows["西门社区警务室"][5:7] == ["有异议 5.20", "5.20"]


def test_a_correction_is_told_in_full() -> None:
    part = text_of(published()[BULLETIN]).partition("七、更正情况")[2].partition("八、公示")[0]
    for said in (
        "更正2025-06/rooms-chengguan-1",
        "第9行",
        "- {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}",
        "- {项: W2, 应办: 20, 已办: 19, 依据: 抽查单1}",
        "录入时少计一户",
        "复核单3",
        "W2 出租房屋登记 18.95→20.00",
    ):
        assert said in part


def test_a_corrected_line_of_a_dossier_carries_the_mark_and_both_points() -> None:
    rows = [row for row in Rendered(published()[DONGMEN].html).rows if row[0].startswith("W2")]
    assert rows[0][0] == "W2 出租房屋登记 更正 异议成立"
    assert rows[0][2] == "20.00公布18.95"
    others = [row for row in Rendered(published()[DONGMEN].html).rows if row[0].startswith("W7")]
    assert others[0][0] == "W7 信息采集"


def test_longer_periods_name_the_correction_too() -> None:
    for uri in ("bulletins/rooms/2025-Q2/", "bulletins/rooms/2025/"):
        text = text_of(published()[uri])
        assert "有更正" in text
        assert "更正2025-06/rooms-chengguan-1" in text
    assert (
        "更正" not in text_of(published()["bulletins/cases/2025-06/"]).partition("七、更正情况")[0]
    )


def test_downloads_carry_both_numbers() -> None:
    files = {file.name: file.data for file in published()[BULLETIN].downloads}
    table = list(csv.reader(io.StringIO(files["rooms-2025-06-rank-1.csv"].decode("utf-8-sig"))))
    assert table[0][-3:] == ["合计", "公布合计", "说明"]
    assert table[1][-3:-1] == ["42.00", "40.95"]
    found = json.loads(files["rooms-2025-06.json"])["bulletin"]
    assert found["effects"][0] == {
        "subject": "cg-dongmen", "published_total": "40.95", "total": "42.00",
        "published_rank": None, "rank": None, "corrections": ["2025-06/rooms-chengguan-1"],
    }  # fmt: skip
    assert found["objections"][0]["outcome"] == "成立"


def test_ranks_before_and_after_are_listed_for_everybody_who_moved() -> None:
    files = published_county(edit(BUREAU, "最少参排: 4", "最少参排: 2"))
    rows = ranking_rows(pages_of(files)[BULLETIN])
    assert rows["东门社区警务室"][2:4] == ["1", "1"]
    worse = published_county(edit(BUREAU, "最少参排: 4", "最少参排: 2"))
    line = "- {项: D2, 日期: 2025-06-18, 次数: 1, 指标: W7, 事由: 数据不实, 依据: 数据核查通报3}"
    corrected(worse, ROOM, line, line.replace("次数: 1", "次数: 2"), 20, number=2)
    part = text_of(pages_of(worse)[BULLETIN])
    assert "2025-06 D2 弄虚作假 −10.00→−20.00" in part


def test_what_rules_hide_stays_hidden_in_corrections() -> None:
    files = published_county(edit(TEAM_RULES, "自查减半: 是, 目标要求: 遵纪", "自查减半: 是, 隐去事由: 是, 目标要求: 遵纪"))  # fmt: skip
    closed(files, "team", "2025-Q2")
    line = "- {级别: 通报批评, 日期: 2025-06-24, 自查: 是, 依据: 清公通〔2025〕7号}"
    number = next(
        n for n, text in enumerate(files[TEAM].decode().split("\n"), 1) if "通报批评" in text
    )
    corrected(
        files, TEAM, line, line.replace("通报批评", "警告"), number,
        {"理由": "处分决定改为警告", "依据": "清公通〔2025〕8号"},
    )  # fmt: skip
    made = pages_of(files)
    for uri, page in made.items():
        for secret in ("处分决定改为警告", "清公通〔2025〕8号", "清公通〔2025〕7号"):
            assert secret not in everything_of(page), uri
    assert "1行按规定不公开事由的内容有改动" in text_of(made["audit/"])


def test_numbers_that_do_not_come_about_again_are_said_loudly() -> None:
    files = published_county()
    standings = "ledger/2025-06/bulletins/rooms.json"
    evidence = evidence_of(files)
    books = books_of(files)
    stated = books.trail.standings[standings]
    tampered = json.loads(
        json.dumps(stated.content).replace(
            '"W1", "\\u8bb0\\u5f55", "10.00"', '"W1", "\\u8bb0\\u5f55", "9.00"'
        )
    )
    assert tampered != stated.content
    changed = replace(stated, content=tampered)
    trail = replace(books.trail, standings={**books.trail.standings, standings: changed})
    other = replace(books, trail=trail)
    made = {p.uri: p for p in all_pages(other, Scores(other), None, evidence)}
    said = "东门社区警务室（cg-dongmen）2025-06 W1 案件预防：公布9.00，重算10.00"
    assert said in text_of(made[BULLETIN]).partition("一、总体情况")[0]
    assert said in text_of(made["audit/"])
    assert "与现在重算的不一致" in text_of(made[""])


def test_a_withdrawn_bulletin_says_when_and_why() -> None:
    files = published_county()
    withdrawn()(files)
    path = "ledger/2025-06/bulletins/rooms-withdrawn.yml"
    change = AuditChange(path, NOTHING, of_bytes(files[path]))
    seal(files, "2025-06/bulletin-rooms-withdrawn-1", "bulletin", [change], [ISSUER, *UPPER], day="2025-08-10")  # fmt: skip
    made = pages_of(files)
    words = "公布的第1版已于2025年7月20日撤回：漏计一个单位（督察通报9）。"
    assert words in text_of(made[BULLETIN])
    assert "已撤回" in text_of(made["bulletins/rooms/"])
    assert "bulletin-rooms-withdrawn-1" in text_of(made["audit/2025-06/"])
    closed(files, "rooms", "2025-06")
    again = text_of(pages_of(files)[BULLETIN])
    assert words in again
    assert "第6期，第2版，由治安大队编发" in again


def test_a_restatement_tells_why_and_every_number_as_published_and_as_it_comes_out() -> None:
    files = published_county()
    edit(ROOMS, "类别: 一类}\n  - {代码: cg-ximen", "类别: 二类}\n  - {代码: cg-ximen")(files)
    restated()(files)
    changes = [
        AuditChange(path, NOTHING, of_bytes(files[path]))
        for path in sorted(files)
        if "/restatements/" in path
    ]
    assert [change.path for change in changes] == [RESTATEMENT]
    made = pages_of(files)
    text = text_of(made[BULLETIN])
    assert "有重算更正" in text.partition("一、总体情况")[0]
    part = text.partition("七、更正情况")[2].partition("八、公示")[0]
    for said in (
        "更正1次，因规则、名册或程序改变重算更正1次，上面各表为更正后的数字",
        "重算更正2025-06/rooms-1",
        "类别登记错了",
        "清公基〔2025〕31号",
        "名册改变",
        "2025年8月1日",
    ):
        assert said in part, said
    row = ["东门社区警务室", "2025-06 W2 出租房屋登记"]
    assert [*row, "18.95 → 18.37"] in Rendered(made[BULLETIN].html).rows
    assert "重算更正2025-06/rooms-1" in text_of(made["audit/"])
    rows = ranking_rows(made[BULLETIN])
    assert "更正" in rows["东门社区警务室"][-1]
    data = {file.name: file.data for file in made[BULLETIN].downloads}["rooms-2025-06.json"]
    (found,) = json.loads(data)["bulletin"]["restatements"]
    assert found["cause"] == "名册"
    assert found["numbers"][0] == [*row, "18.95", "18.37"]
    assert "没有重算更正" in text_of(published()["audit/"])


def test_a_removed_record_is_told_with_its_correction() -> None:
    files = published_county()
    gone = files.pop(ROOM)
    path = "ledger/2025-06/corrections/rooms-chengguan-2.yml"
    removal(gone.decode(), path)(files)
    changes = [
        AuditChange(ROOM, of_bytes(gone), NOTHING),
        AuditChange(path, NOTHING, of_bytes(files[path])),
    ]
    seal(files, "2025-06/correction-rooms-chengguan-2-1", "correction", changes, [ISSUER, *UPPER], day="2025-08-12")  # fmt: skip
    made = pages_of(files)
    text = text_of(made[BULLETIN])
    assert "整份记录撤除，不再计入；原文在更正单里。" in text
    row = ranking_rows(made[BULLETIN])["东门社区警务室"]
    assert row[5:7] == ["更正 异议成立 —", "40.95"]


# ── objections ─────────────────────────────────────────────────────────────────────────────────


def test_nobody_learns_who_objected() -> None:
    for uri, page in published().items():
        if OBJECTOR in page.uri:
            continue
        everything = everything_of(page)
        if uri.startswith("audit/") or "objection" in everything:
            assert OBJECTOR not in everything, uri
            assert OBJECTOR_NAME not in everything, uri


def test_a_text_that_names_the_objector_is_withheld() -> None:
    def named(**fields: str) -> dict[str, Page]:
        files = published_county()
        objected(files, "已提交 2025-07-15", 对象="cg-ximen", 项目="W1", **fields)
        MARKED(files)
        return pages_of(files)

    for text in (f"{OBJECTOR_NAME}认为少计", f"{OBJECTOR} 认为少计"):
        made = named(理由=text)
        assert not [uri for uri, page in made.items() if text in everything_of(page)]
        assert "内容涉及提出人，不公开" in text_of(made["audit/"])


def test_the_list_tells_states_terms_outcome_and_consequence() -> None:
    rows = {row[0]: row for row in Rendered(published()[BULLETIN].html).rows}
    open_one, decided = rows[f"{OPEN} 有异议"], rows[f"{DECIDED} 异议成立"]
    assert open_one[3] == "2025年7月15日已提交；2025年7月16日已受理"
    assert open_one[4] == "2025年7月22日前（5个工作日）答复，待答复"
    assert open_one[5] == "尚无结论"
    assert decided[4].endswith("2025年7月21日已答复")
    assert decided[5] == "成立。经核对抽查单，少计一户"
    assert decided[6] == "更正2025-06/rooms-chengguan-1"


# ── the whole way ──────────────────────────────────────────────────────────────────────────────


def test_open_records_without_approvers_say_so_as_before() -> None:
    files = published_county()
    del files[APPROVERS]
    made = pages_of(files)
    assert "未启用核验" in text_of(made[BULLETIN])
    assert "未启用核验" in text_of(made["audit/"])
    assert "未核验" not in text_of(made[DONGMEN]).partition("说明")[0]


def test_a_ledger_just_founded_has_pages() -> None:
    from tests.county import county  # noqa: PLC0415

    files = county()
    founded(files)
    signed_records(files)
    assert "没有更正" in text_of(pages_of(files)["audit/"])
