"""The draft suite: every draft is checked as the product checks it, every labelled claim becomes one result.

Accusations on words that nobody labelled become results as well, so that they count and can be read.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.drafts.finding import Finding
from corpus.errors import PolicyError
from corpus.library import Library
from eval.assistants import Answering
from eval.drafts import Claim, Draft
from eval.results import Evidence, Result
from eval.score import Score
from eval.scorers.citing import Finder, score_cite
from eval.scorers.claims import Told, exact, match, score_claim

if TYPE_CHECKING:
    from assistant.ask import Assistant

_log = logging.getLogger(__name__)

Checker = Callable[[str], Sequence[Finding]]
"""A draft's text to its findings."""

STRAY = "stray"


def checker_of(assistant: Answering, today: date) -> Checker | None:
    """The product's check over an assistant's library; ``None`` for an assistant that is not the product's."""
    from assistant.ask import Assistant  # with the index and its model

    inner = getattr(assistant, "inner", None)
    return _product(inner, today) if isinstance(inner, Assistant) else None


def _product(inner: Assistant, today: date) -> Checker:
    from assistant.drafts.check import check  # only who checks drafts loads it

    return lambda text: check(text, inner, today).findings


def finder_of(assistant: Answering) -> Finder | None:
    """The product's search for what carries a sentence; ``None`` for an assistant that is not the product's."""
    from assistant.ask import Assistant  # with the index and its model
    from assistant.drafts.carrying import carriers

    inner = getattr(assistant, "inner", None)
    return (lambda words: carriers(inner, words)) if isinstance(inner, Assistant) else None


def draft_results(
    suite: str, drafts: Sequence[Draft], checker: Checker, library: Library, find: Finder | None = None
) -> Iterator[Result]:
    """The results of a suite, draft by draft; ``find`` adds how well citing while writing does on the same claims."""
    documents = {d.source: d.id for d in library.documents}
    for draft in drafts:
        begin = time.perf_counter()
        try:
            findings, failed = tuple(checker(draft.text)), ""
        except PolicyError as error:
            findings, failed = (), str(error)
        except Exception as error:  # noqa: BLE001  (whatever breaks the check is a finding of the run, not its end)
            _log.exception("check failed on %s", draft.id)
            findings, failed = (), f"{type(error).__name__}：{error}"
        elapsed = round((time.perf_counter() - begin) * 1000, 1)
        cited = [score_cite(c, find) if find is not None else [] for c in draft.case.claims]
        yield from _rows(suite, draft, findings, failed, elapsed, documents, cited)


def _rows(
    suite: str,
    draft: Draft,
    findings: Sequence[Finding],
    failed: str,
    elapsed: float,
    documents: dict[str, str],
    cited: Sequence[Sequence[Score]],
) -> Iterator[Result]:
    matched = match(draft, findings)
    for number, told in enumerate(matched.told, 1):
        scores = [*score_claim(told, draft.text), *cited[number - 1]]
        if number == 1:  # the time is the draft's, told once
            scores.append(Score("latency", elapsed, f"{len(draft.text)}字用{elapsed:.0f}毫秒"))
        yield _row(suite, draft, number, told, tuple(scores), failed, documents)
    for number, stray in enumerate(matched.strays, 1):
        yield _stray(suite, draft, number, stray, documents)


def _row(
    suite: str, draft: Draft, number: int, told: Told, scores: tuple[Score, ...], failed: str, documents: dict[str, str]
) -> Result:
    claim = told.claim
    return Result(
        f"{draft.id}/{number}",
        draft.id,
        suite,
        claim.kind,
        "",
        "",
        tuple(dict.fromkeys(documents[g.source] for g in claim.evidence if g.source in documents)),
        claim.text,
        _gold(claim),
        failed or _said(told.finding),
        scores,
        _evidence(told),
        outcome=claim.verdict,
        note=claim.note,
        given={"said": told.finding.verdict if told.finding else "没有查出"},
    )


def _stray(suite: str, draft: Draft, number: int, finding: Finding, documents: dict[str, str]) -> Result:
    reason = f"标注中没有这一处，判为{finding.verdict}"
    return Result(
        f"{draft.id}/误报{number}",
        draft.id,
        suite,
        STRAY,
        "",
        "",
        tuple(dict.fromkeys(documents[e.source] for e in finding.evidence if e.source in documents)),
        finding.text,
        "（标注中没有）",
        _said(finding),
        (Score("accusation_right", 0.0, reason), exact(finding, draft.text)),
        given={"said": finding.verdict},
    )


def _gold(claim: Claim) -> str:
    lines = [f"应为{'或'.join(claim.verdicts)}"] + ([f"改为：{claim.correction}"] if claim.correction else [])
    return "\n".join(lines)


def _said(finding: Finding | None) -> str:
    if finding is None:
        return "（没有查出）"
    lines = [f"{finding.verdict}：{finding.text}", finding.reason]
    return "\n".join(lines + ([f"改为：{finding.correction}"] if finding.correction else []))


def _evidence(told: Told) -> tuple[Evidence, ...]:
    wanted = {(g.source, g.clause) for g in told.claim.evidence}
    given = told.finding.evidence if told.finding else ()
    out = [Evidence(f"{e.title} {e.label}", e.quote, (e.source, e.clause) in wanted, cited=True) for e in given]
    if wanted and not any(e.found for e in out):
        out += [Evidence(f"{g.source} {g.clause}", g.quote, found=False, cited=False) for g in told.claim.evidence[:1]]
    return tuple(out)
