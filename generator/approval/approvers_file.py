"""Reading ``rules/approvers.yml``: strict form, and everything that would make it worthless refused.

Every version is read like every other, the first one too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from generator.approval import lanes
from generator.approval.approvers import (
    APPROVERS_FILE,
    Approvers,
    Bot,
    Delegation,
    OfficeHeld,
    Person,
)
from generator.approval.by_hand import unread
from generator.approval.lanes import (
    CLICKED,
    LEAST_APPROVALS,
    PERSONAL,
    SHAPES,
    Lane,
    Level,
    overlap,
)
from generator.approval.sshsig import BadKey, Key, read_key
from generator.text.dates import Date
from generator.text.digests import DIGEST_PATTERN, of_bytes
from generator.text.problems import Place, Problem, Spot
from generator.text.reading import Wrong
from generator.text.scalars import CODE, OFFICER, Choice, Pattern, Scalar, Text, Whole, YesNo
from generator.text.shapes import Field, ListOf, MapOf, Row, Shape, read_shape

LEAST_THRESHOLD = 2
"""A root of one could change everything alone."""
RESERVED_CODES = frozenset({"bulletin", "correction", "objection", "approvers"})
"""Beginnings of sheet names that belong to other kinds."""

_LABEL = Text(40)
_PREVIOUS = Pattern(rf"-|{DIGEST_PATTERN}", "上一版摘要", '"-" 或 "sha256:…"', machine_made=True)
_GLOB = Pattern(r"[A-Za-z0-9_*][A-Za-z0-9_.*-]*(/[A-Za-z0-9_*][A-Za-z0-9_.*-]*)*", "路径", "ledger/*/rooms/*.yml")  # fmt: skip
_NUMERIC = Pattern(r"[1-9]\d{0,17}", "平台账号编号", "1001")


@dataclass(frozen=True, slots=True)
class PublicKey(Scalar):
    """A line ``ssh-ed25519 AAAA…``."""

    label: str = "公钥"

    def parse(self, text: str) -> Key:
        try:
            return read_key(text)
        except BadKey as error:
            hint = "请用 ssh-keygen -t ed25519 生成，写公钥文件的前两段"
            raise Wrong("公钥", str(error), hint) from None


_KEYS = ListOf(PublicKey(), 1)
_POST = Shape(
    "任职",
    (
        Field("职务", _LABEL),
        Field("单位", ListOf(CODE, 1), required=False),
        Field("自", Date()),
        Field("至", Date(), required=False),
    ),
)
_ACCOUNT = Shape("账号", (Field("平台", CODE), Field("编号", _NUMERIC), Field("登录名", _LABEL)))
_PERSON = Shape(
    "人员",
    (
        Field("警号", OFFICER),
        Field("姓名", _LABEL),
        Field("公钥", _KEYS),
        Field("任职", ListOf(_POST, 1)),
        Field("账号", ListOf(_ACCOUNT), required=False),
    ),
)
_BOT = Shape("机器人", (Field("代码", CODE), Field("平台", CODE), Field("公钥", _KEYS)))
_EVIDENCE = Choice({PERSONAL: "本人密钥的签名", CLICKED: "在代码平台上点击，由机器人登记"}, "凭证")
_LEVEL = Shape(
    "层级",
    (
        Field("职务", ListOf(_LABEL, 1), required=False),
        Field("人员", ListOf(OFFICER, 1), required=False),
        Field("范围", Choice({"本单位": "只限记录所属的单位或支部"}, "范围"), required=False),
        Field("回避", MapOf(CODE, _LABEL, 1), required=False),
        Field("凭证", ListOf(_EVIDENCE, 1)),
    ),
)
_KINDS = dict.fromkeys(SHAPES, "")
_LANE = Shape(
    "通道",
    (
        Field("代码", CODE),
        Field("名称", _LABEL),
        Field("类型", Choice(_KINDS, "通道类型")),
        Field("积分制", CODE, required=False),
        Field("路径", ListOf(_GLOB, 1)),
        Field("层级", ListOf(_LEVEL, 1)),
    ),
)
_DELEGATION = Shape(
    "代理",
    (
        Field("代理人", OFFICER),
        Field("代理", OFFICER),
        Field("职务", _LABEL),
        Field("自", Date()),
        Field("至", Date()),
        Field("依据", Text(200)),
    ),
)
APPROVERS_FORM = Shape(
    "审批人名册",
    (
        Field("台账", Text(60)),
        Field("版本", Whole(1, 99999)),
        Field("上一版", _PREVIOUS),
        Field("日期", Date()),
        Field("演示密钥", YesNo(), required=False, default=False),
        Field("根", Shape("根", (Field("门槛", Whole(0, 99)), Field("人员", ListOf(OFFICER, 1))))),
        Field("人员", ListOf(_PERSON, 1)),
        Field("机器人", ListOf(_BOT), required=False),
        Field("通道", ListOf(_LANE, 1)),
        Field("代理", ListOf(_DELEGATION), required=False),
    ),
)


@lru_cache(maxsize=64)
def read(data: bytes) -> tuple[Approvers | None, tuple[Problem, ...]]:
    """One version, or every problem in it; the digest is that of the bytes."""
    problems: list[Problem] = []
    row = read_shape(APPROVERS_FILE, data, APPROVERS_FORM, problems)
    if row is None or problems:
        return None, tuple(problems)
    made = _approvers(row, of_bytes(data))
    found = [*_wrong_with(made), *_repeated(row)]
    # Said only of a file whose single fields are right, so that no fault is told twice.
    problems += [
        Problem("名册", Place(APPROVERS_FILE, *_spot(row, where)), what, hint)
        for where, what, hint in found
    ]
    if not problems and (what := unread(_lines(data), made)):
        message = f"{what}的写法，不用本程序核验的人读不出来"
        hint = "请照样例的排法写：键的次序、缩进、空格和换行都一样"
        problems.append(Problem("名册", Place(APPROVERS_FILE, 1, 1), message, hint))
    return (None if problems else made), tuple(problems)


def _lines(data: bytes) -> str:
    """The text as the script cleans it: without a mark before it, lines ending in a line feed."""
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def _approvers(row: Row, digest: str) -> Approvers:
    persons = [_person(each) for each in row["人员"]]
    bots = [Bot(each["代码"], each["平台"], tuple(each["公钥"])) for each in row["机器人"] or ()]
    return Approvers(
        ledger=row["台账"],
        version=row["版本"],
        previous=row["上一版"],
        day=row["日期"],
        demo=row["演示密钥"],
        threshold=row["根"]["门槛"],
        roots=tuple(row["根"]["人员"]),
        persons={person.number: person for person in persons},
        bots={bot.code: bot for bot in bots},
        lanes=tuple(_lane(each) for each in row["通道"]),
        delegations=tuple(
            Delegation(d["代理人"], d["代理"], d["职务"], d["自"], d["至"], d["依据"])
            for d in row["代理"] or ()
        ),
        digest=digest,
    )


def _person(row: Row) -> Person:
    posts = tuple(
        OfficeHeld(post["职务"], post["自"], post["至"], tuple(post["单位"] or ()))
        for post in row["任职"]
    )
    accounts = tuple((a["平台"], a["编号"], a["登录名"]) for a in row["账号"] or ())
    return Person(row["警号"], row["姓名"], tuple(row["公钥"]), posts, accounts)


def _lane(row: Row) -> Lane:
    levels = tuple(
        Level(
            tuple(level["职务"] or ()),
            tuple(level["人员"] or ()),
            bool(level["范围"]),
            dict(level["回避"] or {}),
            tuple(level["凭证"]),
        )
        for level in row["层级"]
    )
    return Lane(
        row["代码"], row["名称"], row["类型"], row["积分制"] or "", tuple(row["路径"]), levels
    )


Where = str | tuple[str, int]
"""A key of the file, or a key and the number of one of its entries."""
Fault = tuple[Where, str, str]
"""Where it is reported, what is wrong, what to write."""


def _spot(row: Row, where: Where) -> Spot:
    if isinstance(where, str):
        return row.at(where)
    key, number = where
    entry: Row = row[key][number]
    return entry.spot


def _repeated(row: Row) -> Iterator[Fault]:
    lists: dict[str, list[Any]] = {
        "人员": [each["警号"] for each in row["人员"]],
        "机器人": [each["代码"] for each in row["机器人"] or ()],
        "通道": [each["代码"] for each in row["通道"]],
    }
    for key, values in lists.items():
        for number, value in enumerate(values):
            # The first is the one to keep, so the later one is where the message stands.
            if value in values[:number]:
                yield (key, number), f"“{key}”里 {value} 写了两次", "请只留一处"
    yield from _repeated_keys(row)
    known: dict[tuple[str, str], str] = {}
    for number, person in enumerate(row["人员"]):
        for account in person["账号"] or ():
            here = account["平台"], account["编号"]
            first = known.setdefault(here, person["警号"])
            if first != person["警号"]:
                what = f"{first} 和 {person['警号']} 写了平台 {here[0]} 的同一个账号 {here[1]}"
                yield ("人员", number), what, "每个账号只属于一个人"


def _repeated_keys(row: Row) -> Iterator[Fault]:
    known: dict[bytes, str] = {}
    for key, name in (("人员", "警号"), ("机器人", "代码")):
        for number, holder in enumerate(row[key] or ()):
            for each in holder["公钥"]:
                # By the core: one secret as a plain and as a token's key is still one secret.
                owner = known.get(each.core)
                if owner is not None:
                    what = f"{owner} 和 {holder[name]} 写了同一个公钥"
                    if owner == holder[name]:
                        what = f"{owner} 的同一个公钥写了两次"
                    hint = "每把密钥只属于一个人或一个机器人，请换成各自的密钥"
                    yield (key, number), what, hint
                known[each.core] = holder[name]


def _wrong_with(made: Approvers) -> Iterator[Fault]:
    yield from _wrong_root(made)
    if (made.version == 1) != (made.previous == "-"):
        yield "上一版", "版本和上一版对不上", "第1版写 “-”，以后各版写上一版文件的 sha256 摘要"
    for number, lane in enumerate(made.lanes):
        for what, hint in _wrong_lane(made, lane):
            yield ("通道", number), what, hint
    for (_, one), (number, other) in combinations(enumerate(made.lanes), 2):
        # Paths of different kinds never look alike (SHAPES).
        if one.kind == other.kind and any(
            overlap(a, b) for a in one.patterns for b in other.patterns
        ):
            yield (
                ("通道", number),
                f"通道 {one.code} 和 {other.code} 的路径有重叠",
                "一个文件只能走一个通道",
            )
    for number, each in enumerate(made.delegations):
        for what, hint in _wrong_delegation(made, each):
            yield ("代理", number), what, hint


def _wrong_root(made: Approvers) -> Iterator[Fault]:
    roots = made.roots
    if len(set(roots)) != len(roots):
        yield "根", "根签名人里同一个人写了两次", "请写不同的人"
    if not LEAST_THRESHOLD <= made.threshold <= len(set(roots)):
        hint = f"请写 {LEAST_THRESHOLD} 到 {len(set(roots))} 之间的整数；根签名人至少 {LEAST_THRESHOLD} 名"
        yield "根", f"根的门槛 {made.threshold} 不合适", hint
    for number in roots:
        if number not in made.persons:
            yield "根", f"根签名人 {number} 不在“人员”里", "请先在“人员”里登记"


def _wrong_lane(made: Approvers, lane: Lane) -> Iterator[tuple[str, str]]:
    name = f"通道 {lane.code}"
    least = LEAST_APPROVALS.get(lane.kind, 3)
    if len(lane.levels) - 1 < least:
        yield f"{name}只有 {len(lane.levels)} 个层级", f"请写报送和至少 {least} 级审核"
    # A click proves what a server says; one signature at least must not depend on any server.
    if lane.levels[-1].evidence != (PERSONAL,):
        yield f"{name}的最后一级没有要求本人签名", f"请把最后一级的凭证写成 [{PERSONAL}]"
    if lane.code in RESERVED_CODES and lane.kind in (lanes.RECORD, lanes.RULES, lanes.SOFTWARE):
        yield f"{name}的代码与审批单的名称冲突", "请换一个代码"
    if (lane.kind == lanes.RECORD) != bool(lane.scheme):
        yield f"{name}的“积分制”写得不对", "记录通道写明积分制代码，其他通道不写"
    for number, level in enumerate(lane.levels):
        yield from _wrong_level(made, lane, number, level)


def _wrong_level(
    made: Approvers, lane: Lane, number: int, level: Level
) -> Iterator[tuple[str, str]]:
    name = f"通道 {lane.code} 第 {number} 级"
    if bool(level.offices) == bool(level.persons):
        yield f"{name}要写“职务”或者“人员”，不能都写或都不写", "请只写一种"
    if (level.own_unit or level.instead) and lane.kind not in (lanes.RECORD, lanes.CORRECTION):
        yield f"{name}不能写“范围”“回避”", "只有记录和更正属于某个单位"
    for person in level.persons:
        if person not in made.persons:
            yield f"{name}的 {person} 不在“人员”里", "请先登记"
    # Held at any time: a post that begins next month may stand in the file already.
    held = {post.office for person in made.persons.values() for post in person.posts}
    for office in (*level.offices, *level.instead.values()):
        if office not in held:
            yield f"{name}的“{office}”没有人担任", "请在“人员”的任职里写明，或改正职务"
    if len(set(level.evidence)) != len(level.evidence):
        yield f"{name}的凭证写了两次", "请只留一处"


def _wrong_delegation(made: Approvers, each: Delegation) -> Iterator[tuple[str, str]]:
    name = f"{each.deputy} 代理 {each.principal} 的“{each.office}”"
    principal = made.persons.get(each.principal)
    if each.deputy not in made.persons or principal is None:
        yield f"{name}：两人都要在“人员”里", "请先登记"
    elif each.office not in {post.office for post in principal.posts}:
        yield f"{name}：被代理人没有担任这个职务", "请核对"
    if each.deputy == each.principal or each.until < each.since:
        yield f"{name}写得不对", "代理人和被代理人应是两人，“至”不早于“自”"
