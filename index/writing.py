"""Writes one generation: what it shares with the one before as links, what is new as one more segment.

A new document costs its own embedding and a few files: the segments before are linked, not copied, since they never
change; tantivy adds files of its own beside the linked ones; removed documents are a list. Small segments are joined when
there are many, and a tail of 20,000 rows gets its own Chroma folder.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpus.model import Document
from index import chroma_folder, vector_cache
from index.chroma_server import ChromaServer
from index.embedding import Encoder
from index.lexical import LexicalWriter
from index.manifest import LEXICAL, Manifest, generation_files
from index.matrix import CENTRE, CODES, EXACT_UP_TO, VECTORS, Matrix, MatrixWriter, Vectors
from index.passages import Passage, passages_of
from index.segment import PASSAGES, SegmentEntry
from index.store import StoreWriter

Progress = Callable[[str, int, int], None]
_GROUP = 4_096  # passages that are embedded together, long ones beside long ones
_SAMPLES = 40
_SMALL_SEGMENTS = 8  # more than so many without a Chroma folder are joined


@dataclass
class Written:
    """What came out: the segment if any, each added document's digest, how many vectors were computed, and a few passages
    to look for afterwards."""

    segments: list[SegmentEntry] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    embedded: int = 0
    samples: list[tuple[int, Passage]] = field(default_factory=list)


def link(folder: Path, before: Path, manifest: Manifest) -> None:
    """Give a new generation the files of the one before; none of them is written to any more (see ``chroma_folder``)."""
    for path in generation_files(before):
        relative = path.relative_to(before)
        if relative.parts[0] != LEXICAL and relative.parts[0] not in {entry.name for entry in manifest.segments}:
            continue
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:  # a file system without links
            shutil.copyfile(path, target)


def write_segment(
    folder: Path,
    first: int,
    documents: Iterable[tuple[Document, str]],
    encoder: Encoder,
    index_dir: Path,
    centre: Vectors | None,
    lexical: LexicalWriter,
    tell: Progress,
) -> Written:
    """Cut, embed and write documents as they come, as the rows from ``first``; memory holds one group of passages."""
    target = folder / SegmentEntry(first=first, count=0).name
    target.mkdir()
    store, matrix = StoreWriter(target / PASSAGES, first), MatrixWriter(target, encoder.dimension, centre)
    written, group, row = Written(), list[Passage](), first
    for document, digest in documents:
        written.digests[document.id] = digest
        passages = passages_of(document)
        store.add(document, digest, passages)
        lexical.remove(document.id)
        for passage in passages:
            lexical.add(row, passage)
            row += 1
        group += passages
        if passages:
            written.samples = [*written.samples[:_SAMPLES], (row - len(passages), passages[0]), (row - 1, passages[-1])]
        if len(group) >= _GROUP:
            _embed(group, matrix, written, encoder, index_dir, tell)
            group = []
    _embed(group, matrix, written, encoder, index_dir, tell)
    store.close()
    matrix.close()
    if row == first and first:  # nothing came: no segment
        shutil.rmtree(target)
        return written
    written.segments = [SegmentEntry(first=first, count=row - first)]
    return written


def _embed(
    group: Sequence[Passage], matrix: MatrixWriter, written: Written, encoder: Encoder, index_dir: Path, tell: Progress
) -> None:
    tell("计算向量", 0, len(group))
    vectors, computed = vector_cache.embed(index_dir, encoder, group, lambda done, total: tell("计算向量", done, total))
    written.embedded += computed
    matrix.append(vectors)


def joined(folder: Path, segments: Sequence[SegmentEntry], dimension: int) -> list[SegmentEntry]:
    """Join the small segments at the end where they are many, or large together; rows keep their numbers."""
    tail = [entry for entry in segments if not entry.chroma]
    rows = sum(entry.count for entry in tail)
    if len(tail) < 2 or (len(tail) <= _SMALL_SEGMENTS and rows <= EXACT_UP_TO):
        return list(segments)
    whole = SegmentEntry(first=tail[0].first, count=rows, removed=tuple(i for e in tail for i in e.removed))
    aside = folder / f"{whole.name}-joined"
    aside.mkdir()
    _join_words([folder / e.name / PASSAGES for e in tail], aside / PASSAGES)
    matrices = [Matrix(folder / e.name, e.count, dimension) for e in tail]
    with (aside / VECTORS).open("wb") as file:
        for entry in tail:
            with (folder / entry.name / VECTORS).open("rb") as part:
                shutil.copyfileobj(part, file)
    np.concatenate([m.codes for m in matrices], axis=1).tofile(aside / CODES)
    matrices[0].centre.tofile(aside / CENTRE)
    for entry in tail:
        shutil.rmtree(folder / entry.name)
    aside.rename(folder / whole.name)
    return [*(e for e in segments if e.chroma), whole]


def _join_words(parts: Sequence[Path], target: Path) -> None:
    shutil.copyfile(parts[0], target)
    connection = sqlite3.connect(target)
    try:
        for part in parts[1:]:
            connection.execute("ATTACH DATABASE ? AS part", (str(part),))
            with connection:
                for table in ("documents", "texts", "clauses", "words", "passages", "heads"):
                    # A document that was changed stands in both, with other rows: the later words count.
                    connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM part.{table}")
            connection.execute("DETACH DATABASE part")
    finally:
        connection.close()


def with_chroma(folder: Path, segments: Sequence[SegmentEntry], dimension: int, tell: Progress) -> list[SegmentEntry]:
    """Give the first segment, and any large one, its Chroma folder; the newest rows wait until they are many."""
    out: list[SegmentEntry] = []
    for entry in segments:
        if not entry.chroma and (entry.first == 0 or entry.count > EXACT_UP_TO):
            tell("写入向量库", 0, 1)
            digests = chroma_folder.write(folder / entry.name, Matrix(folder / entry.name, entry.count, dimension))
            entry = entry.model_copy(update={"chroma": digests})
        out.append(entry)
    return out


def write_on_server(
    server: ChromaServer, folder: Path, segments: Sequence[SegmentEntry], dimension: int, fresh: bool
) -> None:
    """Put the rows of segments on a Chroma server; ``fresh`` makes the collection."""
    for number, entry in enumerate(segments):
        server.write(Matrix(folder / entry.name, entry.count, dimension), entry.first, fresh and number == 0)
