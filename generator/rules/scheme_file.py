"""One scheme file: its head, its versions, and what must hold across them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from generator.rules.bureau import Bureau
from generator.rules.scheme import Scheme
from generator.rules.scheme_form import SCHEME
from generator.rules.scheme_head import Head, read_head
from generator.rules.scheme_versions import Versions, read_versions
from generator.text.problems import Problem, errors
from generator.text.reading import MISSING, Reader
from generator.text.shapes import Row, good_rows
from generator.text.strict import Mapping, read


class SchemeFile(NamedTuple):
    """What was read: the scheme as far as there is one, and all problems of the file."""

    scheme: Scheme | None
    problems: list[Problem]
    folders: tuple[str, ...]
    """The ledger folders of this scheme, as far as the file tells."""

    @property
    def failed(self) -> bool:
        """Whether anything in the file is wrong."""
        return bool(errors(self.problems))


def read_scheme(path: str, data: bytes, bureau: Bureau) -> SchemeFile:
    """A scheme file; its versions are read as far as they can be, also when its head is wrong."""
    document = read(path, data)
    stem = PurePosixPath(path).stem
    folders = _folders(stem, document.root)
    if document.root is None:
        return SchemeFile(None, document.problems, folders)
    reader = Reader(document)
    row = SCHEME.read(document.root, document.root.spot, reader)
    scheme = _scheme(row, stem, bureau, reader)
    return SchemeFile(scheme, [*document.problems, *reader.problems], folders)


def _folders(stem: str, root: Mapping | None) -> tuple[str, ...]:
    stated = root.get("复核目录") if root is not None else None
    if isinstance(stated, str):
        return stem, stated
    return stem, f"{stem}-review", f"{stem.rstrip('s')}-review"


def _scheme(row: Row, stem: str, bureau: Bureau, reader: Reader) -> Scheme | None:
    code = row["代码"]
    if code is not MISSING and code != stem:
        message = f"代码“{code}”与文件名“{stem}”不同"
        reader.report("路径", row.at("代码"), message, f"请写成 {stem}，或把文件改名")
    head = read_head(row, bureau, reader)
    versions = read_versions(good_rows(row["版本"]), head, reader)
    if any(row[key] is MISSING for key in ("代码", "积分制", "考核对象", "分组", "周期")):
        return None
    _late_item(row, versions, reader)
    _least_sample(row, versions, reader)
    if head.of_cases and not errors([*reader.document.problems, *reader.problems]):
        _one_component_of_cases(row, head, versions, reader)
    return _made(row, head, versions, reader)


def _late_item(row: Row, versions: Versions, reader: Reader) -> None:
    late = row["迟报项目"]
    absent = [since for since, codes in versions.stated.items() if late and late not in codes]
    if absent:
        message, hint = f"“{late}”不是 {absent[0]} 起的项目", "请写本积分制的扣分项目代码"
        reader.report("取值", row.at("迟报项目"), message, hint)


def _least_sample(row: Row, versions: Versions, reader: Reader) -> None:
    """How few are too few is for the rules to say."""
    terms = [item.terms for version in versions.made for item in version.items]
    if row["最小样本"] is None and any(t.sampled and t.least_sample is None for t in terms):
        hint = "请补上“最小样本: 5”，应办数低于此数时视为样本不足；各项不同的写在项目里"
        reader.report("缺少", row.spot, "有项目按应办数和已办数计分，缺少“最小样本”", hint)


def _one_component_of_cases(row: Row, head: Head, versions: Versions, reader: Reader) -> None:
    """What officers earn by cases is one sum; units, ties and shares are reckoned from it."""
    items = [item for version in versions.made for item in version.items]
    held = {item.component for item in items if item.terms.from_cases}
    if not held:
        hint = "请至少写一个“办案”类项目，案件得分计入它所在的组成部分"
        reader.report("组成", row.at("组成"), "办案积分没有“办案”类项目", hint)
    if len(held) > 1:
        names = "、".join(f"“{each.name}”" for each in head.components if each.code in held)
        hint = "案件得分只计入一个组成部分，请放在同一个组成部分"
        reader.report("组成", row.at("组成"), f"“办案”类项目分属{names}", hint)


def _made(row: Row, head: Head, versions: Versions, reader: Reader) -> Scheme:
    return Scheme(
        code=row["代码"],
        name=row["积分制"],
        short=row["简称"] or "",
        subject=row["考核对象"],
        office=row["编发单位"] or "",
        addressee=row["主送"] or "",
        purpose=row["宗旨"] or "",
        consequence=row["结果运用"] or "",
        circulated=row["周期"]["通报"] or "月",
        means=head.means,
        annualised=bool(row["缺月折合"]),
        group_by=row["分组"],
        scope={name: frozenset(values or ()) for name, values in (row["考核范围"] or {}).items()},
        late_item=row["迟报项目"] or "",
        review_folder=(row["复核目录"] or f"{row['代码']}-review") if head.of_cases else "",
        components=head.components,
        aspects=head.aspects,
        versions=versions.made,
        place=reader.document.place(row.spot),
    )
