"""The two sides of the comparison behind one face: ours and the plain pipeline. The only file that knows our build's API."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from corpus.model import Document
from index.bench.corpus import BenchCorpus
from index.build import build
from index.embedding import Encoder
from index.plain import PlainPipeline, hugging_face
from index.retriever import Retriever
from index.sources import FolderSource, Item

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

K = 10


class Side(Protocol):
    """Builds, adds and finds; a result is the text of a passage or chunk."""

    def build(self) -> tuple[int, int, float]:
        """Index the corpus; returns passages, characters, and seconds that making the corpus itself took."""
        ...

    def add(self, document: Document) -> None:
        """Add one document, until it can be found."""
        ...

    def search(self, question: str, documents: Sequence[int] | None = None) -> list[str]:
        """The ten best texts, in all or in the corpus' documents of these numbers."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


class BenchSource(FolderSource):
    """The corpus as a folder of files, so that the command line can open and extend the index, without parsing them.

    Reading policy files is the corpus room's work and costs the same on both sides, so the documents come as they are made.
    """

    def __init__(self, folder: Path, corpus: BenchCorpus) -> None:
        super().__init__(folder)
        self._corpus = corpus
        self.seconds, self.characters = 0.0, 0

    def write_files(self) -> None:
        """Write every document of the corpus as a text file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for document in self._corpus.read(self._corpus.documents):
            self.write(document)

    def write(self, document: Document) -> Path:
        """Write one document as a text file."""
        path = self.folder / document.source
        path.write_text(document.text, encoding="utf-8")
        return path

    def read(self, item: Item) -> Document:
        """Make the document again instead of parsing its file."""
        start = time.perf_counter()
        document = self._corpus.document(int(Path(item.key).stem))
        self.seconds += time.perf_counter() - start
        self.characters += len(document.text)
        return document


class Ours:
    """This project's index in ``folder``/index, of the files in ``folder``/documents."""

    def __init__(self, folder: Path, corpus: BenchCorpus, encoder: Encoder, queries: Encoder | None = None) -> None:
        self._corpus, self.encoder, self._queries = corpus, encoder, queries
        self.index_dir, self.documents = folder / "index", folder / "documents"
        self._opened: Retriever | None = None
        self._by_source: dict[str, str] = {}

    def build(self) -> tuple[int, int, float]:
        """Build from nothing."""
        source = BenchSource(self.documents, self._corpus)
        source.write_files()
        manifest = build(source, self.index_dir, encoder=self.encoder)
        return manifest.passages, source.characters, source.seconds

    def add(self, document: Document) -> None:
        """One file more in the folder, one build, and the retriever that was open finds it."""
        source = BenchSource(self.documents, self._corpus)
        source.write(document)
        build(source, self.index_dir, encoder=self.encoder)
        while document.id not in {card.id for card in self.retriever.cards}:
            time.sleep(0.01)

    def search(self, question: str, documents: Sequence[int] | None = None) -> list[str]:
        """The best clauses, each with its best passage."""
        ids = None if documents is None else self.ids(documents)
        return [hit.passage.text for hit in self.retriever.search_clauses(question, K, documents=ids)]

    def find(self, question: str) -> list[str]:
        """The whole question of a user: places that it names narrow the search."""
        return [hit.passage.text for hit in self.retriever.find(question, K)[1]]

    def ids(self, documents: Sequence[int]) -> Collection[str]:
        """The ids of documents by their number in the corpus."""
        if not self._by_source:
            self._by_source = {card.source: card.id for card in self.retriever.cards}
        return [self._by_source[self._corpus.file_name(i)] for i in documents]

    @property
    def retriever(self) -> Retriever:
        """The opened index."""
        if self._opened is None:
            self._opened = Retriever.open(self.index_dir, encoder=self._queries)
            self._opened.settle()
        return self._opened

    def close(self) -> None:
        """Nothing to let go of: the index is only read."""
        self._opened = None


class TimedEmbeddings:
    """LangChain embeddings that know how long they took."""

    def __init__(self, inner: Embeddings) -> None:
        self._inner = inner
        self.texts, self.characters, self.seconds = 0, 0, 0.0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed and count."""
        start = time.perf_counter()
        vectors = self._inner.embed_documents(texts)
        self.seconds += time.perf_counter() - start
        self.texts += len(texts)
        self.characters += sum(map(len, texts))
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""
        return self._inner.embed_query(text)


class Plain:
    """The tutorial's pipeline in ``folder``/plain."""

    def __init__(
        self, folder: Path, corpus: BenchCorpus, model_dir: Path, embeddings: Embeddings | None = None
    ) -> None:
        self._corpus = corpus
        self.folder = folder / "plain"
        self.embeddings = TimedEmbeddings(embeddings or hugging_face(model_dir))
        self.pipeline = PlainPipeline(self.folder, model_dir, cast("Embeddings", self.embeddings))
        self._characters, self._seconds = 0, 0.0

    def build(self) -> tuple[int, int, float]:
        """Split, embed and store every document."""
        chunks = self.pipeline.build(self._texts())
        return chunks, self._characters, self._seconds

    def add(self, document: Document) -> None:
        """Split, embed and store one more."""
        self.pipeline.add(document.source, document.text)

    def search(self, question: str, documents: Sequence[int] | None = None) -> list[str]:
        """The nearest chunks."""
        sources = None if documents is None else [self._corpus.file_name(i) for i in documents]
        return [text for text, _, _ in self.pipeline.search(question, K, sources)]

    def close(self) -> None:
        """Let go of Chroma."""
        self.pipeline.close()

    def _texts(self) -> Iterator[tuple[str, str]]:
        for i in range(self._corpus.documents):
            start = time.perf_counter()
            document = self._corpus.document(i)
            self._seconds += time.perf_counter() - start
            self._characters += len(document.text)
            yield document.source, document.text
