"""The cards beside an answer: for each marker the document, the clause, and its words with the quote highlighted.

Element ids tie text and cards together: ``c3-1`` is the card of marker 1 in the third exchange, ``a3-1`` the
marker's first place in the answer's text.
"""

from __future__ import annotations

import logging

from assistant.answer import Answer, Citation
from assistant.citation_styles import STYLES, Cited, printed
from assistant.web.chain import chain_html
from assistant.web.markup import attribute, clause_link, escape, highlighted
from assistant.web.words import chinese
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import Span

log = logging.getLogger(__name__)

EMPTY = (
    '<div class="no-sources"><h2 data-say="side.sources">出处</h2>'
    '<p data-say="card.empty">回答里的每个编号都对应一处条款。提问之后，这里显示条款所在的文件、文号、位置和原文，所引的话会标亮。</p></div>'
)
# Shown by the page's script where the clause is longer than its frame.
_MORE = '<button type="button" class="more" aria-expanded="false" hidden data-say="card.more">展开</button>'


def card_id(exchange: int, marker: int) -> str:
    """The id of a card's element."""
    return f"c{exchange}-{marker}"


def marker_id(exchange: int, marker: int) -> str:
    """The id of a marker's first place in an answer's text."""
    return f"a{exchange}-{marker}"


def panel(exchange: int, answer: Answer, library: Library | None = None) -> str:
    """All that stands beside one answer: its citations, or after a refusal the clauses to read on; folded, how it came about."""
    out = ""
    if answer.citations:
        out += f'<h2>出处<span class="count">{len(answer.citations)} 处</span></h2>'
        out += "".join(citation_card(exchange, citation, library) for citation in answer.citations)
    if answer.reading:
        out += '<h2 class="reading">相关条款<span class="count">供阅读，不作依据</span></h2>'
        out += "".join(reading_card(citation) for citation in answer.reading)
    if not out:
        out = '<h2>出处</h2><p class="none">这次没有可以引用的条款。</p>'
    out += chain_html(answer.trace)
    question = f'<p class="of">问：{escape(_shortened(answer.question))}</p>'
    return (
        f'<section class="exchange" id="s{exchange}" data-exchange="{exchange}" data-answer="{attribute(answer.text)}" '
        f'aria-label="第 {exchange} 问的出处">{question}{out}</section>'
    )


def panels(sections: tuple[str, ...], conversation: str = "") -> str:
    """The panels of a whole conversation; only the last shows, the page's script shows another on a click."""
    if not sections:
        return EMPTY
    *past, last = sections
    named = f'<span hidden data-conversation="{attribute(conversation)}"></span>'
    return (
        named + _STYLE_CHOICE + "".join(section.replace("<section ", "<section hidden ", 1) for section in past) + last
    )


_STYLE_NAMES = ("style.official", "style.gb", "style.plain")
# What every copy button copies; the page's script remembers the choice in the browser.
_STYLE_CHOICE = (
    f'<fieldset class="styles"><legend data-say="style.title">{chinese("style.title")}</legend>'
    + "".join(
        f'<label><input type="radio" name="citation-style" value="{number}"{" checked" if number == 0 else ""}>'
        f'<span data-say="{key}">{chinese(key)}</span></label>'
        for number, key in enumerate(_STYLE_NAMES)
    )
    + "</fieldset>"
)


def in_styles(citation: Citation, library: Library | None) -> list[str]:
    """A citation in each style, for the copy buttons; what the library no longer holds comes without issuer and date."""
    try:
        cited = Cited.cited(citation, library)
    except PolicyError:
        cited = Cited.cited(citation)
    return [printed(cited, style) for style in STYLES]


def citation_card(exchange: int, citation: Citation, library: Library | None = None) -> str:
    """One citation as evidence: number, document, clause, its whole text with the quote marked, a copy button."""
    number = (
        f'<a class="number" href="#{marker_id(exchange, citation.marker)}" aria-label="回到回答中的编号 {citation.marker}">'
        f"{citation.marker}</a>"
    )
    texts = "".join(f' data-copy{n}="{attribute(said)}"' for n, said in enumerate(in_styles(citation, library)))
    copy = (
        f'<button type="button" class="copy" data-marker="{citation.marker}"{texts} data-say="card.copy" '
        f'aria-label="复制出处 {citation.marker} 的引用">复制引用</button>'
    )
    whole = clause_link(citation.clause, chinese("reader.open"), citation.quote, "reader.open")
    return (
        f'<article class="card" id="{card_id(exchange, citation.marker)}" tabindex="-1" '
        f'aria-label="出处 {citation.marker}">{number}{_head(citation)}{_warnings(citation)}'
        f'<div class="clause" tabindex="0" role="group" aria-label="条款原文">{_clause(citation)}</div>'
        f'<p class="actions">{copy}{whole}{_MORE}</p></article>'
    )


def reading_card(citation: Citation) -> str:
    """A clause near a question that has no answer: no number, no highlight, nothing to cite with."""
    return (
        f'<article class="card reading">{_head(citation)}{_warnings(citation)}'
        f'<div class="clause" tabindex="0" role="group" aria-label="条款原文">{escape(citation.text)}</div>'
        f'<p class="actions">{clause_link(citation.clause, chinese("reader.open"), key="reader.open")}{_MORE}</p></article>'
    )


def _head(citation: Citation) -> str:
    number = f'<p class="doc-number">{escape(citation.number)}</p>' if citation.number else ""
    headings = " › ".join(h for h in citation.headings if h)
    label = f'<span class="label">{escape(citation.label)}</span>' if citation.label else ""
    heading = f'<span class="heading">{escape(headings)}</span>' if headings else ""
    return f'<h3>《{escape(citation.title)}》</h3>{number}<p class="where">{label}{heading}</p>'


def _warnings(citation: Citation) -> str:
    return "".join(f'<p class="warning">{escape(warning)}</p>' for warning in citation.warnings)


def _clause(citation: Citation) -> str:
    """The clause with its quote marked: the first place where the quote stands, since its words are the same anywhere."""
    at = citation.text.find(citation.quote) if citation.quote else -1
    if at < 0:
        if citation.quote:
            log.error("the quote of marker %d does not stand in %s", citation.marker, citation.clause)
        return escape(citation.text)
    return highlighted(citation.text, [Span(at, at + len(citation.quote))])


def _shortened(question: str, most: int = 60) -> str:
    line = " ".join(question.split())
    return line if len(line) <= most else line[: most - 1] + "…"
