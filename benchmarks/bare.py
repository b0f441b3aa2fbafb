"""The site as a bare Jinja2 loop: the same templates, the pages written to files, no MkDocs.

    python -m benchmarks.bare FOLDER OUT           from YAML to HTML
    python -m benchmarks.bare FOLDER OUT --ready   prints the CPU seconds of the loop alone, over
                                                   view models that are ready in memory

The pages lack the frame (head, menu, footer, finder) that the theme puts around them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from unittest.mock import patch

from benchmarks.stock import made_pages
from generator.publish import frame as pages_module
from generator.publish.site import Page, Site


class Call(NamedTuple):
    """One template with what it was given."""

    site: Site
    template: str
    uri: str
    context: Mapping[str, Any]


class Listener(Site):
    """A site that notes what each template is given."""

    calls: ClassVar[list[Call]] = []

    def html(self, template: str, uri: str, context: Mapping[str, Any]) -> str:
        """As always, and noted."""
        self.calls.append(Call(self, template, uri, {**context}))
        return super().html(template, uri, context)


def write(pages: list[Page], out: Path) -> None:
    """Every page and its downloads."""
    for page in pages:
        folder = out / page.uri
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page.html, encoding="utf-8")
        for download in page.downloads:
            (folder / download.name).write_bytes(download.data)


def loop(calls: list[Call], out: Path) -> float:
    """Render and write every page once; the CPU seconds it took, templates compiled afresh."""
    before = time.process_time()
    site = calls[0].site
    fresh = Site(site.books, site.scores, evidence=site.evidence)
    for call in calls:
        html = fresh.html(call.template, call.uri, call.context)
        folder = out / call.uri
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(html, encoding="utf-8")
    return time.process_time() - before


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    if "--ready" not in sys.argv:
        write(made_pages(folder), out)
        return
    with patch.object(pages_module, "Site", Listener):
        pages = made_pages(folder)
    calls = Listener.calls
    if {call.uri for call in calls} != {page.uri for page in pages}:
        sys.exit("some pages are made of more than one template, or of none")
    print(loop(calls, out))


if __name__ == "__main__":
    main()
