"""``jifen new``: a bureau's own repository, which holds data only, from the sample rules.

First a folder is laid out for the bureau to fill in; then, when the approvers file is right and the
root holders are at hand with their keys, the first commit is made and the trust root printed.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from generator.approval import approvers_file
from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.demo_keys import demo_keys, uses_demo_keys
from generator.approval.lanes import SOFTWARE
from generator.approval.root import MAIN, Root
from generator.approval.routes import ARCHIVE, GENESIS_SHEET
from generator.approval.sheet import write
from generator.approval.statement import APPROVE, NOTHING, SUBMIT, Change, Statement
from generator.audit.git import Git
from generator.checks.books import READ_FOLDERS, files_in, read_books
from generator.desk.signing import Signer
from generator.desk.submit import now
from generator.files import whole
from generator.files.shipped import shipped
from generator.rules.website import ENDINGS, PAGES, SETTINGS, WEBSITE
from generator.text.digests import of_bytes, of_files, of_rules
from generator.text.problems import Place, Problem, abridged, as_line, errors
from generator.text.strict import Files

FILES = {
    SETTINGS: """\
# 网站的设置，能设的见使用手册“管理员”一页；没有写的照本软件的。
site_name: 四个积分制通报
""",
    ".gitattributes": """\
# 签名签的是逐个字节：每台机器上都一样，Windows 上也是。
* text=auto eol=lf
"""
    + "".join(f"*.{ending} binary\n" for ending in ENDINGS if ending != "md"),
    ".gitignore": """\
# 程序做出来的，不进台账：网站、缓存、编辑器的格式说明（jifen schema）。
/site/
/.cache/
/schema/
/.vscode/
""",
}
"""What a ledger begins with beside its rules."""
_MADE = {"site", ".cache", "schema", ".vscode", ".git"}
"""What may lie in the folder and is not kept in the ledger."""
_KNOWN = {*READ_FOLDERS, *WEBSITE, *FILES, *_MADE}
BUREAU_FILE = "rules/bureau.yml"
LEFT_OUT = ("rules/approvals/", ARCHIVE)
"""What belongs to the sample county alone."""
HEAD = "# 审批人：谁能报送、审核、批准什么。每次变动都是新的一版，由根签名人签名。\n"


class CannotFoundError(Exception):
    """Why not; the message is one or more Chinese sentences."""


@dataclass(frozen=True, slots=True)
class Founded:
    """The first commit and its trust root."""

    commit: str
    root: Root
    approvers: Approvers


def lay_out(target: Path, ledger: str, name: str) -> list[str]:
    """Put the sample rules into a new folder under the bureau's name; returns what is to be done there.

    Raises ``CannotFoundError`` when the folder is not empty.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotFoundError(f"{target} 不是空文件夹。请换一个。")
    sample = files_in(shipped("rules").parent, ("rules",))
    files = {path: data for path, data in sample.items() if not path.startswith(LEFT_OUT)}
    files |= {path: text.encode() for path, text in FILES.items()}
    files[BUREAU_FILE] = _of_bureau(files[BUREAU_FILE], ledger, name)
    files[APPROVERS_FILE] = _of_approvers(files[APPROVERS_FILE], ledger, now().date())
    whole.files({target / path: data for path, data in files.items()})
    return [
        "rules/bureau.yml：核对期限、公示、异议、分组",
        "rules/roster/：换成本局的单位、党支部、警务室和民辅警",
        "rules/schemes/、rules/yearly.yml：核对分值、目标和依据",
        f"{APPROVERS_FILE}：写上本局的人员、公钥和任职，核对各通道的层级（现在的公钥是演示用的，会被拒绝）",
        f"jifen check 没有错误以后，请根签名人到场，运行：jifen new {target} --key 甲的密钥 --key 乙的密钥 --key 丙的密钥",
    ]


def _yaml() -> YAML:
    """A reader and writer that keep a person's comments, order and layout.

    Needed here alone, where keys of files that people wrote are changed.  Whole new files are
    ``text/canonical.py``'s; corrections change whole lines, byte for byte (``trail/amend.py``).
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _of_bureau(sample: bytes, ledger: str, name: str) -> bytes:
    yaml = _yaml()
    data = yaml.load(sample.decode())
    data["名称"], data["台账标识"], data["虚构"] = name, ledger, "否"
    for key in ("虚构说明", "成果"):
        data.pop(key, None)
    return _dumped(yaml, data)


def _of_approvers(sample: bytes, ledger: str, today: date) -> bytes:
    """Under the bureau's name; without what only the sample's repository has, as its robot."""
    yaml = _yaml()
    data = yaml.load(re.sub(r"\A(#.*\n)+", HEAD, sample.decode()))
    data["台账"], data["版本"], data["上一版"], data["日期"] = ledger, 1, NOTHING, today
    for key in ("代理", "机器人"):
        data.pop(key, None)
    for lane in data["通道"]:
        if lane["类型"] == SOFTWARE:
            # The program is not in the ledger: of its lane the settings of the site are left.
            lane["名称"] = "网页"
            lane["路径"].clear()
            lane["路径"].extend((SETTINGS, f"{PAGES}/**"))
    return _dumped(yaml, data)


def _dumped(yaml: YAML, data: object) -> bytes:
    text = io.BytesIO()
    yaml.dump(data, text)
    return text.getvalue()


def ready(target: Path) -> tuple[Approvers, list[str]]:
    """The approvers of a laid-out folder, and everything that is still wrong, a line each."""
    files = files_in(target, (*READ_FOLDERS, *WEBSITE))
    data = files.get(APPROVERS_FILE)
    if data is None:
        raise CannotFoundError(f"{target} 里没有 {APPROVERS_FILE}。请先做第一步，或核对文件夹。")
    approvers, faults = approvers_file.read(data)
    if approvers is None:
        raise CannotFoundError("\n".join(as_line(fault) for fault in abridged(faults)))
    if genesis := _founded(target):
        raise CannotFoundError(f"{target} 已经是 git 仓库，有提交 {genesis}。台账要从空的历史开始，不能再建立一次；要重新开始，请另用一个空文件夹。")  # fmt: skip
    books, problems = read_books(files)
    strange = sorted(path.name for path in target.iterdir() if path.name not in _KNOWN)
    found = [*_wrong(files, approvers, strange), *_demonstration(data.decode(), approvers)]
    if books is not None and books.rulebook.bureau.ledger_id != approvers.ledger:
        message = f"台账标识 {approvers.ledger} 和 rules/bureau.yml 的 {books.rulebook.bureau.ledger_id} 不同"  # fmt: skip
        found.append(Problem("建账", _place(data.decode(), "台账:"), message, "请改成一样的"))
    return approvers, [as_line(problem) for problem in (*found, *abridged(errors(problems)))]


def _founded(target: Path) -> str:
    """The commit that the folder is at, if it is a repository of its own; else empty."""
    return (Git(target).commit_id("HEAD") or "") if (target / ".git").exists() else ""


def _place(text: str, words: str) -> Place:
    """Where these words stand first; the file as such where they do not."""
    for number, line in enumerate(text.splitlines(), 1):
        if (column := line.find(words)) >= 0:
            return Place(APPROVERS_FILE, number, column + 1)
    return Place(APPROVERS_FILE)


def _wrong(files: Files, approvers: Approvers, strange: Sequence[str]) -> Iterator[Problem]:
    for name in strange:
        hint = "台账里只放规则、记录和网页，程序由本软件带来，请移走"
        yield Problem("建账", Place(name), "这个文件或文件夹不属于台账", hint)
    records = sorted(path for path in files if path.startswith("ledger/"))
    if records:
        more = f"（ledger/ 里共 {len(records)} 个文件）" if len(records) > 1 else ""
        message = f"起点里不能有记录，它们没有经过审批{more}"
        yield Problem("建账", Place(records[0]), message, "请移走，以后逐份送审")
    if approvers.version != 1:
        at = _place(files[APPROVERS_FILE].decode(), "版本:")
        yield Problem(
            "建账", at, f"第一版名册写的是第 {approvers.version} 版", "请写成 版本: 1，上一版: “-”"
        )


def _demonstration(text: str, approvers: Approvers) -> Iterator[Problem]:
    """Every demonstration key: where it stands and whose it is."""
    for holder, key in demo_keys(approvers):
        person = approvers.persons.get(holder)
        whose = f"{person.name}（{holder}）" if person else f"机器人 {holder} "
        hint = "请换成本人自己生成的公钥，不再用的人整条删去" if person else "请换成机器人自己的公钥；没有机器人的，删去“机器人”一栏"  # fmt: skip
        at = _place(text, key.line.split()[1])
        yield Problem("建账", at, f"{whose}的公钥是演示密钥，谁都能用它签名", hint)
    if approvers.demo:
        at = _place(text, "演示密钥:")
        yield Problem(
            "建账", at, "写着“演示密钥: 是”，这份名册只能供演示", "公钥都换好以后，请删去这一行"
        )


def found(target: Path, approvers: Approvers, signers: Sequence[Signer]) -> Founded:
    """Sign the first approvers file, commit everything, and make the trust root."""
    by_number = {signer.person.number: signer for signer in signers}
    missing = [n for n in approvers.roots if n not in by_number]
    if missing:
        names = "、".join(f"{approvers.persons[n].name}（{n}）" for n in missing)
        raise CannotFoundError(
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
            changes=(Change(APPROVERS_FILE, NOTHING, approvers.digest),),
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
    root = Root(
        approvers.ledger, commit, of_bytes((target / APPROVERS_FILE).read_bytes()), MAIN, demo
    )
    return Founded(commit, root, approvers)


def place_for_root(chosen: Path | None, target: Path) -> Path:
    """Where the trust root is going to be written; checked before anything is signed.

    Raises ``CannotFoundError``: a ledger whose trust root is lost, or written over, proves nothing.
    """
    file = chosen or target.resolve().with_name(f"{target.resolve().name}-ROOT.json")
    if inside(file, target):
        raise CannotFoundError("信任根不能放在台账里面。请把 --trust 写成台账以外的位置。")
    if file.exists():
        raise CannotFoundError(f"已经有 {file}，没有覆盖。请把 --trust 写成别的文件名，或先把它移走保管。")  # fmt: skip
    if not file.parent.is_dir():
        raise CannotFoundError(f"没有文件夹 {file.parent}，信任根没有地方写。请先建立这个文件夹。")
    return file


def inside(root_file: Path, target: Path) -> bool:
    """Whether the trust root would lie in the repository that it is to prove."""
    return os.fspath(root_file.resolve()).startswith(os.fspath(target.resolve()) + os.sep)
