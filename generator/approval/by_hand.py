"""What a reader line by line makes of an approvers file, as the auditor's script is one.

The script has no YAML, so it knows one layout, that of the sample.  A version that it would read
otherwise than the gate is refused before anybody signs it: to an auditor every later step would
look forged, for ever.  Each function does what the script's function of its kind does
(``handbook/auditor.md``); a test holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.approval.approvers import Approvers, Bot, Person
from generator.approval.lanes import PERSONAL, Lane, Level

_TOKEN = re.compile(
    r"""(?:警号|代码): *["']?[A-Za-z0-9_.-]+"""
    r"|(?:sk-)?ssh-ed25519(?:@openssh\.com)? [A-Za-z0-9+/=]+"
    r"|\{(?:职务|平台):[^}]*\}"
)
_DEPUTY = re.compile(r"\{代理人:[^}]*\}")
Row = tuple[str, ...]


class ByHand(NamedTuple):
    """An approvers file in tables, as the script keeps them."""

    head: dict[str, str]
    roots: list[str]
    keys: list[Row]
    posts: list[Row]
    accounts: list[Row]
    deputies: list[Row]
    lanes: dict[str, list[Row]]


def unread(text: str, approvers: Approvers) -> str:
    """The part of a file that the script would read otherwise than it is meant; empty if none."""
    seen, meant = _seen(text), _meant(approvers)
    for what, one, other in (
        *((f"“{key}”", seen.head[key], meant.head[key]) for key in meant.head),
        ("“根”", seen.roots, meant.roots),
        ("“人员”“机器人”的公钥", seen.keys, meant.keys),
        ("“人员”的任职", seen.posts, meant.posts),
        ("“人员”的账号", seen.accounts, meant.accounts),
        ("“代理”", seen.deputies, meant.deputies),
        ("“通道”的代码", list(seen.lanes), list(meant.lanes)),
    ):
        if one != other:
            return what
    wrong = (code for code in meant.lanes if seen.lanes[code] != meant.lanes[code])
    return next((f"通道 {code}" for code in wrong), "")


# ── as it is meant ──────────────────────────────────────────────────────────────────────────────


def _meant(made: Approvers) -> ByHand:
    people = list(made.persons.values())
    head = {
        "台账": made.ledger,
        "版本": str(made.version),
        "上一版": made.previous,
        "日期": str(made.day),
    }
    return ByHand(
        head | {"门槛": str(made.threshold)},
        list(made.roots),
        [*_keys_of(people, "number"), *_keys_of(made.bots.values(), "code")],
        [
            (p.number, each.office, str(each.since), str(each.until or ""), *each.units)
            for p in people
            for each in p.posts
        ],
        [(p.number, *account) for p in people for account in p.accounts],
        [(d.deputy, d.principal, d.office, str(d.since), str(d.until)) for d in made.delegations],
        {lane.code: _lane_rows(lane) for lane in made.lanes},
    )


def _keys_of(holders: Iterable[Person | Bot], name: str) -> Iterator[Row]:
    return ((getattr(each, name), key.line) for each in holders for key in each.keys)


def _lane_rows(lane: Lane) -> list[Row]:
    last = len(lane.levels) - 1
    levels = (_level_row(level, last=n == last) for n, level in enumerate(lane.levels))
    return [(lane.kind, lane.scheme), lane.patterns, *levels]


def _level_row(level: Level, *, last: bool) -> Row:
    instead = ",".join(f"{unit}={office}" for unit, office in level.instead.items())
    own = "本单位" if level.own_unit else ""
    spelled = f"[{PERSONAL}]" if last else ""
    return (
        "/".join(level.offices),
        "/".join(level.persons),
        own,
        instead,
        "/".join(level.evidence),
        spelled,
    )


# ── as it is read ───────────────────────────────────────────────────────────────────────────────


def _seen(text: str) -> ByHand:
    lines = text.split("\n")
    keys: list[Row] = []
    posts: list[Row] = []
    accounts: list[Row] = []
    for of in ("人员", "机器人"):
        who = ""
        for token in (t for line in _section(lines, of) for t in _TOKEN.findall(line)):
            if token.startswith(("警号:", "代码:")):
                who = re.sub("[\"' ]", "", token.partition(":")[2])
            elif "ssh-ed25519" in token:
                keys.append((who, token))
            elif token.startswith("{职务"):
                until = _part(token, "至") if " 至:" in token else ""
                posts.append(
                    (who, _part(token, "职务"), _part(token, "自"), until, *_list(token, "单位"))
                )
            else:
                # The script compares the whole of an account: it is spelled in one way.
                plain = re.sub("[\"']", "", token)
                named = tuple(_part(plain, key) for key in ("平台", "编号", "登录名"))
                whole = "{{平台: {}, 编号: {}, 登录名: {}}}".format(*named)
                accounts.append((who, *named) if plain == whole else (who, plain))
    root = _value(lines, "根")
    head = {key: _value(lines, key) for key in ("台账", "版本", "上一版", "日期")}
    threshold = _part(root, "门槛")
    return ByHand(
        head | {"门槛": threshold if re.fullmatch("[2-9]", threshold) else ""},
        _list(root, "人员"),
        keys, posts, accounts,
        [
            tuple(_part(found, key) for key in ("代理人", "代理", "职务", "自", "至"))
            for line in _section(lines, "代理")
            for found in _DEPUTY.findall(line)
        ],
        {code: _lane_seen(lines, code) for code in _codes(lines)},
    )  # fmt: skip


def _value(lines: Sequence[str], key: str) -> str:
    """The text of a key at the start of a line, without quotation marks and comment."""
    found = []
    for line in lines:
        if match := re.match(rf"{key}[ \t]*:[ \t]*(.*)", line):
            value = match[1]
            quoted = re.match("\"([^\"]*)\".*|'([^']*)'.*", value)
            bare = re.sub(r"[ \t]#.*", "", value).rstrip(" \t")
            found.append(bare if quoted is None else quoted[1] or quoted[2] or "")
    return "\n".join(found)


def _part(braces: str, key: str) -> str:
    match = re.search(rf"""[{{, ]{key}: *["']?([^]}}"',]*)""", braces)
    return match[1] if match else ""


def _list(braces: str, key: str) -> list[str]:
    match = re.search(rf"{key}: *\[([^]]*)\]", braces)
    return re.sub("[\"']", "", match[1]).split(", ") if match else []


def _section(lines: Sequence[str], key: str) -> Iterator[str]:
    inside = False
    for line in lines:
        bare = re.sub("^#.*", "", re.sub(" #.*", "", line))
        if inside:
            yield bare
            inside = re.match("[^ ]", bare) is None
        elif bare.startswith(f"{key}:"):
            inside = True
            yield bare


def _codes(lines: Sequence[str]) -> list[str]:
    found = (re.match("  - 代码: *(.*)", line) for line in _section(lines, "通道"))
    return [match[1] for match in found if match]


def _lane_seen(lines: Sequence[str], code: str) -> list[Row]:
    own: list[str] = []
    inside = False
    for line in _section(lines, "通道"):
        if line == f"  - 代码: {code}":
            inside = True
        elif line.startswith("  - 代码: "):
            inside = False
        elif inside:
            own.append(line)
    kind, scheme = (
        "\n".join(m[1] for line in own if (m := re.match(f"    {key}: *(.*)", line)))
        for key in ("类型", "积分制")
    )
    paths = "\n".join(line for line in own if "路径:" in line)
    rows = [line for line in own if line.startswith("      - {")]
    levels = (_level_seen(row, last=row is rows[-1]) for row in rows)
    return [(kind, scheme), tuple(_list(paths, "路径")), *levels]


def _level_seen(row: str, *, last: bool) -> Row:
    match = re.search(r".*回避: \{([^}]*)\}", row)
    instead = ",".join(each.replace(": ", "=", 1) for each in match[1].split(", ")) if match else ""
    persons = _list(row, "人员") if "人员: [" in row else []
    own = "本单位" if "范围: 本单位" in row else ""
    spelled = f"[{PERSONAL}]" if last and f"凭证: [{PERSONAL}]" in row else ""
    return (
        "/".join(_list(row, "职务")),
        "/".join(persons),
        own,
        instead,
        "/".join(_list(row, "凭证")),
        spelled,
    )
