"""A fresh office for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bureau import bureau
from tests.desk.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(bureau(tmp_path / "bureau"))
