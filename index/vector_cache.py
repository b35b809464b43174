"""Remembers the vector of every text that was ever embedded here, by content hash, so a rebuild embeds only the new.

One SQLite file beside the generations; each batch is committed, so a build that was killed goes on where it stopped.
A key holds the model's name: another model never reads these vectors. Losing the file costs time, never correctness.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from index.embedding import Encoder, Vectors
from index.passages import Passage

FILE = "vector-cache.sqlite"
_STEP = 64
_log = logging.getLogger(__name__)


def embed(
    folder: Path, encoder: Encoder, passages: Sequence[Passage], progress: Callable[[int, int], None] | None = None
) -> tuple[Vectors, int]:
    """The vectors of the passages in order, and how many had to be computed.

    ``progress(done, total)`` is called after every batch.
    """
    cache = _open(folder / FILE)
    try:
        keys = [f"{encoder.name}:{p.digest}" for p in passages]
        known = _read(cache, keys)
        missing = {key: p.search_text for key, p in zip(keys, passages, strict=True) if key not in known}
        # Long texts beside long ones: a batch is as slow as its longest text.
        todo = sorted(missing, key=lambda key: len(missing[key]), reverse=True)
        for start in range(0, len(todo), _STEP):
            batch = todo[start : start + _STEP]
            vectors = encoder.encode_document([missing[key] for key in batch])
            known.update(zip(batch, vectors, strict=True))
            rows = ((key, known[key].astype(np.float32).tobytes()) for key in batch)
            cache.executemany("INSERT OR REPLACE INTO vectors VALUES (?,?)", rows)
            cache.commit()
            if progress:
                progress(min(start + _STEP, len(todo)), len(todo))
        matrix = np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dimension), np.float32)
        # bfloat16 leaves lengths between 0.996 and 1.004; what is compared to a thousandth has to be of unit length.
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        return np.asarray(matrix / np.maximum(lengths, 1e-9), dtype=np.float32), len(todo)
    finally:
        cache.close()


def prune(folder: Path, encoder_name: str, count: int, digests: Callable[[], Iterable[str]]) -> int:
    """Forget what no passage of the published index needs, once that is more than half; returns how many went.

    ``digests()`` gives the content hashes of the ``count`` passages; it is asked only where there is much to forget.
    """
    cache = _open(folder / FILE)
    try:
        total = cache.execute("SELECT count(*) FROM vectors").fetchone()[0]
        if total <= 2 * count + 1000:
            return 0
        cache.execute("CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY)")
        cache.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((f"{encoder_name}:{d}",) for d in digests()))
        gone = cache.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM wanted)").rowcount
        cache.commit()
        cache.execute("VACUUM")
        return int(gone)
    finally:
        cache.close()


def _open(path: Path) -> sqlite3.Connection:
    """Open or create the cache; a damaged one is thrown away."""
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if not path.is_file() or isinstance(error, sqlite3.OperationalError):
            raise
        _log.warning("向量缓存已损坏，重新计算：%s", path)
        path.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID")
        connection.execute("SELECT count(*) FROM vectors").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _read(cache: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ",".join("?" * len(part))
        for key, blob in cache.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part):
            found[key] = np.frombuffer(blob, dtype=np.float32)
    return found
