"""Demonstration keys: Ed25519 keys that anybody can make again from a service number.

They let the sample county carry real signatures and let a visitor sign as any of its made-up
persons.  A key that everybody has proves nothing, so a file that uses them is marked 演示密钥, and
``uses_demo_keys`` tells it from a real one wherever a trust root is configured.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.approval.approvers import Approvers
from generator.approval.sshsig import Key, key_of

BOT = "bot1"
"""The name from which the key of the sample's bot is made."""
_SEED = "jifen-demo-key-v1:"
_SAMPLE = tuple(f"06{unit:02d}{n:02d}" for unit in range(1, 31) for n in range(1, 31))
"""The service numbers of the sample county's officers are among these."""


@cache
def private_key(name: str) -> Ed25519PrivateKey:
    """The private key of a service number, or of a bot's code."""
    return Ed25519PrivateKey.from_private_bytes(sha256(f"{_SEED}{name}".encode("ascii")).digest())


@cache
def public_line(name: str) -> str:
    """The public key as OpenSSH writes it, without a comment: ``ssh-ed25519 AAAA…``."""
    return key_of(private_key(name)).line


@cache
def _core(name: str) -> bytes:
    return key_of(private_key(name)).core


def demo_keys(approvers: Approvers) -> list[tuple[str, Key]]:
    """Every key that anybody can make, with the service number or code it is registered for.

    Tried are the numbers and codes in the file and those of the sample county, so that a key taken
    from the sample is found under another name too.
    """
    names = {*approvers.persons, *approvers.bots, BOT, *_SAMPLE}
    known = {_core(name) for name in names if name.isascii()}
    keys = [(p.number, key) for p in approvers.persons.values() for key in p.keys]
    keys += [(bot.code, key) for bot in approvers.bots.values() for key in bot.keys]
    return [(holder, key) for holder, key in keys if key.core in known]


def uses_demo_keys(approvers: Approvers) -> bool:
    """Whether a file is marked so, or has a key that anybody can make."""
    return approvers.demo or bool(demo_keys(approvers))


def why_demo(approvers: Approvers) -> str:
    """What in a file makes it one for demonstration, in Chinese; empty for a real one."""
    if holders := list(dict.fromkeys(holder for holder, _ in demo_keys(approvers))):
        more = f" 等 {len(holders)} 个" if len(holders) > 3 else ""
        return f"{'、'.join(holders[:3])}{more}的公钥是演示密钥，谁都能用它签名"
    return "写着“演示密钥: 是”" if approvers.demo else ""
