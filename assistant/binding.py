"""Which figure of a sentence belongs to what was asked: the one bound to the question's words, not any in sight.

「心理治疗师要配多少」 finds a sentence full of figures whose last part says 心理治疗技师…数量基本满足工作需要: no figure is bound
to what was asked, so there is none to give. The year is the bound figure's own, too: 「到2025年,县域内就诊率达到90%以上;到2030年,
全面建成…」 gives no 就诊率 for 2030.
"""

from __future__ import annotations

import re

from assistant.evidence import Unit, years_of
from assistant.query import Query
from assistant.terms import covered, plain
from corpus.sentences import Piece, masked, segments

_FIGURE = re.compile(
    r"\d|百分之|(?<!第)[一二三四五六七八九十两]+(?:个|家|所|名|人(?!民)|张|次|项|成|支|类|条|种|分)|全部|全覆盖|均达|三级甲等|达标"
)
_SHARE = re.compile(r"%|‰|百分之|成|分之|\d\s*/\s*\d|\d:\d|全部|全覆盖|均|比|率|每[千万百十]")
_GOES_ON = re.compile(
    r"^(?:要|应|须|需|均|分别|各|达到|不|占|为|控制|原则上|力争|至少|其中|保持|提高|稳定|也|并|都|将|实现|建)"
)
_NEXT_YEAR = re.compile(
    r"^(?:力争)?(?:到|至)?20\d\d年(?:底)?(?:前)?(?:力争)?(?:达到?|不低于|不少于|至少|超过|提高到|提高至|增至|增加到|为)?\d"
)
"""The same indicator at a later year: …不低于4人,到2025年不低于4.66人."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-—]\s*(?:19|20)\d\d)?\s*年?(?:底)?(?:前)?|“?十[二三四五六]五”?")


def bound_segments(unit: Unit, query: Query) -> list[str]:
    """The stretches of a unit that cover the question best and hold a figure; empty where none is bound to it."""
    if unit.reading is not None:
        return [unit.words]
    text = unit.text
    masks = masked(text)
    parts = segments(masks, Piece(0, len(masks.rstrip("。！？!?"))), ",;")
    words = [plain(p.of(masks)) for p in parts]
    shown = [plain(p.of(text)) for p in parts]
    weights = [_weight(w, query) for w in shown]
    top = max(weights, default=0.0)
    if top <= 0:
        return [unit.words] if any(_has_figure(w) for w in words) else []
    out: list[str] = []
    for at, weight in enumerate(weights):
        if weight < 0.6 * top:
            if out and _NEXT_YEAR.match(words[at]) and out[-1].endswith(shown[at - 1]):
                out.append(shown[at])
            continue
        if _has_figure(words[at]):
            out.append(shown[at])
        elif (
            at + 1 < len(words)
            and _has_figure(words[at + 1])
            and (_GOES_ON.match(words[at + 1]) or weights[at + 1] > 0)
        ):
            out.append(shown[at] + "," + shown[at + 1])
        elif at and _has_figure(words[at - 1]) and weights[at - 1] >= 0.35 * top:
            out.append(shown[at - 1] + "," + shown[at])
    if query.measure == "share":
        out = [s for s in out if _SHARE.search(re.sub("比例|比率|占比", "", s))]
    return out


def _weight(words: str, query: Query) -> float:
    return sum(t.weight * covered(t, words) for t in query.terms if t.weight >= 0.1)


def _has_figure(words: str) -> bool:
    bare = re.sub(r"^\s*(?:[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+[.、])", "", words)
    return bool(_FIGURE.search(_YEAR.sub("", bare)))


def bound_years(unit: Unit, query: Query) -> frozenset[str]:
    """The years that govern what was asked in a unit: its own target's, else the last one printed before it."""
    if unit.reading is not None:
        return years_of(unit)
    text = plain(unit.text)
    parts = bound_segments(unit, query) or _closest(unit, query)
    if not parts:
        return years_of(unit)
    years: set[str] = set()
    for part in parts:
        at = text.find(part[:12])
        printed = set(re.findall(r"20\d\d", part))
        if printed:
            years |= printed
            continue
        end = at + len(part)
        inside = [
            t
            for t in unit.targets
            if at <= t.span.start - unit.span.start < end
            or t.span.start - unit.span.start <= at < t.span.end - unit.span.start
        ]
        found = {m[0] for t in inside if t.deadline and (m := re.match(r"20\d\d", t.deadline.normal))}
        before = re.findall(r"20\d\d", text[:at])
        years |= found or set(before[-1:])
    return frozenset(years) or years_of(unit)


def _closest(unit: Unit, query: Query) -> list[str]:
    text = unit.text
    masks = masked(text)
    parts = [plain(p.of(text)) for p in segments(masks, Piece(0, len(masks.rstrip("。！？!?"))), ",;")]
    weights = [_weight(p, query) for p in parts]
    top = max(weights, default=0.0)
    return [p for p, w in zip(parts, weights, strict=True) if top and w >= 0.6 * top]
