"""The clause of a document that a locator means, in all the ways clerks say it; several, or none.

「第十二条」 of a notice whose points are 一、二、… is its 十二、; 「第二部分第8点」 of a plan whose points run on is 二、（二）8.
A step that isn't there is never passed over: 第二部分第（七）项 is none where （七） stands in the third part, and 第（三）项 of an
article without items is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import Clause, Document
from corpus.numerals import ordinal, to_chinese
from corpus.path import ClausePath

_NUMBERED = re.compile(r"第(?P<article>.+)条|（(?P<item>.+)）|(?P<digit>[0-9]+)|(?P<head>[一二三四五六七八九十]+)")


class Places:
    """The clauses of one document by where they stand."""

    def __init__(self, document: Document) -> None:
        self._clauses = [c for c in document.walk() if c.path.numbered]
        self._exact: dict[tuple[str, ...], list[Clause]] = {}
        for clause in self._clauses:
            for key in {clause.path.key, clause.path.numbered, clause.path.steps}:
                self._exact.setdefault(key, []).append(clause)

    def find(self, path: ClausePath, near: ClausePath | None = None) -> list[Clause]:
        """The clauses meant; several where the locator doesn't say which. ``near`` is what was cited just before."""
        for steps in _spellings(path):
            if found := self._with(steps):
                if len(found) > 1 and near is not None:
                    close = [
                        c
                        for c in found
                        if c.path.steps[: len(near.steps) - 1 or 1] == near.steps[: len(near.steps) - 1 or 1]
                    ]
                    return close if len(close) == 1 else found
                return found
        return []

    def _with(self, steps: tuple[str, ...]) -> list[Clause]:
        if exact := self._exact.get(ClausePath(steps).key):
            return exact[:1] if len({c.id for c in exact}) == 1 else exact
        if _is_statute(steps):
            return self._in_article(steps)
        return [c for c in self._clauses if _leads_to(steps, c.path.numbered)]

    def _in_article(self, steps: tuple[str, ...]) -> list[Clause]:
        """第一款 may go unsaid, and an article of one paragraph is its own 第一款."""
        article = next(i for i, s in enumerate(steps) if "条" in s)
        key, below = ClausePath(steps[: article + 1]).key, steps[article + 1 :]
        if not self._exact.get(key):
            return []
        if below == ("第一款",):
            split = any(
                c.path.key[: len(key)] == key and "款" in (c.path.key[len(key) :] or ("",))[0] for c in self._clauses
            )
            return [] if split else self._exact[key]
        for other in (tuple(s for s in below if s != "第一款"), ("第一款", *below)):
            if other != below and other and (found := self._exact.get((*key, *other))):
                return found
        return []


def _is_statute(steps: tuple[str, ...]) -> bool:
    return any(s.startswith("第") and "条" in s for s in steps)


def _leads_to(steps: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the steps said are the clause's, some of those between left out: 二…8, （九） alone."""
    if not steps or len(steps) > len(full) or steps[-1] != full[-1]:
        return False
    if len(steps) > 1 and steps[0] != full[0]:
        return False
    at = iter(full)
    return all(s in at for s in steps)


def _spellings(path: ClausePath) -> Iterator[tuple[str, ...]]:
    """The steps as said, then with 第九条 and 第九项 read as （九）, 九、 or 9."""
    yield path.steps
    if not path.steps:
        return
    last = _NUMBERED.fullmatch(path.steps[-1])
    if last is None or last["head"] or any("款" in s for s in path.steps):
        return
    above = tuple(_plain(s) for s in path.steps[:-1])
    number = ordinal(last["article"] or last["item"] or last["digit"])
    if not number:
        return
    for shape in (f"（{to_chinese(number)}）", to_chinese(number), str(number)):
        if (*above, shape) != path.steps:
            yield (*above, shape)


def _plain(step: str) -> str:
    found = re.fullmatch("第(.+)条", step)
    return f"（{found[1]}）" if found else step


def label_of(path: ClausePath) -> str:
    """A place in running text: 二、（二）8, without the mark that ends it."""
    plain = ClausePath(path.numbered)
    if len(plain) == 1 and not plain.is_article:
        return plain.prose
    return plain.label.rstrip(".、") if plain.steps else path.label


def said_like(path: ClausePath, like: str) -> str:
    """A place in the words that a draft uses: 第二部分第（五）项, 二、（五）, 第十二条."""
    steps = path.numbered
    plain = ClausePath(steps)
    if plain.is_article or not steps:
        return plain.label
    if len(steps) == 1 and (unit := re.fullmatch(r"第.{1,5}(条|项|点|款)", like.strip())):
        number = ordinal(steps[0].strip("（）"))
        if number:
            return f"第{to_chinese(number)}{unit[1]}"
    if re.match(r"\s*第", like):
        return plain.prose
    return plain.label if like.rstrip().endswith((".", "、", "．")) and steps[-1].isdigit() else plain.label.rstrip(".")
