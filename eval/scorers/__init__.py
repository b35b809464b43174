"""The scorers, one subject a module; ``SCORERS`` is all that a run applies to an answer."""

from __future__ import annotations

from eval.score import Score, Scorer, Subject
from eval.scorers.answers import score_answer
from eval.scorers.citations import score_citations
from eval.scorers.faithful import score_faithful
from eval.scorers.form import score_form
from eval.scorers.refusals import score_refusal
from eval.scorers.retrieval import score_retrieval

SCORERS: tuple[Scorer, ...] = (
    score_answer,
    score_citations,
    score_faithful,
    score_refusal,
    score_form,
    score_retrieval,
)


def score_all(subject: Subject) -> tuple[Score, ...]:
    """Every score of one answer; ``both`` is made of two of them."""
    scores = [s for scorer in SCORERS for s in scorer(subject)]
    by_name = {s.name: s for s in scores}
    right, recall = by_name["right"], by_name["citation_recall"]
    whole = bool(right.value) and recall.value in (None, 1.0)
    reason = "答对，应引的都引了" if whole else right.reason if not right.value else recall.reason
    return (scores[0], Score("both", float(whole), reason), *scores[1:])
