"""Puts the found passages in order by what the question asks for, beyond the words and the sense that they share.

「文号是什么，哪天印发的」 is answered by the title and the date line, which answer nothing else. 「到2023年」 is not answered by a
passage that speaks of other years only. 「医养结合谁负责、县里要不要落实」 needs, beside its own clause, the one that hands
the duty on to the counties (以下均需各县区落实), right after it.

Each rule was kept because it gained on labelled questions of two sets and lost on none (README); what only might help
(figures for 多少, brackets for 谁, quoted words, coverage) was tried and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.rests import DUTY, Rest
from index.words import normal

READ = 30  # of the fused passages, so many are looked at by their words
_DUTY = re.compile(
    "谁|负责|牵头|责任|落实|配合|哪(?:个|些|几个)(?:部门|单位|局|委)|部门|单位|归(?:哪|谁)|县里|县级|地方上"
)
_HEAD = re.compile("文号|发文|印发|发布|成文|落款|哪个单位发|谁发|标题|全称|什么时候(?:印|发)|出台|下发|哪年发|哪天")
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_HEADING, _TITLE, _TITLE_ASKED = 0.8, 0.8, 1.2
_OTHER_YEAR = 0.85


@dataclass(frozen=True, slots=True)
class Wants:
    """What a question asks for: ``duty`` who answers for something, ``head`` a document's own number, date or issuer."""

    duty: bool = False
    head: bool = False
    years: frozenset[str] = frozenset()


def wants(question: str) -> Wants:
    """Read a question: 「汉中这份通知的文号和印发日期」 wants the head.

    >>> wants("到2025年由谁牵头").duty
    True
    """
    text = normal(question)
    return Wants(bool(_DUTY.search(text)), bool(_HEAD.search(text)), frozenset(_YEAR.findall(text)))


def by_kind(asked: Wants, kind: str) -> float:
    """What a passage's score is multiplied by for its kind.

    Bare headings and titles repeat the question's words and answer nothing, unless the document itself is asked about.
    """
    if kind == "title":
        return _TITLE_ASKED if asked.head else _TITLE
    return _HEADING if kind == "heading" else 1.0


def by_words(asked: Wants, words: str) -> float:
    """What a passage's score is multiplied by for what it says (``words`` are all that is indexed of it)."""
    return _OTHER_YEAR if asked.years and asked.years.isdisjoint(_YEAR.findall(words)) else 1.0


def with_duty(asked: Wants, clauses: Sequence[str], rests_of: Callable[[str], Sequence[Rest]]) -> list[str]:
    """The clauses in order, the one that hands on the first one's duty right behind it where a duty is asked for."""
    ordered = list(clauses)
    if not asked.duty or not ordered:
        return ordered
    sources = [str(rest.clause) for rest in rests_of(ordered[0]) if rest.why == DUTY]
    first, *others = ordered
    return list(dict.fromkeys((first, *sources, *others)))
