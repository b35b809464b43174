"""The lexical leg: BM25 over jieba words, with tantivy.

Three fields are searched, because a word in a heading says more than the same word in a long paragraph:
``body`` the words of the clause, ``headings`` the path above it (家庭医生签约服务), ``title`` the document's name.
A filter by documents costs nothing measurable; additions need no rebuild.

Traps of tantivy 0.27 that this file knows: integers, not unsigned fields; the tokenizer must be registered again after
every opening; a query text is never parsed, only terms are looked up, so no character of a question is syntax.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from index.passages import Passage
from index.words import search_words

FIELDS: Mapping[str, float] = {"body": 1.0, "headings": 0.6, "title": 0.3}
_HEAP = 64_000_000


class LexicalIndex:
    """An opened BM25 index; rows are the passages' numbers in this generation."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open a folder that ``write`` has written."""
        index = tantivy.Index.open(str(folder))
        _register(index)
        return cls(index)

    def search(
        self, words: Mapping[str, float], k: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` best rows with their BM25 scores, best first; only rows that share a word with the query.

        ``words`` are the query's words with their weights; ``documents`` narrows to these document ids.
        """
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, word), boost * weight),
            )
            for word, weight in words.items()
            for field, boost in FIELDS.items()
        ]
        if not terms or k < 1:
            return []
        query = tantivy.Query.boolean_query(terms)
        if documents is not None:
            inside = tantivy.Query.term_set_query(self._schema, "document", list(documents))
            scoreless = tantivy.Query.const_score_query(inside, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, scoreless)])
        found = self._searcher.search(query, k).hits
        rows = ((int(self._searcher.doc(address)["row"][0]), float(score)) for score, address in found)
        return sorted(rows, key=lambda hit: (-hit[1], hit[0]))

    def matched(self, words: Mapping[str, float], score: float) -> float:
        """How much of a question the best hit's score stands for: about 1 for its rare words together, 0.3 in lay words.

        The score is measured by the weight that BM25 gives the question's words, those that no passage has included.
        """
        total = self.size
        counts = (max(self._searcher.doc_freq(field, word) for field in FIELDS) for word in words)
        whole = sum(math.log(1 + (total - count + 0.5) / (count + 0.5)) for count in counts)
        return score / whole if whole > 0 else 0.0

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)


class LexicalWriter:
    """Adds and removes documents in a folder; what was there stays searchable without being written again.

    Files of tantivy are never changed once written, so a folder whose files are hard links to an earlier generation's
    can be written to: only new files come.
    """

    def __init__(self, folder: Path) -> None:
        fresh = not folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(folder)) if fresh else tantivy.Index.open(str(folder))
        _register(self._index)
        self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.close()
        finally:
            del self._writer  # its threads write until it goes; the folder may be removed afterwards

    def add(self, row: int, passage: Passage) -> None:
        """Add one passage under its row number."""
        self._writer.add_document(
            tantivy.Document(
                row=row,
                document=passage.document,
                title=_joined(passage.title),
                headings=_joined(" ".join(passage.headings)),
                body=_joined(passage.body),
            )
        )

    def remove(self, document: str) -> None:
        """Remove a document's passages that were there before; those added since stay."""
        self._writer.delete_documents_by_term("document", document)

    def close(self) -> None:
        """Make it all searchable at once."""
        self._writer.commit()
        self._writer.wait_merging_threads()


def query_words(text: str) -> dict[str, float]:
    """The words of a question, each once, all of weight 1."""
    return dict.fromkeys(search_words(text), 1.0)


@lru_cache(maxsize=4096)  # titles and headings come again with every passage
def _joined(text: str) -> str:
    return " ".join(search_words(text))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True, indexed=True, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name="words", index_option="freq")
    return builder.build()


def _register(index: tantivy.Index) -> None:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", analyzer)
