"""One segment of an index: the documents that were added together, written once and never changed again.

    seg-000000000/passages.sqlite   documents, clauses, passages
    seg-000000000/vectors.f32 …     their vectors and codes
    seg-000000000/chroma/           the same vectors in Chroma (in large segments; see ``generation``)

The number in the name is the row that the segment begins with; row numbers go through all segments of a generation.
A document that is removed stays in its segment; the generation's manifest lists its rows as removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

PASSAGES, CHROMA = "passages.sqlite", "chroma"


class SegmentEntry(BaseModel):
    """What a manifest says of a segment: its rows [first, first + count), removed documents' rows, Chroma's files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: int
    count: int
    removed: tuple[tuple[int, int], ...] = ()
    chroma: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The folder's name, which sorts by row."""
        return f"seg-{self.first:09d}"

    @property
    def last(self) -> int:
        """The row after the last."""
        return self.first + self.count


@dataclass(frozen=True, slots=True)
class SegmentFolder:
    """A segment of a generation on disk."""

    entry: SegmentEntry
    folder: Path

    @property
    def passages(self) -> Path:
        """The SQLite file."""
        return self.folder / PASSAGES
