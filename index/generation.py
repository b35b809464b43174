"""One published index, opened: the manifest, the words, both legs and the names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.chroma_folder import ChromaFolder
from index.chroma_server import ChromaServer
from index.dense import DenseIndex, Part
from index.lexical import LexicalIndex, query_words
from index.manifest import LEXICAL, Manifest
from index.matrix import Matrix
from index.names import Names
from index.segment import SegmentEntry, SegmentFolder
from index.slips import Slips
from index.store import Card, Store

_CANDIDATES = 400  # passages


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation's parts; opened once, shared by all threads."""

    name: str
    manifest: Manifest
    store: Store
    lexical: LexicalIndex
    dense: DenseIndex
    names: Names
    slips: Slips
    cards: tuple[Card, ...]

    @classmethod
    def open(cls, folder: Path, model: str, corpus_digest: str | None, server_url: str | None = None) -> Generation:
        """Open a generation after checking that it fits and that its files are whole."""
        manifest = Manifest.read(folder)
        manifest.check(folder, model, corpus_digest)
        store = open_store(folder, manifest)
        cards = store.cards()
        lexical = LexicalIndex.open(folder / LEXICAL)
        dense = open_dense(folder, manifest, server_url)
        names = Names(cards, text_of=store.text, holding=lambda piece: _holding(lexical, store, piece))
        return cls(folder.name, manifest, store, lexical, dense, names, Slips(store.sounding, names.says), cards)


def open_store(folder: Path, manifest: Manifest) -> Store:
    """The words of all segments."""
    return Store([SegmentFolder(entry, folder / entry.name) for entry in manifest.segments])


def open_dense(folder: Path, manifest: Manifest, server_url: str | None = None) -> DenseIndex:
    """The vectors of all segments; ``server_url`` is asked where the index was built with a server."""
    parts = [
        Part(
            entry.first,
            Matrix(folder / entry.name, entry.count, manifest.dimension),
            _removed(entry),
            ChromaFolder(folder / entry.name, entry.chroma, entry.count, manifest.dimension) if entry.chroma else None,
        )
        for entry in manifest.segments
    ]
    server = ChromaServer(server_url, manifest.server) if server_url and manifest.server else None
    return DenseIndex(parts, server)


def _holding(lexical: LexicalIndex, store: Store, piece: str) -> list[str]:
    """The documents that may hold a piece of text, best first: those whose passages hold its words."""
    rows = [row for row, _ in lexical.search(query_words(piece), _CANDIDATES)]
    return list(dict.fromkeys(store.documents_of(rows)))


def _removed(entry: SegmentEntry) -> NDArray[np.bool_] | None:
    """A mark for each row of a removed document; ``None`` where none was removed."""
    if not entry.removed:
        return None
    marks = np.zeros(entry.count, np.bool_)
    for first, last in entry.removed:
        marks[first - entry.first : last - entry.first] = True
    return marks
