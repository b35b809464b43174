"""The index as a LangChain retriever, for chains: ``PolicyRetriever(retriever=Retriever.open()) | …``.

Each LangChain Document holds a passage's exact text; its metadata say where it stands.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.retriever import Hit, Retriever


class PolicyRetriever(BaseRetriever):
    """Finds clauses for a question; ``invoke("梅州每万人口全科医生数", k=5, documents=[…])``.

    Without ``documents`` the question's own places, numbers and titles narrow the search.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")
    retriever: Retriever
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        k, documents = kwargs.get("k", self.k), kwargs.get("documents")
        if documents is None:
            hits = self.retriever.find(query, k)[1]
        else:
            hits = self.retriever.search_clauses(query, k, documents=documents)
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "source": passage.source,
            "document": passage.document,
            "title": passage.title,
            "clause": str(hit.clause),
            "label": hit.clause.path.label,
            "headings": list(passage.headings),
            "start": passage.span.start,
            "end": passage.span.end,
            "rank": hit.rank,
            "score": hit.score,
            "found_by": list(hit.found_by),
        },
    )
