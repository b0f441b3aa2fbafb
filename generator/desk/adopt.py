"""``jifen adopt``: from a fresh copy of this repository to a bureau's own ledger.

First a folder is laid out for the bureau to fill in; then, when the approvers file is right and the
root holders are at hand with their keys, the first commit is made and the trust root printed.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from generator.audit import approvers as model, approversfile
from generator.audit.approvers import Approvers
from generator.audit.demokeys import uses_demo_keys
from generator.audit.git import Git
from generator.audit.root import MAIN, Root
from generator.audit.rootlane import GENESIS_SHEET
from generator.audit.sheet import write
from generator.audit.statement import APPROVE, NOTHING, SUBMIT, Change, Statement
from generator.desk.signing import Signer
from generator.desk.submit import now
from generator.intake.books import files_in, read_books
from generator.intake.digests import of_bytes, of_files, of_rules
from generator.intake.problems import Problem, abridged, as_line, errors

LEFT_OUT = ("ledger/", "rules/approvals/", "rules/approvers/", ".ci/", "benchmarks/", "tests/")
"""What belongs to the sample county or to the makers of the program."""
KEPT = ("tests/__init__.py", "tests/conftest.py", "tests/test_examples.py")
"""The worked examples of the rules are tests of the bureau's own rules too."""


class CannotAdoptError(Exception):
    """Why not; the message is one or more Chinese sentences."""


@dataclass(frozen=True, slots=True)
class Founded:
    """The first commit and its trust root."""

    commit: str
    root: Root
    approvers: Approvers


def lay_out(source: Path, target: Path, ledger: str, name: str) -> list[str]:
    """Copy the program and the rules into a new folder; returns what is to be done there.

    Raises ``CannotAdoptError`` when the folder is not empty.
    """
    if target.exists() and any(target.iterdir()):
        raise CannotAdoptError(f"{target} 不是空文件夹。请换一个。")
    git = Git(source)
    paths = git.text("ls-files", "-z").split("\0")
    for path in paths:
        if path and (path in KEPT or not path.startswith(LEFT_OUT)) and (source / path).is_file():
            copy = target / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / path, copy)
    _set_bureau(target / "rules/bureau.yml", ledger, name)
    _set_approvers(target / model.PATH, ledger)
    return [
        "rules/bureau.yml：核对简称、期限、公示、异议、分组",
        "rules/roster/：换成本局的单位、党支部、警务室和民辅警",
        "rules/schemes/、rules/yearly.yml：核对分值、目标和依据",
        f"{model.PATH}：写上本局的人员、公钥和任职，核对各通道的层级（现在的公钥是演示用的，会被拒绝）",
        f"jifen check 没有错误以后，请根签名人到场，运行：jifen adopt {target} --key 甲的密钥 --key 乙的密钥 --key 丙的密钥",
    ]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _set_bureau(path: Path, ledger: str, name: str) -> None:
    yaml = _yaml()
    data = yaml.load(path.read_text("utf-8"))
    data["名称"], data["简称"], data["台账标识"], data["虚构"] = name, name, ledger, "否"
    for key in ("虚构说明", "成果"):
        data.pop(key, None)
    _dump(yaml, data, path)


def _set_approvers(path: Path, ledger: str) -> None:
    if not path.is_file():
        return
    yaml = _yaml()
    data = yaml.load(path.read_text("utf-8"))
    data["台账"], data["版本"], data["上一版"] = ledger, 1, NOTHING
    data.pop("代理", None)
    _dump(yaml, data, path)


def _dump(yaml: YAML, data: object, path: Path) -> None:
    text = io.StringIO()
    yaml.dump(data, text)
    path.write_text(text.getvalue(), "utf-8")


def ready(target: Path) -> tuple[Approvers, list[str]]:
    """The approvers of a laid-out folder, and everything that is still wrong, a line each."""
    files = files_in(target)
    data = files.get(model.PATH)
    if data is None:
        raise CannotAdoptError(f"{target} 里没有 {model.PATH}。")
    approvers, faults = approversfile.read(data)
    if approvers is None:
        raise CannotAdoptError("\n".join(as_line(fault) for fault in abridged(faults)))
    wrong = [*_wrong(files, approvers), *(as_line(problem) for problem in abridged(_errors(files)))]
    return approvers, wrong


def _errors(files: dict[str, bytes]) -> list[Problem]:
    return errors(read_books(files)[1])


def _wrong(files: dict[str, bytes], approvers: Approvers) -> Iterator[str]:
    if any(path.startswith("ledger/") for path in files):
        yield "ledger/ 里已经有文件：起点里不能有记录，它们没有经过审批。请移走，以后逐份送审。"
    if uses_demo_keys(approvers):
        yield f"{model.PATH} 里有演示密钥或“演示密钥: 是”，谁都能用它签名。请换成本人的公钥，删去这一行。"
    books, _ = read_books(files)
    if books is not None and books.rulebook.bureau.ledger_id != approvers.ledger:
        yield f"rules/bureau.yml 的台账标识是 {books.rulebook.bureau.ledger_id}，{model.PATH} 写的是 {approvers.ledger}。请改成一样的。"  # fmt: skip
    if approvers.version != 1:
        yield f"{model.PATH} 应当是第 1 版。"


def found(target: Path, approvers: Approvers, signers: Sequence[Signer]) -> Founded:
    """Sign the first approvers file, commit everything, and make the trust root."""
    by_number = {signer.person.number: signer for signer in signers}
    missing = [n for n in approvers.roots if n not in by_number]
    if missing:
        names = "、".join(f"{approvers.persons[n].name}（{n}）" for n in missing)
        raise CannotAdoptError(
            f"还缺根签名人{names}的密钥。每位根签名人都要签第一版名册，证明密钥能用。"
        )
    rules = of_rules(of_files(files_in(target)))
    git = Git(target)
    git.run("init", "--quiet", f"--initial-branch={MAIN.removeprefix('refs/heads/')}")
    entries: list[tuple[Statement, str]] = []
    for level, number in enumerate(approvers.roots):
        person = approvers.persons[number]
        moment = now()
        statement = Statement(
            ledger=approvers.ledger, branch=MAIN, submission="rules/approvers-1", lane="approvers",
            level=level, decision=APPROVE if level else SUBMIT, person=number,
            office=next((p.office for p in person.posts if p.on(moment.date())), "根签名人"),
            deputy_for="", time=moment.isoformat(), approvers=approvers.digest, rules=rules,
            seen="0" * 40, previous=entries[-1][0].digest if entries else NOTHING,
            changes=(Change(model.PATH, NOTHING, approvers.digest),),
        )  # fmt: skip
        entries.append((statement, by_number[number].sign(statement.message)))
    sheet = target / GENESIS_SHEET
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_bytes(write(entries))
    git.run("add", "--all")
    first = approvers.roots[0]
    named = git.maybe("config", "user.name") and git.maybe("config", "user.email")
    who = [] if named else ["-c", f"user.name={first}", "-c", f"user.email={first}@jifen.invalid"]
    git.run(*who, "commit", "--quiet", "--message", f"建立台账 {approvers.ledger}")
    commit = git.text("rev-parse", "HEAD")
    demo = uses_demo_keys(approvers)
    root = Root(approvers.ledger, commit, of_bytes((target / model.PATH).read_bytes()), MAIN, demo)
    return Founded(commit, root, approvers)


def inside(root_file: Path, target: Path) -> bool:
    """Whether the trust root would lie in the repository that it is to prove."""
    return os.fspath(root_file.resolve()).startswith(os.fspath(target.resolve()) + os.sep)
