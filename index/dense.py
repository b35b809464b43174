"""The dense leg: the nearest passages of a vector over all segments, by whichever way was measured to be better.

The matrix answers (``matrix``): up to 20,000 rows by the plain product, beyond by codes and then exactly; 5 to 7 ms at
300,000 rows, narrowed or not. Chroma's HNSW takes 3 to 8 ms unnarrowed, hundreds narrowed, and where tens of thousands of
rows are nearly alike it misses: of the 60 nearest it found .92 for questions far from every row (the lay ones), the
matrix .99. So a segment's Chroma folder is asked from a million rows on, where reading all codes would take longer;
a Chroma server, where one is set, is asked for every search that is not narrowed. What Chroma can't answer (a damaged
folder, a server that is away) the matrix answers, and the log says what to do.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnusable
from index.chroma_folder import ChromaFolder
from index.chroma_server import ChromaAway, ChromaServer, sample
from index.matrix import Matrix, Ranges, Vectors

CHROMA_FROM = 1_000_000  # rows of one segment
_log = logging.getLogger(__name__)
Scored = list[tuple[int, float]]


@dataclass(slots=True)
class Part:
    """One segment's vectors: first row, matrix, rows of removed documents, and its Chroma folder where it has one."""

    first: int
    matrix: Matrix
    removed: NDArray[np.bool_] | None = None
    chroma: ChromaFolder | None = None


class DenseIndex:
    """Nearest rows over all segments of a generation; safe to share between threads."""

    def __init__(self, parts: Sequence[Part], server: ChromaServer | None = None) -> None:
        self._parts, self._server = list(parts), server
        self._gone = sum(int(p.removed.sum()) for p in parts if p.removed is not None)

    def search(self, vector: Vectors, k: int, ranges: Ranges | None = None) -> Scored:
        """The ``k`` nearest rows with their cosine, best first; ``ranges`` narrows to rows [first, last)."""
        if k < 1:
            return []
        if ranges is None and self._server is not None:
            try:
                found = self._on_server(self._server, vector, k)
                if len(found) >= min(k, self.size):
                    return found
            except ChromaAway:
                pass  # it has been logged; the matrices hold the same vectors
        found = [hit for part in self._parts for hit in self._in_part(part, vector, k, ranges)]
        return heapq.nsmallest(k, found, key=lambda hit: (-hit[1], hit[0]))

    def vector(self, row: int) -> Vectors:
        """One row's vector."""
        part = next(p for p in self._parts if p.first <= row < p.first + p.matrix.count)
        return np.array(part.matrix.vectors(row - part.first, row - part.first + 1)[0], dtype=np.float32)

    @property
    def size(self) -> int:
        """How many vectors there are, without those of removed documents."""
        return sum(p.matrix.count for p in self._parts) - self._gone

    def close(self) -> None:
        """Let go of Chroma."""
        for part in self._parts:
            if part.chroma is not None:
                part.chroma.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the server's connections; a search that comes yet makes new ones."""
        if self._server is not None:
            self._server.close()

    def _in_part(self, part: Part, vector: Vectors, k: int, ranges: Ranges | None) -> Scored:
        if ranges is None and part.chroma is not None and part.matrix.count > CHROMA_FROM:
            try:
                found = part.chroma.search(vector, k + _extra(part.removed))
                kept = [(part.first + row, s) for row, s in found if part.removed is None or not part.removed[row]]
                if len(kept) >= min(k, part.matrix.count):
                    return kept[:k]
            except IndexUnusable as error:
                _log.warning("%s（改用本机的向量继续检索）", error)
                part.chroma = None
        last = part.first + part.matrix.count
        inside = None
        if ranges is not None:
            inside = [
                (max(a, part.first) - part.first, min(b, last) - part.first)
                for a, b in ranges
                if a < last and b > part.first
            ]
            if not inside:
                return []
        return [(part.first + row, score) for row, score in part.matrix.search(vector, k, inside, part.removed)]

    def _on_server(self, server: ChromaServer, vector: Vectors, k: int) -> Scored:
        """The server may hold rows of later generations and of removed documents: they are passed over."""
        asked = k + sum(_extra(p.removed) for p in self._parts)
        found = server.search(vector, asked, lambda: sample([(p.first, p.matrix) for p in self._parts]))
        return [(row, score) for row, score in found if self._holds(row)][:k]

    def _holds(self, row: int) -> bool:
        for part in self._parts:
            if part.first <= row < part.first + part.matrix.count:
                return part.removed is None or not part.removed[row - part.first]
        return False


def _extra(removed: NDArray[np.bool_] | None) -> int:
    """How many more to ask Chroma for, so that enough are left without the removed ones."""
    return 0 if removed is None else min(int(removed.sum()), 200)
