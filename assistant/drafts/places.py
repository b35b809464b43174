"""The clause of a document that a locator means, in all the ways clerks say it; several, or none.

「第十二条」 of a notice whose points are 一、二、… is its 十二、; 「第二部分第8点」 of a plan whose points run on is 二、（二）8.
A step that isn't there is never passed over: 第二部分第（七）项 is none where （七） stands in the third part, and 第（三）项 of an
article without items is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.drafts.locators import Locator
from corpus.model import Clause, Document
from corpus.numerals import ordinal, to_chinese
from corpus.path import ClausePath
from index.texts import loose

_TELLING = 5
"""So many characters of a heading and more may stand for it."""

_RELATIVE = re.compile("第.+款|（.+）|[0-9]+")
_SHAPES = (
    ("head", re.compile("[一二三四五六七八九十百]+")),
    ("item", re.compile("（[一二三四五六七八九十百]+）")),
    ("point", re.compile("[0-9]+")),
    ("sub", re.compile("（[0-9]+）")),
    ("circle", re.compile("[\u2460-\u2473]")),
)
_BY_UNIT = {
    "部分": ("head",),
    "大部分": ("head",),
    "大点": ("head", "item"),
    "大项": ("head", "item"),
    "方面": ("head", "item"),
    "个方面": ("head", "item"),
    "编": ("head",),
    "篇": ("head",),
    "章": ("head",),
    "节": ("item", "point"),
    "条": ("item", "head", "point"),
    "款": ("item", "point", "sub"),
    "项": ("item", "head", "point", "sub"),
    "小项": ("item", "point", "sub"),
    "目": ("point", "item", "sub", "circle"),
    "点": ("point", "item", "head", "sub"),
    "小点": ("point", "item", "sub"),
}
"""What a unit counts in a plan whose headings are 一、（一）1., the likeliest first: 第三条 of a notice may be its 三、."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a locator leads to: the likeliest clauses (several where it doesn't say which), and the others it may mean."""

    clauses: tuple[Clause, ...] = ()
    others: tuple[Clause, ...] = ()


class Places:
    """The clauses of one document by where they stand."""

    def __init__(self, document: Document, part: Sequence[Clause] = ()) -> None:
        """``part``: only these clauses and what lies below, where a name means one of several plans in a file."""
        self._walk = [b for c in part for b in c.walk()] if part else list(document.walk())
        self._clauses = [c for c in self._walk if c.path.numbered]
        self._exact: dict[tuple[str, ...], list[Clause]] = {}
        for clause in self._clauses:
            for key in {clause.path.key, clause.path.numbered, clause.path.steps}:
                self._exact.setdefault(key, []).append(clause)
        self._articles = any(c.path.is_article for c in self._clauses)

    def find(self, locator: Locator, near: ClausePath | None = None) -> Reading:
        """The clauses meant. ``near`` is what was cited just before: 第（三）项 behind 第二部分第（一）项 is of that part."""
        if locator.heading:
            return self.headed(locator.heading)
        if near is not None and (below := self._below(locator.path, near)) is not None:
            read = self._read(locator)
            return Reading((below,), tuple(c for c in (*read.clauses, *read.others) if c is not below))
        found = self._read(locator)
        if len(found.clauses) < 2 or near is None:
            return found
        close = _closest(found.clauses, near)
        rest = tuple(c for c in found.clauses if c not in close)
        return Reading(tuple(close), (*rest, *found.others)) if len(close) == 1 else found

    def headed(self, heading: str) -> Reading:
        """The clause with a heading: the same, else the one that holds the words."""
        asked = loose(heading)
        told = [(c, loose(c.heading)) for c in self._walk if c.heading]
        for fits in (lambda h: h == asked, lambda h: len(asked) > _TELLING and asked in h):
            if found := tuple(c for c, h in told if fits(h)):
                return Reading(found)
        return Reading()

    def _below(self, path: ClausePath, near: ClausePath) -> Clause | None:
        """第二款, （三） or 4. alone, read under what was cited just before: 第十二条第二款, 二、（三）, 二、（一）4."""
        if self._exact.get(path.key) or not path.steps or not _RELATIVE.fullmatch(path.steps[0]):
            return None
        for size in range(len(near.steps), 0, -1):
            found = self._exact.get(ClausePath((*near.steps[:size], *path.steps)).key, [])
            if len(found) == 1:
                return found[0]
        return None

    def _read(self, locator: Locator) -> Reading:
        path, units = locator.path, locator.units
        if exact := self._exact.get(path.key):
            exact = [c for c in exact if c.path.steps == path.steps] or exact
            found = exact[:1] if len({c.id for c in exact}) == 1 else exact
            return Reading(tuple(found), self._loosely(path.steps, units, found))
        if self._articles and _is_statute(path.steps):
            return Reading(tuple(self._in_article(path.steps)))
        if table := [
            c for c in self._walk if path.steps and c.path.steps[-1:] == path.steps and path.steps[0][0] in "表专附"
        ]:
            return Reading(tuple(table))
        ranked = self._ranked(path.steps, units)
        best = [c for cost, c in ranked if cost == ranked[0][0]]
        return Reading(tuple(best), tuple(c for _, c in ranked if c not in best))

    def _loosely(self, steps: tuple[str, ...], units: tuple[str, ...], found: Sequence[Clause]) -> tuple[Clause, ...]:
        """What 第一项 may mean beside （一）: 一、."""
        return tuple(c for _, c in self._ranked(steps, units) if c not in found) if any(units) else ()

    def _ranked(self, steps: tuple[str, ...], units: tuple[str, ...]) -> list[tuple[int, Clause]]:
        """The clauses that the steps lead to, some of those between left out (二…8, （九） alone), the likeliest first."""
        units = units if len(units) == len(steps) else ("",) * len(steps)
        asked = list(zip(steps, units, strict=True))
        costs = [(cost, c) for c in self._clauses if (cost := _cost(asked, c.path.numbered)) is not None]
        if len(asked) > 1 and (whole := [p for p in costs if len(p[1].path.numbered) == len(asked)]):
            costs = [p for p in costs if p in whole or p[0] <= 1]
        return sorted(costs, key=lambda pair: pair[0])

    def _in_article(self, steps: tuple[str, ...]) -> list[Clause]:
        """第一款 may go unsaid, and an article of one paragraph is its own 第一款."""
        article = next(i for i, s in enumerate(steps) if "条" in s)
        key, below = ClausePath(steps[: article + 1]).key, steps[article + 1 :]
        if not self._exact.get(key):
            return []
        if not below:
            return self._exact[key][:1]
        if below == ("第一款",):
            split = any(
                c.path.key[: len(key)] == key and "款" in (c.path.key[len(key) :] or ("",))[0] for c in self._clauses
            )
            return [replace(c, children=()) if split else c for c in self._exact[key]]
        for other in (tuple(s for s in below if s != "第一款"), ("第一款", *below)):
            if other != below and other and (found := self._exact.get((*key, *other))):
                return found
        return []


def _is_statute(steps: tuple[str, ...]) -> bool:
    return any(s.startswith("第") and "条" in s for s in steps)


def _closest(clauses: Sequence[Clause], near: ClausePath) -> list[Clause]:
    """Those that share most steps with what was cited just before, and at least one."""
    shared = [
        sum(1 for _ in takewhile(lambda p: p[0] == p[1], zip(c.path.steps, near.steps, strict=False))) for c in clauses
    ]
    return [c for c, n in zip(clauses, shared, strict=True) if n == max(shared) > 0]


def _cost(asked: Sequence[tuple[str, str]], full: tuple[str, ...]) -> int | None:
    """How far fetched a reading is; ``None`` where the steps said don't lead to the clause."""
    if not asked or len(asked) > len(full):
        return None
    if len(asked) > 1 and _opens_part(*asked[0]) and _step_cost(*asked[0], full[0]) is None:
        return None
    last = _step_cost(*asked[-1], full[-1])
    if last is None:
        return None
    total, at = last, 0
    for said in asked[:-1]:
        costs = [_step_cost(*said, s) for s in full[:-1]]
        place = next((i for i in range(at, len(costs)) if costs[i] is not None), None)
        if place is None:
            return None
        total, at = total + (costs[place] or 0), place + 1
    return total


def _opens_part(step: str, unit: str) -> bool:
    """Whether a first step is one of the top: 二、 or 第二部分, not 第（五）项 whose part goes unsaid."""
    return not step.startswith("（") and not step.isdigit() and unit not in ("项", "目", "点", "小点")


def _step_cost(step: str, unit: str, printed: str) -> int | None:
    """How well one step said fits one printed: the same, or the same number and a shape that the unit may count."""
    if step == printed:
        return 0
    number = ordinal(re.sub("第|部分|[（）编篇章节条款项]", "", step))
    unit = unit or (step[-1] if step[:1] == "第" else "")
    plain = re.sub("[（）]", "", unit)
    if not plain or number is None or number != ordinal(printed.strip("（）")):
        return None
    shape = next((name for name, pattern in _SHAPES if pattern.fullmatch(printed)), "")
    shapes = ("item", "head") if unit.startswith("（") else _BY_UNIT.get(plain, ())
    return shapes.index(shape) + 1 if shape in shapes else None


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
        return plain.label or path.label
    if len(steps) == 1 and (unit := re.fullmatch(r"第.{1,5}(条|项|点|款)", like.strip())):
        number = ordinal(steps[0].strip("（）"))
        if number:
            return f"第{to_chinese(number)}{unit[1]}"
    if re.match(r"\s*第", like):
        return plain.prose
    return plain.label if like.rstrip().endswith((".", "、", "．")) and steps[-1].isdigit() else plain.label.rstrip(".")
