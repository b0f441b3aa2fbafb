"""Signatures: empty, doubled, bent, made for something else, or by a key that signs anything."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from generator.approval import demo_keys, sheet as sheets, sshsig
from tests.attacks.scene import SHEET, Entries, Scene, approving_room
from tests.bureau import CHARGE, CLERK, HEAD, ROOM_SUBMISSION, click

ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the curve's base point: adding it to the number S makes another signature of the same."""


def with_signature(scene: Scene, bend: Callable[[str], str], level: int = 3, **more: object) -> None:  # fmt: skip
    """The sheet of the room with the signature of one level bent."""
    entries: Entries = approving_room(scene, **more)
    entries[level] = entries[level][0], bend(entries[level][1])
    scene.desk.write(SHEET, sheets.write(entries))


def raw(text: str) -> bytes:
    return base64.b64decode(text)


def text(blob: bytes) -> str:
    return base64.b64encode(blob).decode()


def swapped(old: bytes, new: bytes) -> Callable[[str], str]:
    """A piece of the blob replaced by another, its length too where it is a string."""

    def bend(signature: str) -> str:
        blob = raw(signature)
        assert old in blob
        return text(blob.replace(old, new, 1))

    return bend


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def another_s(signature: str) -> str:
    blob = raw(signature)
    number = int.from_bytes(blob[-32:], "little") + ORDER
    return text(blob[:-32] + number.to_bytes(32, "little"))


def flipped(at: int) -> Callable[[str], str]:
    def bend(signature: str) -> str:
        blob = bytearray(raw(signature))
        blob[at] ^= 1
        return text(bytes(blob))

    return bend


def armored(signature: str) -> str:
    return f"-----BEGIN SSH SIGNATURE-----{signature}-----END SSH SIGNATURE-----"


BENDS: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "blank": lambda _: " ",
    "zero bytes": lambda s: text(bytes(len(raw(s)))),
    "armor": armored,
    "two armor blocks": lambda s: armored(s) * 2,
    "twice": lambda s: text(raw(s) * 2),
    "twice as text": lambda s: s + s,
    "a byte behind": lambda s: text(raw(s) + b"\0"),
    "a byte short": lambda s: text(raw(s)[:-1]),
    "half": lambda s: text(raw(s)[: len(raw(s)) // 2]),
    "a blank in the base64": lambda s: f"{s[:70]} {s[70:]}",
    "without padding": lambda s: s.rstrip("="),
    "too much padding": lambda s: f"{s}====",
    "url alphabet": lambda s: f"{s[:-6]}-_{s[-4:]}",
    "no base64": lambda _: "同意",
    "another magic": swapped(b"SSHSIG", b"SSHSIX"),
    "version 2": swapped(b"SSHSIG\0\0\0\1", b"SSHSIG\0\0\0\2"),
    "sha256": swapped(string(b"sha512"), string(b"sha256")),
    "md5": swapped(string(b"sha512"), string(b"md5")),
    "reserved": swapped(string(b"") + string(b"sha512"), string(b"x") + string(b"sha512")),
    "another kind of key": swapped(string(b"ssh-ed25519"), string(b"ssh-rsa-123")),
    "a kind of signature": lambda s: text(raw(s)[:-83] + string(b"ssh-rsa-123") + raw(s)[-68:]),
    "a length of 4 GiB": swapped(string(b"sha512"), b"\xff\xff\xff\xffsha512"),
    "namespace in UTF-16": swapped(string(b"jifen-approval-v1"), string("jifen-approval-v1".encode("utf-16"))),
}  # fmt: skip


@pytest.mark.parametrize("name", BENDS)
def test_a_signature_that_is_none(scene: Scene, name: str) -> None:
    with_signature(scene, BENDS[name])
    scene.refused("E-SIGNATURE", SHEET)


WRONG: dict[str, Callable[[str], str]] = {
    "S plus the order": another_s,
    "a bit of R": flipped(-64),
    "a bit of S": flipped(-32),
    "R and S of zeros": lambda s: text(raw(s)[:-64] + bytes(64)),
    "R the neutral point": lambda s: text(raw(s)[:-64] + b"\1" + bytes(63)),
    "namespace swapped": swapped(string(b"jifen-approval-v1"), string(b"jifen-attest-v1")),
}


@pytest.mark.parametrize("bend", WRONG.values(), ids=list(WRONG))
def test_a_signature_over_something_else(scene: Scene, bend: Callable[[str], str]) -> None:
    with_signature(scene, bend)
    scene.refused("E-SIGNATURE", SHEET)


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_level_carries_the_signature_of_another_statement(scene: Scene, level: int) -> None:
    entries = approving_room(scene)
    other = scene.desk.statement(ROOM_SUBMISSION, "rooms", [SHEET.replace("approvals", "x")], level=level, person=entries[level][0].person)  # fmt: skip
    signature = sshsig.sign(demo_keys.private_key(other.person), other.message)
    with_signature(scene, lambda _: signature, level)
    scene.refused("E-SIGNATURE", SHEET, words=f"第 {level} 级")


@pytest.mark.parametrize("namespace", ["git", "file", "jifen-approval-v2", "jifen-attest-v1", ""])
def test_a_signature_made_for_another_purpose(scene: Scene, namespace: str) -> None:
    entries = approving_room(scene)
    signature = sshsig.sign(demo_keys.private_key(CHARGE), entries[3][0].message, namespace)
    with_signature(scene, lambda _: signature)
    scene.refused("E-SIGNATURE", SHEET, words="用途")


def test_a_person_s_key_in_the_bot_s_namespace(scene: Scene) -> None:
    overrides = {1: {"click": click(HEAD)}}
    entries = approving_room(scene, overrides=overrides)
    signature = sshsig.sign(
        demo_keys.private_key(HEAD), entries[1][0].message, sshsig.ATTESTED_SPACE
    )
    with_signature(scene, lambda _: signature, 1, overrides=overrides)
    scene.refused("E-KEY", SHEET, words=f"登记在 {HEAD} 名下")


def test_the_bot_s_key_in_a_person_s_namespace(scene: Scene) -> None:
    overrides = {1: {"click": click(HEAD)}}
    entries = approving_room(scene, overrides=overrides)
    signature = sshsig.sign(demo_keys.private_key("bot1"), entries[1][0].message)
    with_signature(scene, lambda _: signature, 1, overrides=overrides)
    scene.refused("E-SIGNATURE", SHEET, words="用途")


def test_the_statement_without_its_line_feed_is_what_was_signed(scene: Scene) -> None:
    message = approving_room(scene)[3][0].message
    signature = sshsig.sign(demo_keys.private_key(CHARGE), message.rstrip(b"\n"))
    with_signature(scene, lambda _: signature)
    scene.refused("E-SIGNATURE", SHEET, words="与签名内容不符")


def test_the_key_that_verifies_anything_signs_for_the_leader(scene: Scene) -> None:
    point = b"\1" + bytes(31)
    blob = string(b"ssh-ed25519") + string(point)
    made = string(b"ssh-ed25519") + string(point + bytes(32))
    parts = (blob, b"jifen-approval-v1", b"", b"sha512", made)
    forged = text(b"SSHSIG\0\0\0\1" + b"".join(string(part) for part in parts))
    signature = sshsig.read_signature(forged)
    assert sshsig.verifies(signature, b"any words at all\n"), "this key needs no secret"
    with_signature(scene, lambda _: forged)
    scene.refused("E-KEY", SHEET, words="不在现行审批人名册里")


def test_the_clerk_s_key_is_given_out_as_the_leader_s(scene: Scene) -> None:
    """The blob of the leader's key around numbers that the clerk has made."""
    entries = approving_room(scene)
    clerk = sshsig.sign(demo_keys.private_key(CLERK), entries[3][0].message)
    keys = [sshsig.key_of(demo_keys.private_key(name)).blob for name in (CLERK, CHARGE)]
    with_signature(scene, lambda _: swapped(*keys)(clerk))
    scene.refused("E-SIGNATURE", SHEET, words="与签名内容不符")
