"""Long histories, made fast: bare repositories whose main is a chain of approved merges.

For each submission ``git fast-import`` writes a branch with the record and its sheet, and the merge
of it into main.  Beside it, commits signed with ssh for ``git log --format=%G?``.
"""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1
from itertools import chain, islice
from pathlib import Path

from benchmarks.submissions import County
from generator.approval import demo_keys
from generator.approval.root import MAIN, Root
from generator.approval.sshsig import sign
from generator.audit.git import Git

WHO = "desk <desk@localhost>"
BEGINNING = 1_751_500_800
"""The time of the first commit, in seconds; each later one is a minute after."""
TOGETHER = 50
"""Submissions that are on their way at the same time: the last of them was signed when main was so
far behind."""
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_SIDE = "refs/heads/side"


@dataclass(frozen=True, slots=True)
class History:
    """A bare repository, its trust root, and main: genesis first, then a merge per submission."""

    repository: Path
    root: Root
    main: tuple[str, ...]
    signatures: tuple[int, ...]
    """How many each submission carries."""

    @property
    def git(self) -> Git:
        return Git(self.repository, bare=True)

    def cut(self, submissions: int, target: Path) -> History:
        """A repository of its own with the first so many submissions."""
        made = _empty(target)
        tip = self.main[submissions]
        made.run("-c", "protocol.allow=always", "fetch", "--quiet", "--no-tags", str(self.repository), f"{tip}:{MAIN}")  # fmt: skip
        made.run("repack", "-adq")
        return History(
            target, self.root, self.main[: submissions + 1], self.signatures[:submissions]
        )


def build(county: County, submissions: int, target: Path) -> History:
    """A history of so many submissions of a county."""
    git = _empty(target)
    tips: list[str] = []

    def write(stream: Iterable[bytes]) -> None:
        start = b"reset %b\nfrom %b\n\n" % (MAIN.encode(), tips[-1].encode()) if tips else b""
        git.run("fast-import", "--quiet", given=start + b"".join(stream))
        tips.append(git.text("rev-parse", MAIN))

    write(_genesis(county.genesis()))
    coming = islice(county.submissions(lambda: tips[-1]), submissions)
    signatures: list[int] = []
    while part := list(islice(coming, TOGETHER)):
        steps = (_step(len(signatures) + n, each.files) for n, each in enumerate(part, start=1))
        write(chain.from_iterable(steps))
        signatures += [each.signatures for each in part]
    git.run("update-ref", "-d", _SIDE)
    git.run("repack", "-adq")
    main = git.text("rev-list", "--first-parent", "--reverse", MAIN).split()
    root = Root(county.ledger, tips[0], county.digests[0], demo=True)
    return History(target, root, tuple(main), tuple(signatures))


def _empty(target: Path) -> Git:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    Git(target).run("init", "--quiet", "--bare", f"--initial-branch={MAIN.removeprefix('refs/heads/')}")  # fmt: skip
    return Git(target, bare=True)


def _genesis(files: Mapping[str, bytes]) -> Iterator[bytes]:
    yield from _commit(MAIN, 0, "genesis")
    for path, data in files.items():
        yield f"M 100644 inline {path}\n".encode() + _data(data)


def _step(number: int, files: Mapping[str, bytes]) -> Iterator[bytes]:
    first = number * 10
    for mark, data in enumerate(files.values(), start=first):
        yield f"blob\nmark :{mark}\n".encode() + _data(data)
    changes = "".join(
        f"M 100644 :{mark} {path}\n" for mark, path in enumerate(files, start=first)
    ).encode()
    yield b"reset %b\nfrom %b\n\n" % (_SIDE.encode(), MAIN.encode())
    yield from _commit(_SIDE, 2 * number, "submission")
    yield changes
    yield from _commit(MAIN, 2 * number + 1, "merge")
    yield f"merge {_SIDE}\n".encode() + changes


def _commit(ref: str, minute: int, message: str) -> Iterator[bytes]:
    when = f"{BEGINNING + 60 * minute} +0800"
    yield f"commit {ref}\nauthor {WHO} {when}\ncommitter {WHO} {when}\n".encode()
    yield _data(message.encode())


def _data(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)


# ── commits signed with ssh ─────────────────────────────────────────────────────────────────────


def signed_commits(number: int, target: Path, *, spoiled: int | None = None) -> Path:
    """A bare repository whose main is ``number`` commits, each signed with ssh by one of the keys.

    The signers are in the file that ``gpg.ssh.allowedSignersFile`` names.  ``spoiled``: the commit
    whose message was changed after signing.
    """
    git = _empty(target)
    people = [f"0611{n:02d}" for n in range(1, 5)]
    objects: list[bytes] = []
    parent = ""
    for count in range(number):
        when = f"{BEGINNING + 60 * count} +0800"
        head = f"tree {EMPTY_TREE}\n{f'parent {parent}' if parent else ''}"
        head = f"{head.rstrip()}\nauthor {WHO} {when}\ncommitter {WHO} {when}\n"
        key = demo_keys.private_key(people[count % len(people)])
        signature = _armored(sign(key, f"{head}\napproved {count}\n".encode(), "git"))
        message = "forged" if count == spoiled else "approved"
        made = f"{head}gpgsig {signature}\n\n{message} {count}\n".encode()
        objects.append(made)
        parent = sha1(b"commit %d\0" % len(made) + made, usedforsecurity=False).hexdigest()
    git.run("hash-object", "-w", "-t", "tree", "--stdin", given=b"")
    git.run("index-pack", "--stdin", given=_pack(objects))
    git.run("update-ref", MAIN, parent)
    allowed = target / "allowed_signers"
    allowed.write_text(
        "".join(f"{each} {demo_keys.public_line(each)}\n" for each in people), encoding="utf-8"
    )
    git.run("config", "gpg.ssh.allowedSignersFile", str(allowed))
    return target


def _armored(signature: str) -> str:
    """As a header of a commit: further lines are indented."""
    body = (signature[at : at + 70] for at in range(0, len(signature), 70))
    return "\n ".join(("-----BEGIN SSH SIGNATURE-----", *body, "-----END SSH SIGNATURE-----"))


def _pack(commits: Iterable[bytes]) -> bytes:
    """Git's pack format, version 2, of commits that are not made of one another."""
    parts = [_pack_head(1, len(each)) + zlib.compress(each) for each in commits]
    pack = b"PACK" + (2).to_bytes(4, "big") + len(parts).to_bytes(4, "big") + b"".join(parts)
    return pack + sha1(pack, usedforsecurity=False).digest()


def _pack_head(kind: int, size: int) -> bytes:
    made = [kind << 4 | size & 15]
    size >>= 4
    while size:
        made[-1] |= 128
        made.append(size & 127)
        size >>= 7
    return bytes(made)
