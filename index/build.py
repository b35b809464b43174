"""Builds the index: aside, verified, then published by one atomic rename.

    index_dir/CURRENT              the name of the published generation
    index_dir/gen-…/               manifest.json, passages.sqlite, lexical/, vectors.npy, chroma/
    index_dir/vector-cache.sqlite  vectors by content hash: a rebuild embeds only what changed
    index_dir/.lock                one builder at a time

A build that is killed at any moment leaves CURRENT as it was; what it left behind goes at the next build. The
generation before stays one build longer, for readers that still have it open.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexBusy, IndexUnusable, PolicyError
from corpus.library import Library
from corpus.read import SUFFIXES
from index import manifest as manifests
from index import vector_cache
from index.embedding import Encoder, SentenceEncoder, Vectors
from index.lexical import LexicalIndex, query_words
from index.manifest import LEXICAL, PASSAGES, Manifest
from index.passages import Passage, passages_of
from index.settings import load_settings
from index.store import Store
from index.vectors import VectorStore, is_whole

Progress = Callable[[str, int, int], None]

_CHROMA = "chroma"
_log = logging.getLogger(__name__)


def build(
    library: Library, index_dir: Path, progress: Progress | None = None, encoder: Encoder | None = None
) -> Manifest:
    """Build and publish the index of a library; where it is up to date already, nothing is done.

    ``progress(stage, done, total)`` is called as it goes, with Chinese names of stages. Raises ``IndexBusy`` where
    another process is building, ``IndexUnusable`` with the reason where the folder can't be written or the disk is full.
    """
    settings = load_settings()
    encoder = encoder or SentenceEncoder(settings.model_dir, settings.precision, settings.embed_batch)
    tell = progress or (lambda stage, done, total: None)
    with _writing(index_dir), _locked(index_dir):
        fresh = _up_to_date(index_dir, library, encoder)
        if fresh is not None:
            _log.info("索引已是最新：%s", fresh.generation)
            return fresh
        _clean(index_dir, keep=1)
        folder = index_dir / f"gen-{time.time_ns()}"
        folder.mkdir()
        try:
            manifest = _write(folder, library, encoder, tell, index_dir)
        except BaseException:  # Ctrl-C too: no half generation is left behind
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _publish(index_dir, folder.name)
        _clean(index_dir, keep=2)
        return manifest


def _write(folder: Path, library: Library, encoder: Encoder, tell: Progress, index_dir: Path) -> Manifest:
    """Write a whole generation; its manifest is the last file."""
    passages: list[Passage] = []
    for i, document in enumerate(library.documents, 1):
        passages += passages_of(document)
        tell("切分条款", i, len(library.documents))
    vectors, embedded = vector_cache.embed(
        index_dir, encoder, passages, lambda done, total: tell("计算向量", done, total)
    )
    tell("写入词语索引", 0, 1)
    LexicalIndex.write(folder / LEXICAL, passages)
    Store.write(folder / PASSAGES, library.documents, passages)
    tell("写入向量库", 0, 1)
    hnsw = VectorStore.write(folder, vectors, [p.document for p in passages])
    tell("核对", 0, 1)
    _verify(folder, passages, vectors, hnsw)
    vector_cache.prune(index_dir, encoder.name, passages)
    source = library.folder.resolve() if library.folder else None
    manifest = Manifest(
        schema_version=manifests.SCHEMA,
        generation=folder.name,
        model=encoder.name,
        dimension=vectors.shape[1],
        libraries=manifests.library_versions(),
        program=manifests.program_digest(),
        corpus_digest=library.digest,
        documents_folder=str(source or ""),
        folder_digest=manifests.folder_digest(source, frozenset(SUFFIXES)) if source else "",
        documents=len(library.documents),
        passages=len(passages),
        embedded=embedded,
        files=manifests.file_digests(folder, but=_CHROMA),
        vectors=hnsw,
    )
    manifest.write(folder)
    tell("核对", 1, 1)
    return manifest


def _verify(folder: Path, passages: Sequence[Passage], vectors: Vectors, hnsw: dict[str, str]) -> None:
    """Ask the finished generation for passages that must be there, through every leg."""
    lexical, store, dense = LexicalIndex.open(folder / LEXICAL), Store(folder / PASSAGES), VectorStore(folder, hnsw)
    try:
        if not lexical.size == store.size == dense.size == len(passages):
            raise IndexUnusable("新索引各部分条数不一致，未发布，请重新运行 python -m index build。")
        for row in {0, len(passages) // 2, len(passages) - 1} if passages else ():
            passage = passages[row]
            same = [r for r, p in enumerate(passages) if p.digest == passage.digest]
            near = [r for r, _ in dense.search(vectors[row], 5 + len(same))]
            words = query_words(passage.search_text)
            found = [r for r, _ in lexical.search(words, len(passages))] if words else same
            whole = store.passages([row])[0] == passage
            if not whole or not set(near) & set(same) or not set(found) & set(same):
                raise IndexUnusable(f"新索引查不到“{passage.id}”，未发布，请重新运行 python -m index build。")
    finally:
        dense.close()


def _up_to_date(index_dir: Path, library: Library, encoder: Encoder) -> Manifest | None:
    try:
        folder = manifests.current(index_dir)
        manifest = Manifest.read(folder)
        manifest.check(folder, encoder.name, library.digest)
    except IndexUnusable:
        return None
    return manifest if is_whole(folder, manifest.vectors, manifest.passages) else None


def _publish(index_dir: Path, name: str) -> None:
    """Point CURRENT at the generation: readers see the old one or the new one, never half of either."""
    temporary = index_dir / f"{manifests.POINTER}.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_dir / manifests.POINTER)
    handle = os.open(index_dir, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clean(index_dir: Path, keep: int) -> None:
    """Remove unpublished leftovers and all generations but the newest ``keep`` published ones."""
    try:
        live = manifests.current(index_dir).name
    except IndexUnusable:
        live = ""
    whole = sorted((p for p in index_dir.glob("gen-*") if (p / manifests.FILE).is_file()), key=lambda p: p.name)
    older = [p.name for p in reversed(whole) if p.name < live]
    kept = {live, *older[: keep - 1 if live else keep]}
    for path in index_dir.glob("gen-*"):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    """Hold the folder's lock; it goes with the process, however that ends."""
    with (index_dir / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(f"另一个进程正在“{index_dir}”建索引，请等它结束后重试。") from error
        yield


@contextmanager
def _writing(index_dir: Path) -> Iterator[None]:
    """Make the folder, and turn what the disk says into one Chinese sentence."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        yield
    except PolicyError:
        raise
    except (OSError, sqlite3.Error, ValueError) as error:
        reason = f"（{error.strerror or type(error).__name__}）" if isinstance(error, OSError) else f"（{error}）"
        raise IndexUnusable(
            f"无法写入索引文件夹“{index_dir}”{reason}，原有索引未受影响，请检查权限和磁盘空间后重试。"
        ) from error
