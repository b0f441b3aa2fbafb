"""Mutants: what mutmut's operators, and four of ours, can change in a module, and a draw of them.

mutmut alone would leave out whatever has a decorator or stands outside a function, and would run
all there is; its table of operators is used by itself.
"""

from __future__ import annotations

import difflib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from benchmarks.mutants.mutant import Mutant

LONGEST_TEXT = 12
"""Longer strings are sentences for people; tests/broken and the snapshots hold those."""
NEVER = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator)
STATEMENTS = (cst.SimpleStatementLine, cst.BaseCompoundStatement, cst.MatchCase)
NOWHERE = range(0)
CRASHING = ("isinstance", "len", "cast", "TypeVar", "field", "dataclass")
"""Calls that fail at once when an argument changes, or have none that matters."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that has not been made yet."""

    operator: str
    line: int
    statement: range
    old: Any
    new: Any


# ── four operators of our own: what review did by hand and mutmut does not ──────────────────────


def condition(node: Any) -> Iterator[Any]:
    """A refusal never, or always, spoken."""
    for truth in ("False", "True"):
        yield node.with_changes(test=cst.Name(truth))


def operand(node: Any) -> Iterator[Any]:
    """One of two conditions forgotten."""
    for side in (node.left, node.right):
        yield side.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def loop(node: Any) -> Iterator[Any]:
    """Nothing of a list looked at."""
    yield node.with_changes(iter=cst.Tuple([]))


def call(node: Any) -> Iterator[Any]:
    """A check not made."""
    if isinstance(node.value, cst.Call):
        yield node.with_changes(value=cst.Ellipsis())


OWN = ((cst.If, condition), (cst.BooleanOperation, operand), (cst.For, loop), (cst.Expr, call))
OPERATORS: tuple[tuple[Any, str, Callable[[Any], Iterable[Any]]], ...] = tuple(
    (kind, make.__name__.removeprefix("operator_"), make)
    for kind, make in (*mutation_operators, *OWN)
)


class Module:
    """A module's text, its tree, and what can be changed in it."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.source = path, source
        wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
        self.tree: Any = wrapper.module
        self.places: Mapping[Any, Any] = wrapper.resolve(PositionProvider)
        self.candidates = list(self._walk(self.tree, 1, NOWHERE, inside=False))

    def _walk(self, node: Any, line: int, statement: range, *, inside: bool) -> Iterator[Candidate]:
        """``inside``: within a function, so that running a test can reach it."""
        if isinstance(node, NEVER) or _fails_at_once(node):
            return
        line = self.places[node].start.line if node in self.places else line
        if isinstance(node, cst.FunctionDef):
            yield from self._walk(node.params, line, NOWHERE, inside=False)
            yield from self._walk(node.body, line, NOWHERE, inside=True)
            return
        if isinstance(node, STATEMENTS):
            statement = self._lines(node) if inside else NOWHERE
        for kind, name, make in OPERATORS:
            if isinstance(node, kind) and not _is_sentence(node):
                for new in make(node):
                    yield Candidate(name, line, statement, node, new)
        for child in node.children:
            yield from self._walk(child, line, statement, inside=inside)

    def _lines(self, node: Any) -> range:
        """The lines of a simple statement, or of the head of a compound one."""
        first, last = self.places[node].start.line, self.places[node].end.line
        inner = getattr(node, "cases", None) or getattr(getattr(node, "body", None), "body", None)
        if inner and not isinstance(node, cst.SimpleStatementLine):
            last = max(first, self.places[inner[0]].start.line - 1)
        return range(first, last + 1)

    def mutant(self, candidate: Candidate) -> Mutant | None:
        """The module with one change; None when it is no Python, or no change."""
        text: str = self.tree.deep_replace(candidate.old, candidate.new).code
        try:
            compile(text, self.path, "exec")
        except SyntaxError:
            return None
        lines = list(difflib.ndiff(self.source.splitlines(), text.splitlines()))
        old, new = (
            " ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+"
        )
        if old == new:
            return None
        where = candidate.statement
        return Mutant(self.path, candidate.line, where, candidate.operator, old, new, text)

    def drawn(self, count: int, seed: int) -> list[Mutant]:
        """So many mutants at most, each operator in turn, so that the rare ones are among them."""
        chance = random.Random(f"{seed} {self.path}")
        piles: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in chance.sample(self.candidates, len(self.candidates)):
            piles[candidate.operator].append(candidate)
        found: dict[str, Mutant] = {}
        while piles and len(found) < count:
            for name in list(piles):
                mutant = self.mutant(piles[name].pop())
                if mutant is not None and len(found) < count:
                    found.setdefault(mutant.id, mutant)
                if not piles[name]:
                    del piles[name]
        return sorted(found.values(), key=lambda each: (each.line, each.new))


def _fails_at_once(node: Any) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in CRASHING  # fmt: skip


def _is_sentence(node: Any) -> bool:
    return isinstance(node, cst.BaseString) and len(getattr(node, "value", "")) > LONGEST_TEXT
