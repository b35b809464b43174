"""Puts the found passages in order by what the question asks for, beyond the words and the sense that they share.

「文号是什么，哪天印发的」 is answered by the title and the date line, which answer nothing else. 「医养结合谁负责、县里要不要落实」
needs, beside its own clause, the one that hands the duty on to the counties (以下均需各县区落实), right after it.

What only might help (figures for 多少, brackets for 谁, quoted words, the question's year, coverage) was tried on labelled
questions and left out: README.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.rests import DUTY, Rest
from index.words import normal

_DUTY = re.compile(
    "谁|负责|牵头|责任|落实|配合|哪(?:个|些|几个)(?:部门|单位|局|委)|部门|单位|归(?:哪|谁)|县里|县级|地方上"
)
_HEAD = re.compile("文号|发文|印发|发布|成文|落款|哪个单位发|谁发|标题|全称|什么时候(?:印|发)|出台|下发|哪年发|哪天")
_HEADING, _TITLE, _TITLE_ASKED = 0.8, 0.8, 1.2


@dataclass(frozen=True, slots=True)
class Recipe:
    """The parts of a search, each of which can be left out to see what it brings (``index.ablate``).

    ``words``, ``sense``: the two legs; ``trusted``: the word leg counts as far as it matches; ``kinds``, ``duty``: the
    rules of this module.
    """

    words: bool = True
    sense: bool = True
    trusted: bool = True
    kinds: bool = True
    duty: bool = True


@dataclass(frozen=True, slots=True)
class Wants:
    """What a question asks for: ``duty`` who answers for something, ``head`` a document's own number, date or issuer."""

    duty: bool = False
    head: bool = False


def wants(question: str) -> Wants:
    """Read a question: 「汉中这份通知的文号和印发日期」 wants the head.

    >>> wants("到2025年由谁牵头").duty
    True
    """
    text = normal(question)
    return Wants(bool(_DUTY.search(text)), bool(_HEAD.search(text)))


def by_kind(asked: Wants, kind: str) -> float:
    """What a passage's score is multiplied by for its kind.

    Bare headings and titles repeat the question's words and answer nothing, unless the document itself is asked about.
    """
    if kind == "title":
        return _TITLE_ASKED if asked.head else _TITLE
    return _HEADING if kind == "heading" else 1.0


def with_duty(asked: Wants, clauses: Sequence[str], rests_of: Callable[[str], Sequence[Rest]]) -> list[str]:
    """The clauses in order, the one that hands on the first one's duty right behind it where a duty is asked for."""
    ordered = list(clauses)
    if not asked.duty or not ordered:
        return ordered
    sources = [str(rest.clause) for rest in rests_of(ordered[0]) if rest.why == DUTY]
    first, *others = ordered
    return list(dict.fromkeys((first, *sources, *others)))
