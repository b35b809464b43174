"""Exact search over vectors that lie in plain files: nothing to load, nothing to rebuild, any rows left out.

A segment's vectors are one file of float32 rows. Reading all of 300,000 rows takes 25 ms; so each vector also has a code of
one bit a dimension (above or below the mean), 48 bytes instead of 1,536, and a search over many rows first counts
differing bits (2 ms) and then compares the two thousand likeliest exactly. A test holds the answers to those of the
plain product.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnusable

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Ranges = Sequence[tuple[int, int]]

VECTORS, CODES, CENTRE = "vectors.f32", "codes.u64", "centre.f32"
EXACT_UP_TO = 20_000  # so many rows are compared exactly at once (1.5 ms)
_LIKELIEST = 2_000  # of more rows, at least so many are compared exactly
_BLOCK = 8_192


class Matrix:
    """The vectors of one segment, opened for search; safe to share between threads."""

    def __init__(self, folder: Path, count: int, dimension: int) -> None:
        words = _words(dimension)
        sizes = {VECTORS: count * dimension * 4, CODES: count * words * 8, CENTRE: dimension * 4}
        for name, size in sizes.items():
            if not (folder / name).is_file() or (folder / name).stat().st_size != size:
                raise IndexUnusable(f"索引里的向量文件“{name}”缺失或已损坏，请运行 python -m index build 重建。")
        self.count = count
        self._vectors: Vectors = (
            np.memmap(folder / VECTORS, np.float32, "r", shape=(count, dimension))
            if count
            else np.zeros((0, dimension), np.float32)
        )
        self.codes = np.fromfile(folder / CODES, np.uint64).reshape(words, count)
        self.centre: Vectors = np.fromfile(folder / CENTRE, np.float32)

    def search(
        self, vector: Vectors, k: int, ranges: Ranges | None = None, removed: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest rows with their cosine, best first.

        ``ranges`` narrows to rows [first, last); rows marked in ``removed`` (shape (count,)) are left out.
        """
        spans = [(0, self.count)] if ranges is None else [(a, min(b, self.count)) for a, b in ranges if a < self.count]
        total = sum(last - first for first, last in spans)
        if k < 1 or total < 1:
            return []
        rows = np.concatenate([np.arange(first, last) for first, last in spans])
        if total > EXACT_UP_TO:
            rows = self._likeliest(vector, rows, spans, max(_LIKELIEST, 40 * k), removed)
            scores = self._vectors[rows] @ vector
        else:
            scores = np.concatenate([self._vectors[first:last] @ vector for first, last in spans])
        if removed is not None:
            keep = ~removed[rows]
            rows, scores = rows[keep], scores[keep]
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(rows[i]), float(scores[i])) for i in best]

    def vectors(self, first: int = 0, last: int | None = None) -> Vectors:
        """The vectors of rows [first, last), not copied."""
        return self._vectors[first : self.count if last is None else last]

    def _likeliest(
        self, vector: Vectors, rows: Rows, spans: Ranges, most: int, removed: NDArray[np.bool_] | None
    ) -> Rows:
        """The rows whose codes differ least from the query's, in the order of rows."""
        asked = _codes(vector[None, :], self.centre)[:, 0]
        differing = np.zeros(len(rows), np.uint16)
        for word, column in zip(asked, self.codes, strict=True):
            part = (
                column
                if len(spans) == 1 and len(rows) == self.count
                else np.concatenate([column[a:b] for a, b in spans])
            )
            differing += np.bitwise_count(part ^ word)
        if removed is not None:
            differing[removed[rows]] = np.iinfo(np.uint16).max
        if len(rows) <= most:
            return rows
        return np.asarray(rows[_least(differing, most)], dtype=np.int64)


def _least(differing: NDArray[np.uint16], most: int) -> Rows:
    """Where the ``most`` smallest counts stand, in order; of equal ones the first. A count of counts, since there are
    only a few hundred different ones, takes a sixth of what sorting or partitioning does."""
    up_to = np.cumsum(np.bincount(differing))
    limit = int(np.searchsorted(up_to, most))
    surely = differing < limit
    equal = np.flatnonzero(differing == limit)[: most - int(up_to[limit - 1] if limit else 0)]
    surely[equal] = True
    return np.flatnonzero(surely)


class MatrixWriter:
    """Writes a segment's vectors as they are computed; ``close`` adds the codes.

    ``centre`` is that of the segments before, so that codes of all segments mean the same; without it the mean of what
    was written becomes the centre.
    """

    def __init__(self, folder: Path, dimension: int, centre: Vectors | None = None) -> None:
        self._folder, self._dimension, self._centre = folder, dimension, centre
        self._file = (folder / VECTORS).open("wb")
        self._sum = np.zeros(dimension, np.float64)
        self.count = 0

    def append(self, vectors: Vectors) -> None:
        """Add rows, shape (n, dimension)."""
        self._file.write(np.ascontiguousarray(vectors, np.float32).tobytes())
        self._sum += vectors.sum(axis=0, dtype=np.float64)
        self.count += len(vectors)

    def close(self) -> None:
        """Finish the files."""
        self._file.close()
        mean = (self._sum / max(self.count, 1)).astype(np.float32)
        centre = mean if self._centre is None else self._centre
        written = (
            np.memmap(self._folder / VECTORS, np.float32, "r", shape=(self.count, self._dimension))
            if self.count
            else None
        )
        codes = np.zeros((_words(self._dimension), self.count), np.uint64)
        for start in range(0, self.count, _BLOCK):
            assert written is not None
            codes[:, start : start + _BLOCK] = _codes(written[start : start + _BLOCK], centre)
        codes.tofile(self._folder / CODES)
        centre.astype(np.float32).tofile(self._folder / CENTRE)


def _codes(vectors: Vectors, centre: Vectors) -> NDArray[np.uint64]:
    """One bit a dimension, in words of 64: shape (words, rows)."""
    bits = np.zeros((len(vectors), _words(vectors.shape[1]) * 64), np.bool_)
    bits[:, : vectors.shape[1]] = vectors > centre
    return np.ascontiguousarray(np.packbits(bits, axis=1).view(np.uint64).T)


def _words(dimension: int) -> int:
    return -(-dimension // 64)
