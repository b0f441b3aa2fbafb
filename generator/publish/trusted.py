"""The history behind a site, proven from a trust root: the one place of a build that asks git.

Without a trust root nothing here is called, and pages stay a function of ledger and rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.audit.git import Git, ObjectReader
from generator.audit.history import HistoryProof, prove
from generator.audit.objects import Store
from generator.checks.books import FOLDERS


def prove_history(folder: Path, root: Root, files: Mapping[str, bytes]) -> HistoryProof:
    """The proof of main in ``folder``; it fails too when ``files`` are not those of its last commit."""
    git = Git(folder)
    proof = prove(git, root)
    if not proof.ok:
        return proof
    with ObjectReader(git) as reader:
        try:
            differing = _differing(Store(reader), proof.proven_to, files)
        except Refused as refused:
            return replace(proof, refusal=refused.refusal)
    if not differing:
        return proof
    more = f"等 {len(differing)} 个文件" if len(differing) > 1 else ""
    message = f"这个文件{more}和已证明的主分支不一致"
    hint = "生成网站的人换用没有改动的主分支副本"
    return replace(proof, refusal=Refusal("E-TREE", differing[0], message, proof.proven_to, hint))


def _differing(store: Store, commit: str, files: Mapping[str, bytes]) -> list[str]:
    """Paths whose bytes on the disk are not those of the commit."""
    tree = store.commit(commit).tree
    known = {
        path: node.oid
        for folder in FOLDERS
        for path, node in store.files(tree, folder).items()
        if not any(part.startswith(".") for part in path.split("/"))
    }
    return sorted(
        path
        for path in {*known, *files}
        if path not in files or known.get(path) != _object_id(files[path], len(commit))
    )


def _object_id(data: bytes, length: int) -> str:
    """The id that git gives to these bytes; its length tells SHA-1 from SHA-256."""
    kind = "sha256" if length == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
