"""Scenes, each made once: a bureau at work, and what has published June."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.attacks.scene import Scene, closed_june, corrected_june, one_record, twin, two_records
from tests.bureau import bureau

Make = Callable[[Callable[[Scene], None]], Scene]


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A scene prepared by a function, once for all tests of the run; it is only copied."""

    @cache
    def made(prepare: Callable[[Scene], None]) -> Scene:
        scene = Scene(bureau(tmp_path_factory.mktemp("untouched") / "bureau"))
        prepare(scene)
        return scene

    return made


@pytest.fixture(scope="session")
def make(untouched: Make, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A copy of such a scene that all tests use in turn."""

    @cache
    def made(prepare: Callable[[Scene], None]) -> Scene:
        return twin(untouched(prepare), tmp_path_factory.mktemp("attacks") / "bureau")

    return made


def is_pushed(request: pytest.FixtureRequest) -> bool:
    """A test without variants, and the first of those with some."""
    variant = getattr(request.node, "callspec", None)
    return variant is None or not any(variant.indices.values())


def _in_turn(scene: Scene, request: pytest.FixtureRequest) -> Iterator[Scene]:
    scene.reset()
    scene.pushes = is_pushed(request)
    yield scene
    if scene.bureau.refs() != scene.refs:
        scene.repair()
        pytest.fail("this test has changed the server for the next")


@pytest.fixture
def scene(make: Make, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """河东派出所's June record is on main."""
    yield from _in_turn(make(one_record), request)


@pytest.fixture
def closed(make: Make, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """June of the rooms has been published; there is an objection to it."""
    yield from _in_turn(make(closed_june), request)


@pytest.fixture
def recorded(make: Make, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Both June records of the rooms are on main, and nothing is published yet."""
    yield from _in_turn(make(two_records), request)


@pytest.fixture
def own(untouched: Make, tmp_path: Path) -> Scene:
    """A bureau of the test's own, to be ruined; 河东派出所's June record is on main."""
    return twin(untouched(one_record), tmp_path / "own")


@pytest.fixture
def own_recorded(untouched: Make, tmp_path: Path) -> Scene:
    """A bureau of the test's own with both June records of the rooms."""
    return twin(untouched(two_records), tmp_path / "own")


@pytest.fixture
def own_closed(untouched: Make, tmp_path: Path) -> Scene:
    """A bureau of the test's own that has published June."""
    return twin(untouched(closed_june), tmp_path / "own")


@pytest.fixture
def own_corrected(untouched: Make, tmp_path: Path) -> Scene:
    """The same, and the room's record corrected once."""
    return twin(untouched(corrected_june), tmp_path / "own")
