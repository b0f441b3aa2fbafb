"""The command ``jifen`` run in this process, which spares the half second that it takes to start."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess

from click.testing import CliRunner

from generator.command.main import main


def jifen(
    where: Path, *arguments: str, environment: Mapping[str, str] = os.environ
) -> CompletedProcess[str]:
    """``jifen ARGUMENTS`` in a folder, in a pipe, with this environment and no other."""
    runner = CliRunner(env=dict.fromkeys(os.environ))
    with contextlib.chdir(where):
        done = runner.invoke(main, arguments, env=dict(environment), prog_name="jifen")
    return CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)
