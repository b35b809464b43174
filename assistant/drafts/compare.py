"""A claim of a draft beside the passage that it restates: where figures, years, bodies and conditions differ.

Only what the claim says is judged: leaving a figure out is no fault, another figure is. What softens a duty or narrows whom
it holds for (力争, 大部分县, 服务人口超过80万) may not be lost where the claim restates the very words that it governs.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafts.bound import numbers
from assistant.drafts.contrasts import contrasts, denials
from assistant.drafts.difference import Difference
from assistant.drafts.entities import entities, ranks
from assistant.drafts.figures import is_period, years
from assistant.drafts.omitted import EVERY, left_out
from assistant.drafts.passages import Passage
from assistant.drafts.proved import unproved
from corpus.facts import Body
from corpus.organizations import anatomy, bodies_in, level_of, matches
from index.words import normal


def compare(
    words: str, passage: Passage, governing: frozenset[str] = frozenset(), around: str = ""
) -> list[Difference]:
    """How a claim differs from a passage; ``governing`` are the years before it in its sentence, ``around`` that sentence."""
    out = [*numbers(words, passage), *_years(words, passage, governing), *_bodies(words, passage)]
    lost = [] if out else [*left_out(words, passage, around or words)]
    if not out and passage.row is None:
        out = [_term(words, a, b, right) for a, b, right in _terms(words, passage)]
    out += [d for d in unproved(words, passage) if not any(d.start < o.end and o.start < d.end for o in out)]
    out = [d for d in out if not _widens(d, lost)]
    return out if any(d.what != "unproved" for d in out) else [*out, *lost]


def _widens(difference: Difference, lost: Sequence[Difference]) -> bool:
    """Whether a word is told already by what it leaves out: 所有 in the place of 有条件的."""
    return any(
        EVERY.fullmatch(difference.said) is not None
        or (one.there and normal(one.there) in normal(difference.there))
        or (difference.start < one.end and one.start < difference.end)
        for one in lost
    )


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
