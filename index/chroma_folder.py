"""A Chroma folder inside a segment: written once, verified, then only read. This file and ``chroma_server`` know Chroma.

Chroma's files are not crash-safe: a damaged HNSW folder kills the process that opens it, without an exception. So
``write`` writes into a fresh folder, and ``ChromaFolder`` first compares the HNSW files with the digests in the manifest
and asks SQLite itself whether its file is whole and holds every row. Only where that cannot vouch (opening Chroma
rewrites parts of its SQLite file) a child process opens the folder first; if the child dies, we refuse and live.
No embedding function is ever stored or run.
"""

from __future__ import annotations

import hashlib
import math
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import IndexUnusable
from index.manifest import file_digest
from index.matrix import VECTORS, Matrix, Vectors
from index.segment import CHROMA

COLLECTION = "passages"
_NEAR = 1e-3  # squared distance of a vector to itself, with room for rounding
_SQLITE = "chroma.sqlite3"
SPACE = "cosine"
_PROBE = """
import sys, chromadb, numpy
from chromadb.config import Settings
matrix = numpy.memmap(sys.argv[2], numpy.float32, "r").reshape(-1, int(sys.argv[4]))
client = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))
collection = client.get_collection(sys.argv[3], embedding_function=None)
rows = sorted({int(row) for row in numpy.linspace(0, len(matrix) - 1, 40)})
found = collection.query(query_embeddings=matrix[rows].tolist(), n_results=1, include=["distances"])
near = sum(len(one) == 1 and one[0] < 1e-3 for one in found["distances"])
sys.exit(0 if near * 2 >= len(rows) and collection.count() == len(matrix) else 3)
"""


class ChromaFolder:
    """Nearest rows of a segment by Chroma's HNSW; opened at the first search. Rows count from the segment's first."""

    def __init__(self, folder: Path, digests: dict[str, str], count: int, dimension: int) -> None:
        self._folder, self._digests, self._count, self._dimension = folder, digests, count, dimension
        self._lock = threading.Lock()
        self._collection: Any = None
        self._client: Any = None

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The ``k`` nearest rows with their cosine; raises ``IndexUnusable`` where the folder is damaged."""
        collection = self._opened()
        try:
            found = collection.query(
                query_embeddings=[vector.tolist()], n_results=min(k, self._count), include=["distances"]
            )
        except errors() as error:
            raise _damaged() from error
        return [(int(row), 1.0 - float(d)) for row, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Let go of Chroma; a closed folder is not used again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = self._collection = None

    def _opened(self) -> Any:
        with self._lock:
            if self._collection is None:
                if not is_whole(self._folder, self._digests, self._count):
                    _probe(self._folder, self._dimension)
                _own(self._folder / CHROMA)
                self._client = _client(self._folder / CHROMA)
                try:
                    self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
                except errors() as error:
                    raise _damaged() from error
            return self._collection


def write(folder: Path, matrix: Matrix, batch: int = 5000) -> dict[str, str]:
    """Write a segment's vectors into its Chroma folder; row numbers are the ids. Returns the HNSW files' digests."""
    client = _client(folder / CHROMA)
    try:
        space = {"space": SPACE, "sync_threshold": max(2, min(1000, matrix.count)), "batch_size": 2}
        collection = client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": space})
        # Equal batches, each above the sync threshold: the last one too reaches the HNSW files, so later openings
        # find nothing left to write and the digests stay true.
        batches = max(1, math.ceil(matrix.count / min(batch, client.get_max_batch_size())))
        step = max(1, math.ceil(matrix.count / batches))
        for start in range(0, matrix.count, step):
            last = min(start + step, matrix.count)
            collection.upsert(ids=[str(row) for row in range(start, last)], embeddings=matrix.vectors(start, last))
        rows = sorted({i * (matrix.count - 1) // 4 for i in range(5)}) if matrix.count else []
        if collection.count() != matrix.count or not _held(collection, matrix, rows):
            raise IndexUnusable(
                "向量库写入后查不到刚写的内容，索引未发布，请检查磁盘后重新运行 python -m index build。"
            )
    except errors() as error:
        raise IndexUnusable(f"向量库写入失败（{type(error).__name__}），索引未发布，请检查磁盘空间后重试。") from error
    finally:
        client.close()
    return hnsw_digests(folder)


def _held(collection: Any, matrix: Matrix, rows: list[int]) -> bool:
    """Whether the collection gives rows back as they were written, and a search among them finds something near.

    Not every row must find itself: among thousands of passages that are all but the same, HNSW misses some, whole as it is.
    """
    if not rows:
        return True
    asked = np.stack([matrix.vectors(row, row + 1)[0] for row in rows])
    kept = collection.get(ids=[str(row) for row in rows], include=["embeddings"])
    order = {id_: i for i, id_ in enumerate(kept["ids"])}
    if len(order) != len(rows):
        return False
    back = np.asarray([kept["embeddings"][order[str(row)]] for row in rows], dtype=np.float32)
    found = collection.query(query_embeddings=asked.tolist(), n_results=1, include=["distances"])["distances"]
    near = sum(bool(one) and one[0] < _NEAR for one in found)
    return bool(np.allclose(back, asked, atol=1e-6)) and near * 2 >= len(rows)


def hnsw_digests(folder: Path) -> dict[str, str]:
    """Two digests of each HNSW file below a segment's Chroma folder, 「of its size and samples:of every byte」.

    SQLite's own file is left to SQLite.
    """
    return {str(p.relative_to(folder)): f"{file_digest(p)}:{_digest(p)}" for p in _hnsw_files(folder)}


def is_whole(folder: Path, digests: dict[str, str], count: int) -> bool:
    """Whether the files are certainly those that ``write`` left: HNSW by digest, SQLite by its own check and count."""
    return bool(digests) and hnsw_digests(folder) == digests and _rows(folder, "PRAGMA quick_check(1)") == count


def looks_whole(folder: Path, digests: dict[str, str], count: int) -> bool:
    """Whether nothing is missing, cut off or another's, by samples: for a build that adds to what it will not open.

    Reading every byte of 300,000 vectors twice would cost an addition most of its three seconds.
    """
    samples = {name: digest.partition(":")[0] for name, digest in digests.items()}
    found = {str(p.relative_to(folder)): file_digest(p) for p in _hnsw_files(folder)}
    sqlite = folder / CHROMA / _SQLITE
    if not digests or found != samples or not sqlite.is_file():
        return False
    with sqlite.open("rb") as file:
        head = file.read(100)
    page = int.from_bytes(head[16:18], "big") or 1
    pages = int.from_bytes(head[28:32], "big")
    whole = sqlite.stat().st_size == pages * (65536 if page == 1 else page)
    return whole and _rows(folder) == count


def _hnsw_files(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / CHROMA).rglob("*") if p.is_file() and _SQLITE not in p.name)


def _rows(folder: Path, check: str = "SELECT 'ok'") -> int | None:
    """How many rows Chroma's SQLite file holds; ``None`` where the check doesn't say ok or the file can't be read."""
    try:
        uri = f"{(folder / CHROMA / _SQLITE).resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True)
        try:
            whole = connection.execute(check).fetchone()[0] == "ok"
            return int(connection.execute("SELECT count(*) FROM embeddings").fetchone()[0]) if whole else None
        finally:
            connection.close()
    except sqlite3.Error:
        return None


def _own(folder: Path) -> None:
    """Give this generation a SQLite file of its own before Chroma opens it, which writes to it: until then generations
    share one by hard links."""
    for path in folder.glob(f"{_SQLITE}*"):
        if path.stat().st_nlink > 1:
            copy = path.with_name(f"{path.name}.own")
            shutil.copyfile(path, copy)
            copy.replace(path)


def errors() -> tuple[type[Exception], ...]:
    """What Chroma raises when something is wrong with a folder or a server."""
    from chromadb.errors import ChromaError

    return (ChromaError, ValueError, RuntimeError, OSError, sqlite3.Error)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _probe(folder: Path, dimension: int) -> None:
    """Let a child process open the folder first and look forty vectors up in it.

    Raises ``IndexUnusable`` where it dies, hangs, or does not find them: Chroma opens a folder whose HNSW files are gone
    without a word, and then finds nothing.
    """
    chroma = folder / CHROMA
    if not (chroma / "chroma.sqlite3").is_file():
        raise _damaged()
    command = [sys.executable, "-c", _PROBE, str(chroma), str(folder / VECTORS), COLLECTION, str(dimension)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired as error:
        raise _damaged() from error
    if done.returncode != 0:
        raise _damaged()


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except errors() as error:
        raise _damaged() from error


def _damaged() -> IndexUnusable:
    return IndexUnusable("索引里的向量库（Chroma）缺失或已损坏，请运行 python -m index build 重建。")
