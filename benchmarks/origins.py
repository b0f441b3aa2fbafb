"""The provenance map as a process of its own.

    python -m benchmarks.origins REPOSITORY

Prints how many files have an origin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.approval.root import MAIN
from generator.audit.git import Git
from generator.audit.provenance import provenance


def main() -> None:
    found = provenance(Git(Path(sys.argv[1]), bare=True), MAIN)
    print(sum(bool(origin.submission) for origin in found.values()))


if __name__ == "__main__":
    main()
