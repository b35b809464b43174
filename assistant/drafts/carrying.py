"""Which clauses carry what a writer wants to say: 「到2025年每千人口注册护士数达到3.93人」 → 二、（三）, word for word.

Those that really carry it are kept apart from those that are merely near: every figure, year, body, bound and negation
of the sentence stands in one sentence or row of the clause (the same proof as for our own answers), and what it speaks of
is spoken of there. A clause that says otherwise comes with what it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.alignment import differences
from assistant.ask import Assistant
from assistant.citation_styles import Cited, printed
from assistant.cite import warnings
from assistant.drafts.check import check
from assistant.drafts.duty_carrying import carrying_duties
from assistant.drafts.figures import RHYTHM, figures
from assistant.drafts.finding import CheckReport
from assistant.drafts.leadins import without_leadin
from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.statement import Statement, Support
from assistant.terms import coverage, covered, plain
from assistant.verify import verify
from corpus.errors import BadQuestion
from corpus.model import Clause, Document, Span
from index.words import normal

LONGEST = 500
_CARRIES = 0.8  # share of what the sentence speaks of that one sentence of the clause must speak of too
_NEAR = 0.45
_HEADING = 0.8
_UNSAID = "这一条没有说到"
_RECONSIDERED = 6
_WHOLE = 0.8
_SPOKEN = 0.6
_GOVERNING = ("原则上", "力争")  # they soften all that follows in the sentence, however far behind
_WRONG = ("数字不符", "部门不符", "断章", "引文有出入")
_SHORT_NAME = re.compile(r"[（(]以下(?:简称|统称|称)[^（()）]*[)）]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Carrier:
    """One clause for a sentence: ``quote`` carries it, or comes nearest; ``against`` is what stands against it."""

    document: Document
    clause: Clause
    span: Span
    share: float
    against: tuple[str, ...] = ()
    in_force: bool = True
    warnings: tuple[str, ...] = ()
    url: str | None = None

    @property
    def carries(self) -> bool:
        """Whether the sentence may be said with this clause as its source."""
        return not self.against and self.share >= _CARRIES

    @property
    def quote(self) -> str:
        """The exact words of the clause."""
        return self.span.of(self.document.text).strip()

    @property
    def cited(self) -> Cited:
        """Ready to be printed in any style."""
        return Cited.of(self.document, self.clause.path, self.quote, self.url)


def carriers(assistant: Assistant, words: str, k: int = 5) -> tuple[Carrier, ...]:
    """The ``k`` best clauses for a sentence, those that carry it first; none where nothing comes near.

    Raises ``BadQuestion`` for nothing, and for more than a few sentences.
    """
    words = words.strip()
    if not words:
        raise BadQuestion("请写出想说的话，例如：“到2025年，每千人口注册护士数达到3.93人”。")
    if len(words) > LONGEST:
        raise BadQuestion(f"这段话有{len(words)}字，请控制在{LONGEST}字以内，一次查一两句；整篇文稿请用核对。")
    words = without_leadin(words) or words
    best: dict[str, Carrier] = {}
    for carrier in (*_by_duty(assistant, words), *_by_words(assistant, words)):
        known = best.get(str(carrier.clause.id))
        if carrier.share >= _NEAR and (known is None or _rank(carrier) > _rank(known)):
            best[str(carrier.clause.id)] = carrier
    ranked = sorted(best.values(), key=_rank, reverse=True)
    weighed = [c if c.carries else _reworded(assistant, c, words) for c in ranked[:_RECONSIDERED]]
    return tuple(sorted([*weighed, *ranked[_RECONSIDERED:]], key=_rank, reverse=True)[:k])


def _reworded(assistant: Assistant, carrier: Carrier, words: str) -> Carrier:
    """A sentence in words of its own: carried where the check of drafts lays all of it beside this clause and finds it right."""
    if any(f.kind == RHYTHM for f in figures(words)) or any(not r.startswith(_UNSAID) for r in carrier.against):
        return carrier
    report = _checked(assistant, carrier.document, carrier.clause, words)
    content = [f for f in report.findings if f.kind != "citation"]
    proofs = [e for f in content for e in f.evidence]
    here = "/".join(carrier.clause.path.numbered or carrier.clause.path.steps)
    right = content and all(f.proved or f.verdict == "非现行有效" for f in report.findings)
    told = sum(len(f.text) for f in content)
    if (
        not right
        or told < _WHOLE * len(words)
        or any((e.document, e.clause) != (carrier.document.id, here) for e in proofs)
    ):
        return carrier
    quote = max((e.quote for e in proofs), key=len, default="")
    at = carrier.clause.text.find(quote) if quote else -1
    span = Span(at, at + len(quote)).shift(carrier.clause.span.start) if at >= 0 else carrier.span
    return replace(carrier, against=(), share=max(carrier.share, _CARRIES), span=span)


def _by_words(assistant: Assistant, words: str) -> Iterable[Carrier]:
    """The sentences and rows that a search finds, each weighed."""
    query, _, _ = assistant.prepared(words)
    gatherer = Gatherer(assistant.library, assistant.retriever, assistant.day)
    for unit in gatherer.units(query):
        if not unit.heading_only and unit.clause.kind != "front_matter":
            yield _weighed(assistant, unit, query, words)


def _by_duty(assistant: Assistant, words: str) -> Iterable[Carrier]:
    """The clauses whose responsibilities a list of bodies states: 由市医保局牵头，市财政局配合."""
    for duty, share in carrying_duties(words, assistant.library):
        document = assistant.library.document(duty.clause.document)
        yield _carrier(assistant, document, assistant.library.clause(duty.clause), duty.span, share, (), words)


def _rank(carrier: Carrier) -> tuple[bool, bool, float, int]:
    """Carrying before near, in force before not, then the more it covers, then the shorter."""
    return carrier.carries, carrier.in_force, round(carrier.share, 2), -len(carrier.quote)


def _weighed(assistant: Assistant, unit: Unit, query: Query, words: str) -> Carrier:
    share = coverage(query.terms, (unit.words, 1.0), (unit.context, _HEADING)) if query.terms else 0.0
    support = Support(unit.document, unit.clause, unit.span)
    if share < _NEAR:
        return Carrier(unit.document, unit.clause, unit.span, share)
    report = (
        _checked(assistant, unit.document, unit.clause, words)
        if share >= _CARRIES or unit.reading is not None
        else None
    )
    if unit.reading is not None and report is not None and _proved(report, unit):
        undated = tuple(_undated(unit, words))
        return _carrier(assistant, unit.document, unit.clause, unit.span, max(share, _CARRIES), undated, words)
    against = _once((*_against(assistant, unit, support, words), *_unsaid(unit, query)))
    if not against and report is not None:
        against = _once(_disproved(report))
    return _carrier(assistant, unit.document, unit.clause, unit.span, share, against, words)


def _carrier(
    assistant: Assistant,
    document: Document,
    clause: Clause,
    span: Span,
    share: float,
    against: tuple[str, ...],
    words: str,
) -> Carrier:
    line = assistant.library.lines.get(document.id)
    told = warnings((Statement(words, (Support(document, clause, span),)),), assistant.library, assistant.day())
    in_force = assistant.library.force(document.id, assistant.day()).in_force
    return Carrier(document, clause, span, share, against, in_force, told, line.source.url if line else None)


def _against(assistant: Assistant, unit: Unit, support: Support, words: str) -> Iterable[str]:
    """What of the sentence does not stand in the clause, in words for the reader."""
    unquoted = re.sub(r"[“”]", "", words)
    for fault in verify(Statement(unquoted, (support,)), assistant.library):
        yield f"{fault.kind}：“{fault.words.strip()}”"
    for difference in differences(unquoted, [_SHORT_NAME.sub("", unit.clause.text if unit.reading else unit.text)]):
        yield f"{difference.kind}：“{difference.words.strip()}”"
    there = set(_NUMBER.findall(normal(f"{unit.words}，{unit.context}，{unit.document.name}")))
    for number in _NUMBER.findall(normal(_without_references(unquoted))):
        if number not in there and not _governed(number, unit):
            yield f"数字不在这一句里：“{number}”"


def _unsaid(unit: Unit, query: Query) -> Iterable[str]:
    """Each thing of the sentence that the unit and its headings do not speak of: 统一结算 where they say 统一配送."""
    said = f"{unit.words}，{unit.context}，{plain(unit.document.name)}"
    for term in query.terms:
        if len(term.text) > 1 and covered(term, said) < _SPOKEN:
            yield f"{_UNSAID}：“{term.text}”"
    for word in _GOVERNING:
        if word in unit.words and word not in normal(query.text):
            yield f"限定语气的词与原文不符：原文有“{word}”"


def _checked(assistant: Assistant, document: Document, clause: Clause, words: str) -> CheckReport:
    """What the check of drafts says of the sentence when it is said with this clause as its source."""
    cited = printed(Cited.of(document, clause.path))
    return check(f"根据{cited}，{words.rstrip('。；')}。", assistant, assistant.day())


def _proved(report: CheckReport, row: Unit) -> bool:
    """Whether the check proved every figure of the sentence by this very row: it is no sentence to be laid beside."""
    content = [f for f in report.findings if f.kind != "citation"]
    return any(f.kind == "number" for f in content) and all(
        f.proved and all(e.quote in row.text or row.text in e.quote for e in f.evidence) for f in content
    )


def _undated(unit: Unit, words: str) -> Iterable[str]:
    """A row has figures of several years: whoever names none may mean any of them."""
    heads = {y for head, _ in (unit.reading.pairs if unit.reading is not None else ()) for y in _YEAR.findall(head)}
    if len(heads) > 1 and not any(y in normal(words) for y in heads):
        yield f"这一行有{'、'.join(sorted(heads))}年的数，请写明是哪一年"


def _disproved(report: CheckReport) -> Iterable[str]:
    """What the check finds wrong with the sentence."""
    for finding in report.findings:
        if finding.kind != "citation" and finding.verdict in _WRONG:
            yield f"{finding.verdict}：{finding.reason}"


def _once(reasons: Iterable[str]) -> tuple[str, ...]:
    """Each figure's fault once: the first reason that names it is enough."""
    out: list[str] = []
    said: set[str] = set()
    for reason in reasons:
        figures = set(_NUMBER.findall(reason))
        if reason not in out and not (figures and figures <= said):
            out.append(reason)
            said |= figures
    return tuple(out)


def _without_references(words: str) -> str:
    """The words without the names and numbers of documents: the year of 〔2022〕245号 is nobody's figure."""
    return re.sub(r"《[^《》]*》|[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*\d+\s*号", "", words)


def _governed(number: str, unit: Unit) -> bool:
    """Whether a year that stands elsewhere in the clause is the deadline of what the unit sets."""
    return any(t.deadline is not None and t.deadline.normal.startswith(number) for t in unit.targets)
