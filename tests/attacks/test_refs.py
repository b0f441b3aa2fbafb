"""Refs: what may be called what, what may be moved, and that a push passes whole or not at all."""

from __future__ import annotations

import re

import pytest

from tests.attacks.scene import BRANCH, Scene, behind_its_back, readable, unharmed
from tests.bureau import HEDONG, MAIN, plain_git
from tests.county import FILES, ROOM

NO_BUSINESS = [
    "refs/replace/{head}", "refs/notes/commits", "refs/notes/review", "refs/meta/config",
    "refs/tags/main", "refs/tags/v1", "refs/tags/origin/main", "refs/tags/bulletin/2025-06",
    "refs/tags/bulletin/rooms/2025-6", "refs/tags/bulletin/rooms/2025-06.1",
    "refs/heads/master", "refs/heads/main2", "refs/heads/Main", "refs/heads/MAIN",
    "refs/heads/mаin", "refs/heads/ｍain", "refs/heads/main\u200b", "refs/heads/提交",
    "refs/heads/submit/mаin", "refs/heads/submit/main", "refs/heads/submit/master",
    "refs/heads/origin/main", "refs/heads/origin/x", "refs/heads/refs/heads/main",
    "refs/heads/heads/main", "refs/heads/remotes/origin", "refs/heads/submit/head",
    "refs/heads/submit/trunk", "refs/heads/x", "refs/heads/-x/y", "refs/heads/Submit/x",
    "refs/heads/a/b/c/d/e", "refs/heads/submit/x@y", "refs/heads/submit/x=y",
    "refs/heads/submit/x;rm", "refs/heads/submit/$(id)",
    "refs/remotes/origin/main", "refs/pull/x/head", "refs/pull/1/main", "refs/pull/1/head/x",
    "refs/merge-requests/12345678901/head", "refs/stash", "refs/bisect/bad", "refs/jifen/x",
    "refs/for/main", "refs/changes/01/1/1", "refs/keep-around/x", "refs/environments/x",
]  # fmt: skip


def test_refs_that_have_no_business_here(scene: Scene) -> None:
    """All in one push: the gate answers for each of them."""
    names = [name.format(head=scene.base) for name in NO_BUSINESS]
    pushed = scene.desk.push(" ".join(f"HEAD:{name}" for name in names))
    assert not pushed.accepted
    assert scene.bureau.refs() == scene.refs
    assert pushed.codes == ["E-REF"] * len(names), pushed.said
    said = [line.removeprefix("remote: ").rstrip() for line in pushed.said.splitlines()]
    for name in names:
        shown = name.replace("\u200b", "\ufffd")
        readable(next(line for line in said if line.startswith(f"E-REF {shown}:")), "E-REF", shown)


@pytest.mark.parametrize("ref", ["refs/replace/{head}", "refs/notes/commits", "refs/tags/main", "refs/heads/mаin", "refs/heads/submit/main"])  # fmt: skip
def test_a_ref_that_has_no_business_here_alone(scene: Scene, ref: str) -> None:
    name = ref.format(head=scene.base)
    unharmed(scene, scene.desk.push(f"HEAD:{name}"), "E-REF", name)


@pytest.mark.parametrize(
    ("ref", "reason"),
    [("HEAD", "not a full refname"), ("refs/heads/../main", "invalid refspec")],
)
def test_a_name_that_git_itself_does_not_take(scene: Scene, ref: str, reason: str) -> None:
    """Though all have signed."""
    scene.desk.submit()
    scene.desk.commit("approved")
    pushed = scene.desk.push(f"HEAD:{ref}")
    assert not pushed.accepted
    assert reason in pushed.said
    assert scene.bureau.refs() == scene.refs


def test_the_short_name_of_main_is_main(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    scene.desk.commit("attack")
    unharmed(scene, scene.desk.push("HEAD:main"), "E-NOSHEET", ROOM)


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        (BRANCH, MAIN, "E-NOSHEET"),
        (BRANCH, "refs/replace/{head}", "E-REF"),
        (BRANCH, "refs/notes/commits", "E-REF"),
        (BRANCH, "refs/heads/Main", "E-REF"),
        ("refs/pull/1/head", "refs/tags/main", "E-REF"),
    ],
)
def test_one_good_ref_and_one_bad_ref_in_one_push(
    scene: Scene, good: str, bad: str, code: str
) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    head = scene.desk.commit("attack")
    path = ROOM if bad == MAIN else bad.format(head=head)
    pushed = scene.desk.push(f"HEAD:{good} HEAD:{bad.format(head=head)}")
    unharmed(scene, pushed, code, path)


def test_approved_on_main_and_a_bad_branch_in_one_push(scene: Scene) -> None:
    scene.desk.submit()
    scene.desk.commit("approved")
    pushed = scene.desk.push(f"HEAD:{MAIN} HEAD:refs/heads/Main")
    unharmed(scene, pushed, "E-REF", "refs/heads/Main")


def test_main_is_deleted(scene: Scene) -> None:
    unharmed(scene, scene.desk.push(f":{MAIN}"), "E-REFDEL", MAIN)


def test_main_is_deleted_though_git_s_own_setting_was_lifted(own: Scene) -> None:
    plain_git(own.bureau.bare, "config", "receive.denyDeletes", "false")
    plain_git(own.bureau.bare, "config", "receive.denyDeleteCurrent", "ignore")
    unharmed(own, own.desk.push(f":{MAIN}"), "E-REFDEL", MAIN)


@pytest.mark.parametrize("lifted", [False, True], ids=["", "setting lifted"])
def test_main_is_set_back(own: Scene, lifted: bool) -> None:
    plain_git(own.bureau.bare, "config", "receive.denyNonFastForwards", str(not lifted).lower())
    own.desk.git("checkout", "--quiet", "--detach", f"{own.base}^")
    own.refused("E-NOTFF", MAIN, spec=f"+HEAD:{MAIN}", commit=False, offline=False)


def test_main_is_set_back_and_goes_on_with_something_approved(scene: Scene) -> None:
    scene.desk.git("checkout", "--quiet", "--detach", f"{scene.base}^")
    scene.desk.submit(seen=scene.desk.git("rev-parse", "HEAD"))
    scene.refused("E-NOTFF", MAIN, spec=f"+HEAD:{MAIN}", offline=False)
    assert behind_its_back(scene).ok, "shows against a checkpoint only, see test_offline"


@pytest.mark.parametrize("what", ["delete", "move", "not on main", "annotated", "blob", "tree"])
def test_a_tag_of_a_bulletin_stays_where_it_is(own: Scene, what: str) -> None:
    tag = "refs/tags/bulletin/rooms/2025-06"
    git = own.desk.git
    if what in ("delete", "move"):
        plain_git(own.bureau.bare, "update-ref", tag, git("rev-parse", "HEAD^"))
        own.refs = own.bureau.refs()
    plain_git(own.bureau.bare, "config", "receive.denyDeletes", "false")
    own.desk.write(ROOM, FILES[ROOM])
    git("add", "--all")
    sources = {
        "delete": "", "move": "HEAD", "not on main": "HEAD", "annotated": "refs/tags/x",
        "blob": git("rev-parse", f":{ROOM}"), "tree": git("write-tree"),
    }  # fmt: skip
    if what in ("not on main", "annotated"):
        own.desk.commit("draft" if what == "not on main" else "x")
    if what == "annotated":
        git("tag", "--annotate", "--message", "x", "x", own.base)
    code = "E-REFDEL" if what in ("delete", "move") else "E-REF"
    unharmed(own, own.desk.push(f"+{sources[what]}:{tag}"), code, tag)


def test_a_hundred_branches_in_one_push(scene: Scene) -> None:
    names = [f"refs/heads/submit/x{n}" for n in range(100)]
    pushed = scene.desk.push(" ".join(f"HEAD:{name}" for name in names))
    assert pushed.codes == ["E-LIMIT"]
    unharmed(scene, pushed, "E-LIMIT", re.findall(r"E-LIMIT (\S+):", pushed.said)[0])


@pytest.mark.parametrize("ref", [BRANCH, "refs/pull/1/head", "refs/merge-requests/1/head"])
@pytest.mark.parametrize("what", ["tree", "blob", "tag"])
def test_a_ref_that_is_no_commit(scene: Scene, ref: str, what: str) -> None:
    git = scene.desk.git
    git("tag", "--annotate", "--message", "x", "x")
    source = {"tree": "HEAD^{tree}", "blob": f"HEAD:{HEDONG}", "tag": "refs/tags/x"}[what]
    pushed = scene.desk.push(f"{git('rev-parse', source)}:{ref}")
    unharmed(scene, pushed, "E-REF", ref)
