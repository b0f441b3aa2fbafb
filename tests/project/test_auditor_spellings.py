"""However YAML lets a line be written: what the gate takes, the auditor's script reads as it is meant.

The script's own functions are run, with nothing but text tools; what they read is held against what
the program has read, over spellings of every line that the script needs.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from generator.approval import approvers_file as approvers_files
from generator.approval.by_hand import ByHand, _meant
from generator.ledger.records import read_ledger
from generator.rules.rulebook import read_rulebook
from generator.trail.bulletin import read_bulletin
from generator.trail.correction import read_correction
from generator.trail.withdrawal import read_withdrawal
from tests.bureau import LANES, PEOPLE, Someone, approvers_file, post
from tests.closed import (
    BETTER,
    BULLETIN,
    CORRECTION,
    W2,
    W2_LINE,
    correction,
    published,
    row,
    withdrawn,
)
from tests.county import FILES, ROOM, county
from tests.project.test_auditor_page import script

OWNERS = {"rooms": "rooms"}
GONE = "ledger/2025-06/bulletins/rooms-withdrawn.yml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("lines")
    functions = script().partition("# ── 起点")[0]
    assert "yaml()" in functions
    (made / "functions.sh").write_text(functions, "utf-8")
    return made


def by_script(folder: Path, data: bytes, commands: str) -> str:
    """What the script's functions print of a file, which is ``$F``."""
    (folder / "file").write_bytes(data)
    text = f'set -- 0 0 0 "$PWD"; . ./functions.sh; F={folder}/file\n{commands}'
    done = subprocess.run(["bash", "-c", text], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


# ── the lines of records and of what follows them ───────────────────────────────────────────────

BEFORE = st.sampled_from(
    ["", "\ufeff", "---\n", "# x\n", "\ufeff---\n", "%YAML 1.1\n---\n", "\n", "{", " "]
)
KEYS = st.sampled_from(
    ["{key}", '"{key}"', "'{key}'", " {key}", "? {key}\n", "&a {key}", "{key}\t"]
)
COLONS = st.sampled_from(
    [
        ": ",
        ":",
        " : ",
        ":  ",
        ":\t",
        ":\n  ",
        ": # x\n  ",
        ": !!str ",
        ": &a ",
        ": |\n  ",
        ": >-\n  ",
    ]
)
VALUES = st.sampled_from(
    [
        "{value}",
        '"{value}"',
        "'{value}'",
        "[{value}]",
        '"\\x30{value}"',
        "{value} ",
        '"{value}',
        "{value}#x",
    ]
)
AFTER = st.sampled_from(
    ["", " # 注", "\t# 注", "  ", "#x", " \t", "\n...\n", "\n---\n", "\n# {line}"]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\x85"])


@st.composite
def respelled(draw: st.DrawFn, text: str, key: str, value: str) -> bytes:
    """A file in which one line, the only one of this key, is written in some other way."""
    (line,) = [each for each in text.splitlines() if each.startswith(f"{key}: ")]
    parts = (draw(KEYS), draw(COLONS), draw(VALUES), draw(AFTER))
    new = "".join(parts).replace("{key}", key).replace("{value}", value).replace("{line}", line)
    made = draw(BEFORE) + text.replace(line, new)
    return made.replace("\n", draw(ENDS)).encode()


def text_of(path: str) -> str:
    files = county(published(), correction(row(W2_LINE, W2, BETTER)), withdrawn())
    return files[path].decode()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=respelled(FILES[ROOM], "填报人", "061101"))
@example(data=FILES[ROOM].replace('"061101"', "'061101'").encode())
@example(data=FILES[ROOM].replace("填报人:", '"填报人":').encode())
@example(data=FILES[ROOM].replace("\n", "\r").encode())
@example(data=f"\ufeff{FILES[ROOM]}".replace("\n", "\r\n").encode())
@example(data=FILES[ROOM].replace("填报人: ", "填报人:\n  ").encode())
def test_who_reported(folder: Path, data: bytes) -> None:
    rulebook, _ = read_rulebook({p: d for p, d in county().items() if p.startswith("rules/")})
    assert rulebook is not None
    ledger, problems = read_ledger({ROOM: data}, rulebook)
    if not problems:
        (report,) = ledger.reports
        assert by_script(folder, data, 'yaml "$F" 填报人') == f"{report.by}\n"


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=respelled(text_of(CORRECTION), "记录", ROOM))
def test_which_record_is_corrected(folder: Path, data: bytes) -> None:
    found, problems = read_correction(CORRECTION, data, OWNERS)
    if not problems:
        assert found is not None
        assert by_script(folder, data, 'yaml "$F" 记录') == f"{found.record}\n"


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=respelled(text_of(GONE), "通报", BULLETIN))
def test_which_bulletin_is_withdrawn(folder: Path, data: bytes) -> None:
    found, problems = read_withdrawal(GONE, data)
    if not problems:
        assert found is not None
        assert by_script(folder, data, 'yaml "$F" 通报') == f"{found.bulletin}\n"


DIGEST = text_of(BULLETIN).partition("规则: ")[2].splitlines()[0].strip('"')


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=respelled(text_of(BULLETIN), "规则", DIGEST))
def test_by_which_rules_a_bulletin_was_made(folder: Path, data: bytes) -> None:
    found, problems = read_bulletin(BULLETIN, data)
    if not problems:
        assert found is not None
        assert by_script(folder, data, 'yaml "$F" 规则') == f"{found.rules}\n"


ONE_LINE = [
    "{{份数: {n}, 摘要: {d}}}", "{{摘要: '{d}', 份数: {n}}}", '{{"份数":{n},"摘要":"{d}"}}',
    "{{ 份数 : {n} , 摘要 : {d} }} # x", "{{份数: '{n}', 摘要: {d}\n  }}",
]  # fmt: skip
SEVERAL_LINES = [
    "{{份数: {n},\n  摘要: {d}}}", "\n  份数: {n}\n  摘要: {d}", "{{份数: {n}, 摘要:\n  {d}}}",
    "\n  {{份数: {n}, 摘要: {d}}}", "{{份数: {n}, # x\n  摘要: {d}}}",
]  # fmt: skip


@pytest.mark.parametrize("spelling", [*ONE_LINE, *SEVERAL_LINES])
def test_what_a_bulletin_counted(folder: Path, spelling: str) -> None:
    text = text_of(BULLETIN)
    (line,) = [each for each in text.splitlines() if each.startswith("记录: ")]
    digest = line.partition('摘要: "')[2].rstrip('"}')
    number = line.partition("份数: ")[2].partition(",")[0]
    data = text.replace(line, f"记录: {spelling.format(n=number, d=digest)}").encode()
    found, problems = read_bulletin(BULLETIN, data)
    if spelling in SEVERAL_LINES:
        assert [problem.message for problem in problems] == ["“记录”分成了几行"]
        return
    assert found is not None
    commands = (
        """path=$(yaml "$F" 记录 | tr -d "\\"'[:blank:]"); part "$path" 份数; part "$path" 摘要"""
    )
    assert by_script(folder, data, commands) == f"{found.count}\n{found.records}\n"


# ── the approvers file ──────────────────────────────────────────────────────────────────────────

TABLES = r"""
yaml "$F" 台账; yaml "$F" 版本; yaml "$F" 上一版; yaml "$F" 日期; threshold "$F"
echo "roots $(roots "$F" | paste -sd /)"
tables "$F"
sed 's/ namespaces="[a-z0-9-]*"//; s/^/key /' "$F.keys"
while read -r who line; do
  echo "post $who/$(part "$line" 职务)/$(part "$line" 自)/$([[ $line = *' 至:'* ]] && part "$line" 至)/$(list "$line" 单位 | paste -sd /)"
done < "$F.posts"
sed 's/^/account /' "$F.accounts"
while read -r line; do
  echo "deputy $(part "$line" 代理人)/$(part "$line" 代理)/$(part "$line" 职务)/$(part "$line" 自)/$(part "$line" 至)"
done < "$F.deputies"
for code in $(section "$F" 通道 | sed -n 's/^  - 代码: *//p'); do
  echo "lane $code $(kind "$F" "$code") $(scheme "$F" "$code")"
  echo "paths $(list "$(lane "$F" "$code" | grep -a '路径:')" 路径 | paste -sd ' ')"
  while read -r row; do
    echo "level $(list "$row" 职务 | paste -sd /) $([[ $row = *'人员: ['* ]] && list "$row" 人员 | paste -sd /) $([[ $row = *'范围: 本单位'* ]] && echo own) $(list "$row" 凭证 | paste -sd /)"
    other=$(echo "$row" | sed -n 's/.*回避: {\([^}]*\)}.*/, \1,/p')
    for unit in chengguan hedong; do
      echo "instead $(echo "$other" | sed -n "s/.*, $unit: \([^,]*\),.*/\1/p")"
    done
  done < <(levels "$F" "$code")
done
sane "$F" && echo sane
"""


def tables(made: ByHand) -> str:
    """What the commands above print where the script reads what is meant."""
    lines = [*made.head.values(), f"roots {'/'.join(made.roots)}"]
    lines += [f"key {who} {key}" for who, key in made.keys]
    lines += [
        f"post {who}/{office}/{since}/{until}/{'/'.join(units)}"
        for who, office, since, until, *units in made.posts
    ]
    lines += [
        f"account {who} {{平台: {a}, 编号: {b}, 登录名: {c}}}" for who, a, b, c in made.accounts
    ]
    lines += [f"deputy {'/'.join(each)}" for each in made.deputies]
    for code, (head, paths, *levels) in made.lanes.items():
        lines += [f"lane {code} {' '.join(head)}", f"paths {' '.join(paths)}"]
        for offices, persons, own, instead, evidence, _ in levels:
            lines.append(f"level {offices} {persons} {'own' if own else ''} {evidence}")
            other = dict(each.split("=") for each in instead.split(",") if each)
            lines += [f"instead {other.get(unit, '')}" for unit in ("chengguan", "hedong")]
    return "\n".join([*lines, "sane"]) + "\n"


WHOLE = approvers_file(
    {**PEOPLE, "069001": Someone("069001", "新人", (post("派出所领导", "chengguan", "hedong", until="2026-01-01"),))},
    lanes=LANES.replace("{职务: [派出所领导], 范围: 本单位,", "{职务: [派出所领导], 范围: 本单位, 回避: {chengguan: 督察大队领导},"),
    delegations=['{代理人: "060102", 代理: "060101", 职务: 局主要领导, 自: 2025-01-01, 至: 2025-02-01, 依据: 报备1}'],
)  # fmt: skip
PLACES = (
    "台账: ", "版本: ", "日期: ", "根: ", "门槛: ", "人员: [", "警号: ", '"060103"', "姓名: ", "丁秋", "公钥: [", "任职: [", "{职务: ",
    "单位: [", "chengguan, hedong", ", 至: ", "账号: [", "{平台: ", "登录名: ", "机器人:", "  - 代码: rooms", "    类型: ", "    积分制: ",
    "    路径: ", "ledger/*/rooms/*.yml", "    层级:", "      - {", "范围: 本单位", "回避: {", "督察大队领导", "凭证: [", "个人签名]", "代理:",
    "{代理人: ", "依据: ", "报备1", "分管局领导", "2025-01-01", "}", "]", ", ",
)  # fmt: skip
PIECES = (
    "",
    " ",
    "  ",
    "\n",
    "\n    ",
    "\t",
    "'",
    '"',
    " #",
    "# x\n",
    ",",
    "{",
    "}",
    "\ufeff",
    "\r",
    "警号: 1",
    "{职务: 局主要领导, 自: 2000-01-01}",
    '"{职务: x, 自: 2000-01-01}"',
)


@st.composite
def approvers_respelled(draw: st.DrawFn) -> bytes:
    """The file with pieces put before, behind or in place of what stands there, once or twice."""
    text = WHOLE
    for _ in range(draw(st.integers(1, 2))):
        place, piece = draw(st.sampled_from(PLACES)), draw(st.sampled_from(PIECES))
        how = draw(st.sampled_from(("{p}{x}", "{x}{p}", "'{p}'", '"{p}"', "{x}")))
        count = draw(st.sampled_from((1, -1)))
        text = text.replace(place, how.format(p=place, x=piece), count)
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n")))).encode()


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=approvers_respelled())
@example(data=WHOLE.encode())
@example(data=f"\ufeff{WHOLE}".replace("\n", "\r\n").encode())
@example(data=WHOLE.replace("丁秋", '"{职务: 局主要领导, 自: 2000-01-01}"').encode())
@example(data=WHOLE.replace("职务: 局主要领导", "职务: '局主要领导'").encode())
@example(data=WHOLE.replace("chengguan, hedong", "chengguan,hedong").encode())
def test_the_approvers_file(folder: Path, data: bytes) -> None:
    made, problems = approvers_files.read(data)
    if not problems:
        assert made is not None
        assert by_script(folder, data, TABLES) == tables(_meant(made))


def test_a_version_that_the_script_would_read_otherwise_says_where() -> None:
    for old, new, where in (
        ("chengguan, hedong", "chengguan,hedong", "“人员”的任职"),
        ("    类型: 记录", "    类型: '记录'", "通道 rooms"),
        ("代理:\n  - {代理人", "代理:\n  - { 代理人", "“代理”"),
        ("丁秋", '"{职务: 局主要领导, 自: 2000-01-01}"', "“人员”的任职"),
    ):
        assert old in WHOLE
        made, (problem,) = approvers_files.read(WHOLE.replace(old, new).encode())
        assert made is None
        assert problem.message == f"{where}的写法，不用本程序核验的人读不出来"


def test_the_sample_itself_is_taken_and_read(folder: Path) -> None:
    data = Path(__file__).parents[2].joinpath("rules/approvers.yml").read_bytes()
    made, problems = approvers_files.read(data)
    assert made is not None, problems
    assert "sane" in by_script(folder, data, TABLES)
