"""Once through OpenSSH's server with git-shell, as the administrator's handbook sets it up."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bureau import Bureau, Desk, bureau, plain_git

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
GIT_SHELL = shutil.which("git-shell")
pytestmark = pytest.mark.skipif(
    SSHD is None or GIT_SHELL is None,
    reason="OpenSSH's server or git-shell is missing: no push over ssh was tried",
)


class Server(NamedTuple):
    """A running sshd that lets one key do nothing but git."""

    port: int
    command: str
    """For GIT_SSH_COMMAND."""
    log: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _key(path: Path) -> None:
    call = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(call, check=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    for name in ("host", "desk"):
        _key(folder / name)
    public = (folder / "desk.pub").read_text("ascii")
    forced = f'restrict,command="{GIT_SHELL} -c \\"$SSH_ORIGINAL_COMMAND\\"" {public}'
    (folder / "authorized").write_text(forced, "ascii")
    port = _free_port()
    settings = {
        "ListenAddress": "127.0.0.1", "Port": port, "HostKey": folder / "host",
        "PidFile": folder / "pid", "AuthorizedKeysFile": folder / "authorized",
        "PasswordAuthentication": "no", "KbdInteractiveAuthentication": "no", "UsePAM": "no",
        "StrictModes": "no", "PermitRootLogin": "prohibit-password",
    }  # fmt: skip
    config = folder / "config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "ascii")
    if os.geteuid() == 0:
        # Where the service was never started nobody has made it.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    log = folder / "log"
    assert SSHD is not None
    daemon = subprocess.Popen([SSHD, "-D", "-f", str(config), "-E", str(log)])
    known = f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text('ascii')}"
    (folder / "known").write_text(known, "ascii")
    command = f"ssh -F none -p {port} -i {folder}/desk -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile={folder}/known"
    try:
        _wait_for(port, daemon, log)
        yield Server(port, command, log)
    finally:
        daemon.terminate()
        daemon.wait(10)


def _wait_for(port: int, daemon: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        assert daemon.poll() is None, log.read_text("utf-8", "replace")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace"))


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Desk:
    """A clone made over ssh."""
    office: Bureau = bureau(tmp_path / "bureau")
    address = f"ssh://{getpass.getuser()}@127.0.0.1:{server.port}{office.bare}"
    folder = tmp_path / "desk"
    plain_git(
        tmp_path, "clone", "--quiet", address, str(folder), env={"GIT_SSH_COMMAND": server.command}
    )
    plain_git(folder, "config", "core.sshCommand", server.command)
    return Desk(office, folder)


def test_an_honest_and_a_dishonest_push(desk: Desk) -> None:
    desk.submit()
    desk.commit()
    pushed = desk.push()
    assert pushed.accepted, pushed.said
    before = desk.bureau.refs()
    desk.write("ledger/2025-06/rooms/hedong.yml", desk.read("ledger/2025-06/rooms/chengguan.yml"))
    desk.commit()
    pushed = desk.push()
    assert not pushed.accepted
    assert pushed.codes == ["E-NOSHEET"]
    assert (
        "remote: E-NOSHEET ledger/2025-06/rooms/hedong.yml: 这处改动没有审批单（提交 "
        in pushed.said
    )
    assert "remote: 没有接收，服务器上什么都没有变。" in pushed.said
    assert desk.bureau.refs() == before
    assert desk.bureau.prove().submissions == 1


def test_the_key_opens_no_shell(desk: Desk, server: Server) -> None:
    """Or the pusher could start git-receive-pack with other hooks."""
    target = f"{getpass.getuser()}@127.0.0.1"
    for command in (["id"], ["git-receive-pack '/tmp'; id"], []):
        done = subprocess.run(
            [*server.command.split(), target, *command], capture_output=True, check=False, input=b""
        )
        assert done.returncode != 0
        assert b"uid=" not in done.stdout
    desk.write("x.txt", "x")
    desk.commit()
    past = "--receive-pack=git -c core.hooksPath=/nonexistent receive-pack"
    before = desk.bureau.refs()
    assert not desk.push("HEAD:refs/heads/main", past).accepted
    assert desk.bureau.refs() == before
