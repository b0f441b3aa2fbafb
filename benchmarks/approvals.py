"""Comparison 4: proof of approvals against git's own signatures, and the gate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import growth, pushes
from benchmarks.figures import Figure, Target, ratios, spread
from benchmarks.histories import History, build, signed_commits
from benchmarks.inputs import python
from benchmarks.measure import Cost, Job, Side, interleaved, middle, run
from benchmarks.submissions import County
from generator.approval.root import MAIN

AGAINST_GIT = Target("≥", 20)
WAITING = Target("≤", 150)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: numbers of submissions, commits, pushes and rounds."""

    few: int = 500
    many: int = 2000
    most: int = 5000
    commits: int = 300
    """Signed commits that git is made to look at, of as many as there are signatures."""
    pushes: int = 15
    rounds: int = 3


@dataclass(slots=True)
class Histories:
    """A long history, the beginnings of it that are measured, and its trust root in a file."""

    whole: History
    folder: Path
    _cuts: dict[int, History] = field(default_factory=dict)

    def first(self, submissions: int) -> History:
        if submissions not in self._cuts:
            target = self.folder / f"first-{submissions}.git"
            self._cuts[submissions] = self.whole.cut(submissions, target)
        return self._cuts[submissions]

    @property
    def root(self) -> Path:
        path = self.folder / "root.json"
        path.write_text(self.whole.root.text, encoding="utf-8")
        return path

    def proof(self, submissions: int) -> Side:
        """Everything from the trust root on."""
        repository = self.first(submissions).repository
        return Side(f"{submissions} from the root", (Job(python("proof", repository, self.root)),))

    def one_more(self, submissions: int) -> Side:
        """The last of so many submissions, from a checkpoint before it."""
        history, kept = self.first(submissions), self.folder / "checkpoint.json"
        call = python("proof", history.repository, self.root)
        run(Job((*call, history.main[-2], "--to", str(kept))))
        return Side("one more", (Job((*call, MAIN, "--from", str(kept))),))


def prepare(county: Path, extent: Extent, folder: Path) -> Histories:
    """Make the longest history that is needed."""
    whole = build(County(county), extent.most + extent.pushes, folder / "whole.git")
    return Histories(whole, folder)


def compare(made: Histories, extent: Extent) -> list[Figure]:
    """All figures."""
    return [
        *signatures(made, extent),
        *lengths(made, extent),
        *gate(made, extent),
    ]


# ── signatures ──────────────────────────────────────────────────────────────────────────────────


def by_git(repository: Path, commits: int) -> Side:
    """The newest signed commits, looked at by git."""
    call = ("git", "-C", str(repository), "log", "--format=%G?", f"--max-count={commits}", MAIN)
    return Side("git log %G?", (Job(call),))


def same_work(proof: Side, git: Side, signatures: int, commits: int) -> None:
    """Raises ``ValueError`` unless each side finds so many good signatures."""
    said = json.loads(run(proof.jobs[0]).said)
    verdicts = run(git.jobs[0]).said.split()
    if said["signatures"] != signatures or verdicts != ["G"] * commits:
        raise ValueError(f"{said['signatures']} and {verdicts.count('G')} good signatures")


def signatures(made: Histories, extent: Extent) -> list[Figure]:
    """Cost of a thousand signatures: as part of the whole proof, and by git alone."""
    number = sum(made.first(extent.many).signatures)
    signed = signed_commits(number, made.folder / "signed.git")
    ours, git = made.proof(extent.many), by_git(signed, extent.commits)
    same_work(ours, git, number, extent.commits)
    costs = interleaved((ours, git), extent.rounds)
    mine = [scaled(cost, 1000 / number) for cost in costs[ours.name]]
    other = [scaled(cost, 1000 / extent.commits) for cost in costs[git.name]]
    work = f"1,000 signatures, against `git log --format=%G?` ({extent.commits} measured)"
    return [_more(work, extent.many, mine, other, AGAINST_GIT)]


def scaled(cost: Cost, factor: float) -> Cost:
    """The same work so many times."""
    return Cost(cost.cpu * factor, cost.peak)


# ── length of a history ─────────────────────────────────────────────────────────────────────────


def lengths(made: Histories, extent: Extent) -> list[Figure]:
    """A long history over a short one, and over the last step from a checkpoint."""
    few, many = made.proof(extent.few), made.proof(extent.many)
    last = made.one_more(extent.many)
    if json.loads(run(last.jobs[0]).said)["steps"] != 1:
        raise ValueError("more than one step from the checkpoint")
    costs = interleaved((few, many, last), extent.rounds)
    longer = Figure(
        f"{extent.many} submissions from a root, over {extent.few}", extent.many,
        middle(costs[many.name]), middle(costs[few.name]),
        spread(ratios(costs[many.name], costs[few.name])), "×",
        growth.target(extent.many // extent.few),
    )  # fmt: skip
    work = "one more from a checkpoint, against all from the root"
    return [longer, _more(work, extent.many, costs[last.name], costs[many.name])]


# ── the gate ────────────────────────────────────────────────────────────────────────────────────


def gate(made: Histories, extent: Extent) -> list[Figure]:
    """What a push to main takes longer on the clock, in a short history and a long one."""
    figures = []
    for submissions in (extent.few, extent.most):
        pairs = pushes.compare(made.whole, submissions, extent.pushes, made.folder / "pushes")
        for name, index, target in (("on the clock", 0, WAITING), ("CPU", 1, None)):
            gated, plain = ([push[index] for push in side] for side in zip(*pairs, strict=True))
            longer = [1000 * (a - b) for a, b in zip(gated, plain, strict=True)]
            figures.append(
                Figure(
                    f"push with {2 * submissions} files in the ledger, longer by ({name})",
                    submissions, middle([Cost(each, 0) for each in gated]),
                    middle([Cost(each, 0) for each in plain]), spread(longer), "ms", target,
                )
            )  # fmt: skip
    return figures


def _more(
    work: str, size: int, ours: Sequence[Cost], theirs: Sequence[Cost], target: Target | None = None
) -> Figure:
    """How many times as much the other side needs."""
    number = spread(ratios(theirs, ours))
    return Figure(work, size, middle(ours), middle(theirs), number, "×", target)
