"""Two scenes, made once: a bureau at work, and one that has published June."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.attacks.scene import Scene, closed_june, corrected_june, one_record, twin, two_records
from tests.bureau import bureau


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Scene], None]], Scene]:
    """A scene prepared by a function, one for all tests of the run."""

    @cache
    def made(prepare: Callable[[Scene], None]) -> Scene:
        scene = Scene(bureau(tmp_path_factory.mktemp("attacks") / "bureau"))
        prepare(scene)
        return scene

    return made


def _in_turn(scene: Scene) -> Iterator[Scene]:
    scene.reset()
    yield scene
    if scene.bureau.refs() != scene.refs:
        scene.repair()
        pytest.fail("this test has changed the server for the next")


@pytest.fixture
def scene(make: Callable[[Callable[[Scene], None]], Scene]) -> Iterator[Scene]:
    """河东派出所's June record is on main."""
    yield from _in_turn(make(one_record))


@pytest.fixture
def closed(make: Callable[[Callable[[Scene], None]], Scene]) -> Iterator[Scene]:
    """June of the rooms has been published; there is an objection to it."""
    yield from _in_turn(make(closed_june))


@pytest.fixture
def recorded(make: Callable[[Callable[[Scene], None]], Scene]) -> Iterator[Scene]:
    """Both June records of the rooms are on main, and nothing is published yet."""
    yield from _in_turn(make(two_records))


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Scene], None]], Scene]:  # fmt: skip
    """As ``make``, for scenes that are only copied."""

    @cache
    def made(prepare: Callable[[Scene], None]) -> Scene:
        scene = Scene(bureau(tmp_path_factory.mktemp("untouched") / "bureau"))
        prepare(scene)
        return scene

    return made


@pytest.fixture
def own(untouched: Callable[[Callable[[Scene], None]], Scene], tmp_path: Path) -> Scene:
    """A bureau of the test's own, to be ruined; 河东派出所's June record is on main."""
    return twin(untouched(one_record), tmp_path / "own")


@pytest.fixture
def own_closed(untouched: Callable[[Callable[[Scene], None]], Scene], tmp_path: Path) -> Scene:
    """A bureau of the test's own that has published June."""
    return twin(untouched(closed_june), tmp_path / "own")


@pytest.fixture
def own_corrected(untouched: Callable[[Callable[[Scene], None]], Scene], tmp_path: Path) -> Scene:
    """The same, and the room's record corrected once."""
    return twin(untouched(corrected_june), tmp_path / "own")
