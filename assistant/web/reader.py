"""The reader: any clause in its document, over whatever tab is open. Outline, whole text, quoted words, status, versions.

One ``<dialog>`` for the page. The script opens it for every ``a.clause-link`` and for an address that names a clause or
a document; the HTML inside comes from ``reading_html`` through Gradio's own server functions.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.citation_styles import STYLES, Cited, printed
from assistant.web.context import Context
from assistant.web.markup import attribute, clause_link, escape, highlighted
from corpus.errors import PolicyError
from corpus.facts import Body
from corpus.force import Force
from corpus.library import Library
from corpus.model import Clause, Document, Span, Table
from corpus.path import ClausePath
from corpus.resolve import find_clause
from corpus.shelf import Shelf
from corpus.versions import diff

log = logging.getLogger(__name__)

_DIALOG = (
    '<dialog id="reader" aria-label="文件阅读" data-say-label="reader.title">'
    '<div class="reader-body" aria-live="polite"></div></dialog>'
)
_ON_LOAD = "window.policyPage.readWith((wanted) => server.read(wanted));"
MOST_VERSIONS = 3


def build(context: Context) -> None:
    """Put the reader on the page, closed."""

    def read(wanted: dict[str, Any]) -> str:
        """What the reader shows: ``id`` is a clause or a document as printed, ``quote`` the words to mark."""
        try:
            return reading_html(context, str(wanted.get("id", "")), str(wanted.get("quote") or ""))
        except PolicyError as error:
            return f'{_bar("")}<p class="reader-error" role="alert">{escape(str(error))}</p>'

    gr.HTML(_DIALOG, elem_id="reader-slot", server_functions=[read], js_on_load=_ON_LOAD)


def reading_html(context: Context, wanted: str, quote: str = "") -> str:
    """A document opened at a clause; raises ``PolicyError`` where there is none such."""
    library = context.library
    name, sign, path = wanted.rpartition("#") if "#" in wanted else (wanted, "", "")
    document = library.document(name)
    clause, note = find_clause(document, ClausePath.parse(path)) if sign else (None, "")
    if sign and clause is None:
        raise PolicyError(note or f"《{document.name}》里没有“{path}”这一条。")
    marks = Mark(clause, quote)
    return (
        f"{_bar(document.name, library.force(document.id, context.day()))}"
        f'<div class="reader-columns"><nav class="outline" aria-label="目录" data-say-label="reader.outline">'
        f"{_outline(document, marks)}</nav>"
        f'<div class="reader-text" tabindex="0" role="region" aria-label="正文" data-say-label="reader.text">'
        f"{_head(document, context)}{_chosen(document, clause, library, quote)}"
        f"{''.join(_clause(document, c, marks) for c in document.walk())}</div></div>"
    )


class Mark:
    """The clause that is shown and the quote in it."""

    def __init__(self, clause: Clause | None, quote: str) -> None:
        self.clause = clause
        self.quote = quote

    def here(self, clause: Clause) -> bool:
        """Whether this is the clause that was asked for."""
        return self.clause is not None and clause.id == self.clause.id

    def spans(self, clause: Clause) -> list[Span]:
        """The quote's place in a clause's own text; nothing for the others."""
        at = clause.text.find(self.quote) if self.quote and self.here(clause) else -1
        return [Span(at, at + len(self.quote))] if at >= 0 else []


def _bar(title: str, force: Force | None = None) -> str:
    """Title and status stay in sight, however far one reads."""
    status = f'<span class="status {_kind(force)}">{escape(force.status)}</span>' if force else ""
    return (
        f'<header class="reader-bar"><h2>{escape(f"《{title}》" if title else "")}</h2>{status}'
        '<button type="button" class="reader-close" data-say="reader.close">返回</button></header>'
    )


def _head(document: Document, context: Context) -> str:
    """Number, issuer, date, force with its reason, what it carries out, older versions."""
    library = context.library
    force = library.force(document.id, context.day())
    facts = [document.number, document.issuer, document.issued_on.isoformat() if document.issued_on else None]
    out = f'<p class="reader-facts">{" · ".join(escape(f) for f in facts if f)}</p>'
    out += f'<p class="reader-why {_kind(force)}">{escape(force.reason)}</p>'
    out += "".join(f'<p class="warning">{escape(note)}</p>' for note in (*force.notes, *document.notes))
    above = [_held(b.target.citation, b.target.document) for b in library.lineage.implements(document.id)]
    below = [_held(d.citation, d) for d in library.lineage.implemented_by(document.id)]
    if above:
        out += f'<p class="reader-line"><b data-say="reader.above">依据</b> {"；".join(above)}</p>'
    if below:
        out += f'<p class="reader-line"><b data-say="reader.below">落实本文件的</b> {"；".join(below)}</p>'
    return f'<div class="reader-head">{out}{_versions(document, library)}</div>'


def _kind(force: Force) -> str:
    return "good" if force.in_force else "warn"


def _held(citation: str, document: Document | None) -> str:
    return document_link(document.id, citation) if document is not None else escape(citation)


def document_link(document_id: str, text: str) -> str:
    """A link that opens a document in the reader."""
    return clause_link(document_id, text)


def _versions(document: Document, library: Library) -> str:
    """Older versions that the folder keeps, each with what has changed since."""
    if library.folder is None:
        return ""
    try:
        older = Shelf(library.folder).older(document.id)[:MOST_VERSIONS]
        told = [f"{old.source}：到现在{diff(old, document).summary}" for old in older]
    except PolicyError as error:
        log.warning("older versions of %s can't be read: %s", document.id, error)
        return ""
    if not told:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in told)
    return (
        f'<details class="versions"><summary data-say="reader.versions">更早的版本</summary><ul>{items}</ul></details>'
    )


def _chosen(document: Document, clause: Clause | None, library: Library, quote: str) -> str:
    """The clause that was asked for: how to cite it, a link to it, what the ledger reads out of it."""
    if clause is None:
        return ""
    cited = Cited.at(clause.id, quote if quote in clause.text else "", library)
    copies = "".join(
        f'<button type="button" class="copy" data-copy="{attribute(printed(cited, style))}" '
        f'aria-label="复制引用（{said}）">{escape(said)}</button>'
        for style, said in zip(STYLES, ("公文", "GB/T 7714", "文字"), strict=True)
    )
    link = f'<button type="button" class="copy link" data-link="{attribute(str(clause.id))}" data-say="reader.link">链接</button>'
    facts = "".join(f"<li>{escape(line)}</li>" for line in facts_told(document, clause, library))
    return (
        f'<div class="reader-chosen"><b>{escape(clause.label or "抬头")}</b><span class="quiet" data-say="reader.copy">复制</span>{copies}{link}'
        f"{f'<ul>{facts}</ul>' if facts else ''}</div>"
    )


def facts_told(document: Document, clause: Clause, library: Library) -> Iterator[str]:
    """The targets and duties of a clause, a line each: 目标：每万人口拥有全科医生数 4人（2025年）."""
    facts = library.facts(document.id)
    for target in (t for t in facts.targets if t.clause == clause.id):
        by = f"（{target.deadline.text}）" if target.deadline else ""
        yield f"目标：{target.indicator} {target.value or ''}{by}"
    for duty in (r for r in facts.responsibilities if r.clause == clause.id):
        roles = (("牵头", duty.lead), ("配合", duty.support), ("负责", duty.responsible), ("落实", duty.implementers))
        yield "责任：" + "；".join(f"{role} {_names(bodies)}" for role, bodies in roles if bodies)


def _names(bodies: tuple[Body, ...]) -> str:
    return "、".join(b.text for b in bodies)


def _outline(document: Document, marks: Mark) -> str:
    items = ""
    for clause in document.walk():
        title = " ".join(p for p in (clause.label, clause.heading) if p)
        if not title or (not clause.heading and clause.kind in ("paragraph", "item") and len(clause.path.steps) > 2):
            continue
        current = ' aria-current="location"' if marks.here(clause) else ""
        items += (
            f'<li class="d{min(len(clause.path.steps), 4)}"><a class="clause-link here" '
            f'href="#{_anchor(clause)}"{current}>{escape(title)}</a></li>'
        )
    return f"<ul>{items}</ul>"


def _anchor(clause: Clause) -> str:
    return f"r{clause.span.start}"


def _clause(document: Document, clause: Clause, marks: Mark) -> str:
    if not clause.text.strip():
        return ""
    chosen = " chosen" if marks.here(clause) else ""
    depth = min(len(clause.path.steps), 4)
    inner = table_html(clause.table) if clause.table is not None else _words(clause, marks)
    return (
        f'<section class="r-clause d{depth}{chosen}" id="{_anchor(clause)}" tabindex="-1" '
        f'data-id="{attribute(str(clause.id))}">{inner}</section>'
    )


def _words(clause: Clause, marks: Mark) -> str:
    """The clause's own text; its heading stands out where it begins the text."""
    spans = marks.spans(clause)
    at = clause.text.find(clause.heading) if clause.heading else -1
    if 0 <= at < 12 and not any(s.start < at + len(clause.heading) for s in spans):
        end = at + len(clause.heading)
        rest = highlighted(clause.text[end:], [s.shift(-end) for s in spans])
        return f"<p><strong>{escape(clause.text[:end])}</strong>{rest}</p>"
    return f"<p>{highlighted(clause.text, spans)}</p>"


def table_html(table: Table) -> str:
    """A table of a document, in a frame that scrolls sideways."""
    heads = "".join(f'<th scope="col">{escape(c.head)}</th>' for c in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape(c.text)}</td>" for c in row) + "</tr>" for row in table.rows)
    return (
        f'<p><strong>{escape(table.title)}</strong></p><div class="rows" tabindex="0" role="group" '
        f'aria-label="{attribute(table.title or "表")}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
