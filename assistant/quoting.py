"""How a unit is quoted: whole where short, else the stretch that carries the answer; always an exact piece."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Unit
from assistant.query import Query
from assistant.statement import Statement, Support
from assistant.terms import covered, plain
from corpus.model import Span
from corpus.sentences import Piece, masked, segments
from index.words import normal

SHORT = 130
_ORDINAL = re.compile(
    r"^\s*(?:[(（][一二三四五六七八九十百\d]+[)）]|[一二三四五六七八九十百]+、|\d+[.、．]|第[一二三四五六七八九十百零]+条\s*)"
)
_YEAR_OPENS = re.compile(r"^(?:力争)?(?:到|至)?(?:20\d\d年(?:底)?(?:前)?|“十四五”(?:期间|期末|末))$")
_ELLIPTIC = re.compile(r"\s*[\u4e00-\u9fff]{0,5}(?:不低于|不少于|不超过|达到|至少|为)\d+(?:\.\d+)?[%人个]?(?:以上)?$")
"""A stretch that lives on the one before: 省级…可办率不低于90%,市县级不低于70%."""
_SOFTENS = re.compile("^(?:原则上|力争|一般|条件允许时|有条件的地方|除.{2,20}外)$")
"""A short opening that changes the duty: never cut off from what follows it."""


def support(unit: Unit, span: Span | None = None) -> Support:
    """The unit, or a piece of it, as support."""
    return Support(unit.document, unit.clause, span or unit.span)


def state(unit: Unit, query: Query, lead: str = "") -> Statement:
    """The unit as a statement, after ``lead`` ("梅州市："), quoting what it says."""
    if unit.reading is not None:
        table = unit.clause.table
        title = f"{inner_quoted(table.title)}表：" if table and table.title else ""
        title = title.replace("表”表：", "表”：")
        return Statement(f"{lead}{title}{unit.reading.sentence(query.asked)}。", (support(unit),))
    span, opening = focus(unit, query)
    words = _ORDINAL.sub("", span.of(unit.document.text)).strip()
    if opening:
        words = f"{opening}，……{words}"
    return Statement(lead + ended(words), (support(unit, span),))


def ended(words: str) -> str:
    """The words with a full stop where they have no end."""
    words = words.rstrip(",，;；:： ")
    return words if re.search(r"[。！？!?][”’)）]?$", words) else words + "。"


def focus(unit: Unit, query: Query) -> tuple[Span, str]:
    """The stretch of a long sentence that carries the answer, and the words of its year where they stand before it."""
    text = unit.text
    if len(text) <= SHORT:
        return unit.span, ""
    masks = masked(text)
    parts = segments(masks, Piece(0, len(masks.rstrip("。！？!?"))))
    wanted = _wanted(text, parts, query)
    if not wanted:
        return unit.span, ""
    first, last = wanted[0], wanted[-1]
    while last + 1 < len(parts) and _ELLIPTIC.match(parts[last + 1].of(masks)):
        last += 1
    while first and _ELLIPTIC.match(parts[first].of(masks)):
        first -= 1
    opening = ""
    if first and _SOFTENS.match(parts[first - 1].of(text).strip()):
        first -= 1
    if first and _YEAR_OPENS.match(normal(parts[0].of(text)).strip()):
        if first == 1:
            first = 0
        else:
            opening = parts[0].of(text).strip()
    span = Span(parts[first].start, parts[last].end)
    return (span.shift(unit.span.start), opening) if span.end - span.start < len(text) - 12 else (unit.span, "")


def _wanted(text: str, parts: Sequence[Piece], query: Query) -> list[int]:
    """The segments that hold telling words of the question, its numbers, or the year asked for."""
    weights = []
    for part in parts:
        words = plain(part.of(text))
        weight = sum(t.weight * covered(t, words) for t in query.terms)
        weight += sum(0.3 for n in query.numbers if n.rstrip("%个人名家所张") in words)
        weight += sum(0.3 for y in query.years if y in words)
        weights.append(weight)
    top = max(weights, default=0.0)
    if top <= 0:
        return []
    return [i for i, w in enumerate(weights) if w >= 0.3 * top or (w >= 0.25 and w > 0.2 * top)]


def bracket_only(text: str) -> bool:
    """Whether a sentence is nothing but a bracket of bodies."""
    return bool(re.fullmatch(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)?[。.]?\s*", masked(text)))


def inner_quoted(words: str) -> str:
    """Words in quotation marks, those inside them as ‘ ’: “落实‘公益一类财政保障、公益二类绩效管理’”."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"
