"""The figures of a claim beside those of its passage, each with the words that it is bound to.

康复医师达到8人、康复治疗师达到12人 has both figures of 康复医师达到12人、康复治疗师达到8人; what must agree is the figure of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafts.difference import Difference, full_width
from assistant.drafts.figures import Figure, figures, tie
from assistant.drafts.passages import Passage, grams
from index.words import normal

_STOPS = ",，;；。:：!！?？\n"
_CLEARLY = 2
"""So many pairs of characters more tell whose a figure is."""


def numbers(words: str, passage: Passage) -> list[Difference]:
    """Each figure of the claim must be one of the passage's, of the same thing, with unit and bound."""
    left = list(passage.figures)
    wanted: list[Figure] = []
    for figure in figures(words):
        same = [f for f in left if _same(figure, f, passage.row)]
        found = max(same, key=lambda f: _likeness(words, figure, passage, f), default=None)
        if found is not None and _of_another(words, figure, passage, found) is None:
            left.remove(found)
        elif not _aside(figure, passage) and not _of_name(words, figure, passage):
            wanted.append(figure)
    out = []
    for figure in wanted:
        partner = _partner(words, figure, passage, left, alone=len(wanted) == 1)
        if partner is not None:
            left.remove(partner)
            out.append(_changed(words, figure, passage.cell or passage.words, partner))
        elif not figure.soft:
            out.append(Difference("number", figure.start, figure.end, None, words[figure.lead : figure.end], ""))
    return out


def _partner(words: str, figure: Figure, passage: Passage, left: Sequence[Figure], *, alone: bool) -> Figure | None:
    """The figure of the passage in whose place a wrong one stands."""
    same_amount = [
        f
        for f in left
        if f.kind == figure.kind and f.amount == figure.amount and _of_another(words, figure, passage, f) is None
    ]
    of_kind = [f for f in left if f.kind == figure.kind and f.soft == figure.soft]
    for among in (same_amount, of_kind):
        if among:
            return max(among, key=lambda f: _likeness(words, figure, passage, f))
    firm = [f for f in left if not f.soft]
    if alone and len(firm) == 1 and not figure.soft and _alike_before(words, figure, passage, firm[0]):
        return firm[0]
    return None


def _of_another(words: str, figure: Figure, passage: Passage, found: Figure) -> Figure | None:
    """The figure of the passage that is bound to the claim's words, where ``found`` is equal but of another thing."""
    if passage.row is not None or figure.soft or "分别" in words or "分别" in passage.words:
        return None
    mine = _likeness(words, figure, passage, found)
    for other in passage.figures:
        if other.kind != figure.kind or other.key == found.key:
            continue
        theirs = _likeness(words, figure, passage, other)
        if theirs >= mine + _CLEARLY or (theirs and not mine):
            return other
    return None


def likeness(words: str, figure: Figure, source: str, other: Figure) -> int:
    """How many pairs of characters two figures have beside them in common, before and behind."""
    one, two = context(words, figure), context(source, other)
    return sum(len(grams(a) & grams(b)) for a, b in zip(one, two, strict=True))


def _likeness(words: str, figure: Figure, passage: Passage, other: Figure) -> int:
    return likeness(words, figure, passage.cell or passage.words, other)


def context(text: str, figure: Figure) -> tuple[str, str]:
    """The words that a figure is bound to: those before it since the last mark or figure, those behind it up to the next."""
    others = [f for f in figures(text) if not f.soft and f is not figure]
    start = max(
        [0, *(text.rfind(c, 0, figure.lead) + 1 for c in _STOPS), *(f.end for f in others if f.end <= figure.lead)]
    )
    end = min([len(text), *(f.lead for f in others if f.lead >= figure.end)])
    return text[start : figure.lead], re.split(f"[{_STOPS}、]", text[figure.end : end])[0]


def _alike_before(words: str, figure: Figure, passage: Passage, other: Figure) -> bool:
    """Whether two figures of other units stand behind the same words: 数达到|4人, 数达到|70个."""
    one, two = (
        re.sub(r"[^\u4e00-\u9fff]", "", t)
        for t in (words[: figure.lead], (passage.cell or passage.words)[: other.lead])
    )
    return passage.row is not None or (len(one) > 1 and one[-2:] == two[-2:])


def _same(one: Figure, other: Figure, row: str | None) -> bool:
    bare = row is not None
    if one.key == other.key:
        return True
    same = one.amount == other.amount and (one.kind == other.kind or (bare and not (one.unit and other.unit)))
    if bare:
        return same and (one.relation == other.relation or other.relation == "=") and _counts(one.kind, row or "")
    return same and one.soft and other.soft and (one.kind != "级" or one.relation == other.relation)


_COUNTED = {"张": "床", "人": "人|医师|医生|护士|药师|员|技师", "%": "率|比例|比重|占|%|覆盖", "岁": "寿命|岁"}


def _counts(unit: str, name: str) -> bool:
    """Whether a unit can be that of a row whose cells print none: no 张 of 人员数."""
    return unit not in _COUNTED or re.search(_COUNTED[unit], name) is not None


def _of_name(words: str, figure: Figure, passage: Passage) -> bool:
    """Whether a figure is one of its row's name (3岁以下婴幼儿托位数), not of its cell."""
    return passage.row is not None and words[figure.start : figure.end] in normal(passage.words)


def _aside(figure: Figure, passage: Passage) -> bool:
    """A soft figure (一个, 两级, 每年) counts only where the passage has one of its kind."""
    return figure.soft and not any(f.kind == figure.kind and f.soft for f in passage.figures)


def _changed(words: str, figure: Figure, source: str, partner: Figure) -> Difference:
    said, there = words[figure.lead : figure.end], source[partner.lead : partner.end]
    if figure.relation == partner.relation and figure.kind == partner.kind:
        begin, end = figure.start, figure.end
        right = source[partner.start : partner.end]
    else:
        begin, end = tie(words, figure), figure.end
        right = source[tie(source, partner) : partner.end]
        said, there = words[begin:end], right
    return Difference("number", begin, end, full_width(right), said, there)
