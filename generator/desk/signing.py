"""Signing with a person's own key: an agent, a token or a key file, always through ssh-keygen.

Who somebody is follows from the key: the approvers file says whose it is.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.approval.approvers import Approvers, Person
from generator.approval.sshsig import (
    PERSONAL_SPACE,
    BadKey,
    BadSignature,
    Key,
    read_key,
    without_armor,
)
from generator.audit.git import Git

VARIABLE, SETTING = "JIFEN_KEY", "jifen.key"


class NoKeyError(Exception):
    """Why nothing can be signed; the message is one or more Chinese sentences."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody with a key at hand."""

    person: Person
    key: Key
    file: Path | None
    """The private key, or None when an agent holds it."""

    def sign(self, message: bytes) -> str:
        """The signature as a sheet keeps it; raises ``NoKeyError``."""
        with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
            file = self.file
            if file is None:
                file = Path(folder) / "key.pub"
                file.write_text(f"{self.key.line}\n", "utf-8")
            # Not by this program: it never sees a private key, and a token or an agent works like a
            # file.
            done = _keygen("-Y", "sign", "-f", os.fspath(file), "-n", PERSONAL_SPACE, given=message)
        if done.returncode:
            words = " ".join(done.stderr.decode("utf-8", "replace").split())
            raise NoKeyError(f"ssh-keygen 没有签成：{words}。")
        try:
            return without_armor(done.stdout.decode("ascii", "replace"))
        except BadSignature as error:
            raise NoKeyError(f"ssh-keygen 的签名不能用：{error}。") from None


def signer(git: Git, registers: Sequence[Approvers], chosen: Path | None) -> Signer:
    """Whoever sits here: the first key at hand that one of the versions of the approvers knows.

    Looks at ``chosen``, else at JIFEN_KEY, git's jifen.key and user.signingkey, the usual key file
    and the agent.  Raises ``NoKeyError`` with what was tried.
    """
    tried: list[str] = []
    for key, file in _candidates(git, chosen):
        for approvers in registers:
            owner = approvers.owners.get(key.blob)
            if owner is not None and owner in approvers.persons:
                return Signer(approvers.persons[owner], key, file)
        tried.append(f"{file or 'ssh-agent'}（{key.fingerprint}）")
    if not tried:
        where = f"{chosen} 里没有" if chosen else "没有找到"
        raise NoKeyError(f"{where} Ed25519 密钥。请用 --key 写明密钥文件，或先运行 ssh-keygen -t ed25519。")  # fmt: skip
    raise NoKeyError(f"找到的密钥都没有登记在 rules/approvers.yml 里：{'、'.join(tried)}。请改用登记过的密钥，或请管理员先登记。")  # fmt: skip


def _candidates(git: Git, chosen: Path | None) -> Iterator[tuple[Key, Path | None]]:
    if chosen is not None:
        yield from _of_file(chosen)
        return
    settings = (git.maybe("config", "--path", SETTING), git.maybe("config", "--path", "user.signingkey"))  # fmt: skip
    names = (os.environ.get(VARIABLE, ""), *settings)
    for name in names:
        if name:
            yield from _at(name)
    # What somebody has set comes before what happens to lie around.
    yield from _of_agent()
    for usual in ("id_ed25519", "id_ed25519_sk"):
        yield from _at(f"~/.ssh/{usual}")


def _at(name: str) -> Iterator[tuple[Key, Path | None]]:
    try:
        file = Path(name).expanduser()
    except RuntimeError:  # an account without a home has nothing there
        return
    yield from _of_file(file)


def _keygen(*arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["ssh-keygen", *arguments], input=given, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise NoKeyError("这台机器上没有 ssh-keygen，不能签名。请安装 OpenSSH，再运行一次。") from None  # fmt: skip


def _of_file(file: Path) -> Iterator[tuple[Key, Path | None]]:
    private = file.with_suffix("") if file.suffix == ".pub" else file
    public = private.with_name(f"{private.name}.pub")
    if public.is_file():
        text = public.read_text("utf-8", "replace")
    elif private.is_file():
        text = _keygen("-y", "-f", os.fspath(private)).stdout.decode("utf-8", "replace")
    else:
        return
    key = _key(text)
    if key is not None:
        yield key, private if private.is_file() else None


def _of_agent() -> Iterator[tuple[Key, Path | None]]:
    if "SSH_AUTH_SOCK" not in os.environ:
        return
    try:
        done = subprocess.run(["ssh-add", "-L"], capture_output=True, check=False)
    except FileNotFoundError:
        return
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if (key := _key(line)) is not None:
            yield key, None


def _key(text: str) -> Key | None:
    try:
        return read_key(" ".join(text.split()[:2]))
    except BadKey:
        return None
