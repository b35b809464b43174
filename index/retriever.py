"""One door to the index: a question in, passages or clauses out, best first, each with the legs that found it.

``find`` is what a user's question wants: it narrows to the documents that the question names (梅洲 is read as 梅州) and
gives every compared place its share. ``search`` takes the documents from the caller. Results come from one published
generation; a newer one is picked up within a second, without a restart. A retriever that was opened for one library
(``corpus_digest``) follows only generations of that library: clauses that its caller doesn't hold are never found.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from corpus.model import ClauseId
from index import manifest as manifests
from index.embedding import Encoder
from index.fusion import fuse, trust
from index.generation import Generation
from index.lexical import query_words
from index.manifest import Manifest
from index.names import Named, Names
from index.passages import Passage
from index.query_encoder import QuickEncoder, query_encoder
from index.rerank import Recipe, by_kind, wants, with_duty
from index.rests import Rest, beside
from index.settings import IndexSettings, load_settings
from index.store import Card, Store
from index.why import narrowing, why

WORDS, SENSE = "词语", "语义"
_LOOK_AGAIN = 0.5  # seconds between two looks at CURRENT
_SHARED = 6  # up to so many named documents each get their share of the results
_WHOLE = Recipe()
_Ranked = list[tuple[int, float, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its clause, its place from 1, the fused score, the legs that found it, what it rests on.

    ``rests_on``: words elsewhere without which the passage can't be read rightly: the heading, the sentence that says the
    year, the table's head, a duty that another clause hands on. ``why`` is said by ``find`` only.
    """

    passage: Passage
    clause: ClauseId
    rank: int
    score: float
    found_by: tuple[str, ...]
    rests_on: tuple[Rest, ...] = ()
    why: str = ""


class Retriever:
    """Searches the published index of a folder; safe to share between threads."""

    def __init__(
        self,
        index_dir: Path,
        encoder: Encoder,
        settings: IndexSettings,
        corpus_digest: str | None,
        recipe: Recipe = _WHOLE,
    ) -> None:
        self._index_dir, self._encoder, self._settings = index_dir, encoder, settings
        self._recipe = recipe
        self._digest = corpus_digest
        self._generation = self._opened(manifests.current(index_dir), corpus_digest)
        self._lock = threading.Lock()
        self._looked = time.monotonic()

    @classmethod
    def open(
        cls,
        index_dir: Path | None = None,
        *,
        corpus_digest: str | None = None,
        encoder: Encoder | None = None,
        recipe: Recipe = _WHOLE,
    ) -> Retriever:
        """Open the published index; raises ``IndexUnusable`` naming the command that mends it.

        ``corpus_digest`` (``library.digest``) refuses an index that was built from other documents.
        """
        settings = load_settings()
        encoder = encoder or query_encoder(settings)
        return cls(index_dir or settings.index_dir, encoder, settings, corpus_digest, recipe)

    def settle(self) -> None:
        """This process will ask many questions (a page, a batch): a second now makes each of them quicker."""
        if isinstance(self._encoder, QuickEncoder):
            self._encoder.settle()

    def find(self, question: str, k: int | None = None) -> tuple[Named, list[Hit]]:
        """What the question names, and the best hit of each clause in the documents that it names (else in all).

        Slips are read as the documents' words (薪筹 as 薪酬); ``named.readings`` says so.
        """
        generation = self._current()
        mended, slips = generation.slips.mend(question)
        named = generation.names.find(mended)
        named = replace(named, readings=(*slips, *named.readings))
        hits = self.search_clauses(named.topic, k, documents=named.documents)
        narrowed = narrowing(named, named.documents or ())
        return named, [
            replace(hit, why=why(named.topic, hit.passage.search_text, hit.found_by, narrowed)) for hit in hits
        ]

    def search(self, query: str, k: int | None = None, *, documents: Collection[str] | None = None) -> list[Hit]:
        """The ``k`` best passages, several of one clause where they are; ``documents`` narrows to document ids."""
        generation = self._current()
        ranked = self._ranked(generation, query, documents)[: k or self._settings.search_k]
        return _hits(generation, ranked)

    def search_clauses(
        self, query: str, k: int | None = None, *, documents: Collection[str] | None = None
    ) -> list[Hit]:
        """The ``k`` best clauses, each with its best passage."""
        generation = self._current()
        ranked = self._ranked(generation, query, documents)
        heads = generation.store.heads([row for row, _, _ in ranked])
        best: dict[str, tuple[int, float, tuple[str, ...]]] = {}
        for entry in ranked:
            best.setdefault(heads[entry[0]][0], entry)
        order = list(best)
        if self._recipe.duty:
            order = with_duty(wants(query), order, lambda clause: generation.store.rests(ClauseId.parse(clause)))
        return _hits(generation, [best[clause] for clause in order if clause in best][: k or self._settings.search_k])

    def near(self, question: str, sentences: Sequence[str]) -> list[float]:
        """How near each of a few sentences is to a question in sense, as cosines; the sentences are remembered."""
        if not sentences:
            return []
        encoder = self._encoder
        if isinstance(encoder, QuickEncoder):
            vectors = encoder.encode_sentences(sentences)
        else:
            vectors = encoder.encode_document(sentences)
        return [float(c) for c in vectors @ encoder.encode_query(question)]

    def clause_text(self, clause: ClauseId) -> str:
        """The whole own text of a clause in the index."""
        return self._current().store.clause_text(clause)

    def rest_text(self, rest: Rest) -> str:
        """The words of what a hit rests on."""
        return rest.span.of(self._current().store.text(rest.clause.document))

    @property
    def names(self) -> Names:
        """Finds the documents that a question names."""
        return self._current().names

    @property
    def cards(self) -> tuple[Card, ...]:
        """The documents in the index."""
        return self._current().cards

    @property
    def manifest(self) -> Manifest:
        """What the published generation says of itself."""
        return self._current().manifest

    def _ranked(self, generation: Generation, query: str, documents: Collection[str] | None) -> _Ranked:
        """Fused rows; with two to six documents named, each in turn gives its next best."""
        query = query.encode("utf-8", "replace").decode("utf-8")  # half a character from a broken terminal
        if documents is not None and 1 < len(documents) <= _SHARED:
            each = [self._fused(generation, query, [d]) for d in dict.fromkeys(documents)]
            return [entry for turn in zip_longest(*each) for entry in turn if entry is not None]
        return self._fused(generation, query, documents)

    def _fused(self, generation: Generation, query: str, documents: Collection[str] | None) -> _Ranked:
        settings = self._settings
        legs: dict[str, Sequence[int]] = {}
        weights: dict[str, float] = {}
        if settings.weight_lexical and self._recipe.words:
            words = query_words(query)
            found = generation.lexical.search(words, settings.search_depth, documents)
            # A question in the document's own words trusts the words, one in lay words the sense (measured: README).
            matched = generation.lexical.matched(words, found[0][1]) if found else 0.0
            legs[WORDS], weights[WORDS] = (
                [row for row, _ in found],
                settings.weight_lexical * trust(matched) if self._recipe.trusted else 1.0,
            )
        if settings.weight_dense and self._recipe.sense and query.strip():
            ranges = None if documents is None else generation.store.ranges(documents)
            near = generation.dense.search(self._encoder.encode_query(query), settings.search_depth, ranges)
            legs[SENSE], weights[SENSE] = [row for row, _ in near], settings.weight_dense
        return self._weighed(generation.store, query, fuse(legs, weights, settings.fusion_constant))

    def _weighed(self, store: Store, query: str, fused: _Ranked) -> _Ranked:
        """The fused rows by what the question asks for: bare headings and titles give way unless they are wanted."""
        asked = wants(query)
        heads = store.heads([row for row, _, _ in fused])
        weights = {row: by_kind(asked, heads[row][1]) if self._recipe.kinds else 1.0 for row, _, _ in fused}
        weighed = [(row, score * weights[row], legs) for row, score, legs in fused]
        return sorted(weighed, key=lambda entry: -entry[1])

    def _current(self) -> Generation:
        """The newest published generation; looks for another one at most every half second."""
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN:
            return self._generation
        with self._lock:
            self._looked = now
            folder = manifests.current(self._index_dir)
            if folder.name != self._generation.name and self._is_ours(folder):
                before, self._generation = self._generation, self._opened(folder, None)
                before.dense.hang_up()
        return self._generation

    def _is_ours(self, folder: Path) -> bool:
        """Whether a generation is of the library that this retriever was opened for."""
        return self._digest is None or Manifest.read(folder).corpus_digest == self._digest

    def close(self) -> None:
        """Let go of files and connections; a closed retriever is not used again."""
        self._generation.dense.close()

    def _opened(self, folder: Path, corpus_digest: str | None) -> Generation:
        return Generation.open(folder, self._encoder.name, corpus_digest, self._settings.chroma_url)


def _hits(generation: Generation, ranked: _Ranked) -> list[Hit]:
    store = generation.store
    passages = store.passages([row for row, _, _ in ranked])
    return [
        Hit(
            passage,
            passage.clause,
            rank,
            score,
            found_by,
            beside(store.rests(passage.clause), passage.clause, passage.span),
        )
        for rank, (passage, (_, score, found_by)) in enumerate(zip(passages, ranked, strict=True), 1)
    ]
