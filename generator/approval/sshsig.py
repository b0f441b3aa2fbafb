"""Ed25519 signatures as ``ssh-keygen -Y sign`` makes them (OpenSSH's PROTOCOL.sshsig).

Only what is needed is accepted: ``ssh-ed25519`` and the security-key kind
``sk-ssh-ed25519@openssh.com``, hash ``sha512``, one exact encoding.  Keys of low order verify
anything, so they are refused where keys are read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PERSONAL_SPACE, ATTESTED_SPACE = "jifen-approval-v1", "jifen-attest-v1"
"""Namespaces: a person's own signature; a click on a forge that the bot attests."""

_MAGIC, _HASH = b"SSHSIG", b"sha512"
_PLAIN, _TOKEN = b"ssh-ed25519", b"sk-ssh-ed25519@openssh.com"
_PRIME = 2**255 - 19
_CURVE = -121665 * pow(121666, -1, _PRIME) % _PRIME
_LOW_ORDER = frozenset(
    {
        0,
        1,
        _PRIME - 1,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    }
)
"""The y coordinates of the points whose order divides 8."""


class BadKey(ValueError):
    """A public key that must not be used; the message is a Chinese half-sentence."""


class BadSignature(ValueError):
    """A signature that is not one; the message is a Chinese half-sentence."""


class Key(NamedTuple):
    """A public key as OpenSSH encodes it."""

    blob: bytes
    point: bytes
    application: bytes = b""
    """Of a security key; empty for a plain one."""

    @property
    def line(self) -> str:
        """``ssh-ed25519 AAAA…`` without a comment."""
        kind = _TOKEN if self.application else _PLAIN
        return f"{kind.decode()} {base64.b64encode(self.blob).decode()}"

    @property
    def core(self) -> bytes:
        """What all keys of one secret share: as a token's or a plain one, with either sign."""
        return self.point[:-1] + bytes((self.point[-1] & 0x7F,))

    @property
    def fingerprint(self) -> str:
        """``SHA256:…`` as ``ssh-keygen -l`` prints it."""
        text = base64.b64encode(hashlib.sha256(self.blob).digest()).decode()
        return f"SHA256:{text.rstrip('=')}"


class Signature(NamedTuple):
    """A signature taken apart: whose key it claims, what for, and the numbers."""

    key: Key
    namespace: str
    numbers: bytes
    flags: int = 0
    counter: int = 0


def read_key(line: str) -> Key:
    """A line ``ssh-ed25519 AAAA…`` of the approvers file; raises ``BadKey``."""
    kind, _, text = line.partition(" ")
    if kind.encode() not in (_PLAIN, _TOKEN):
        raise BadKey("只能用 ssh-ed25519 或 sk-ssh-ed25519@openssh.com 的公钥")
    try:
        blob = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadKey("公钥不是完整的一行，类型和内容之间空一格，后面不写备注") from None
    if base64.b64encode(blob).decode() != text:
        raise BadKey("公钥的写法不规范")
    key = _key_of(blob)
    if key is None or not blob.startswith(_string(kind.encode())):
        raise BadKey("公钥的内容与类型不符")
    _refuse_weak(key.point)
    return key


def _refuse_weak(point: bytes) -> None:
    y = int.from_bytes(point, "little") & (2**255 - 1)
    if y >= _PRIME:
        raise BadKey("公钥的写法不规范")
    # OpenSSL verifies with these keys; for some of them one signature fits every message.
    if y in _LOW_ORDER:
        raise BadKey("这是低阶公钥，能让任何签名通过")
    # x² = (y² - 1) / (dy² + 1); a product is a square where the quotient is one
    square = (y * y - 1) * (_CURVE * y * y + 1) % _PRIME
    if pow(square, (_PRIME - 1) // 2, _PRIME) != 1:
        raise BadKey("公钥不是曲线上的点")


def read_signature(text: str) -> Signature:
    """The base64 text of a sheet; raises ``BadSignature``."""
    try:
        blob = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadSignature("签名不是完整的 base64 文字") from None
    if base64.b64encode(blob).decode() != text:
        raise BadSignature("签名的写法不规范")
    if not blob.startswith(_MAGIC + b"\0\0\0\1"):
        raise BadSignature("不是 SSHSIG 第1版签名")
    fields = _fields(blob[len(_MAGIC) + 4 :], 5)
    if fields is None:
        raise BadSignature("签名不完整，或者后面有多余的内容")
    key_blob, namespace, reserved, algorithm, made = fields
    key = _key_of(key_blob)
    if key is None:
        raise BadSignature("签名所用的密钥不是 Ed25519")
    # ssh-keygen would take sha256 as well; one spelling is enough, and a shorter one to explain.
    if reserved or algorithm != _HASH:
        raise BadSignature("签名的散列算法应当是 sha512")
    try:
        space = namespace.decode("ascii")
    except UnicodeDecodeError:
        raise BadSignature("签名的用途不对") from None
    return _numbers(key, space, made)


def _numbers(key: Key, namespace: str, made: bytes) -> Signature:
    kind = _string(_TOKEN if key.application else _PLAIN)
    tail = 5 if key.application else 0
    body = made[len(kind) :]
    if not made.startswith(kind) or len(body) != 68 + tail or body[:4] != b"\0\0\0\x40":
        raise BadSignature("签名不完整，或者后面有多余的内容")
    if not tail:
        return Signature(key, namespace, body[4:])
    return Signature(key, namespace, body[4:68], body[68], int.from_bytes(body[69:], "big"))


def verifies(signature: Signature, message: bytes) -> bool:
    """Whether the signature is the key's over ``message`` in its namespace."""
    signed = _framed(message, signature.namespace)
    if signature.key.application:
        if not signature.flags & 1:
            return False  # nobody touched the token
        signed = (
            hashlib.sha256(signature.key.application).digest()
            + bytes((signature.flags,))
            + signature.counter.to_bytes(4, "big")
            + hashlib.sha256(signed).digest()
        )
    try:
        _public(signature.key.point).verify(signature.numbers, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=1024)
def _public(point: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(point)


def sign(private: Ed25519PrivateKey, message: bytes, namespace: str = PERSONAL_SPACE) -> str:
    """What ``ssh-keygen -Y sign`` would make, as the sheet keeps it; for demonstrations and bots."""
    key = key_of(private)
    made = _string(_PLAIN) + _string(private.sign(_framed(message, namespace)))
    fields = (key.blob, namespace.encode(), b"", _HASH, made)
    blob = _MAGIC + b"\0\0\0\1" + b"".join(_string(field) for field in fields)
    return base64.b64encode(blob).decode()


def key_of(private: Ed25519PrivateKey) -> Key:
    """The public half."""
    point = private.public_key().public_bytes_raw()
    return Key(_string(_PLAIN) + _string(point), point)


def without_armor(text: str) -> str:
    """The base64 text inside what ``ssh-keygen -Y sign`` writes; raises ``BadSignature``."""
    lines = text.rstrip("\n").split("\n")
    if (lines[0], lines[-1]) != ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"):
        raise BadSignature("不是 ssh-keygen 的签名")
    body = "".join(lines[1:-1])
    read_signature(body)
    return body


def _framed(message: bytes, namespace: str) -> bytes:
    fields = (namespace.encode(), b"", _HASH, hashlib.sha512(message).digest())
    return _MAGIC + b"".join(_string(field) for field in fields)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _fields(data: bytes, count: int) -> list[bytes] | None:
    """Exactly ``count`` length-prefixed strings and nothing after them."""
    found = []
    for _ in range(count):
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 + size:
            return None
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return None if data else found


@lru_cache(maxsize=1024)
def _key_of(blob: bytes) -> Key | None:
    plain = _fields(blob, 2)
    if plain is not None and plain[0] == _PLAIN and len(plain[1]) == 32:
        return Key(blob, plain[1])
    token = _fields(blob, 3)
    if token is not None and token[0] == _TOKEN and len(token[1]) == 32 and token[2]:
        return Key(blob, token[1], token[2])
    return None
