"""Signatures and keys, held against OpenSSH's own program."""

from __future__ import annotations

import base64
import random
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, strategies as st

from generator.approval import sshsig
from generator.approval.sshsig import (
    ATTESTED_SPACE,
    PERSONAL_SPACE,
    BadKey,
    BadSignature,
    Key,
    Signature,
    read_key,
    read_signature,
    sign,
    verifies,
    without_armor,
)

MESSAGE = b'{"type":"jifen-approval"}\n'
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = sshsig.key_of(PRIVATE)
GOOD = base64.b64decode(sign(PRIVATE, MESSAGE))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


# ── against ssh-keygen ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def keygen(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    program = shutil.which("ssh-keygen")
    assert program is not None, "ssh-keygen is part of what the project needs"
    assert isinstance(program, str)

    def run(*args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        call = [program, *args]
        return subprocess.run(call, input=given, capture_output=True, check=False, cwd=tmp_path)

    return run


Keygen = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.mark.parametrize(
    "message", [b"", b"\n", MESSAGE, "审批\n".encode(), bytes(range(256)) * 40]
)
def test_what_ssh_keygen_signs(tmp_path: Path, keygen: Keygen, message: bytes) -> None:
    assert (
        keygen("-q", "-t", "ed25519", "-N", "", "-C", "王立 comment", "-f", "key").returncode == 0
    )
    kind, text, _ = (tmp_path / "key.pub").read_text("utf-8").split(" ", 2)
    key = read_key(f"{kind} {text}")
    made = keygen("-Y", "sign", "-q", "-n", PERSONAL_SPACE, "-f", "key", given=message)
    found = read_signature(without_armor(made.stdout.decode()))
    assert found.key == key
    assert found.namespace == PERSONAL_SPACE
    assert verifies(found, message)
    assert not verifies(found, message + b"x")
    listed = keygen("-l", "-f", "key.pub").stdout.decode()
    assert key.fingerprint in listed


@pytest.mark.parametrize("namespace", [PERSONAL_SPACE, ATTESTED_SPACE])
def test_what_ssh_keygen_verifies(tmp_path: Path, keygen: Keygen, namespace: str) -> None:
    (tmp_path / "allowed").write_text(f"061101 {KEY.line}\n", "ascii")
    body = sign(PRIVATE, MESSAGE, namespace)
    lines = "\n".join(body[at : at + 70] for at in range(0, len(body), 70))
    armor = f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"
    assert without_armor(armor) == body
    (tmp_path / "sig").write_text(armor, "ascii")
    call = ("-Y", "verify", "-f", "allowed", "-I", "061101", "-s", "sig", "-n")
    assert keygen(*call, namespace, given=MESSAGE).returncode == 0
    assert keygen(*call, namespace, given=MESSAGE + b"x").returncode != 0
    assert keygen(*call, "git", given=MESSAGE).returncode != 0


def test_the_same_key_signs_the_same(tmp_path: Path, keygen: Keygen) -> None:
    """Ed25519 has no chance in it: ours and OpenSSH's signature are the same bytes."""
    private = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (tmp_path / "key").write_bytes(private)
    (tmp_path / "key").chmod(0o600)
    made = keygen("-Y", "sign", "-q", "-n", PERSONAL_SPACE, "-f", "key", given=MESSAGE)
    assert without_armor(made.stdout.decode()) == sign(PRIVATE, MESSAGE)


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_other_kinds_of_keys(tmp_path: Path, keygen: Keygen, kind: str) -> None:
    keygen("-q", "-t", kind, "-N", "", "-f", "key")
    with pytest.raises(BadKey, match="只能用 ssh-ed25519"):
        read_key((tmp_path / "key.pub").read_text("utf-8").rsplit(" ", 1)[0])
    made = keygen("-Y", "sign", "-q", "-n", PERSONAL_SPACE, "-f", "key", given=MESSAGE)
    with pytest.raises(BadSignature, match="不是 Ed25519"):
        without_armor(made.stdout.decode())


def test_another_hash(tmp_path: Path, keygen: Keygen) -> None:
    keygen("-q", "-t", "ed25519", "-N", "", "-f", "key")
    made = keygen(
        "-Y", "sign", "-q", "-n", PERSONAL_SPACE, "-O", "hashalg=sha256", "-f", "key", given=MESSAGE
    )
    with pytest.raises(BadSignature, match="sha512"):
        without_armor(made.stdout.decode())


# ── keys of low order, by the arithmetic of the curve ───────────────────────────────────────

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]
ZERO: Point = (0, 1)


def added(a: Point, b: Point) -> Point:
    x1, y1, x2, y2 = *a, *b
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P
    return x, (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P


def points(y: int) -> list[Point]:
    """The points of the curve with that y."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    return sorted({(x, y), (-x % P, y)}) if x * x % P == square else []


def order(point: Point, most: int = 8) -> int:
    reached = point
    for number in range(1, most + 1):
        if reached == ZERO:
            return number
        reached = added(reached, point)
    return 0


def key_line(y: int, sign_bit: int = 0) -> str:
    point = (y | sign_bit << 255).to_bytes(32, "little")
    return f"ssh-ed25519 {b64(string(b'ssh-ed25519') + string(point))}"


def test_the_refused_points_are_all_whose_order_divides_eight() -> None:
    found = {y: [order(point) for point in points(y)] for y in sshsig._LOW_ORDER}
    assert all(orders and all(orders) for orders in found.values())
    # A group of order 8 times a prime has exactly eight of them.
    low = {point for y in sshsig._LOW_ORDER for point in points(y)}
    assert sorted(order(point) for point in low) == [1, 2, 4, 4, 8, 8, 8, 8]
    assert {added(a, b) for a in low for b in low} == low


@pytest.mark.parametrize("y", sorted(sshsig._LOW_ORDER))
@pytest.mark.parametrize("sign_bit", [0, 1])
def test_a_key_of_low_order(y: int, sign_bit: int) -> None:
    with pytest.raises(BadKey, match="低阶公钥"):
        read_key(key_line(y, sign_bit))


def test_a_key_of_low_order_would_verify_anything() -> None:
    """The reason: a signature of zeros by the key ``1`` fits every message."""
    point = (1).to_bytes(32, "little")
    weak = Key(string(b"ssh-ed25519") + string(point), point)
    assert verifies(Signature(weak, PERSONAL_SPACE, point + bytes(32)), b"anything")


@pytest.mark.parametrize("y", [P, P + 1, 2**255 - 1])
def test_a_key_written_in_a_second_way(y: int) -> None:
    with pytest.raises(BadKey, match="不规范"):
        read_key(key_line(y))


def test_a_key_is_a_point_of_the_curve() -> None:
    chance = random.Random(5)
    for y in (chance.randrange(2, P - 1) for _ in range(40)):
        if points(y):
            assert read_key(key_line(y)).point == y.to_bytes(32, "little")
        else:
            with pytest.raises(BadKey, match="不是曲线上的点"):
                read_key(key_line(y))


# ── keys as text ────────────────────────────────────────────────────────────────────────────

LINE = KEY.line


@pytest.mark.parametrize(
    "line",
    [
        "", "ssh-ed25519", "ssh-ed25519 ", f"{LINE} comment", f" {LINE}", LINE.replace(" ", "  "),
        f"{LINE}\n", LINE[:-1], LINE[:-4], LINE.replace("ssh-ed25519", "ssh-rsa"),
        LINE.replace("ssh-ed25519", "SSH-ED25519"), f"restrict {LINE}", f"{LINE}=", "ssh-ed25519 密钥",
        f"ssh-ed25519 {b64(KEY.blob + b'x')}", f"ssh-ed25519 {b64(KEY.blob[:-1])}",
        f"ssh-ed25519 {b64(string(b'ssh-ed25519') + string(KEY.point[:31]))}",
        f"ssh-ed25519 {b64(string(b'sk-ssh-ed25519@openssh.com') + string(KEY.point) + string(b'ssh:'))}",
        f"sk-ssh-ed25519@openssh.com {b64(KEY.blob)}",
        f"sk-ssh-ed25519@openssh.com {b64(string(b'sk-ssh-ed25519@openssh.com') + string(KEY.point) + string(b''))}",
    ],
)  # fmt: skip
def test_no_key(line: str) -> None:
    with pytest.raises(BadKey):
        read_key(line)


def test_a_key_in_its_line() -> None:
    assert read_key(LINE) == KEY
    assert read_key(LINE).line == LINE


# ── signatures as text ──────────────────────────────────────────────────────────────────────

MAGIC = b"SSHSIG\0\0\0\1"


def blob(*fields: bytes, magic: bytes = MAGIC) -> str:
    return b64(magic + b"".join(map(string, fields)))


MADE = string(b"ssh-ed25519") + string(bytes(64))
FIELDS = (KEY.blob, PERSONAL_SPACE.encode(), b"", b"sha512", MADE)


def changed(number: int, value: bytes) -> tuple[bytes, ...]:
    return (*FIELDS[:number], value, *FIELDS[number + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "", "=", "AAAA", "签名", b64(GOOD)[:-1], b64(GOOD) + "\n", b64(GOOD) + b64(GOOD), " " + b64(GOOD),
        b64(GOOD + b"x"), b64(GOOD[:-1]), b64(b"x" + GOOD),
        blob(*FIELDS, magic=b"SSHSIG\0\0\0\2"), blob(*FIELDS, magic=b"SSHSIG"), blob(*FIELDS, b"more"),
        blob(*FIELDS[:4]), blob(*changed(2, b"reserved")), blob(*changed(3, b"sha256")),
        blob(*changed(0, b"")), blob(*changed(1, "批准".encode())), blob(*changed(4, MADE + b"x")),
        blob(*changed(4, MADE[:-1])), blob(*changed(4, string(b"ssh-rsa") + string(bytes(64)))),
        blob(*changed(4, string(b"ssh-ed25519") + string(bytes(63)))),
        blob(*changed(4, string(b"ssh-ed25519") + string(bytes(65)))),
        blob(*changed(4, MADE + bytes(5))),
    ],
)  # fmt: skip
def test_no_signature(text: str) -> None:
    with pytest.raises(BadSignature):
        read_signature(text)


def test_one_spelling_of_base64() -> None:
    """Bits that base64 leaves unused must be zero, or one signature would have several texts."""
    text = b64(GOOD)
    assert text.endswith("=")
    last = text.rstrip("=")[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    twin = text.rstrip("=")[:-1] + alphabet[alphabet.index(last) + 1] + "=" * text.count("=")
    assert base64.b64decode(twin) == GOOD
    with pytest.raises(BadSignature, match="写法不规范"):
        read_signature(twin)


@given(at=st.integers(0, len(GOOD) - 1), flip=st.integers(1, 255))
def test_no_byte_of_a_signature_may_differ(at: int, flip: int) -> None:
    bent = GOOD[:at] + bytes((GOOD[at] ^ flip,)) + GOOD[at + 1 :]
    try:
        found = read_signature(b64(bent))
    except BadSignature:
        return
    right = found.key == KEY and found.namespace == PERSONAL_SPACE
    assert not (right and verifies(found, MESSAGE))


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", f"{b64(GOOD)}\n", f"-----BEGIN SSH SIGNATURE-----\n{b64(GOOD)}\n",
        f"-----BEGIN SSH SIGNATURE-----\n{b64(GOOD)}\n-----END SSH SIGNATURE-----\n" * 2,
        f"-----BEGIN PGP SIGNATURE-----\n{b64(GOOD)}\n-----END PGP SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        f"-----BEGIN SSH SIGNATURE-----\n{b64(GOOD)} \n-----END SSH SIGNATURE-----\n",
    ],
)  # fmt: skip
def test_no_armor(text: str) -> None:
    with pytest.raises(BadSignature):
        without_armor(text)


# ── security keys ───────────────────────────────────────────────────────────────────────────

TOKEN = b"sk-ssh-ed25519@openssh.com"


def touched(flags: int = 1, counter: int = 7, application: bytes = b"ssh:", message: bytes = MESSAGE) -> str:  # fmt: skip
    """What ssh-keygen writes for a FIDO token: the token signs a digest, its flags and a counter."""
    key = string(TOKEN) + string(KEY.point) + string(application)
    framed = b"SSHSIG" + b"".join(
        map(string, (PERSONAL_SPACE.encode(), b"", b"sha512", _sha512(message)))
    )
    tail = bytes((flags,)) + counter.to_bytes(4, "big")
    numbers = PRIVATE.sign(sha256(application).digest() + tail + sha256(framed).digest())
    return blob(
        key, PERSONAL_SPACE.encode(), b"", b"sha512", string(TOKEN) + string(numbers) + tail
    )


def _sha512(message: bytes) -> bytes:
    from hashlib import sha512  # noqa: PLC0415 - beside sha256 one misreads it

    return sha512(message).digest()


def test_a_token_that_was_touched(tmp_path: Path, keygen: Keygen) -> None:
    found = read_signature(touched())
    assert (found.flags, found.counter) == (1, 7)
    assert found.key.application == b"ssh:"
    assert read_key(found.key.line) == found.key
    assert verifies(found, MESSAGE)
    assert not verifies(found, MESSAGE + b"x")
    # OpenSSH agrees, so the simulated token is like a real one.
    (tmp_path / "allowed").write_text(f"061101 {found.key.line}\n", "ascii")
    body = f"-----BEGIN SSH SIGNATURE-----\n{touched()}\n-----END SSH SIGNATURE-----\n"
    (tmp_path / "sig").write_text(body, "ascii")
    call = ("-Y", "verify", "-f", "allowed", "-I", "061101", "-s", "sig", "-n", PERSONAL_SPACE)
    assert keygen(*call, given=MESSAGE).returncode == 0


@pytest.mark.parametrize("flags", [0, 4, 0xFE])
def test_a_token_that_nobody_touched(flags: int) -> None:
    assert not verifies(read_signature(touched(flags)), MESSAGE)


def test_a_token_with_verified_owner() -> None:
    assert verifies(read_signature(touched(5)), MESSAGE)


def test_flags_counter_and_application_are_signed() -> None:
    found = read_signature(touched())
    for other in (
        Signature(found.key, PERSONAL_SPACE, found.numbers, 5, 7),
        Signature(found.key, PERSONAL_SPACE, found.numbers, 1, 8),
        Signature(
            Key(found.key.blob, KEY.point, b"ssh:other"), PERSONAL_SPACE, found.numbers, 1, 7
        ),
        Signature(KEY, PERSONAL_SPACE, found.numbers),
        Signature(found.key, ATTESTED_SPACE, found.numbers, 1, 7),
    ):
        assert not verifies(other, MESSAGE)


def test_a_token_and_a_plain_key_are_not_taken_for_each_other() -> None:
    plain = read_signature(sign(PRIVATE, MESSAGE))
    token = read_signature(touched())
    assert plain.key.blob != token.key.blob
    for kind, key in ((TOKEN, KEY.blob), (b"ssh-ed25519", token.key.blob)):
        made = string(kind) + string(bytes(64)) + (bytes(5) if kind == TOKEN else b"")
        with pytest.raises(BadSignature):
            read_signature(blob(key, PERSONAL_SPACE.encode(), b"", b"sha512", made))
