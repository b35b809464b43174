"""The plain pipeline that everybody copies from the tutorial, kept as the measure of ours.

RecursiveCharacterTextSplitter (350 characters, 50 of overlap) → HuggingFaceEmbeddings with the same model folder →
langchain-chroma in a folder of its own. No clause structure, no lexical leg, no place names: what it finds, and how
fast, is what a user would have without this project. ``python -m index bench`` and the evaluation's baseline run it.

Two things are set in its favour. The weights lie on disk in half precision, which a processor computes four times
slower than single, so it gets float32, as sentence-transformers itself advises when it loads them; and it gets e5's two
prompts. HuggingFaceEmbeddings itself stands here in fifteen lines, whose vectors were found equal to the original's:
langchain-huggingface 1.2.3 wants a huggingface-hub below 2, older than the one that is pinned here.

>>> plain = PlainPipeline(folder, model_dir)
>>> plain.build([("梅州.txt", "一、总体要求……")])
>>> plain.search("每万人口全科医生数", 5, sources=["梅州.txt"])
[('（一）建强卫生健康人才队伍……', '梅州.txt', 0.87), …]
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import ModelUnavailable
from index.embedding import load_plain

if TYPE_CHECKING:  # heavy, therefore loaded when a pipeline is made
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

# As LangChain's page on languages without word boundaries has it.
SEPARATORS = ("\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", "")
CHUNK, OVERLAP = 350, 50
COLLECTION = "plain"
_NEEDED = ("langchain_chroma", "langchain_text_splitters")
_BATCH = 5000


class PlainPipeline:
    """Splits, embeds and finds chunks of texts; one folder, one process."""

    def __init__(self, folder: Path, model_dir: Path, embeddings: Embeddings | None = None) -> None:
        if not all(find_spec(name) for name in _NEEDED):
            raise ModelUnavailable(
                "缺少对照流水线的组件，请运行 .venv/bin/pip install -e '.[bench]' -c constraints.txt 后重试。"
            )
        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, separators=list(SEPARATORS), is_separator_regex=False
        )
        self._client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        self._store: Chroma = Chroma(
            client=self._client,
            collection_name=COLLECTION,
            embedding_function=embeddings or hugging_face(model_dir),
        )
        self._batch = min(_BATCH, self._client.get_max_batch_size())

    def build(self, documents: Iterable[tuple[str, str]]) -> int:
        """Split, embed and store documents given as (source, text); returns the number of chunks."""
        chunks = self.chunks(documents)
        total = 0
        while batch := list(islice(chunks, self._batch)):
            self._store.add_texts(
                [text for text, _ in batch],
                metadatas=[{"source": source} for _, source in batch],
                ids=[str(uuid.uuid4()) for _ in batch],
            )
            total += len(batch)
        return total

    def add(self, source: str, text: str) -> int:
        """Add one document; returns the number of its chunks."""
        return self.build([(source, text)])

    def search(self, query: str, k: int, sources: Collection[str] | None = None) -> list[tuple[str, str, float]]:
        """The ``k`` nearest chunks as (text, source, cosine), best first; ``sources`` narrows to these documents."""
        if sources is not None and not sources:
            return []
        where: dict[str, Any] | None = None if sources is None else {"source": {"$in": sorted(set(sources))}}
        found = self._store.similarity_search_with_score(query, k, filter=where)
        # Chroma's default distance is the squared Euclidean one, of unit vectors: 2 − 2·cosine.
        return [(d.page_content, str(d.metadata["source"]), 1 - distance / 2) for d, distance in found]

    @property
    def size(self) -> int:
        """How many chunks it holds."""
        return int(self._client.get_collection(COLLECTION, embedding_function=None).count())

    def close(self) -> None:
        """Let go of the folder; a closed pipeline is not used again."""
        self._client.close()

    def chunks(self, documents: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The chunks of documents given as (source, text), each with its source."""
        for source, text in documents:
            for chunk in self._splitter.split_text(text):
                yield chunk, source


def as_copied(model_dir: Path, texts: Sequence[str]) -> float:
    """Chunks a second of the tutorial's line as it stands, which leaves the weights in the half precision they lie in."""
    copied = hugging_face(model_dir, "float16")
    copied.embed_documents(["预热"])
    start = time.perf_counter()
    copied.embed_documents(list(texts))
    return len(texts) / (time.perf_counter() - start)


def hugging_face(model_dir: Path, precision: Literal["float32", "float16"] = "float32") -> Embeddings:
    """What ``HuggingFaceEmbeddings(model_name=model_dir, …)`` does, line for line (langchain-huggingface 1.2.3)."""
    from langchain_core.embeddings import Embeddings

    model = load_plain(model_dir, precision)

    class HuggingFaceEmbeddings(Embeddings):
        """Texts to lists of numbers, by ``SentenceTransformer.encode``."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self._embed(texts, "passage: ")

        def embed_query(self, text: str) -> list[float]:
            return self._embed([text], "query: ")[0]

        def _embed(self, texts: list[str], prompt: str) -> list[list[float]]:
            flat = [text.replace("\n", " ") for text in texts]
            vectors = model.encode(flat, show_progress_bar=False, prompt=prompt, normalize_embeddings=True)
            out: list[list[float]] = vectors.tolist()
            return out

    return HuggingFaceEmbeddings()
