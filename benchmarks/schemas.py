"""check-jsonschema on all records of a ledger, by the schemas that ``jifen schema`` has written.

    python -m benchmarks.schemas FOLDER…

It takes one schema a call.  All calls are made in one process, so that its start is counted once.
Ends with 1 if a file does not fit its schema; prints how many files were looked at.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path


def calls(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Each schema with the record files of its months."""
    for schema in sorted((folder / "schema").glob("*.json")):
        kind = schema.stem[: -len("-2025-01")]
        # schemas of bulletins, corrections and objections are for no month in particular
        months = json.loads(schema.read_bytes())["properties"].get("月份", {}).get("enum", ())
        files = [
            path for m in months for path in sorted((folder / "ledger" / m / kind).glob("*.yml"))
        ]
        if files:
            yield schema, files


def main() -> None:
    check_jsonschema = import_module("check_jsonschema.cli").main
    checked = failed = 0
    for folder in map(Path, sys.argv[1:]):
        for schema, files in calls(folder):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                arguments = ["--schemafile", str(schema), *map(str, files)]
                result = check_jsonschema.main(arguments, standalone_mode=False)
            checked += len(files)
            if result:
                failed += 1
                print(said.getvalue()[-2000:])
    print(checked)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
