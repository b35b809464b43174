"""One child process' work: builds a side, adds to it, or opens it and asks, and says how long it took and how much it needs.

Each runs in a process of its own, so that memory is that of the one thing that was done.
"""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import PolicyError
from index.bench.corpus import BenchCorpus
from index.bench.encoder import DerivedEncoder
from index.bench.figures import THREADS, BuildFigures, Job, Latency, QueryFigures
from index.bench.sides import BenchSource, Ours, Plain, Side
from index.embedding import Encoder, SentenceEncoder
from index.plain import as_copied
from index.query_encoder import query_encoder
from index.settings import ROOT, load_settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_ADDITIONS = 3
_COLD_SEARCHES = 3
_MB = 1024 * 1024
_COPIED = 32  # chunks that are embedded as the tutorial does: they take seconds each


@dataclass(frozen=True, slots=True)
class Models:
    """The encoders that a job uses; tests bring countable ones."""

    passages: Encoder
    questions: Encoder
    embeddings: Embeddings | None = None

    @classmethod
    def real(cls) -> Models:
        """The project's model, as the command line uses it."""
        settings = load_settings()
        passages = SentenceEncoder(settings.model_dir, settings.precision, settings.embed_batch)
        return cls(passages, query_encoder(settings))


def build_figures(job: Job, models: Models) -> BuildFigures:
    """Build one side, then add documents to it, warm and (ours) by a cold command line."""
    corpus = BenchCorpus(job.clauses, job.seed)
    return _build_ours(job, corpus, models) if job.side == "ours" else _build_plain(job, corpus, models)


def _build_ours(job: Job, corpus: BenchCorpus, models: Models) -> BuildFigures:
    planted = [p.text for p in corpus.planted()]
    encoder = DerivedEncoder(
        models.passages, corpus.template_of, lambda text: any(p in text for p in planted), job.embed
    )
    encoder.load(job.vectors)
    models.passages.encode_document(["预热"])  # loading the model is no part of the rate
    ours = Ours(job.folder, corpus, encoder, models.questions)
    start = time.perf_counter()
    passages, characters, making = ours.build()
    total = time.perf_counter() - start
    encoder.save(job.vectors)
    shares = encoder.shares
    peak, cache = _peak_mb(), _disk_mb(ours.index_dir, only="vector-cache")
    disk = _disk_mb(ours.index_dir) - cache
    ours.encoder = models.passages
    ours.search("预热")
    warm = _additions(ours, corpus)
    ours.close()
    cold = (_cold_add(ours, corpus), _cold_search(ours)) if job.cold else (None, None)
    return BuildFigures(
        passages=passages, characters=characters, embedded=shares.real, taken_over=shares.taken_over,
        derived=shares.derived, embedded_characters=shares.characters, embedding=shares.seconds,
        rest=max(0.0, total - making - shares.seconds - shares.aside),
        nearness=statistics.median(shares.nearness) if shares.nearness else None,
        add_warm=warm, add_cold=cold[0], search_cold=cold[1], peak_mb=peak, disk_mb=disk, cache_mb=cache,
    )  # fmt: skip


def _build_plain(job: Job, corpus: BenchCorpus, models: Models) -> BuildFigures:
    plain = Plain(job.folder, corpus, load_settings().model_dir, models.embeddings)
    plain.embeddings.embed_query("预热")
    start = time.perf_counter()
    chunks, characters, making = plain.build()
    total = time.perf_counter() - start
    embedded, embedded_characters, seconds = (
        plain.embeddings.texts,
        plain.embeddings.characters,
        plain.embeddings.seconds,
    )
    peak, disk = _peak_mb(), _disk_mb(plain.folder)
    warm = _additions(plain, corpus)
    plain.close()
    copied = None if models.embeddings else _as_copied(plain, corpus)
    return BuildFigures(
        passages=chunks, characters=characters, embedded=embedded, taken_over=0, derived=0,
        embedded_characters=embedded_characters, embedding=seconds, rest=max(0.0, total - making - seconds),
        nearness=None, add_warm=warm, add_cold=None, search_cold=None, peak_mb=peak, disk_mb=disk, cache_mb=0.0,
        as_copied=copied,
    )  # fmt: skip


def _as_copied(plain: Plain, corpus: BenchCorpus) -> float:
    document = corpus.document(0)
    chunks = islice((chunk for chunk, _ in plain.pipeline.chunks([(document.source, document.text)])), _COPIED)
    return as_copied(load_settings().model_dir, list(chunks))


def _additions(side: Side, corpus: BenchCorpus) -> float:
    """Seconds until one more document can be found, the median of a few."""
    seconds = []
    for i in range(corpus.documents, corpus.documents + _ADDITIONS):
        document = corpus.document(i)
        start = time.perf_counter()
        side.add(document)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _cold_add(ours: Ours, corpus: BenchCorpus) -> float:
    """Seconds of ``python -m index build`` with one file more in the folder."""
    BenchSource(ours.documents, corpus).write(corpus.document(corpus.documents + _ADDITIONS))
    return _command("build", "--documents", str(ours.documents), "--index", str(ours.index_dir))


def _cold_search(ours: Ours) -> float:
    """Seconds of ``python -m index search``, the median of a few."""
    questions = ("每万人口全科医生数", "家庭医生签约服务怎么做", "医养结合由谁负责")
    return statistics.median(
        _command("search", question, "--json", "--index", str(ours.index_dir)) for question in questions
    )


def _command(*arguments: str) -> float:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "index", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise PolicyError(f"测量中途 python -m index {arguments[0]} 失败：{last}")
    return time.perf_counter() - start


def query_figures(job: Job, models: Models) -> QueryFigures:
    """Open one side and ask: how quickly the first answer comes, how long whole queries take, what is found."""
    corpus = BenchCorpus(job.clauses, job.seed)
    start = time.perf_counter()
    side: Ours | Plain
    if job.side == "ours":
        side = Ours(job.folder, corpus, models.passages, models.questions)
    else:
        side = Plain(job.folder, corpus, load_settings().model_dir, models.embeddings)
    side.search("每万人口全科医生数")
    first = time.perf_counter() - start
    chosen = {"all": None, "one": [corpus.documents // 2], "third": corpus.third()}
    latency = {}
    for filter_, documents in chosen.items():
        for question in corpus.questions(3, f"warm:{filter_}"):
            side.search(question, documents)
        for threads in THREADS:
            questions = corpus.questions(job.queries + threads, f"{filter_}:{threads}")
            latency[f"{filter_}/{threads}"] = _latency(partial(side.search, documents=documents), questions, threads)
    encode = models.questions.encode_query if isinstance(side, Ours) else side.embeddings.embed_query
    alone = _latency(encode, corpus.questions(min(job.queries, 50) + 1, "encoder"), 1).p50
    gc.collect()
    rss, peak = _rss_mb(), _peak_mb()
    planted = corpus.planted()
    recall = _recall(side, corpus)
    side.close()
    return QueryFigures(
        first=first, encoder=alone, latency=latency, recall=recall, planted=len(planted), rss_mb=rss, peak_mb=peak
    )


def _latency(ask: Callable[[str], object], questions: Sequence[str], threads: int) -> Latency:
    """How long the questions took, but for the first ``threads``: a thread's own first one opens files and libraries."""

    def timed(question: str) -> float:
        start = time.perf_counter()
        ask(question)
        return (time.perf_counter() - start) * 1000

    first, rest = questions[:threads], questions[threads:]
    with ThreadPoolExecutor(threads) as pool:
        together = Barrier(threads)
        list(pool.map(lambda question: (together.wait(), ask(question)), first))
        start = time.perf_counter()
        took = list(pool.map(timed, rest))
        whole = time.perf_counter() - start
    p50, p95 = (float(np.percentile(took, p)) for p in (50, 95))
    return Latency(p50=p50, p95=p95, a_second=len(rest) / whole)


def _recall(side: Ours | Plain, corpus: BenchCorpus) -> dict[str, float]:
    """The share of planted clauses among the ten best, by kind of question.

    Ours reads the place in the question itself. The plain pipeline can't, so it is asked the question with the place both
    as it is and narrowed to the one right document by hand.
    """
    found: dict[str, list[bool]] = {}
    for planted in corpus.planted():
        core, number = planted.text.partition("，")[0], int(Path(planted.source).stem)
        named = side.find(planted.named) if isinstance(side, Ours) else side.search(planted.named)
        answers = {
            "own": side.search(planted.own_words),
            "lay": side.search(planted.lay_words),
            "named": named,
            "narrowed": side.search(planted.own_words, [number]),
        }
        for kind, texts in answers.items():
            found.setdefault(kind, []).append(any(core in text for text in texts))
    return {kind: sum(hits) / len(hits) for kind, hits in found.items()}


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MB if sys.platform == "darwin" else peak / 1024


def _rss_mb() -> float:
    """Resident memory now; the peak where the system has no /proc."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return _peak_mb()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _disk_mb(folder: Path, only: str = "") -> float:
    """Blocks on disk below a folder, a file with several names once; ``only`` counts files of that beginning."""
    blocks: dict[int, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name.startswith(only):
            stat = path.stat()
            blocks[stat.st_ino] = stat.st_blocks * 512
    return sum(blocks.values()) / _MB
