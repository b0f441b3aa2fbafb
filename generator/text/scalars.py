"""The types of single values: text, choices, numbers, percentages, codes; dates have a module."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from generator.text import privacy
from generator.text.hundredths import DECIMAL, hundredths, typed
from generator.text.problems import Spot
from generator.text.reading import MISSING, UNREAD, Document, Schema, Wrong, closest, one_of, quoted
from generator.text.spelling import half_width

_WHOLE = re.compile(r"0|-?[1-9]\d{0,8}", re.ASCII)

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What every YAML reader takes for no value at all."""


class Scalar:
    """Base of types that read one piece of text through ``parse``."""

    label: str
    nothing: ClassVar[frozenset[str]] = NULLS
    """What is no answer, though a code or a word might be spelled like it."""

    def parse(self, text: str) -> Any:
        """The typed value of ``text``; raises ``Wrong``."""
        raise NotImplementedError  # pragma: no cover - abstract

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        if type(value) is str:
            try:
                if value in self.nothing:
                    raise _empty()
                return self.parse(value)
            except Wrong as wrong:
                wrong = self.around(value) or wrong
                document.report(wrong.code, spot, wrong.message, wrong.hint)
        elif value is not UNREAD:
            message = f"这里应当是{self.label}，不是列表或一组键值"
            document.report("类型", spot, message, "请直接写出内容")
        return MISSING

    def around(self, value: str) -> Wrong | None:
        """What is wrong around a text that ``parse`` refused: no type takes blanks there."""
        bare = value.strip()
        if bare in NULLS:
            return _empty()
        if value[0] in "“”＂":
            return Wrong("格式", "这里用了全角引号", '请改成半角引号，如 "061201"')
        if value != bare:
            return Wrong("格式", f"{quoted(value)}前面或后面有空格，全角空格也算", "请删去空格")
        return None

    def schema(self) -> Schema:
        return {"type": "string"}


def _empty() -> Wrong:
    return Wrong("空", "这里没有内容", "请填写；用不到的字段请整个删去")


def refuse_private(text: str, where: str = "这里") -> None:
    """Raise ``Wrong`` for personal data: what was pushed once, git cannot forget."""
    if found := privacy.find(text):
        raise Wrong("个人信息", f"{where}疑似写有{found.what}{found.masked}", found.hint)


@dataclass(frozen=True, slots=True)
class Text(Scalar):
    """Free text on one line: a note, a reference.  Personal data is refused."""

    longest: int = 200
    label: str = "文字"
    what: str = ""
    no_answer: frozenset[str] = frozenset()
    """Words that fill the field without saying ``what`` it asks for."""

    def around(self, value: str) -> None:
        """Nothing: signs and blanks are part of what is said."""

    def parse(self, text: str) -> str:
        bare = text.strip()
        if bare in NULLS:
            raise _empty()
        if bare in self.no_answer:
            raise Wrong("空", f"{quoted(text)}不能算{self.what}", f"请写明{self.what}")
        if len(text) > self.longest:
            message = f"内容有 {len(text)} 个字，超过 {self.longest} 个"
            raise Wrong("过长", message, "请写成一两句话，详情留在原始材料里")
        refuse_private(text)
        return bare

    def schema(self) -> Schema:
        one_line = r"^\s*\S.*\s*$"
        return {
            "type": ["string", "number", "boolean"],
            "pattern": one_line,
            "maxLength": self.longest,
            **({"not": {"enum": sorted(self.no_answer)}} if self.no_answer else {}),
        }


@dataclass(frozen=True, slots=True)
class Choice(Scalar):
    """One of a closed list.  ``choices`` maps each value to its Chinese explanation."""

    choices: dict[str, str]
    label: str
    named: bool = False
    """Whether the values are codes that say little without their names."""

    def parse(self, text: str) -> str:
        if text in self.choices:
            return text
        folded = half_width(text).strip()
        near = folded if folded in self.choices else closest(text, self.choices)
        hint = f"是不是{quoted(near)}？" if near else ""
        hint += one_of(self.spelled, closed=True)
        raise Wrong("取值", f"{quoted(text)}不是可选的{self.label}", hint)

    @property
    def spelled(self) -> list[str]:
        """The choices as a message lists them: codes with their names, words alone."""
        if self.named:
            return [f"{code}（{name}）" for code, name in self.choices.items()]
        return list(self.choices)

    def schema(self) -> Schema:
        titles = [(value, title or value) for value, title in self.choices.items()]
        if any(title != value for value, title in titles):
            return {"oneOf": [{"const": value, "title": title} for value, title in titles]}
        return {"enum": list(self.choices)}


_DIGITS_HINT = "请写成 12 这样的半角数字"
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width signs of an input method → the same half-width: no superscripts, circles or fractions."""
_COUNTERS = frozenset("个件起次人名户条份场期篇处项宗例位部张") | {"人次"}
"""Units that say nothing: 万, 成, 对, 周 and others make another number of it."""


def _refuse_number(text: str, what: str, hint: str) -> Wrong:
    """What is wrong with a number.  What a hint writes must mean what was typed."""
    plain = text.translate(HALF_WIDTH)
    spaced = " ".join(plain.split())
    # 10 000 is one number with a gap; 10 20 may be two, and joining them would invent a third.
    one = re.fullmatch(r"-?\d{1,3}( \d{3})+", spaced) or not re.search(r"\d \d", spaced)
    joined = spaced.replace(" ", "") if one else spaced
    if joined != text and re.fullmatch(r"-?\d+(\.\d+)?%?", joined, re.ASCII):
        message = (
            f"{quoted(text)}里有多余的空格" if plain == text else f"{quoted(text)}用了全角字符"
        )
        return Wrong("数字", message, f"请用半角写成 {joined}")
    # 010 is eight to readers of YAML 1.1, and ten to whoever typed it.
    if match := re.fullmatch(r"(-?)0+(\d+(?:\.\d+)?)", text, re.ASCII):
        return Wrong("数字", f"{quoted(text)}前面多了 0", f"请写成 {match[1]}{match[2]}")
    if re.fullmatch(r"\d{1,3}([,_]\d{3})+", text, re.ASCII):
        return Wrong("数字", f"{quoted(text)}里有分隔符", f"请写成 {re.sub('[,_]', '', text)}")
    if re.fullmatch(r"\d{7,}", text, re.ASCII):
        return Wrong("范围", f"{quoted(text)}太大了", "请核对数字")
    if match := re.fullmatch(r"(\d+(?:\.\d+)?) *([^\d\s.,:%_eE+-]{1,3})", text, re.ASCII):
        unit = f"请只写数字 {match[1]}" if match[2] in _COUNTERS else "请按这个字段的单位只写数字"
        return Wrong("数字", f"{quoted(text)}带了单位", hint if what == "百分比" else unit)
    return Wrong("数字", f"{quoted(text)}不是{what}", hint)


@dataclass(frozen=True, slots=True)
class Whole(Scalar):
    """A whole number between ``least`` and ``most``."""

    least: int = 0
    most: int = 99999
    label: str = "整数"

    def parse(self, text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise _refuse_number(text, "整数", _DIGITS_HINT)
        value = int(text)
        if not self.least <= value <= self.most:
            raise Wrong("范围", f"{text} 超出范围", f"请写 {self.least} 到 {self.most} 之间的整数")
        return value

    def schema(self) -> Schema:
        return {
            "type": ["integer", "string"],
            "pattern": r"^(0|-?[1-9]\d{0,8})$",
            "minimum": self.least,
            "maximum": self.most,
        }


@dataclass(frozen=True, slots=True)
class Points(Scalar):
    """Points with at most two decimals, read into whole hundredths."""

    least: int = 0
    most: int = 100_000_00
    label: str = "分值"

    def parse(self, text: str) -> int:
        value = hundredths(text)
        if value is None:
            if re.fullmatch(r"-?\d+\.\d{3,}", text, re.ASCII):
                raise Wrong("数字", f"{quoted(text)}的小数超过两位", "分值最多两位小数")
            raise _refuse_number(text, "分值", "请写成 2 或 0.5 这样的半角数字，最多两位小数")
        if not self.least <= value <= self.most:
            hint = f"请写 {typed(self.least)} 到 {typed(self.most)} 之间的分值"
            raise Wrong("范围", f"{text} 超出范围", hint)
        return value

    def schema(self) -> Schema:
        return {
            "type": ["number", "string"],
            "pattern": rf"^{DECIMAL}$",
            "minimum": self.least / 100,
            "maximum": self.most / 100,
        }


@dataclass(frozen=True, slots=True)
class Percent(Scalar):
    """``96%`` or ``96.5%``, read into whole hundredths of a percent."""

    most: int = 100_00
    label: str = "百分比"

    def parse(self, text: str) -> int:
        value = hundredths(text[:-1]) if text.endswith("%") else None
        if value is None or value < 0:
            self._refuse_bare(text)
            raise _refuse_number(text, "百分比", "请写成 96% 或 96.5% 的样子")
        if value > self.most:
            raise Wrong("范围", f"{text} 超出范围", f"请写 0% 到 {self.most // 100}% 之间的百分比")
        return value

    def _refuse_bare(self, text: str) -> None:
        number = hundredths(text)
        if number is None or number < 0:
            return
        # 0.95 may be a share: 95 in a hundred.
        share = number * 100 if 0 < number < 10_00 and number * 100 <= self.most else None
        either = f"{typed(share)}% 或 {text}%，看是哪一个" if share else f"{text}%"
        raise Wrong("数字", f"{quoted(text)}缺少百分号", f"请写成 {either}")

    def schema(self) -> Schema:
        upto_100 = r"^(100(\.0{1,2})?|[1-9]?\d(\.\d{1,2})?)%$"
        any_size = r"^(0|[1-9]\d{0,6})(\.\d{1,2})?%$"
        return {"type": "string", "pattern": upto_100 if self.most == 100_00 else any_size}


@dataclass(frozen=True, slots=True)
class Amount(Scalar):
    """A target or step: ``95%`` or a number; read into ``(hundredths, is_percent)``."""

    label: str = "数值或百分比"

    def parse(self, text: str) -> tuple[int, bool]:
        value = hundredths(text.removesuffix("%"))
        if value is None or value < 0:
            raise _refuse_number(text, "数值或百分比", "请写成 12 或 95% 的样子")
        return value, text.endswith("%")

    def schema(self) -> Schema:
        return {"anyOf": [Percent(10**9).schema(), {"type": "number", "minimum": 0}]}


@dataclass(frozen=True, slots=True)
class YesNo(Scalar):
    """是 or 否."""

    label: str = "是或否"

    def parse(self, text: str) -> bool:
        # yes, no, on and off are truth values to one reader of YAML and texts to the next.
        if text not in ("是", "否"):
            raise Wrong("取值", f"{quoted(text)}不是“是”或“否”", "请写成 是 或 否")
        return text == "是"

    def schema(self) -> Schema:
        return {"enum": ["是", "否"]}


@dataclass(frozen=True, slots=True)
class Pattern(Scalar):
    """Text of a fixed form: codes, case ids, service numbers."""

    pattern: str
    label: str
    example: str
    machine_made: bool = False
    """Whether it is a digest: digits that are nobody's, whatever they look like."""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern, re.ASCII))

    def parse(self, text: str) -> str:
        if not self.compiled.fullmatch(text):
            raise Wrong("格式", f"{quoted(text)}不是{self.label}", f"请写成 {self.example} 的样子")
        if not self.machine_made:
            refuse_private(text)
        return text

    def schema(self) -> Schema:
        # An editor reads 061201 in bare digits as a number, which the check would not mind.
        digits = any(self.compiled.fullmatch("1" * length) for length in range(1, 41))
        return {
            "type": ["string", "integer"] if digits else "string",
            "pattern": f"^(?:{self.pattern})$",
        }


CODE = Pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "代码", "chengguan 或 cg-dongmen")
ITEM_CODE = Pattern(r"[A-Z]\d{1,3}", "项目代码", "W2")
OFFICER = Pattern(r"\d{6}", "六位警号", '"061201"')
CASE_ID = Pattern(r"\d{4}-\d{2}-[a-z0-9-]+-\d{2,3}", "台账案件编号", "2025-06-chengguan-01")
MATTER = Pattern(r"[0-9A-Za-z-]{4,40}", "事项编号", "20250620-01")
