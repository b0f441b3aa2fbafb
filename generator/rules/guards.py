"""Banned indicators (禁设指标): read from ``rules/guards.yml`` and looked for in every scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.rules.scheme import Scheme
from generator.rules.scheme_form import LABEL
from generator.text.problems import Place, Problem
from generator.text.scalars import Text
from generator.text.shapes import Field, ListOf, Shape, good_rows, read_shape
from generator.text.strict import Files


@dataclass(frozen=True, slots=True)
class Guard:
    """A banned indicator: its name, the words that betray it, and the regulation."""

    name: str
    words: tuple[str, ...]
    basis: str


GUARDS = Shape(
    "禁设指标",
    (
        Field(
            "禁设指标",
            ListOf(
                Shape(
                    "禁设指标",
                    (
                        Field("名称", LABEL),
                        Field("词语", ListOf(LABEL, 1)),
                        Field("依据", Text(160, private=False)),
                    ),
                )
            ),
        ),
        Field("除外词", ListOf(LABEL), required=False),
    ),
)


def read_guards(files: Files, problems: list[Problem]) -> tuple[tuple[Guard, ...], tuple[str, ...]]:
    path = "rules/guards.yml"
    if path not in files:
        problems.append(
            Problem("缺少", Place(path), "缺少禁设指标清单", "请补上 rules/guards.yml", "提醒")
        )
        return (), ()
    row = read_shape(path, files[path], GUARDS, problems)
    if row is None:
        return (), ()
    guards = tuple(
        Guard(
            each["名称"], tuple(w for w in each["词语"] or () if isinstance(w, str)), each["依据"]
        )
        for each in good_rows(row["禁设指标"])
    )
    return guards, tuple(word for word in row["除外词"] or () if isinstance(word, str))


def banned_indicators(
    scheme: Scheme, guards: Iterable[Guard], exempt: tuple[str, ...]
) -> list[Problem]:
    """A warning for each item that gives points for what regulations forbid to count."""
    found: dict[Place, Problem] = {}
    for version in scheme.versions:
        for item in version.items:
            if not item.terms.gives_points:
                continue
            clauses = re.split(r"[，。；;,]", "。".join((item.name, item.target, item.criterion)))
            counted = "\n".join(c for c in clauses if not any(word in c for word in exempt))
            for guard in guards:
                if any(word in counted for word in guard.words):
                    found[item.place] = Problem(
                        "禁设指标",
                        item.place,
                        f"项目“{item.code} {item.name}”以“{guard.name}”计分，属于禁设指标（依据：{guard.basis}）",
                        "请改为只登记不计分，或删去",
                        "提醒",
                    )
    return list(found.values())
