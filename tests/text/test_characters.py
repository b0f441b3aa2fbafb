"""Which characters a text may hold, and that no newer Python ever says otherwise."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings, strategies as st

from generator.text import characters
from generator.text.characters import odd

HONEST = [
    "王建国", "买买提·阿不都热合曼", "𬭎某", "㛃某", "\u9fff某", "\U0002a6d7", "\U00031350", "\U00033479",
    "﨎", "é", "〇", "℃ ㎡ № Ⅲ ① ㈠ × ÷ ± ≤ → ※ § ° ′ ‰ ￥ €", "བཀྲ་ཤིས་", "ئۇيغۇر", "ᠮᠣᠩᠭᠣᠯ", "ꆈꌠꉙ", "ꓡꓲꓢꓴ", "x\u0304",
    "甲　乙", "a\tb", "“引号”——《书名》【】〔2025〕号", "\U00016f00",
]  # fmt: skip
UNSEEN = [
    "\u034f", "\u115f", "\u1160", "\u3164", "\uffa0", "\u2800", "\ufe00", "\ufe0f", "\U000e0100", "\u180b", "\u17b4", "\u00ad",
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u2028", "\x00", "\x7f", "\x85", "\ufffd", "\U000e0041", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("text", HONEST)
def test_what_names_and_reasons_are_written_with(text: str) -> None:
    assert list(odd(text)) == []


@pytest.mark.parametrize("char", UNSEEN)
def test_what_draws_nothing(char: str) -> None:
    (found,) = odd(f"王{char}立")
    assert found == (1, f"这里有不可见的字符 U+{ord(char):04X}", "请删去后重新输入这一处")


@pytest.mark.parametrize(
    "char", ["\u0378", "\U000f0000", "\U0010fffd", "\ue863", "\U0001f600", "\U0003fffe"]
)
def test_what_other_machines_may_not_show(char: str) -> None:
    (found,) = odd(f"王{char}立")
    assert (found.at, "显示不出来" in found.message) == (1, True)


@pytest.mark.parametrize("char", ["\u00a0", "\u2003", "\u202f", "\u1680"])
def test_blanks_that_are_none(char: str) -> None:
    (found,) = odd(f"王{char}立")
    assert (found.at, found.hint) == (1, "请改成普通的空格")


@pytest.mark.parametrize(
    ("text", "at", "usual"),
    [("Cafe\u0301", 3, "é"), ("郎\uf92c", 1, "郎"), ("⼀二", 0, "一"), ("甲\n乙\nカ\u3099", 4, "ガ"), ("a\u0301\u0323", 0, "ạ")],
)  # fmt: skip
def test_what_has_a_usual_spelling(text: str, at: int, usual: str) -> None:
    (found,) = odd(text)
    assert (found.at, found.hint) == (at, f"请改用通用的“{usual}”")


@pytest.mark.parametrize(
    ("text", "at"),
    [("\u0301a", [0]), ("1\u20dd", [1]), (" \u0301", [1]), ("a" + "\u0304" * 6, [5, 6])],
)
def test_marks_upon_nothing_and_heaps_of_them(text: str, at: list[int]) -> None:
    found = list(odd(text))
    assert [each.at for each in found] == at
    assert all("附加符号" in each.message for each in found)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_what_is_taken_is_drawn_and_spelled_in_one_way(text: str) -> None:
    if not list(odd(text)):
        # As this Python knows it, where it knows it at all.
        known = "".join(char for char in text if unicodedata.category(char) != "Cn")
        assert all(unicodedata.category(char)[0] != "C" for char in known if char not in "\t\n")
        assert not [char for char in known if unicodedata.category(char) in ("Zl", "Zp")]
        assert unicodedata.is_normalized("NFC", text)


def test_every_character_is_judged_without_the_tables_of_this_python() -> None:
    """Else a character that is new to Python would be a fault here, and none there."""
    assert not hasattr(characters, "unicodedata")
    assert unicodedata.ucd_3_2_0.unidata_version == "3.2.0"
    taken = [code for code in range(sys.maxunicode + 1) if not list(odd("王" + chr(code)))]
    # Counted once and for all: whoever changes what is taken changes this too, and says so.
    assert len(taken) == TAKEN
    ideographs = [
        *range(0x3400, 0x4DC0),
        *range(0x4E00, 0xA000),
        *range(0x20000, 0x2F800),
        *range(0x30000, 0x3FFFE),
    ]
    assert set(ideographs) <= set(taken)


TAKEN = 182_322
