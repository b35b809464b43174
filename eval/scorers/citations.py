"""Citations at clause level: what had to be cited, what was cited besides, and whether quotes are the clause's words."""

from __future__ import annotations

from eval.score import Score, Subject

_NAMES = ("citation_recall", "citation_precision", "citation_f1")


def score_citations(subject: Subject) -> list[Score]:
    """``citation_recall``, ``citation_precision``, ``citation_f1`` and ``quote_exact``."""
    return [*_against_gold(subject), _quotes(subject)]


def _against_gold(subject: Subject) -> list[Score]:
    gold, clauses = subject.turn.gold, subject.clauses
    if not gold.answerable:
        return [Score(n, None, "没有应引的条款") for n in _NAMES]
    cited = list(dict.fromkeys(c.clause for c in subject.given.citations))
    missing = [g for g in gold.groups if not any(clauses.cited(w, c) for w in g for c in cited)]
    recall = 1 - len(missing) / len(gold.groups)
    missed = "没有引" + "、".join("或".join(g) for g in missing)
    first = Score("citation_recall", recall, missed if missing else "应引的都引了")
    if not cited:
        return [first, Score("citation_precision", None, "没有引用"), Score("citation_f1", 0.0, "没有引用")]
    allowed = [w for g in gold.groups for w in g] + list(gold.also_clauses)
    foreign = [c for c in cited if not any(clauses.cited(w, c) for w in allowed)]
    precision = 1 - len(foreign) / len(cited)
    both = recall + precision
    return [
        first,
        Score("citation_precision", precision, f"多引{'、'.join(foreign[:4])}" if foreign else "没有多引"),
        Score("citation_f1", 2 * recall * precision / both if both else 0.0, f"召回{recall:.2f}，精确{precision:.2f}"),
    ]


def _quotes(subject: Subject) -> Score:
    """A quote is exact where it stands, character for character, in the clause it is said to come from."""
    cited = subject.given.citations
    if not cited:
        return Score("quote_exact", None, "没有引文")
    wrong = []
    for citation in cited:
        clause = subject.clauses.by_id(citation.clause)
        if clause is None or not citation.quote or citation.quote not in clause.text:
            wrong.append(f"[{citation.marker}]")
    reason = f"{'、'.join(wrong)}不是所标条款的原文" if wrong else "引文都是原文"
    return Score("quote_exact", 1 - len(wrong) / len(cited), reason)
