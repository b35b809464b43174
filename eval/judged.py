"""Answers judged by hand, and whether the scorers judge as people do.

questions/judged.jsonl holds one question a line with its gold and several answers, real and made up; each says by hand
whether it is right and whether it cites what it must. Where a scorer and the hand differ, ``python -m eval judged``
lists it: that is how a scorer's change is proved, and what the judged set is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.library import Library
from corpus.written import NoSuchClause
from eval.cases import Case, Gold, Kind
from eval.clauses import Clauses, places_of
from eval.given import Cited, Given
from eval.load import BadCases, json_lines, reason_of
from eval.match import Asked
from eval.score import Score, Subject
from eval.scorers import score_all
from eval.suites import QUESTIONS

JUDGED = QUESTIONS / "judged.jsonl"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Citation(_Strict):
    clause: str
    quote: str = ""


class JudgedAnswer(_Strict):
    """One answer with the hand's verdicts: ``right``; ``cited`` (all that must be is, ``None`` where nothing must);
    ``faithful`` where numbers were judged. ``why`` says what is tricky."""

    answer: str
    abstained: bool = False
    citations: tuple[_Citation, ...] = ()
    right: bool
    cited: bool | None = None
    faithful: bool | None = None
    why: str = ""


class JudgedQuestion(_Strict):
    """A question with its gold and the answers judged."""

    id: str
    kind: Kind
    question: str
    gold: Gold
    answers: tuple[JudgedAnswer, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A scorer against the hand."""

    id: str
    question: str
    answer: str
    measure: str
    hand: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many verdicts agree, and those that don't."""

    verdicts: int
    answers: int
    disagreements: tuple[Disagreement, ...]


def load_judged(path: Path = JUDGED) -> tuple[JudgedQuestion, ...]:
    """The judged answers; raises ``BadCases`` with the place of the first fault."""
    if not path.is_file():
        raise BadCases(f"找不到“{path}”，请检查路径。")
    out = []
    for number, data in json_lines(path):
        try:
            out.append(JudgedQuestion.model_validate(data))
        except ValidationError as error:
            raise BadCases(f"“{path.name}”第{number}行：{reason_of(error)}。") from error
    return tuple(out)


def agreement(judged: tuple[JudgedQuestion, ...], library: Library) -> Agreement:
    """Score every judged answer and set the scores against the hand's verdicts."""
    clauses = Clauses(library)
    differing: list[Disagreement] = []
    verdicts = 0
    for question in judged:
        for number, answer in enumerate(question.answers, 1):
            scores = {s.name: s for s in score_all(_subject(question, answer, clauses))}
            by_hand = {"right": answer.right, "citation_recall": answer.cited, "faithful": answer.faithful}
            for name, hand in by_hand.items():
                if hand is None:
                    continue
                verdicts += 1
                if _verdict(scores[name]) != hand:
                    differing.append(
                        Disagreement(
                            f"{question.id}/{number}", question.question, answer.answer, name, hand, scores[name].reason
                        )
                    )
    return Agreement(verdicts, sum(len(q.answers) for q in judged), tuple(differing))


def _verdict(score: Score) -> bool:
    return score.value is None or score.value == 1


def _subject(question: JudgedQuestion, answer: JudgedAnswer, clauses: Clauses) -> Subject:
    case = Case.model_validate(
        {"id": question.id, "kind": question.kind, "turns": [{"question": question.question, "gold": question.gold}]}
    )
    given = Given(
        answer.answer,
        answer.abstained,
        tuple(_cited(n, c, clauses) for n, c in enumerate(answer.citations, 1)),
    )
    return Subject(case, 0, given, clauses, Asked(question.question, places_of(clauses.library)))


def _cited(marker: int, citation: _Citation, clauses: Clauses) -> Cited:
    """A citation written by hand; one of a clause that doesn't exist stays what it is."""
    try:
        clause = clauses.find(citation.clause)
    except NoSuchClause:
        return Cited(marker, citation.clause, citation.quote)
    return Cited(
        marker, str(clause.id), citation.quote or clause.text[:40], clause.text, clauses.document_of(clause).name
    )
