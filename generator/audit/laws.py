"""The two laws of main, as the gate asks them once a push, when every step has been judged.

Records are held against their neighbours, in this process.  For what may bear on anything else the
whole ledger is checked and every bulletin in force is computed again, in a child with limits on
time and memory: what it cannot finish is refused, never accepted.
"""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Callable, Collection, Sequence
from typing import Any

from generator.approval import lanes
from generator.approval.refusal import Refused, addressed
from generator.audit.content import Paths
from generator.audit.state import State
from generator.ledger.layout import closed_by, record_path
from generator.text.problems import Problem
from generator.text.strict import Files

MAX_SECONDS, MAX_BYTES = 300, 4 * 1024**3
"""What a child may use."""
_AT_ONCE = 500
"""Files that are asked for together; the store need not hold more of them than these."""
_NOTHING_OF_THE_LEDGER = (lanes.SOFTWARE, lanes.APPROVERS)
"""Kinds of lanes that bear on no record and no number."""


def obey(
    before: State,
    after: State,
    kinds: Collection[str],
    paths: Sequence[str],
    *,
    here: bool = False,
) -> None:
    """Raises ``Refused`` where main would break a law that it has kept so far.

    ``kinds`` are those of the lanes of what is brought, ``paths`` what it changes.  ``here``: asked
    in this process, as a desk does before anybody signs.
    """
    kinds = set(kinds)
    if kinds <= {lanes.RECORD}:
        _hold_to_neighbours([path for path in paths if record_path(path)], before, after)
    elif not kinds <= set(_NOTHING_OF_THE_LEDGER):
        sides = _files(before), _files(after)
        _refuse(_broken(*sides, paths) if here else _in_a_child(lambda: _broken(*sides, paths)))
    if lanes.SOFTWARE in kinds:
        _hold_website(before, after)


def _hold_to_neighbours(paths: Sequence[str], before: State, after: State) -> None:
    from generator.checks.neighbours import Rules, errors_added  # noqa: PLC0415 - for records alone

    rules = Rules(before.rulebook, before.roster, before.forms)
    _refuse_first(errors_added(paths, rules, after.months, after.content, before.content))


def _hold_website(before: State, after: State) -> None:
    """No new error in the settings of the site and in the bureau's own pages."""
    from generator.rules.website import WEBSITE  # noqa: PLC0415 - for few pushes
    from generator.rules.website_file import errors_added  # noqa: PLC0415 - as above

    _refuse_first(errors_added(_below(before, WEBSITE), _below(after, WEBSITE)))


def _refuse_first(wrong: Sequence[Problem]) -> None:
    from generator.checks.neighbours import in_one  # noqa: PLC0415 - as above

    if wrong:
        said = in_one(wrong[0].place, wrong[0].message, len(wrong) - 1)
        _refuse(_as_data("E-CHECK", wrong[0].place.path, said, wrong[0].hint))


def _below(state: State, names: Sequence[str]) -> Files:
    """Every file in these folders or of these names."""
    nodes = {path: n for name in names for path, n in state.store.files(state.tree, name).items()}
    state.store.want_blobs(node.oid for node in nodes.values())
    return {path: state.store.blob(node.oid).data or b"" for path, node in nodes.items()}


def _files(state: State) -> Files:
    """Every file of ledger and rules; of approval sheets those of open months, which checks read."""
    found: dict[str, bytes] = {}
    closed = _closed_until(state)
    for folder in ("ledger", "rules"):
        nodes = {
            path: node
            for path, node in state.store.files(state.tree, folder).items()
            if "/approvals/" not in path or path.split("/")[1] > closed
        }
        listed = list(nodes.items())
        for at in range(0, len(listed), _AT_ONCE):
            part = listed[at : at + _AT_ONCE]
            state.store.want_blobs(node.oid for _, node in part)
            found |= {path: state.store.blob(node.oid).data or b"" for path, node in part}
    return found


def _closed_until(state: State) -> str:
    """The last month that is closed in every scheme; empty when there is none."""
    paths, months = Paths(state), state.months
    try:
        schemes = state.rulebook.schemes
    except Refused:
        return ""  # rules that cannot be read are being mended
    last = (
        next((m for m in reversed(months) if closed_by(scheme, m, [m], paths, ())), "")
        for scheme in schemes
    )
    return min(last, default="")


def _broken(before: Files, after: Files, touched: Sequence[str]) -> dict[str, Any] | None:
    # Imported in the child: pandas is not for every push.
    from generator.scoring.closed.laws import ERROR, broken  # noqa: PLC0415

    found = broken(before, after, touched)
    if found is None:
        return None
    code = "E-CHECK" if found.law == ERROR else "E-CLOSED"
    return _as_data(code, found.place.path, found.sentence, found.hint)


def _as_data(code: str, path: str, message: str, hint: str) -> dict[str, Any]:
    return {"code": code, "path": path, "message": message, "hint": hint}


def _refuse(found: dict[str, Any] | None) -> None:
    if found is not None:
        hint = addressed(found["code"], found["hint"])
        raise Refused(found["code"], found["path"], found["message"], hint)


def _in_a_child(work: Callable[[], dict[str, Any] | None]) -> dict[str, Any] | None:
    """What ``work`` finds, done by a child process within the limits."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(work, writing)
    os.close(writing)
    told = b""
    try:
        while select.select([reading], [], [], MAX_SECONDS)[0]:
            part = os.read(reading, 1 << 16)
            if not part:
                break
            told += part
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not told.endswith(b"\n"):
        limits = f"{MAX_SECONDS // 60} 分钟、{MAX_BYTES // 1024**3} GiB 内存"
        raise Refused("E-LIMIT", "", f"核对整个台账没有做完，限度是{limits}", "推送人报告管理员")
    answer: dict[str, Any] | None = json.loads(told)
    return answer


def _answer(work: Callable[[], dict[str, Any] | None], pipe: int) -> None:
    """Write what is found and end; the child never goes back to the gate."""
    import resource  # noqa: PLC0415 - a desk may stand on a system that has none

    try:
        resource.setrlimit(resource.RLIMIT_AS, (MAX_BYTES, MAX_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        # Threads of the numeric libraries would reserve memory that nobody uses.
        os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        line = json.dumps(_found(work)).encode() + b"\n"
        while line:
            line = line[os.write(pipe, line) :]
    finally:
        os._exit(0)


def _found(work: Callable[[], dict[str, Any] | None]) -> dict[str, Any] | None:
    try:
        return work()
    except MemoryError:
        raise  # nothing is told, which is refused
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, the gate stays shut
        words = " ".join(f"{type(error).__name__} {error}".split())[:300]
        what = f"闸门出错（{words}）"
        return {"code": "E-HOOK", "path": "", "message": what, "hint": "管理员查看这一行"}
