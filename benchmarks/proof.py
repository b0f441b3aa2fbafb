"""Proof from history as a process of its own.

    python -m benchmarks.proof REPOSITORY ROOT.json [TIP] [--from FILE | --to FILE]

``--to`` keeps a checkpoint of what was proven, ``--from`` goes on from one.  Prints JSON: how many
steps and signatures were looked at, and how many submissions main has.  Ends with 1 unless all of
main is proven.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from generator.approval.root import MAIN, read as read_root
from generator.audit.git import Git
from generator.audit.history import checkpoint_of, prove, read_checkpoint


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof")
    parser.add_argument("repository", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("tip", nargs="?", default=MAIN)
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    root = read_root(chosen.root)
    checkpoint = read_checkpoint(chosen.start) if chosen.start else None
    proof = prove(Git(chosen.repository, bare=True), root, chosen.tip, checkpoint)
    if proof.refusal is not None:
        sys.exit(proof.refusal.line)
    if chosen.to:
        chosen.to.write_text(checkpoint_of(proof, root).text, encoding="utf-8")
    looked_at = sum(len(step.submission.sheet) for step in proof.steps)
    counts = {"steps": len(proof.steps), "signatures": looked_at, "all": proof.submissions}
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
