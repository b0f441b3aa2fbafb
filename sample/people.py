"""Who serves where: 212 officers and 60 auxiliaries, with dated posts, and the roster files.

The posts below are those at the end of 2025; ``MOVES`` tells where the few who moved came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from generator.text.canonical import Block, Lines, document
from sample.places import (
    BRANCHES,
    CLOSED,
    FOUNDED,
    RECLASSED,
    ROOMS,
    UNITS,
    URBAN,
)

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
)
GIVEN = (
    "安宁平康健强勇刚毅明亮辉光华荣昌盛兴旺国建军民清波涛江海川山峰岩松柏林森杰俊伟雄鹏飞翔宇轩昊天晨曦"
    "阳春夏秋冬雪梅兰竹菊芳芬丽娟敏慧静婷玉洁琳琪瑶颖欣怡悦彤文武斌彬学思远志达通博涵润泽恒信义仁礼智诚"
)


class Seat(NamedTuple):
    """A post at the year's end."""

    duty: str
    cases: bool = False
    room: str = ""


def _seats(spec: str) -> list[Seat]:
    """``大队长 副大队长+ 侦查民警+*8``: duties in order, ``+`` in case work, ``*`` so many."""
    seats = []
    for each in spec.split():
        duty, _, count = each.partition("*")
        seats += [Seat(duty.rstrip("+"), cases=duty.endswith("+"))] * int(count or 1)
    return seats


_TEAMS = {
    "bangong": _seats("局长 政治委员 副局长*3 主任 副主任 民警"),
    "zhenggong": _seats("主任 副主任 民警*3"),
    "fazhi": _seats("大队长 副大队长 法制民警*4"),
    "ducha": _seats("大队长 督察民警*3"),
    "jingbao": _seats("主任 民警*3"),
    "xintong": _seats("科长 民警*2"),
    "jianguan": _seats("所长 教导员 副所长 管教民警*5"),
    "zhian": _seats("大队长 教导员 窗口民警 副大队长+ 民警兼内勤+ 民警+*4"),
    "xingzhen": _seats("大队长 教导员 副大队长+*2 侦查民警兼内勤+ 侦查民警+*8"),
    "jingzhen": _seats("大队长 副大队长+ 侦查民警兼内勤+ 侦查民警+*3"),
    "jindu": _seats("大队长 副大队长+ 侦查民警兼内勤+ 侦查民警+*3"),
    "jiaojing": _seats("大队长 教导员 车管民警*2 内勤民警 副大队长+*2 事故处理民警+*3 秩序民警+*4"),
    "xunte": _seats("大队长 副大队长 特警队员*6"),
    "wangan": _seats("大队长 副大队长+ 侦查民警兼内勤+ 侦查民警+"),
}
_CASE_OFFICERS = {
    "chengguan": 14, "hedong": 11, "beimen": 9,
    "yunling": 6, "shimo": 6, "liuwan": 6, "baiya": 5, "luming": 5, "chaping": 5, "fenglin": 5,
}  # fmt: skip
_BLOCKS = {place.code: place.number for place in UNITS}
_AUXILIARIES = {"jiaojing": 5, "xunte": 4, "xingzhen": 2, "jindu": 2, "jianguan": 2}


class Move(NamedTuple):
    """An earlier post of whoever sits at ``unit`` and ``seat`` at the year's end."""

    unit: str
    seat: int
    day: str
    old_unit: str
    old: Seat


MOVES = (
    Move("hedong", 5, "2025-03-17", "chengguan", Seat("办案民警", cases=True)),
    Move("chengguan", 22, "2025-04-01", "chengguan", Seat("社区民警", room="cg-nanjie")),
    Move("ducha", 3, "2025-04-21", "xingzhen", Seat("侦查民警", cases=True)),
    Move("xintong", 0, "2025-05-01", "bangong", Seat("民警")),
    Move("xintong", 1, "2025-05-01", "wangan", Seat("民警")),
    Move("xintong", 2, "2025-05-01", "wangan", Seat("民警")),
    Move("xingzhen", 9, "2025-06-16", "chengguan", Seat("办案民警", cases=True)),
    Move("beimen", 15, "2025-08-18", "beimen", Seat("办案民警", cases=True)),
    Move("chengguan", 11, "2025-09-11", "yunling", Seat("办案民警", cases=True)),
    Move("jiaojing", 13, "2025-10-13", "xunte", Seat("特警队员")),
)  # fmt: skip
"""Within a sequence, between sequences, into and out of case work, to a unit founded in the year."""
ARRIVALS = {("luming", 5): "2025-08-04"}
RETIRED = ("jiaojing", Seat("事故处理民警", cases=True), "2025-06-30")
AWAY = {("hedong", 8): ("2025-03-10", "2025-08-29"), ("shimo", 7): ("2025-05-06", "2025-10-20")}
UNLICENSED = frozenset({("baiya", 5), ("xintong", 2)})
IN_RETIREES_BRANCH = ("zhenggong", 4)


@dataclass(slots=True)
class FictionalPerson:
    """One row of the roster of officers."""

    number: str
    status: str
    branch: str
    posts: list[dict[str, Any]]
    licensed: bool = False
    until: str = ""
    away: tuple[str, str] | None = None
    name: str = ""

    def row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"警号": self.number, "姓名": self.name, "身份": self.status}
        row |= {"党支部": self.branch} if self.branch else {}
        row |= {"执法资格": "是" if self.licensed else "否"} if self.status == "民警" else {}
        row["任职"] = self.posts
        row |= {"至": self.until} if self.until else {}
        row |= {"离岗": [{"自": self.away[0], "至": self.away[1]}]} if self.away else {}
        return row


def seats_of(unit: str) -> list[Seat]:
    """The posts of a unit at the year's end, in the order of service numbers."""
    if unit in _TEAMS:
        return _TEAMS[unit]
    cases, urban = _CASE_OFFICERS[unit], unit in URBAN
    spec = f"所长 {'教导员' if urban else ''} 副所长+ 办案民警兼内勤+ 办案民警+*{cases - 2}"
    rooms = [room.code for room in ROOMS if room.station == unit and room.code not in CLOSED]
    # a rural station has too few officers for each of its rooms
    staffed = len(rooms) if urban else 7 - cases
    duty = "社区民警" if urban else "驻村民警"
    return _seats(spec) + [Seat(duty, room=code) for code in rooms[:staffed]]


class _Numbers(Counter[str]):
    """Service numbers by unit, in order; counts how many each unit has given out."""

    def next(self, prefix: str, unit: str) -> str:
        self[unit] += 1
        return f"{prefix}{_BLOCKS[unit]:02d}{self[unit]:02d}"


def _post(since: str, unit: str, seat: Seat) -> dict[str, Any]:
    post: dict[str, Any] = {"自": since, "单位": unit, "职务": seat.duty}
    post |= {"警务室": seat.room} if seat.room else {}
    post |= {"办案": "是"} if seat.cases else {}
    return post


def _since(rng: Random) -> str:
    return f"{rng.randint(2013, 2024)}-{rng.randint(1, 12):02d}-{rng.choice(('01', '05', '10', '16', '20'))}"


def branch_of(unit: str) -> str:
    """The branch that covers a unit."""
    return next((branch.code for branch in BRANCHES if unit in branch.units), "")


def people(rng: Random) -> list[FictionalPerson]:
    """Everybody, by service number, with names no two of which are equal."""
    everybody = sorted([*_officers(rng), *_auxiliaries(rng)], key=lambda person: person.number)
    for person, name in zip(everybody, _names(rng), strict=False):
        person.name = name
    return everybody


def _names(rng: Random) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        # the commoner surnames stand first; the square makes them commoner here too
        surname = SURNAMES[int(len(SURNAMES) * rng.random() ** 2)]
        # 某 shows that nobody is called so
        name = f"{surname}某{rng.choice(GIVEN)}"
        if name not in seen:
            seen.add(name)
            yield name


def _officers(rng: Random) -> Iterator[FictionalPerson]:
    numbers = _Numbers()
    moves = {(move.unit, move.seat): move for move in MOVES}
    seated = [(unit, n, seat) for unit in _BLOCKS for n, seat in enumerate(seats_of(unit))]
    # who came from another unit keeps a number of that unit, after those who have always been there
    for unit, n, seat in sorted(seated, key=lambda each: _came_from_elsewhere(moves, each)):
        move = moves.get((unit, n))
        number = numbers.next("06", move.old_unit if move else unit)
        posts = []
        if move is not None:
            posts.append(_post(_since(rng), move.old_unit, move.old))
        since = move.day if move else ARRIVALS.get((unit, n)) or _since(rng)
        posts.append(_post(since, unit, seat))
        branch = "zb-lituixiu" if (unit, n) == IN_RETIREES_BRANCH else branch_of(unit)
        yield FictionalPerson(
            number,
            "民警",
            branch,
            posts,
            licensed=(unit, n) not in UNLICENSED,
            away=AWAY.get((unit, n)),
        )
    unit, seat, until = RETIRED
    posts = [_post("1989-12-01", unit, seat)]
    yield FictionalPerson(
        numbers.next("06", unit), "民警", branch_of(unit), posts, licensed=True, until=until
    )


def _came_from_elsewhere(moves: dict[tuple[str, int], Move], seated: tuple[str, int, Seat]) -> bool:
    move = moves.get(seated[:2])
    return move is not None and move.old_unit != seated[0]


def _auxiliaries(rng: Random) -> Iterator[FictionalPerson]:
    numbers = _Numbers()
    for unit, post in _auxiliary_posts():
        seat = Seat("警务室辅警" if post else "勤务辅警", room=post)
        posts = [_post(_since(rng), unit, seat)]
        if post in CLOSED:
            # the room closes, its auxiliary goes on in the one that takes it over
            until, successor = CLOSED[post]
            after = date.fromisoformat(until) + timedelta(days=1)
            posts.append(_post(after.isoformat(), unit, seat._replace(room=successor)))
        yield FictionalPerson(numbers.next("16", unit), "辅警", "", posts)


def _auxiliary_posts() -> Iterator[tuple[str, str]]:
    """Every first-class and every rural room has one; the rest serve in teams."""
    for room in ROOMS:
        if room.station not in URBAN or room.group == "一类" or room.code == "bm-yuchi":
            yield room.station, room.code
    for unit, count in _AUXILIARIES.items():
        yield from [(unit, "")] * count


# ── the roster files ───────────────────────────────────────────────────────────────────────────


def roster_files(everybody: list[FictionalPerson]) -> dict[str, bytes]:
    """``rules/roster/*.yml``."""
    return {
        "rules/roster/units.yml": document(Block(单位=Lines(_unit_rows()))),
        "rules/roster/branches.yml": document(Block(党支部=Lines(_branch_rows()))),
        "rules/roster/rooms.yml": document(Block(警务室=Lines(_room_rows()))),
        "rules/roster/officers.yml": document(Block(人员=Lines(p.row() for p in everybody))),
    }


def _unit_rows() -> Iterator[dict[str, Any]]:
    for place in UNITS:
        row = {"代码": place.code, "名称": place.name, "自": place.since, "组别": place.group}
        yield row | ({"序列": place.sequence} if place.sequence else {})


def _branch_rows() -> Iterator[dict[str, Any]]:
    for place in BRANCHES:
        row = {"代码": place.code, "名称": place.name, "自": "2021-07-01"}
        yield row | {"单位": list(place.units)}


def _room_rows() -> Iterator[dict[str, Any]]:
    for room in ROOMS:
        row: dict[str, Any] = {"代码": room.code, "名称": room.name}
        row["自"] = FOUNDED.get(room.code, "2010-06-01")
        if room.code in CLOSED:
            row["至"], row["承接"] = CLOSED[room.code]
        row |= {"派出所": room.station, "性质": room.nature, "类别": room.group}
        if room.code in RECLASSED:
            row["类别"] = [{"自": since, "值": value} for since, value in RECLASSED[room.code]]
        yield row
