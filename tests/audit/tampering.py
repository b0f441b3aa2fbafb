"""Tampering with one element of a landing, each in one of the ways that must be refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from generator.approval import sheet as sheets
from generator.audit.objects import TREE
from tests.audit.box import File
from tests.audit.histories import County, Draft, Entries, Landing
from tests.bureau import (
    CLERK,
    HEAD,
    ROOTS,
    ZHIAN,
    signed,
)

# ── tampering with one element ──────────────────────────────────────────────────────────────

Tamper = Callable[[Landing, Draft, County, random.Random], None]


def _last(landing: Landing) -> dict[str, File]:
    landing.files[-1] = dict(landing.files[-1])
    return landing.files[-1]


def _bent(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes((data[at] ^ chance.randint(1, 255),)) + data[at + 1 :]


def byte_of_data(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    path = chance.choice(sorted(made.new))
    _last(landing)[path] = File(_bent(made.new[path].data, chance))


def byte_of_sheet(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    _last(landing)[made.sheet] = File(_bent(sheets.write(made.entries), chance))


def _entries(landing: Landing, made: Draft, entries: Entries) -> None:
    _last(landing)[made.sheet] = File(sheets.write(entries))


def dropped_statement(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    at = chance.randrange(len(made.entries))
    _entries(landing, made, made.entries[:at] + made.entries[at + 1 :])


def repeated_statement(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    at = chance.randrange(len(made.entries))
    _entries(landing, made, made.entries[: at + 1] + made.entries[at:])


def swapped_statements(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    one, other = sorted(chance.sample(range(len(made.entries)), 2))
    entries = list(made.entries)
    entries[one], entries[other] = entries[other], entries[one]
    _entries(landing, made, entries)


def wrong_key(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    at = chance.randrange(len(made.entries))
    statement, written = made.entries[at]
    keys = ["bot1", "a stranger", CLERK, HEAD, ZHIAN, *ROOTS]
    others = [text for key in keys if (text := signed(statement, key)) != written]
    entries = list(made.entries)
    entries[at] = (statement, chance.choice(others))
    _entries(landing, made, entries)


def one_person_twice(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    """The last level signed again, properly, by whoever signed the level before."""
    *kept, (last, _written) = made.entries
    person = kept[-1][0].person
    again = replace(last, person=person)
    _entries(landing, made, [*kept, (again, signed(again, person))])


def seen_elsewhere(landing: Landing, made: Draft, county: County, chance: random.Random) -> None:
    """The last level saw a commit that main never passed through."""
    *kept, (last, _written) = made.entries
    stray = county.box.commit(county.main.files, county.main.commit, message="never on main")
    other = replace(last, seen=chance.choice((stray, "0" * 40)))
    _entries(landing, made, [*kept, (other, signed(other, other.person))])


def extra_path(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    paths = ("README.md", "ledger/2025-06/rooms/xiwan.yml", ".gitattributes", "rules/schemes/x.yml", "ledger/2025-06/bulletins/rooms.yml", "rules/approvers/9.yml", "ledger/2025-06/approvals/rooms-xiwan-1.json")  # fmt: skip
    at = chance.randrange(len(landing.files))
    landing.files[at] = {**landing.files[at], chance.choice(paths): File(b"x\n")}


def removed_file(landing: Landing, made: Draft, county: County, chance: random.Random) -> None:
    files = _last(landing)
    del files[chance.choice(sorted(files))]


def changed_mode(landing: Landing, made: Draft, _: County, chance: random.Random) -> None:
    files = _last(landing)
    path = chance.choice((*made.new, made.sheet))
    files[path] = File(files[path].data, chance.choice(("100755", "120000")))


def empty_folder(landing: Landing, made: Draft, county: County, chance: random.Random) -> None:
    """No file differs by it, but a path exists: that of a bulletin, say."""
    at = chance.randrange(len(landing.files))
    nothing = File(county.box.put("tree", b"").encode(), TREE)
    path = chance.choice(("ledger/2025-06/bulletins/rooms.yml", "rules/x", "x"))
    landing.files[at] = {**landing.files[at], path: nothing}


def changed_elsewhere(landing: Landing, made: Draft, county: County, chance: random.Random) -> None:
    """A byte of something that stood on main already, an old sheet for instance."""
    files = _last(landing)
    path = chance.choice(sorted({*county.main.files} - {*made.new}))
    files[path] = File(_bent(files[path].data, chance))


def wrong_parent(landing: Landing, made: Draft, county: County, chance: random.Random) -> None:
    """Main's files on top of something that is not main."""
    stray = county.box.commit({**county.main.files, "x": File(b"x")}, county.main.commit)
    landing.first_parent = stray


def parents_swapped(landing: Landing, made: Draft, county: County, chance: random.Random) -> None:
    """A foxtrot: main becomes the second parent of its own next commit."""
    landing.first_parent = county.box.commit(
        {**made.base.files, **made.whole, "x": File(b"x")}, made.base.commit, message="fox"
    )
    landing.more_parents = (county.main.commit,)


TAMPERS: tuple[Tamper, ...] = (
    byte_of_data, byte_of_sheet, dropped_statement, repeated_statement, swapped_statements,
    wrong_key, one_person_twice, seen_elsewhere, extra_path, removed_file, changed_mode, empty_folder,
    changed_elsewhere, wrong_parent, parents_swapped,
)  # fmt: skip
