"""What surrounds the content of a page in the site's theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


class Shell:
    """What surrounds the content of a page: the same for all pages of one depth and section."""

    def __init__(self, env: Environment, facts: Mapping[str, Any]) -> None:
        self.env, self.facts = env, facts
        self.made: dict[tuple[str, str], dict[str, Any]] = {}

    def around(self, base_url: str, section: str) -> dict[str, Any]:
        """``root`` (the way to the home folder) and ``shell`` (head, top, bottom as HTML)."""
        if (base_url, section) not in self.made:
            root = base_url.rstrip("/") + "/" if base_url != "." else ""
            facts = {**self.facts, "base_url": base_url, "root": root, "section": section}
            shell = {
                name: self.env.get_template(f"shell/{name}.html").render(facts)
                for name in ("head", "top", "bottom")
            }
            self.made[base_url, section] = {"root": root, "shell": shell}
        return self.made[base_url, section]
