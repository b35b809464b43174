"""What is measured, as it goes between the processes and into bench.json: one job in, its figures out."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

SideName = Literal["ours", "plain"]
FILTERS = {"all": "不过滤", "one": "限一份文件", "third": "限三分之一文件"}
THREADS = (1, 8)


class Strict(BaseModel):
    """Unknown fields are refused: a result of another version is no result."""

    model_config = ConfigDict(extra="forbid")


class Job(Strict):
    """One child's work: build, or open and query, one side at one size, in ``folder``."""

    kind: Literal["build", "query"]
    side: SideName
    clauses: int
    seed: int
    folder: Path
    embed: int | None
    queries: int
    vectors: Path
    cold: bool = True


class BuildFigures(Strict):
    """Building and adding. Seconds in ``embedding`` are those of ``embedded`` passages; ``rest`` is of all of them."""

    passages: int
    characters: int
    embedded: int
    taken_over: int
    derived: int
    embedded_characters: int
    embedding: float
    rest: float
    nearness: float | None
    add_warm: float
    add_cold: float | None
    search_cold: float | None
    peak_mb: float
    disk_mb: float
    cache_mb: float
    as_copied: float | None = None

    def passages_a_second(self, embedding_rate: float) -> float:
        """Build rate with every passage embedded at the measured rate."""
        return self.passages / (self.passages / embedding_rate + self.rest)


class Latency(Strict):
    """Milliseconds of whole queries, encoder included, and how many a second went through."""

    p50: float
    p95: float
    a_second: float


class QueryFigures(Strict):
    """Opening and asking: ``latency`` by filter and threads (``third/8``), ``recall`` by kind of question."""

    first: float
    encoder: float
    latency: dict[str, Latency]
    recall: dict[str, float]
    planted: int
    rss_mb: float
    peak_mb: float


class SizeFigures(Strict):
    """Both sides at one size; ``plain`` is missing above --plain-most."""

    clauses: int
    documents: int
    ours: tuple[BuildFigures, QueryFigures]
    plain: tuple[BuildFigures, QueryFigures] | None

    def of(self, side: SideName) -> tuple[BuildFigures, QueryFigures] | None:
        """One side's figures."""
        return self.ours if side == "ours" else self.plain


class Report(Strict):
    """One run: machine, settings, and the figures of every size."""

    machine: str
    started: str
    seed: int
    embed: int | None
    plain_most: int
    queries: int
    sizes: list[SizeFigures]

    def rate(self, side: SideName) -> float | None:
        """Passages embedded a second, over all sizes of the run."""
        built = [figures[0] for size in self.sizes if (figures := size.of(side))]
        seconds = sum(b.embedding for b in built)
        return sum(b.embedded for b in built) / seconds if seconds else None
