"""The index that a command needs: the one named, the default one, or one of its own for a folder of documents.

A missing index is built (with a progress bar); one that exists and doesn't match is refused by the retriever with
the command that mends it, because it may be somebody's on purpose.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.library import Library
from index.build import build
from index.manifest import POINTER
from index.progress import Bar
from index.settings import load_settings


def ready_index(index_dir: Path | None, documents: Path | None) -> Path:
    """The index folder to open, built first where there is none yet.

    A folder of documents without an index named gets an index of its own beside the default one, kept up to date.
    """
    chosen = index_dir or _own(documents)
    if (chosen / POINTER).exists() and (index_dir is not None or documents is None):
        return chosen
    with Bar() as bar:
        build(Library.load(documents), chosen, bar.show)
    return chosen


def _own(documents: Path | None) -> Path:
    default = load_settings().index_dir
    if documents is None:
        return default
    name = hashlib.sha256(str(documents.resolve()).encode()).hexdigest()[:12]
    return default.parent / f"{default.name}-{name}"
