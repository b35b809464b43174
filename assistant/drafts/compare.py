"""A claim of a draft beside the passage that it restates: where figures, years, bodies and conditions differ.

Only what the claim says is judged: leaving a figure out is no fault, another figure is. What softens a duty or narrows whom
it holds for (力争, 大部分县, 服务人口超过80万) may not be lost where the claim restates the very words that it governs.
"""

from __future__ import annotations

import re

from assistant.drafts.contrasts import contrasts, denials
from assistant.drafts.difference import Difference, full_width
from assistant.drafts.entities import entities, ranks
from assistant.drafts.figures import Figure, figures, is_period, tie, years
from assistant.drafts.omitted import left_out
from assistant.drafts.passages import Passage, grams
from corpus.facts import Body
from corpus.organizations import anatomy, bodies_in, level_of, matches
from index.words import normal


def compare(
    words: str, passage: Passage, governing: frozenset[str] = frozenset(), around: str = ""
) -> list[Difference]:
    """How a claim differs from a passage; ``governing`` are the years before it in its sentence, ``around`` that sentence."""
    out = [*numbers(words, passage), *_years(words, passage, governing), *_bodies(words, passage)]
    if not out and passage.row is None:
        out = [_term(words, a, b, right) for a, b, right in _terms(words, passage)]
    return out or [*left_out(words, passage, around or words)]


def _term(words: str, start: int, end: int, right: str) -> Difference:
    """The difference with enough of the words around to be read: a 不 alone says nothing."""
    behind = words[end : end + 3] if len(right) < 2 else ""
    return Difference("term", start, end, right, words[start:end] + behind, right + behind)


def _terms(words: str, passage: Passage) -> list[tuple[int, int, str]]:
    """An institution, a place or a rank in the place of another one."""
    held = entities(passage.text)
    known = normal(passage.sentence.of(passage.document.text) + passage.document.title)
    wrong = [e for e in entities(words) if normal(e.words) not in known]
    free = [e for e in held if normal(e.words) not in normal(words)]
    out = []
    for one in wrong:
        partner = next((e for e in free if e.kind == one.kind), None)
        if partner is not None:
            free.remove(partner)
            out.append((one.start, one.end, partner.words))
    return out or ranks(words, passage.text) or contrasts(words, passage.text) or denials(words, passage.text)


def numbers(words: str, passage: Passage) -> list[Difference]:
    """Each figure of the claim must be one of the passage's, with unit and bound."""
    left = list(passage.figures)
    wanted: list[Figure] = []
    bare = passage.row is not None
    for figure in figures(words):
        found = next((f for f in left if _same(figure, f, bare)), None)
        if found is not None and _of_another(words, figure, passage, found) is None:
            left.remove(found)
        elif not _aside(figure, passage) and not (bare and words[figure.start : figure.end] in normal(passage.words)):
            wanted.append(figure)
    out = []
    for figure in wanted:
        partner = next(
            (
                f
                for f in left
                if _of_another(words, figure, passage, f) is None
                and f.kind == figure.kind
                and f.amount == figure.amount
            ),
            None,
        )
        partner = partner or next((f for f in left if f.kind == figure.kind and f.soft == figure.soft), None)
        if partner is None and len(wanted) == 1:
            firm = [f for f in left if not f.soft]
            partner = (
                firm[0]
                if len(firm) == 1 and not figure.soft and _alike_before(words, figure, passage, firm[0])
                else None
            )
        if partner is None:
            if not figure.soft:
                out.append(Difference("number", figure.start, figure.end, None, words[figure.lead : figure.end], ""))
            continue
        left.remove(partner)
        out.append(_changed(words, figure, passage.cell or passage.words, partner))
    return out


def _of_another(words: str, figure: Figure, passage: Passage, found: Figure) -> Figure | None:
    """The figure of the passage whose neighbours the claim's figure has, where ``found`` is equal but another's: 1 and 2 swapped."""
    if passage.row is not None or figure.soft:
        return None
    own = _beside(words, figure)
    mine = len(own & _beside(passage.words, found))
    for other in passage.figures:
        if (
            other.kind == figure.kind
            and other.key != found.key
            and len(own & _beside(passage.words, other)) >= mine + 2
        ):
            return other
    return None


def _alike_before(words: str, figure: Figure, passage: Passage, other: Figure) -> bool:
    """Whether two figures of other units stand behind the same words: 数达到|4人, 数达到|70个."""
    one, two = (
        re.sub(r"[^\u4e00-\u9fff]", "", t)
        for t in (words[: figure.lead], (passage.cell or passage.words)[: other.lead])
    )
    return passage.row is not None or (len(one) > 1 and one[-2:] == two[-2:])


def _beside(text: str, figure: Figure) -> frozenset[str]:
    """The pairs of characters right behind a figure."""
    return grams(re.split("[、，,；;和及]", text[figure.end : figure.end + 14])[0])


def _same(one: Figure, other: Figure, bare: bool) -> bool:
    if one.key == other.key:
        return True
    same = one.amount == other.amount and (one.kind == other.kind or (bare and not (one.unit and other.unit)))
    if bare:
        return same and (one.relation == other.relation or other.relation == "=")
    return same and (one.soft and other.soft)


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


def _years(words: str, passage: Passage, governing: frozenset[str]) -> list[Difference]:
    """A year of the claim must be one that holds for the passage; one that the passage doesn't have is not judged."""
    printed = years(words)
    known = passage.years
    if not known:
        return []
    out: list[Difference] = []
    wrong = [(y, a, b) for y, a, b in printed if y not in known]
    if len(wrong) < len(printed) and not (is_period(words) and is_period(passage.words)):
        return []
    if len(wrong) == 1 and len(known) == 1:
        year, start, end = wrong[0]
        right = next(iter(known))
        out.append(Difference("year", start, end, right, f"{year}年", f"{right}年"))
    elif wrong:
        ordered = sorted(known)
        for at, (year, start, end) in enumerate(wrong):
            right = ordered[at] if len(ordered) == len(wrong) else ""
            out.append(Difference("year", start, end, right or None, f"{year}年", "、".join(f"{y}年" for y in ordered)))
    if not printed and governing and not governing & known:
        out.append(
            Difference(
                "year",
                0,
                0,
                None,
                "、".join(f"{y}年" for y in sorted(governing)),
                "、".join(f"{y}年" for y in sorted(known)),
            )
        )
    return out


def _bodies(words: str, passage: Passage) -> list[Difference]:
    """A body that acts in the claim must act in the passage, where that names one in its place."""
    if passage.row is not None:
        return []
    there = [m.body for m in bodies_in(passage.clause.text)]
    here = bodies_in(passage.text)
    out = []
    for mention in bodies_in(words):
        body = mention.body
        if body.text in passage.clause.text or any(matches(body, b) or _alike(body, b) for b in there):
            continue
        free = [m.body.text for m in here if m.body.text not in words]
        if len(free) == 1:
            out.append(Difference("body", mention.span.start, mention.span.end, free[0], body.text, free[0]))
    return out


def _alike(one: Body, other: Body) -> bool:
    """县级卫生健康部门 and 县（市、区）卫生健康部门: one office of one level, its level said in other words."""
    a, b = anatomy(one.name), anatomy(other.name)
    same = bool(a.functions) and (a.functions, a.office) == (b.functions, b.office)
    return same and not (a.place or b.place) and level_of(one.text) == level_of(other.text)
