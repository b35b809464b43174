"""What a document is: number, dates, issuer, status, title, basis, whom to report to; cited where its head says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.compose_head import HEAD_NAMES, HEAD_WRITERS, basis_premise, claimed_basis, head_premise, paragraphs
from assistant.query import Field, Query
from assistant.refuse import sought
from assistant.statement import Composition, Statement, Support, refused
from corpus.force import Force
from corpus.library import Library
from corpus.model import Document, Span
from corpus.sentences import masked, sentences

_HEAD = ("front_matter", "closing")


def compose_document(query: Query, library: Library, today: date) -> Composition:
    """The fields asked for of each document named; of all where none is named."""
    documents = [library.document(d) for d in query.documents] or list(library.documents)
    if "basis" in query.fields and len(documents) > 1:  # 「汉中的通知是照着广东省的文件搞的吧」 asks of one
        claimed = claimed_basis(query.asked)
        documents = [d for d in documents if not d.region or d.region[:2] not in claimed] or documents
    if "status" in query.fields and len(documents) > 1 and re.search("哪|几份|都", query.asked):
        return _standing(documents, library, today, current=bool(re.search("还有效|现行|有效(?:的|吗)", query.asked)))
    if not query.documents and len(documents) > 8:
        return refused("unclear", "没有指明是哪一份文件，请写出地区、文件名或发文字号后再问。")
    statements, missing = [], []
    for document in documents:
        for field in query.fields:
            if field in ("opening", "closing"):
                said = paragraphs(document, field)
                statements += said
                missing += [] if said else [f"《{document.name}》没有{_NAMES[field]}。"]
                continue
            force = library.force(document.id, today)
            writer = _WRITERS[field] if field != "status" or force.in_force else _ended_writer(force)
            statement = writer(document)
            if statement is not None and field == "basis":
                statement = basis_premise(query, statement) or statement
            elif statement is not None:
                statement = head_premise(query, document, field, statement)
            if statement is None:
                missing.append(f"《{document.name}》没有写明{_NAMES[field]}。")
            else:
                statements.append(statement)
    if len(documents) > 1 and "issued" in query.fields and re.search("新|早|晚|先|后", query.asked):
        statements += _newest(documents)
    if not statements:
        return refused("not_found", "".join(missing) or f"没有查到“{sought(query)}”。")
    return Composition(tuple(statements), notes=tuple(missing))


_NAMES: dict[Field, str] = {
    "number": "发文字号",
    "issued": "成文日期",
    "published": "发布日期",
    "issuer": "发文机关",
    "status": "效力状态",
    "title": "标题",
    "basis": "制定依据",
    "report_to": "反映问题的渠道",
    **HEAD_NAMES,
}


def find(document: Document, words: str | re.Pattern[str], kinds: tuple[str, ...] = _HEAD) -> Support | None:
    """Where the head or the closing prints some words."""
    pattern = re.compile(re.escape(words)) if isinstance(words, str) else words
    for clause in document.walk():
        if clause.kind in kinds and (match := pattern.search(clause.text)):
            return Support(document, clause, Span(*match.span()).shift(clause.span.start))
    return None


def _number(document: Document) -> Statement | None:
    if document.number is None:
        return None
    support = find(document, document.number)
    return Statement(f"《{document.name}》的发文字号是{document.number}。", (support,)) if support else None


def _date(document: Document, day: date | None, what: str, label: str) -> Statement | None:
    if day is None:
        return None
    forms = rf"{day.year}\s*[年\-/.]\s*0?{day.month}\s*[月\-/.]\s*0?{day.day}(?!\d)日?"
    signed = find(document, re.compile(rf"^{forms}$", re.M)) if label == "成文日期" else None
    support = signed or find(document, re.compile(rf"{label}\s*[:：]\s*{forms}")) or find(document, re.compile(forms))
    text = f"《{document.name}》的{what}是{day.year}年{day.month}月{day.day}日。"
    return Statement(text, (support,)) if support else None


def _issued(document: Document) -> Statement | None:
    return _date(document, document.issued_on, "成文（印发）日期", "成文日期")


def _published(document: Document) -> Statement | None:
    return _date(document, document.published_on, "发布日期", "发布日期")


def _issuer(document: Document) -> Statement | None:
    if document.issuer is None:
        return None
    support = find(document, document.issuer)
    return Statement(f"《{document.name}》的发文机关是{document.issuer}。", (support,)) if support else None


def _status(document: Document) -> Statement | None:
    if document.status in ("征求意见稿", "试行"):
        support = find(document, document.status)
        said = "是征求意见稿，不是正式印发的文件" if document.status == "征求意见稿" else "为试行文件"
        return Statement(f"《{document.name}》{said}。", (support,)) if support else None
    support = find(document, document.number) if document.number else find(document, re.compile("印发"))
    return (
        Statement(f"《{document.name}》是正式印发的文件，文件库中没有它已被废止或替代的记录。", (support,))
        if support
        else None
    )


def _ended_writer(force: Force) -> Callable[[Document], Statement | None]:
    """The status of a document that is not, or not wholly, in force on the day asked of."""

    def write(document: Document) -> Statement | None:
        if force.status == "征求意见稿":
            return _status(document)
        words = force.span.of(document.text) if force.span else document.number or document.name
        support = find(document, words) or find(document, re.compile("."))
        text = f"《{document.name}》{force.status}：{force.reason}"
        return Statement(text, (support,)) if support else None

    return write


def _standing(documents: list[Document], library: Library, today: date, *, current: bool) -> Composition:
    """Which of several documents are no longer, or not yet, in force; the others are counted in a word."""
    statements, valid = [], []
    for document in documents:
        force = library.force(document.id, today)
        if force.in_force or force.status == "不明":
            valid.append(document)
            statement = _status(document) if current else None
        else:
            statement = _ended_writer(force)(document)
        if statement is not None:
            statements.append(replace(statement, item=True))
    names = "、".join(f"《{d.name}》" for d in valid[:8])
    note = f"文件库中没有以下文件被废止、替代或到期的记录：{names}。请以发文机关的公布为准。" if names else ""
    gone = [s for s in statements if "征求意见稿" not in s.text]
    lead = () if current or gone else (Statement("文件库中没有查到已经失效或废止的文件。"),)
    return Composition((*lead, *statements), notes=(note,) if note and not current else ())


def _title(document: Document) -> Statement | None:
    support = find(document, re.compile(r"\s*".join(re.escape(c) for c in document.title)))
    return Statement(f"文件全称是《{document.title}》。", (support,)) if support else None


def _sentence(document: Document, pattern: re.Pattern[str]) -> Support | None:
    for clause in document.walk():
        if clause.kind not in _HEAD and clause.path.steps[:1] != ("一",):
            continue
        for piece in sentences(masked(clause.text)):
            if pattern.search(piece.of(clause.text)):
                return Support(document, clause, Span(piece.start, piece.end).shift(clause.span.start))
    return None


def _basis(document: Document) -> Statement | None:
    support = _sentence(document, re.compile("(?:根据|依据|落实|贯彻).{0,60}《"))
    return Statement(f"《{document.name}》说明：{support.quote}。", (support,)) if support else None


def _report_to(document: Document) -> Statement | None:
    support = _sentence(document, re.compile("反映|反馈"))
    return Statement(f"《{document.name}》：{support.quote}。", (support,)) if support else None


def _newest(documents: list[Document]) -> list[Statement]:
    dated = sorted((d for d in documents if d.issued_on), key=lambda d: d.issued_on or date.min)
    if len(dated) < 2:
        return []
    supports = tuple(s for d in dated for s in (_issued(d) or Statement("")).supports)
    return [Statement(f"其中《{dated[-1].name}》较新，《{dated[0].name}》较早。", supports)]


_WRITERS: dict[Field, Callable[[Document], Statement | None]] = {
    "number": _number,
    "issued": _issued,
    "published": _published,
    "issuer": _issuer,
    "status": _status,
    "title": _title,
    "basis": _basis,
    "report_to": _report_to,
    **HEAD_WRITERS,
}
