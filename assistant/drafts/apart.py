"""One mention whose parts deserve findings of their own: a wrong name before a right place, a wrong place among right ones.

《…实施意见》二、（一）3: the title is a slip, the place is there. 《通知》第九、第十五和第二十一项: the first two are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.drafts.meant import Meant
from assistant.drafts.outcome import Outcome
from corpus.model import Span


def apart(text: str, meant: Meant, outcomes: Sequence[Outcome]) -> Iterator[tuple[Meant, Sequence[Outcome]]]:
    """The mention as a whole, or its parts, each with the outcomes that speak of it."""
    place = meant.mention.place
    if meant.wrong and meant.document is not None and place is not None and _closed(text, meant.mention.span, place):
        yield _name(meant, place), ()
        yield _place(meant, place), outcomes
    elif meant.missing and meant.clauses and len({loc.span.start for loc in meant.mention.locators}) > 1:
        yield from _each(meant, outcomes)
    else:
        yield meant, outcomes


def _closed(text: str, whole: Span, place: Span) -> bool:
    """Whether a place stands behind its name, outside the brackets that hold the number."""
    before = text[whole.start : place.start]
    return place.start > whole.start and all(before.count(o) == before.count(s) for o, s in ("（）", "()", "《》"))


def _name(meant: Meant, place: Span) -> Meant:
    span = Span(meant.mention.span.start, place.start)
    mention = replace(meant.mention, span=span, locators=(), place=None)
    return replace(meant, mention=mention, others=(), missing=(), open=())


def _place(meant: Meant, place: Span) -> Meant:
    mention = replace(meant.mention, span=place, how="place", name=None, title=None, number=None)
    return replace(meant, mention=mention, wrong=None, title=None, number=None)


def _each(meant: Meant, outcomes: Sequence[Outcome]) -> Iterator[tuple[Meant, Sequence[Outcome]]]:
    here = [o for o in outcomes if o.standing == "here"]
    away = [o for o in outcomes if o.standing != "here"]
    for at, locator in enumerate(meant.mention.locators):
        whole = replace(meant, mention=replace(meant.mention, locators=(locator,), place=locator.span))
        if at == 0:
            span = Span(meant.mention.span.start, locator.span.end)
            part = replace(whole, mention=replace(whole.mention, span=span))
        else:
            part = _place(whole, locator.span)
        lost = locator in meant.missing
        yield (replace(part, clauses=(), missing=(locator,)), away) if lost else (replace(part, missing=()), here)
