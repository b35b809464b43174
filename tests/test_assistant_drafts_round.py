"""What ``cite`` prints, ``check`` proves: citations made here, over the five documents, come back without a word against."""

from __future__ import annotations

from random import Random
from typing import cast

import pytest

from assistant.ask import Assistant
from assistant.citation_styles import Cited, printed
from assistant.drafts.check import check
from corpus.model import Document
from corpus.sentences import sentences
from index.retriever import Retriever
from tests.builders_assistant import TODAY, Everything, five_documents

EACH = 6


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    held = five_documents()
    return Assistant(held, cast(Retriever, Everything(held)), TODAY)


def cited_sentences(document: Document) -> list[str]:
    """Some sentences of a document as a notice cites them, always the same."""
    said = [
        printed(Cited.of(document, clause.path, words))
        for clause in document.walk()
        if clause.table is None and clause.kind not in ("front_matter", "closing")
        for words in (p.of(clause.text).strip() for p in sentences(clause.text))
        if 15 < len(words) < 120
    ]
    return Random(7).sample(said, EACH)


def test_a_citation_made_here_is_proved_here(assistant: Assistant) -> None:
    for document in assistant.library.documents:
        draft = "\n".join(f"根据有关要求，{cited}" for cited in cited_sentences(document))
        report = check(draft, assistant)
        assert len(report.findings) >= EACH
        assert not [(f.verdict, f.text) for f in report.findings if not f.proved]


def test_one_figure_changed_in_it_is_found(assistant: Assistant) -> None:
    document = assistant.library.document("粤办函〔2022〕245号")
    clause = next(c for c in document.walk() if "95%" in c.text or "85%" in c.text)
    words = next(w for p in sentences(clause.text) if "5%" in (w := p.of(clause.text).strip()))
    right = printed(Cited.of(document, clause.path, words))
    assert check(right, assistant).exit_code == 0
    assert check(right.replace("5%", "6%", 1), assistant).exit_code == 1
