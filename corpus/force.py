"""Whether a document is in force on a day: 现行, 试行, 征求意见稿, 尚未施行, 部分失效, 废止, with the days and the reason.

>>> force_of(parse_text("…本办法自2020年5月1日起施行，有效期5年。"), date(2026, 1, 1)).status  # doctest: +SKIP
'废止'

Three sources, the later ones over the first: the text itself (term.py), other documents of the library that repeal or
replace it (repeals.py), and sources.jsonl. A draft stays a draft whatever its text says of the day it takes effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.manifest import SourceLine
from corpus.model import ClauseId, Document, Span, Status
from corpus.path import ClausePath
from corpus.repeals import Repeal
from corpus.term import Term, term_of


@dataclass(frozen=True, slots=True)
class Force:
    """A document's standing on one day.

    ``since`` and ``until`` are its first and last day in force, ``None`` where not known. ``reason`` is a Chinese
    sentence for the reader, ``span`` the words of the document's own text that it rests on; what rests on another
    document's clause names it in ``by``. ``clauses`` are those that a partial repeal took out.
    """

    status: Status
    since: date | None
    until: date | None
    reason: str
    span: Span | None = None
    superseded_by: str | None = None
    by: ClauseId | None = None
    clauses: tuple[ClausePath, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether an answer may rest on it without a word of warning."""
        return self.status in ("现行", "试行")


@dataclass(frozen=True, slots=True)
class Ended:
    """A repeal that was traced to this document: by which, and on which day it takes effect (``None``: not known)."""

    repeal: Repeal
    by: Document
    on: date | None

    @property
    def words(self) -> str:
        """《…》（某府办〔2020〕3号）第三十条."""
        where = "" if self.repeal.kind in ("final", "revises") else self.repeal.by.path.label
        return self.by.citation + where


def force_of(document: Document, as_of: date, line: SourceLine | None = None, ended: Sequence[Ended] = ()) -> Force:
    """Where a document stands on ``as_of``; ``line`` is its sources.jsonl entry, ``ended`` what others say of it."""
    term = term_of(document)
    found = _force(document, as_of, line, term, ended)
    return replace(found, notes=tuple(dict.fromkeys((*found.notes, *term.notes))))


def _force(document: Document, as_of: date, line: SourceLine | None, term: Term, ended: Sequence[Ended]) -> Force:
    since, since_span, why = _since(document, line, term)
    until, until_span, till = _until(line, term)
    successor = (line.superseded_by if line else None) or next((e.by.id for e in ended if not e.repeal.path), None)
    if document.status == "征求意见稿":
        final = next((f"正式文件是{e.by.citation}。" for e in ended if e.repeal.kind == "final"), "")
        said = "这是征求意见稿，不是正式印发的文件，没有效力。" + final
        return Force("征求意见稿", None, None, said, None, successor)
    whole = [e for e in ended if not e.repeal.path]
    past = next((e for e in whole if e.on is None or e.on <= as_of), None)
    if past:
        day = f"自{past.on.isoformat()}起" if past.on and past.repeal.kind != "states" else ""
        verb = {"replaces": "代替", "states": "写明已经废止", "revises": "修订后重新发布"}.get(past.repeal.kind, "废止")
        last = past.on - timedelta(days=1) if past.on and past.repeal.kind != "states" else None
        last = min(d for d in (last, until) if d) if last or until else None
        return Force("废止", since, last, f"{day}被{past.words}{verb}。", None, successor, past.repeal.by)
    if until and as_of > until:
        return Force("废止", since, until, f"{till}，已届满失效。", until_span, successor)
    if document.status == "废止" and until is None:
        return Force("废止", since, None, "登记或原文写明已经废止或失效，日期不详。", None, successor)
    if since and as_of < since:
        return Force("尚未施行", since, until, f"{why}，到{as_of.isoformat()}尚未施行。", since_span, successor)
    if document.status == "尚未施行" and since_span is None and not (line and line.effective_on):
        return Force("尚未施行", None, until, "登记或原文写明尚未施行，施行日期不详。", None, successor)
    future = next((e for e in whole if e.on), None)
    if future and future.on:
        until = min(d for d in (until, future.on - timedelta(days=1)) if d)
        till = f"将自{future.on.isoformat()}起被{future.words}废止"
    standing = "；".join(w for w in (why, till) if w) or "原文没有写明施行日期和有效期"
    gone = [e for e in ended if e.repeal.path and (e.on is None or e.on <= as_of)]
    if gone or document.status == "部分失效":
        paths = tuple(dict.fromkeys(e.repeal.path for e in gone if e.repeal.path))
        shown = (
            f"{'、'.join(p.label for p in paths)}已被{gone[0].words}废止" if gone else "登记或原文写明部分条款已经失效"
        )
        return Force("部分失效", since, until, f"{shown}。", None, None, gone[0].repeal.by if gone else None, paths)
    status: Status = "试行" if document.status == "试行" else "不明" if document.status == "不明" else "现行"
    return Force(status, since, until, standing + "。", until_span or since_span, successor)


def first_day(document: Document, line: SourceLine | None = None) -> date | None:
    """The day from which a document counts: stated, else that of its issue."""
    return _since(document, line, term_of(document))[0]


def _since(document: Document, line: SourceLine | None, term: Term) -> tuple[date | None, Span | None, str]:
    if line and line.effective_on:
        return line.effective_on, None, f"登记的施行日期是{line.effective_on.isoformat()}"
    if term.since:
        return term.since, term.since_span, f"自{term.since.isoformat()}起施行"
    if document.issued_on and not term.since_span:
        return document.issued_on, None, f"没有写明施行日期，成文日期是{document.issued_on.isoformat()}"
    return None, term.since_span, ""


def _until(line: SourceLine | None, term: Term) -> tuple[date | None, Span | None, str]:
    if line and line.expires_on:
        return line.expires_on, None, f"登记的有效期至{line.expires_on.isoformat()}"
    if term.until:
        return term.until, term.until_span, f"有效期至{term.until.isoformat()}"
    return None, None, ""
