"""Cases, answers and assistants for the tests of the evaluation: small ones, and ones with a broken organ."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from assistant.answer import Answer, Citation, Claim
from assistant.ask import Assistant, Turn
from assistant.statement import Composition
from assistant.trace import Recorder
from corpus.library import Library
from corpus.model import Clause
from eval.cases import Case, Fact
from eval.clauses import Clauses, places_of
from eval.given import Cited, Given
from eval.match import Asked
from eval.results import Result, result_of
from eval.score import Subject
from eval.scorers import score_all

FACT: TypeAdapter[Fact] = TypeAdapter(Fact)
PLACES = ("梅州", "广西", "广东", "蛟河", "汉中")


def number(value: str, unit: str = "", relation: str = "=", **more: Any) -> Fact:
    return FACT.validate_python({"type": "number", "number": value, "unit": unit, "relation": relation, **more})


def bodies(**roles: Any) -> Fact:
    return FACT.validate_python({"type": "bodies", **roles})


def case(case_id: str = "x-1", question: str = "梅州2025年每万人口全科医生数？", **gold: Any) -> Case:
    """A case of one turn; by default 梅州's 4人."""
    right: dict[str, Any] = {
        "outcome": "answer",
        "facts": [{"type": "number", "number": "4", "unit": "人", "year": "2025", "about": "全科医生数"}],
        "clauses": ["梅市府办〔2024〕1号 二、（一）"],
    }
    turn = {"question": question, "gold": (right | gold) if gold.get("outcome") != "refuse" else gold}
    return Case.model_validate({"id": case_id, "kind": "target", "turns": [turn]})


def scores(one: Case, given: Given, library: Library) -> dict[str, float | None]:
    """Every score of an answer by name."""
    return {s.name: s.value for s in score_all(subject(one, given, library))}


def subject(one: Case, given: Given, library: Library) -> Subject:
    clauses = Clauses(library)
    return Subject(one, 0, given, clauses, Asked(one.turns[0].question, places_of(library)))


def result(one: Case, given: Given, library: Library, suite: str = "dev") -> Result:
    made = subject(one, given, library)
    return result_of(made, suite, score_all(made))


def cited(clause: Clause, marker: int = 1, quote: str | None = None) -> Cited:
    return Cited(marker, str(clause.id), clause.text[:30] if quote is None else quote, clause.text, clause.id.document)


class Live:
    """The real assistant in the form that a run asks."""

    name = "composed"

    def __init__(self, inner: Assistant) -> None:
        self.inner = inner

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        return self.inner.ask(question, history)

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        return tuple(str(h.clause) for h in self.inner.retriever.find(question, k)[1])

    def describe(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        """Whoever opened the assistant closes it."""


class Shuffled:
    """A retriever that brings up clauses at random."""

    def __init__(self, inner: Any, library: Library) -> None:
        self._inner = inner
        self._clauses = [c.id for d in library.documents for c in d.walk()]
        self._chance = random.Random(1)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def search_clauses(self, query: str, k: int | None = None, *, documents: Any = None) -> list[Any]:
        hits = self._inner.search_clauses(query, k, documents=documents)
        allowed = [c for c in self._clauses if documents is None or c.document in documents]
        return [replace(h, clause=self._chance.choice(allowed)) for h in hits]

    def find(self, question: str, k: int | None = None) -> tuple[Any, list[Any]]:
        named = self._inner.names.find(question)
        return named, self.search_clauses(named.topic, k, documents=named.documents)


class NeverRefuses(Live):
    """Answers from the best clause wherever the real one refuses."""

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        answer = super().ask(question, history)
        if answer.status != "refused":
            return answer
        found = self.inner.retriever.find(question, 1)[1]
        if not found:
            return answer
        clause = self.inner.library.clause(found[0].clause)
        document = self.inner.library.document(clause.id.document)
        citation = Citation(
            1, clause.id, document.source, document.name, document.number, clause.label, (), clause.text, clause.span, clause.text
        )  # fmt: skip
        claim = Claim(clause.text, (1,))
        return replace(answer, text=clause.text + "[1]", claims=(claim,), citations=(citation,), refusal=None)


class Slipping(Assistant):
    """Composes every figure one too high; ``checks`` says whether verification still stands behind it."""

    checks = True

    def _compose(self, query: Any, text: str) -> Composition:
        composition = super()._compose(query, text)
        wrong = tuple(replace(s, text=shift_numbers(s.text)) for s in composition.statements)
        return replace(composition, statements=wrong)

    def _verified(self, composition: Composition, recorder: Recorder) -> Composition:
        return super()._verified(composition, recorder) if self.checks else composition


def shift_numbers(text: str) -> str:
    """Every number one higher; markers, titles and clause labels as they are."""
    pieces = re.split(r"(\[\d+\]|《[^》]*》|〔\d+〕\d+号|^\d+\. )", text, flags=re.M)
    return "".join(p if i % 2 else re.sub(r"\d+", lambda m: str(int(m[0]) + 1), p) for i, p in enumerate(pieces))


def numbers_shifted(given: Given, library: Library) -> Given:
    return replace(given, text=shift_numbers(given.text))


def markers_rotated(given: Given, library: Library) -> Given:
    """Every citation points to the next clause of its document, quote and all."""
    clauses = [c for d in library.documents for c in d.walk()]
    place = {str(c.id): i for i, c in enumerate(clauses)}
    return replace(
        given,
        citations=tuple(
            replace(c, clause=str(clauses[(place[c.clause] + 1) % len(clauses)].id)) for c in given.citations
        ),
    )


def whole_document_answered(given: Given, library: Library) -> Given:
    text = next(
        (d.text for d in library.documents if given.citations and given.citations[0].clause.startswith(d.id)), ""
    )
    return replace(given, text=given.text + "\n" + (text or library.documents[0].text), abstained=False)


def everything_cited(given: Given, library: Library) -> Given:
    document = next(
        (d for d in library.documents if given.citations and given.citations[0].clause.startswith(d.id)), None
    )
    if document is None:
        return given
    return replace(given, citations=tuple(cited(c, n) for n, c in enumerate(document.walk(), 1)))


def always_refused(given: Given, library: Library) -> Given:
    return replace(
        given, text="文件库中的文件没有相关规定，无法回答。", abstained=True, citations=(), refusal="not_found"
    )
