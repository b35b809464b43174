"""The dense leg's store, and the only file that knows Chroma.

What was measured decides (chromadb 1.5.9, 100,000 vectors): an unfiltered search is Chroma's, 1–2 ms; a search narrowed
to some documents would take Chroma up to 175 ms, while an exact product over just their rows takes less than one, so
the vectors also lie beside Chroma as one plain matrix. Chroma is opened at the first unfiltered search.

Chroma's files are not crash-safe: a damaged HNSW folder kills the process that opens it, without an exception. So
``build`` writes into a fresh folder, and ``open`` first compares the HNSW files with the digests in the manifest and
asks SQLite itself whether its file is whole and holds every row. Only where that cannot vouch (opening Chroma
rewrites parts of its own files) a child process opens the folder first; if the child dies, we refuse and live.
No embedding function is ever stored or run.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from corpus.errors import IndexUnusable

Vectors = NDArray[np.float32]
COLLECTION = "passages"
_MATRIX = "vectors.npy"
_FOLDER = "chroma"
_PROBE = """
import sys, chromadb, numpy
from chromadb.config import Settings
matrix = numpy.load(sys.argv[2], mmap_mode="r")
client = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))
collection = client.get_collection(sys.argv[3], embedding_function=None)
rows = sorted({int(row) for row in numpy.linspace(0, len(matrix) - 1, 40)})
found = collection.query(query_embeddings=matrix[rows].tolist(), n_results=1, include=["distances"])
near = all(len(one) == 1 and one[0] < 1e-3 for one in found["distances"])
sys.exit(0 if near and collection.count() == len(matrix) else 3)
"""


class VectorStore:
    """Nearest passages of a vector, over all documents or some rows."""

    def __init__(self, folder: Path, digests: dict[str, str]) -> None:
        self._folder = folder
        self._digests = digests
        try:
            self._matrix: Vectors = np.load(folder / _MATRIX, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise _damaged("向量文件") from error
        self._lock = threading.Lock()
        self._collection: Any = None
        self._client: Any = None

    @staticmethod
    def write(folder: Path, vectors: Vectors, documents: Sequence[str], batch: int = 5000) -> dict[str, str]:
        """Write matrix and Chroma collection into a folder; row numbers are the ids. Returns the HNSW files' digests."""
        matrix = open_memmap(folder / _MATRIX, mode="w+", dtype=np.float32, shape=vectors.shape)
        matrix[:] = vectors
        matrix.flush()
        client, errors = _client(folder / _FOLDER)
        try:
            space = {"space": "cosine", "sync_threshold": max(2, min(1000, len(vectors)))}
            collection = client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": {**space, "batch_size": 2}}
            )
            # Equal batches, each above the sync threshold: the last one too reaches the HNSW files, so later openings
            # find nothing left to write and the digests stay true.
            batches = max(1, math.ceil(len(vectors) / min(batch, client.get_max_batch_size())))
            step = max(1, math.ceil(len(vectors) / batches))
            for start in range(0, len(vectors), step):
                rows = range(start, min(start + step, len(vectors)))
                collection.upsert(
                    ids=[str(row) for row in rows],
                    embeddings=vectors[rows.start : rows.stop],
                    metadatas=[{"document": documents[row]} for row in rows],
                )
            if collection.count() != len(vectors):
                raise IndexUnusable("向量库写入后条数不对，索引未发布，请检查磁盘后重新运行 python -m index build。")
        except errors as error:
            raise IndexUnusable(
                f"向量库写入失败（{type(error).__name__}），索引未发布，请检查磁盘空间后重试。"
            ) from error
        finally:
            client.close()
        return hnsw_digests(folder)

    def search(
        self, vector: Vectors, k: int, ranges: Sequence[tuple[int, int]] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest rows with their cosine, best first; ``ranges`` narrows to rows [first, last)."""
        if k < 1 or not len(self._matrix):
            return []
        if ranges is not None:
            return self._exact(vector, k, ranges)
        collection, errors = self._opened()
        try:
            found = collection.query(
                query_embeddings=[vector.tolist()], n_results=min(k, len(self._matrix)), include=["distances"]
            )
        except errors as error:
            raise _damaged("向量库") from error
        return [(int(row), 1.0 - float(d)) for row, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vector(self, row: int) -> Vectors:
        """One row's vector."""
        return np.asarray(self._matrix[row], dtype=np.float32)

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return len(self._matrix)

    def close(self) -> None:
        """Let go of Chroma; a closed store is not used again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = self._collection = None

    def _exact(self, vector: Vectors, k: int, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, float]]:
        rows = np.concatenate([np.arange(first, last) for first, last in ranges] or [np.arange(0)])
        if not len(rows):
            return []
        scores = np.concatenate([self._matrix[first:last] @ vector for first, last in ranges])
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(rows[i]), float(scores[i])) for i in best]

    def _opened(self) -> tuple[Any, type[Exception] | tuple[type[Exception], ...]]:
        with self._lock:
            if self._collection is None:
                if not is_whole(self._folder, self._digests, len(self._matrix)):
                    _probe(self._folder)
                self._client, errors = _client(self._folder / _FOLDER)
                try:
                    self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
                except errors as error:
                    raise _damaged("向量库") from error
            return self._collection, _errors()


def hnsw_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each HNSW file below a generation's Chroma folder; SQLite's own file is left to SQLite."""
    files = sorted(p for p in (folder / _FOLDER).rglob("*") if p.is_file() and "sqlite" not in p.name)
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def is_whole(folder: Path, digests: dict[str, str], count: int) -> bool:
    """Whether the files are certainly those that ``write`` left: HNSW by digest, SQLite by its own check and count."""
    if not digests or hnsw_digests(folder) != digests:
        return False
    try:
        uri = f"{(folder / _FOLDER / 'chroma.sqlite3').resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True)
        try:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            rows = connection.execute("SELECT count(*) FROM embeddings").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return bool(whole) and rows == count


def _probe(folder: Path) -> None:
    """Let a child process open the folder first and look forty vectors up in it.

    Raises ``IndexUnusable`` where it dies, hangs, or does not find them: Chroma opens a folder whose HNSW files are gone
    without a word, and then finds nothing.
    """
    chroma = folder / _FOLDER
    if not (chroma / "chroma.sqlite3").is_file():
        raise _damaged("向量库")
    command = [sys.executable, "-c", _PROBE, str(chroma), str(folder / _MATRIX), COLLECTION]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired as error:
        raise _damaged("向量库") from error
    if done.returncode != 0:
        raise _damaged("向量库")


def _client(folder: Path) -> tuple[Any, tuple[type[Exception], ...]]:
    import chromadb
    from chromadb.config import Settings

    try:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except _errors() as error:
        raise _damaged("向量库") from error
    return client, _errors()


def _errors() -> tuple[type[Exception], ...]:
    from chromadb.errors import ChromaError

    return (ChromaError, ValueError, RuntimeError, OSError, sqlite3.Error)


def _damaged(what: str) -> IndexUnusable:
    return IndexUnusable(f"索引里的{what}缺失或已损坏，请运行 python -m index build 重建。")
