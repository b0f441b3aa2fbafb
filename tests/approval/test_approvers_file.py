"""The approvers file: whatever would make it worthless is refused, and it is said where."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from generator.approval import demo_keys
from generator.approval.approvers import APPROVERS_FILE
from generator.approval.approvers_file import read
from generator.approval.demo_keys import uses_demo_keys
from generator.approval.lanes import glob, overlap
from generator.text.digests import of_bytes
from generator.text.problems import as_line
from tests.bureau import LANES, PEOPLE, Someone, approvers_file, post

GOOD = approvers_file()
CLERK = demo_keys.public_line("061101")
LOW = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDa"
DEPUTY = '{代理人: "060104", 代理: "060103", 职务: 分管局领导, 自: 2025-07-01, 至: 2025-07-31, 依据: 文件3}'


def said(text: str) -> list[str]:
    found, problems = read(text.encode("utf-8", "surrogateescape"))
    assert (found is None) == bool(problems)
    return [as_line(problem) for problem in problems]


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, count)


def with_lane(old: str, new: str) -> str:
    assert LANES.count(old) >= 1
    return approvers_file(lanes=LANES.replace(old, new, 1))


def with_keys(number: str, *names: str) -> str:
    return approvers_file({**PEOPLE, number: Someone(number, "某", PEOPLE[number].posts, names)})


def deputised(old: str, new: str) -> str:
    assert old in DEPUTY
    return approvers_file(delegations=[DEPUTY.replace(old, new)])


def test_a_sound_file() -> None:
    found, problems = read(GOOD.encode())
    assert problems == ()
    assert found is not None
    assert (found.ledger, found.version, found.threshold) == ("lg-qingshui-test", 1, 2)
    assert found.digest == of_bytes(GOOD.encode())
    assert [lane.code for lane in found.lanes] == [
        "rooms",
        "bulletin",
        "correction",
        "objection",
        "rules",
        "software",
    ]
    assert found.owners[found.persons["061101"].keys[0].blob] == "061101"
    assert uses_demo_keys(found)


def test_a_file_not_marked_is_known_by_its_keys() -> None:
    found, _ = read(approvers_file(demo=False).encode())
    assert found is not None
    assert not found.demo
    assert uses_demo_keys(found)


ROOT_HINT = "请写 2 到 3 之间的整数；根签名人至少 2 名。"

REFUSED = [
    ("threshold 0", approvers_file(threshold="0"), f"6:4: 根的门槛 0 不合适。{ROOT_HINT}"),
    ("threshold 1", approvers_file(threshold="1"), f"6:4: 根的门槛 1 不合适。{ROOT_HINT}"),
    ("more than there are", approvers_file(threshold="4"), f"6:4: 根的门槛 4 不合适。{ROOT_HINT}"),
    ("a negative threshold", approvers_file(threshold="-1"), "6:9: -1 超出范围。请写 0 到 99 之间的整数。"),
    ("a threshold in words", approvers_file(threshold="两"), "6:9: "),
    ("a threshold with a point", approvers_file(threshold="2.0"), "6:9: "),
    ("an octal threshold", approvers_file(threshold="002"), "6:9: "),
    ("a root holder twice", approvers_file(roots=("060101", "060101", "060102")), "6:4: 根签名人里同一个人写了两次。请写不同的人。"),
    ("twice, so too few", approvers_file(roots=("060101", "060101")), "6:4: 根签名人里同一个人写了两次。请写不同的人。"),
    ("a single root holder", approvers_file(roots=("060101",)), "6:4: 根的门槛 2 不合适。请写 2 到 1 之间的整数；根签名人至少 2 名。"),
    ("a root holder unknown", approvers_file(roots=("060101", "069999")), "6:4: 根签名人 069999 不在“人员”里。请先在“人员”里登记。"),
    ("no root at all", changed('根: {门槛: 2, 人员: ["060101", "060102", "060401"]}\n', ""), "1:1: "),
    ("the first with a previous one", approvers_file(previous="sha256:" + "0" * 64), "3:6: 版本和上一版对不上。"),
    ("a later one without", approvers_file(version=2), "3:6: 版本和上一版对不上。"),
    ("version 0", approvers_file(version=0), "2:5: 0 超出范围。"),
    ("a digest of another kind", approvers_file(version=2, previous="md5:00"), "3:6: "),
    ("a key of low order", changed(CLERK, LOW), "17:33: 这是低阶公钥，能让任何签名通过。请用 ssh-keygen -t ed25519 生成，写公钥文件的前两段。"),
    ("another kind of key", changed(CLERK, RSA), "17:33: 只能用 ssh-ed25519 或 sk-ssh-ed25519@openssh.com 的公钥。"),
    ("a key with its comment", changed(CLERK, f"{CLERK} wangli@pc"), "17:33: 公钥不是完整的一行"),
    ("no key", changed(f"[{CLERK}]", "[]"), "17:32: "),
    ("one key for two", with_keys("061101", "061102"), "18:5: 061101 和 061102 写了同一个公钥。每把密钥只属于一个人或一个机器人，请换成各自的密钥。"),
    ("a bot's key for a person", with_keys("061101", "061101", "bot1"), "23:5: 061101 和 bot1 写了同一个公钥。"),
    ("one key twice", with_keys("061101", "061101", "061101"), "17:5: 061101 的同一个公钥写了两次。"),
    ("a person twice", changed('警号: "061103"', '警号: "061102"'), "19:5: “人员”里 061102 写了两次。请只留一处。"),
    ("one account for two", changed("编号: 61102,", "编号: 61101,"), "18:5: 061101 和 061102 写了平台 gitlab 的同一个账号 61101。每个账号只属于一个人。"),
    ("an account by name", changed("编号: 61101,", "编号: u061101,"), "17:"),
    ("no post", changed("任职: [{职务: 分管局领导, 自: 2020-01-01}]", "任职: []"), "10:"),
    ("a day that is none", changed("自: 2020-01-01", "自: 2020-02-30"), "8:"),
    ("an unknown field", changed("日期: 2025", "有效期: 1\n日期: 2025"), "4:1: 审批人名册没有“有效期”这个字段。"),
    ("a field twice", changed("日期: 2025-01-02", "日期: 2025-01-02\n日期: 2025-01-03"), "5:1: “日期”在第 4 行已经写过。"),
    ("an anchor", changed("日期: ", "日期: &a "), "4:5: 不支持以“&”开头的锚点。"),
    ("a second document", GOOD + "---\na: 1\n", "78:1: 一个文件里只能有一份记录"),
    ("something else", "- a\n", "1:1: "),
    ("nothing", "", "1:1: "),
    ("a lane with a single level", approvers_file(lanes=LANES.split("      - ")[0] + "      - " + LANES.split("      - ")[1]), "25:5: 通道 rooms只有 1 个层级。请写报送和至少 3 级审核。"),
    ("a lane with two approvals", with_lane("      - {职务: [治安大队领导], 凭证: [个人签名, 平台点击]}\n", ""), "25:5: 通道 rooms只有 3 个层级。请写报送和至少 3 级审核。"),
    ("a click at the last level", with_lane("职务: [分管局领导], 凭证: [个人签名]", "职务: [分管局领导], 凭证: [个人签名, 平台点击]"), "25:5: 通道 rooms的最后一级没有要求本人签名。请把最后一级的凭证写成 [个人签名]。"),
    ("no evidence", with_lane("凭证: [个人签名]", "凭证: []"), "34:"),
    ("evidence of another kind", with_lane("凭证: [个人签名]", "凭证: [口头]"), "34:"),
    ("evidence twice", with_lane("范围: 本单位, 凭证: [个人签名, 平台点击]", "范围: 本单位, 凭证: [个人签名, 个人签名]"), "25:5: 通道 rooms 第 0 级的凭证写了两次。请只留一处。"),
    ("neither office nor person", with_lane("职务: [派出所内勤], ", ""), "25:5: 通道 rooms 第 0 级要写“职务”或者“人员”，不能都写或都不写。请只写一种。"),
    ("both office and person", with_lane("职务: [派出所内勤], ", '职务: [派出所内勤], 人员: ["061101"], '), "25:5: 通道 rooms 第 0 级要写“职务”或者“人员”"),
    ("a person unknown", with_lane("职务: [派出所内勤], ", '人员: ["069999"], '), "25:5: 通道 rooms 第 0 级的 069999 不在“人员”里。请先登记。"),
    ("an office nobody holds", with_lane("职务: [分管局领导], 凭证: [个人签名]", "职务: [副县长], 凭证: [个人签名]"), "25:5: 通道 rooms 第 3 级的“副县长”没有人担任。"),
    ("instead, an office nobody holds", with_lane("职务: [派出所领导], ", "职务: [派出所领导], 回避: {chengguan: 副县长}, "), "25:5: 通道 rooms 第 1 级的“副县长”没有人担任。"),
    ("units where there are none", with_lane("职务: [督察大队领导], 凭证: [个人签名]}\n  - 代码: rules", "职务: [督察大队领导], 范围: 本单位, 凭证: [个人签名]}\n  - 代码: rules"), "53:5: 通道 objection 第 2 级不能写“范围”“回避”。只有记录和更正属于某个单位。"),
    ("a lane twice", with_lane("代码: bulletin", "代码: rooms"), "35:5: “通道”里 rooms 写了两次。请只留一处。"),
    ("records without a scheme", with_lane("    积分制: rooms\n", ""), "25:5: 通道 rooms的“积分制”写得不对。记录通道写明积分制代码，其他通道不写。"),
    ("a scheme without records", with_lane("类型: 通报\n", "类型: 通报\n    积分制: rooms\n"), "35:5: 通道 bulletin的“积分制”写得不对。"),
    ("a kind unknown", with_lane("类型: 通报", "类型: 公告"), "37:"),
    ("a name that sheets of others have", with_lane("代码: software", "代码: approvers"), "70:5: 通道 approvers的代码与审批单的名称冲突。请换一个代码。"),
    ("a path that climbs", with_lane("generator/**", "../generator/**"), "73:"),
    ("a path from the top", with_lane("generator/**", "/generator/**"), "73:"),
    ("the same paths in two lanes", approvers_file(lanes=LANES + LANES.split("  - 代码: software")[1].join(["  - 代码: tools", ""])), "78:5: 通道 software 和 tools 的路径有重叠。一个文件只能走一个通道。"),
    ("deputy of nobody", deputised('代理: "060103"', '代理: "069999"'), "79:5: 060104 代理 069999 的“分管局领导”：两人都要在“人员”里。请先登记。"),
    ("a deputy unknown", deputised('代理人: "060104"', '代理人: "069999"'), "79:5: 069999 代理 060103 的“分管局领导”：两人都要在“人员”里。"),
    ("in an office not held", deputised("职务: 分管局领导", "职务: 局主要领导"), "79:5: 060104 代理 060103 的“局主要领导”：被代理人没有担任这个职务。请核对。"),
    ("deputy of oneself", deputised('代理人: "060104"', '代理人: "060103"'), "79:5: 060103 代理 060103 的“分管局领导”写得不对。"),
    ("an end before the beginning", deputised("至: 2025-07-31", "至: 2025-06-30"), "79:5: 060104 代理 060103 的“分管局领导”写得不对。代理人和被代理人应是两人，“至”不早于“自”。"),
    ("without an end", deputised(", 至: 2025-07-31", ""), "79:"),
    ("without a basis", deputised(", 依据: 文件3", ""), "79:"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_would_make_it_worthless(text: str, expected: str) -> None:
    lines = said(text)
    assert [line for line in lines if line.startswith(f"{APPROVERS_FILE}:{expected}")], lines


def test_a_delegation_that_is_sound() -> None:
    assert said(approvers_file(delegations=[DEPUTY])) == []


def test_posts_and_deputies_by_day() -> None:
    people = {**PEOPLE, "061102": Someone("061102", "李成", (post("派出所领导", "chengguan", since="2025-02-01", until="2025-06-30"),))}  # fmt: skip
    found, _ = read(approvers_file(people, delegations=[DEPUTY]).encode())
    assert found is not None
    (held,) = found.persons["061102"].posts
    days = [f"2025-{day}" for day in ("01-31", "02-01", "06-30", "07-01")]
    dates = [held.since.fromisoformat(day) for day in days]
    assert [held.on(day) for day in dates] == [False, True, True, False]
    assert found.persons["061102"].holds("派出所领导", dates[1], "chengguan")
    assert not found.persons["061102"].holds("派出所领导", dates[1], "hedong")
    assert not found.persons["061102"].holds("派出所内勤", dates[1])
    assert [len([*found.deputies("060104", "060103", "分管局领导", day)]) for day in dates] == [
        0,
        0,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("ledger/2025-06/rooms/chengguan.yml", "rooms"), ("ledger/2025-13/rooms/chengguan.yml", None),
        ("ledger/2025-06/rooms/x/y.yml", None), ("ledger/2025-06/rooms/Chengguan.yml", None), ("ledger/2025-06/rooms/a.yaml", None),
        ("ledger/2025-06/party/zb.yml", None), ("ledger/2025-06/bulletins/rooms.json", "bulletin"),
        ("ledger/2025-06/bulletins/.yml", None), ("ledger/2025-06/corrections/rooms-chengguan-1.yml", "correction"),
        ("ledger/2025-06/corrections/1.yml", None), ("ledger/2025-06/corrections/０００１.yml", None),
        ("rules/bureau.yml", "rules"), ("rules/schemes/rooms.yml", "rules"), ("rules/a/b/c.yml", None), ("rules/approvers.yml", None),
        ("rules/approvers/1.yml", None), ("rules/approvals/x.yml", None), ("README.md", "software"), (".gitattributes", None),
        ("generator/a.py", "software"), ("generator/.x", None), ("generator/../x", None), ("site_templates/a/b.html", "software"),
        ("tests/a.py", None), ("ledger/x", None), ("generator/a.py\n", None),
    ],
)  # fmt: skip
def test_the_lane_of_a_path(path: str, lane: str | None) -> None:
    found, _ = read(GOOD.encode())
    assert found is not None
    taken = found.lane_of(path)
    assert (taken.code if taken else None) == lane


PIECES = st.lists(st.sampled_from(["a", "b", "/", "*", "**"]), min_size=1, max_size=5).map("".join)


@given(PIECES, PIECES, st.text("ab/", max_size=6))
def test_patterns_that_share_a_path_are_found_to_overlap(one: str, other: str, path: str) -> None:
    assert overlap(one, other) == overlap(other, one)
    if glob(one).fullmatch(path) and glob(other).fullmatch(path):
        assert overlap(one, other)


@given(PIECES, PIECES)
def test_patterns_that_overlap_share_a_path(one: str, other: str) -> None:
    if overlap(one, other):
        some = (p for size in range(11) for p in _texts(size))
        assert any(glob(one).fullmatch(path) and glob(other).fullmatch(path) for path in some)


def _texts(size: int) -> list[str]:
    texts = [""]
    for _ in range(size):
        texts = [text + char for text in texts for char in "ab/"]
        if len(texts) > 60_000:
            break
    return [text for text in texts if len(text) == size]
