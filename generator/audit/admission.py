"""Admission: what must not even lie on the server in a draft, because git cannot forget it.

The hook looks at everything that a push would add, on whatever branch: the name of the branch, each
commit with its names and message, each path and file.  What main itself passes through is looked at
by every judge (``check_edit``); other drafts, which are no part of what is approved, by the hook
alone.  What is no text cannot be searched: outside ledger and rules pictures come in all the same,
by the ending of their name, because a site has a seal and a handbook has pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.approval.refusal import Refused
from generator.audit.arrival import MAX_COMMIT_PATHS, MAX_COMMITS, Arrival
from generator.audit.git import MAX_OBJECT, Git
from generator.audit.objects import LINK, MODES, MODULE, PLAIN, Edit, Store
from generator.audit.texts import texts_of
from generator.text import privacy
from generator.text.privacy import PersonalData
from generator.text.strict import MAX_BYTES

_HINT = "推送人在本机重做这些提交，去掉它以后再推送；已经推送到别处的，报告保密部门"
_PICTURE = re.compile(r".*\.(?:png|jpe?g|gif|webp|ico|avif|woff2?|ttf|otf)", re.IGNORECASE)
_AS_NUMBERS = "推送人留下原件，这里只写编号；是文字的，在编辑器里选择 UTF-8 重新保存，重做这些提交"
_AS_TEXT = "推送人在编辑器里选择 UTF-8 重新保存，重做这些提交；图片用 .png、.jpg 等扩展名"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_OWN_IDS = re.compile(rb"(?:tree|parent|object) (?:[0-9a-f]{40}|[0-9a-f]{64})")
_BY_WHOM = re.compile(rb"((?:author|committer|tagger) .*>) \d{1,10} [+-]\d{4}")
"""Lines of a commit in which git itself writes digits: ids, and a moment behind a name."""
_OTHER_ENCODING = re.compile(rb"^encoding (?!utf-?8$)", re.IGNORECASE | re.MULTILINE)

_AT_ONCE = 50
"""Commits that are read in one go: few questions to git, and no long branch held whole."""


def check_admission(git: Git, store: Store, arrival: Arrival, ref: str, tip: str) -> None:
    """Raises ``Refused`` for the first draft that must not come in; ``ref`` is its branch."""
    if found := privacy.find(ref):
        # Told without the name, which would else stand in every log.
        _refuse(found, tip, "分支名里", "推送人换一个分支名再推送")
    new = arrival.commits(_new_commits(git, tip))
    for at in range(0, len(new), _AT_ONCE):
        part = new[at : at + _AT_ONCE]
        # What commits say goes to every clone, and cannot be taken back either.
        for oid, data in store.written_commits(part):
            _check_commit(oid, data)
        pairs = [(store.tree_before(oid), store.commit(oid).tree) for oid in part]
        for edits in store.differences(pairs, MAX_COMMIT_PATHS):
            for edit in arrival.edits(edits):
                if edit.new is not None and edit.new.mode != MODULE:
                    arrival.file(edit, store)
                check_edit(edit, store)


def _new_commits(git: Git, tip: str) -> list[str]:
    """The commits that the server does not have yet."""
    most = f"--max-count={MAX_COMMITS + 1}"
    return git.text("rev-list", most, tip, "--not", "--all").split()


def _check_commit(oid: str, data: bytes) -> None:
    """By whom a commit is, its message, and whatever else stands at its head."""
    head, _, message = data.partition(b"\n\n")
    said = b"\n".join(_said_by_people(head))
    if _OTHER_ENCODING.search(head) or not _in_utf_8(said + b"\n" + message):
        what = "署名或提交说明不是 UTF-8 编码，看不出里面有没有个人信息"
        hint = "推送人运行 git config --unset i18n.commitEncoding，重做这个提交"
        raise Refused("E-CONTENT", oid, what, hint)
    if found := privacy.find(said.decode()):
        _refuse(found, oid, "署名里")
    if found := privacy.find(message.decode()):
        _refuse(found, oid, f"提交说明第 {found.line} 行")


def _in_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _said_by_people(head: bytes) -> Iterator[bytes]:
    for line in head.split(b"\n"):
        bare = line.lstrip(b" ")
        if not _OWN_IDS.fullmatch(bare):
            who = _BY_WHOM.fullmatch(bare)
            yield who[1] if who else bare


def check_edit(edit: Edit, store: Store) -> None:
    """A file as it would lie there, and its path; raises ``Refused``."""
    if edit.new is None:
        return
    check_name(edit.path)
    of_data = edit.path.startswith(("ledger/", "rules/"))
    if of_data and edit.new.mode != PLAIN:
        raise Refused("E-MODE", edit.path, f"这是{MODES.get(edit.new.mode, '目录')}，只收普通文件")
    if edit.new.mode == MODULE:
        return
    raw = store.blob(edit.new.oid)
    most = MAX_BYTES if of_data and edit.path.endswith(".yml") else MAX_OBJECT
    if raw.data is None or raw.size > most:
        what = f"文件有 {raw.size // 1024} KiB，超过 {most // 1024} KiB"
        raise Refused("E-LIMIT", edit.path, what)
    source = _source(raw.data)
    if source is None:
        if of_data or edit.new.mode == LINK or not _PICTURE.fullmatch(edit.path):
            _refuse_unread(edit.path, _AS_NUMBERS if of_data else _AS_TEXT)
        return
    for text, line in texts_of(edit.path, source):
        if found := privacy.find(text):
            where = f"第 {line + found.line - 1} 行" if line else ""
            _refuse(found, edit.path, where)


def _refuse_unread(path: str, hint: str) -> None:
    from generator.approval.routes import is_sheet  # noqa: PLC0415 - seldom, and much with it

    what = "这不是文字，看不出里面有没有个人信息"
    if is_sheet(path):
        raise Refused("E-SHEET", path, what)
    raise Refused("E-CONTENT", path, what, hint)


def check_name(path: str) -> None:
    """The name of a file and its folders; raises ``Refused``, without the name."""
    if not _in_utf_8(path.encode("utf-8", "surrogateescape")):
        raise Refused("E-PATH", path, "文件名不是 UTF-8 编码")
    if found := privacy.find(path):
        parts = ("…" if privacy.find(part) else part for part in path.split("/"))
        shown = "/".join(parts)
        _refuse(found, "…" if privacy.find(shown) else shown, "文件名里")


def _source(data: bytes) -> str | None:
    """The characters of a text file; None when it is none, or not one in UTF-8."""
    # In another encoding digits look like anything, and in none may one be sure of all of them.
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(source) else source


def _refuse(found: PersonalData, path: str, where: str, hint: str = _HINT) -> None:
    raise Refused("E-CONTENT", path, f"{where}疑似写有{found.what}{found.masked}", hint)
