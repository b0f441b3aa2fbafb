"""Personal data is found however it is spelled; the numbers of a bureau's papers are left alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from generator.text import privacy
from tests.personal import KINDS, UNSEEN, drawn, innocent

SEED = 20251128


@pytest.mark.parametrize("kind", KINDS)
@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_every_kind_is_found_in_every_spelling(kind: str, chance: Random) -> None:
    text = drawn(kind, chance)
    assert privacy.find(text), ascii(text)


def test_one_in_a_thousand_innocent_texts_is_taken_for_personal_data_at_most() -> None:
    chance = Random(SEED)
    texts = [innocent(chance) for _ in range(10_000)]
    assert len([text for text in texts if privacy.find(text)]) <= 10


def test_no_digest_quoted_in_full_is_taken_for_a_telephone() -> None:
    chance = Random(SEED)
    digests = [f"sha256:{chance.randbytes(32).hex()}" for _ in range(10_000)]
    ids = [chance.randbytes(20).hex() for _ in range(10_000)]
    assert [text for text in (*digests, *ids) if privacy.find(text)] == []


PHONE, IDENTITY = "138" + "12345678", "110101" + "19900307" + "1233"


@pytest.mark.parametrize(
    "text",
    [
        f"{'A' * 60}{IDENTITY}{'b' * 60}",
        f"{'x' * 60}{PHONE}{'y' * 60}",
        (PHONE * 4)[:40],
        f"sha256:{(PHONE * 6)[:64]}",
        f"sha256:{'a' * 53}{PHONE}",
        f"sha256:{'0f' * 20}{PHONE}{'c' * 13}",
        f"sha256:{'3c9d' * 11}aa{IDENTITY}",
    ],
)
def test_nothing_is_left_out_because_it_looks_like_a_digest(text: str) -> None:
    assert privacy.find(text)


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_is_not_seen_hides_nothing(sign: str) -> None:
    assert privacy.find(sign.join(PHONE))


@pytest.mark.parametrize(
    ("folded", "line"),
    [
        (f"x\n# 联系人 {PHONE[:3]}\n#   {PHONE[3:]}\n", 2),
        (f"x\r\n\r\n- {PHONE[:7]}\r\n- {PHONE[7:]}\r\n", 3),
        (f'"{IDENTITY[:6]}\\\n   {IDENTITY[6:]}"', 1),
        ("> 138 1234\n> 5678\n", 1),
    ],
)
def test_a_number_folded_over_lines_is_told_where_it_begins(folded: str, line: int) -> None:
    found = privacy.find(folded)
    assert found
    assert found.line == line


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"\\x{ord(digit):02x}" for digit in PHONE),
        "".join(f"\\u{ord(digit):04x}" for digit in PHONE),
        "".join(f"&#{ord(digit)};" for digit in PHONE),
        "".join(f"%{ord(digit):02X}" for digit in PHONE),
    ],
)
def test_escapes_are_read(text: str) -> None:
    assert privacy.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "0000000000000000000000000000000000000000",
        "192.168.100.25",
        "13, 25, 31, 42, 18, 9",
        "第13、25、31、42、18、9号",
        "13,812,345,678元",
        "一、二、三、四、五、六、七、八、九、十",
        "登记编号20250611101010001",
        "登记编号202506111010100012",
        "4101022025060001",
        "更新B2 2025-06-01",
        "公通字〔2025〕12号",
        "（2025）第03期第12号",
        "2025-06-01 2025-06-30 2025-07-01 2025-07-31",
        "20250601-20250630",
        "警号061231、061232",
        "138****5678",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert privacy.find(text) is None


def test_what_is_found_is_never_shown() -> None:
    found = privacy.find(f"联系人 {PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}")
    assert found
    assert found.masked == "“138…78”"
