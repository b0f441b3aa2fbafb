"""Personal data by kind: what each is called, and what to write instead."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """Its name, and the hint of a message about it."""

    name: str
    hint: str


class Found(NamedTuple):
    """What is written somewhere in a text, and from which character on."""

    kind: Kind
    at: int
    text: str


_WITHOUT = "请删去，只写台账编号或登记编号"
_NO_CONTACT = "请删去，联系方式不进台账"
_OWN_NUMBER = "请删去，只写本台账自编的案件编号"

IDENTITY = Kind("身份证号", _WITHOUT)
CARD = Kind("银行卡号", _WITHOUT)
MOBILE = Kind("手机号码", _NO_CONTACT)
LANDLINE = Kind("座机号码", _NO_CONTACT)
PLATE = Kind("车牌号", "请删去，写“涉案车辆”即可")
CASE = Kind("公安系统案件编号", f"{_OWN_NUMBER}，如 2025-06-chengguan-01")
PAPER = Kind("案件文书号", _OWN_NUMBER)
COURT = Kind("法院案号", _OWN_NUMBER)
KINDS = (IDENTITY, CARD, MOBILE, LANDLINE, PLATE, CASE, PAPER, COURT)

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
"""With one of these a plate begins, and the code of a court."""
