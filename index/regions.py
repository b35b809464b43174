"""Knows China's places by name: provinces, prefectures, counties (regions.txt), their nicknames (nicknames.txt).

Finds every place that a text names, so that a question about 深圳 is not answered from 梅州's plan. A name counts where
it stands as words: 汉中 is none in 武汉中心医院, 吉林市 none in 吉林市场. Short names of counties that are ordinary words
too (通道, 合作: ordinary_words.txt) need their 县 or 市; districts always need their 区.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.words import dictionary_words, normal, read_list

Rank = Literal["province", "prefecture", "county"]
_NO_NAMES = frozenset({"城区", "郊区", "矿区", "东区", "西区", "新区"})
_INSTITUTE = re.compile(r"(?:(?!的)[一-龥]){0,4}(?:大学|学院|医科大|医专)")
_ORGAN = "委厅局办区境内级籍本全各"
# Letters of provinces that are hardly ever words themselves: 桂的目标, 粤和桂; not 新的, 宁和.
_CLEAR = frozenset("粤桂闽赣皖鄂湘琼渝黔滇陕冀晋浙豫沪鲁蜀陇")
_BESIDE = frozenset("的和与跟及同比在")
_ALONE = re.compile(r"[\u3400-\u9fff0-9a-z]")


@dataclass(frozen=True, slots=True)
class Place:
    """One division: 梅州市, short 梅州, below 广东省. ``above`` are full names from the province down."""

    name: str
    short: str
    rank: Rank
    above: tuple[str, ...] = ()

    def is_below(self, other: Place) -> bool:
        """Whether it lies in ``other``: 蛟河市 in 吉林市 and in 吉林省."""
        return self.above[: len(other.above) + 1] == (*other.above, other.name)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: where, as written, and the places that it may mean."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    nickname: bool = False


class Regions:
    """All places and their written forms, and those that the library adds (a development zone, say)."""

    def __init__(self, extra: Iterable[Place] = ()) -> None:
        self._forms: dict[str, list[Place]] = {}
        ordinary = frozenset(read_list("ordinary_words.txt"))
        for place in (*all_places(), *extra):
            self._add(place.name, place)
            if place.rank != "county" or (place.name[-1] in "县市旗" and place.short not in ordinary):
                self._add(place.short, place)
        self._nicknames = {nick: tuple(p for s in shorts for p in self.named(s)[:1]) for nick, shorts in _nicknames()}
        self._longest = max(map(len, (*self._forms, *self._nicknames)))
        self._starts = frozenset(form[:2] for form in (*self._forms, *self._nicknames))

    def _add(self, form: str, place: Place) -> None:
        if len(form) > 1 and form not in _NO_NAMES and place not in self._forms.setdefault(normal(form), []):
            self._forms[normal(form)].append(place)

    def named(self, form: str) -> tuple[Place, ...]:
        """The places that a form may mean, the highest rank first: 吉林 → 吉林省, 吉林市."""
        order = {"province": 0, "prefecture": 1, "county": 2}
        return tuple(sorted(self._forms.get(normal(form), ()), key=lambda place: order[place.rank]))

    def place(self, region: str) -> Place:
        """The place that a document's region names; one that is on no list becomes a place of its own."""
        found = self.named(region)
        if found:
            return found[0]
        inside = self.mentions(region)
        if inside and inside[-1].end == len(region):
            return inside[-1].places[0]
        return Place(region, _without_suffix(region), "county", tuple(m.places[0].name for m in inside))

    def is_form(self, text: str) -> bool:
        """Whether a text is wholly a place's name, full or short."""
        return normal(text) in self._forms

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All places that a text names, left to right, the longest reading of each."""
        text = normal(text)
        starts = {at for at in range(len(text)) if text[at : at + 2] in self._starts or text[at] in self._nicknames}
        if not starts:
            return ()
        edges = word_edges(text)
        found: list[Mention] = []
        at = 0
        while at < len(text):
            mention = self._at(text, at, edges) if at in starts else None
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.end
        return tuple(found)

    def _at(self, text: str, at: int, edges: frozenset[int]) -> Mention | None:
        for length in range(min(self._longest, len(text) - at), 1, -1):
            form = text[at : at + length]
            end = at + length
            if form in self._nicknames and (form not in self._forms):
                return Mention(at, end, form, self._nicknames[form], nickname=True)
            if form not in self._forms or at not in edges:
                continue
            if end not in edges and not _cut_short(text, at, end, edges):
                continue
            if not _INSTITUTE.match(text, end):
                return Mention(at, end, form, self.named(form))
        return self._abbreviations(text, at)

    def _abbreviations(self, text: str, at: int) -> Mention | None:
        """粤, 桂, 粤桂 standing alone: no character of a word before or after, or 省, 两地 after."""
        end = at
        while end < len(text) and text[end] in self._nicknames and end - at < 4:
            end += 1
        clear = _CLEAR.issuperset(text[at:end])
        before = at == 0 or not _ALONE.match(text[at - 1]) or (clear and text[at - 1] in _BESIDE)
        after = end == len(text) or not _ALONE.match(text[end]) or (clear and text[end] in _BESIDE)
        after = after or re.match("省|[两三]地|[两三]省|卫健|卫生健康|医保局|政府", text[end:]) is not None
        if end == at or not before or not after:
            return None
        places = tuple(place for char in text[at:end] for place in self._nicknames[char])
        return Mention(at, end, text[at:end], places, nickname=True)


def _cut_short(text: str, at: int, end: int, edges: frozenset[int]) -> bool:
    """Whether a name ends inside a word that only begins in it: 汉中市府; at the head of a question also 汉中学医 (汉|中学|医)."""
    if end < len(text) and (text[end] in _ORGAN or text.startswith("政府", end)):
        return True
    return at == 0 and any(inside in edges for inside in range(1, end))


def word_edges(text: str) -> frozenset[int]:
    """The positions where words begin and end, by dictionary alone: unknown characters stand for themselves."""
    edges, at = {0}, 0
    for word in dictionary_words(text):
        at += len(word)
        edges.add(at)
    return frozenset(edges)


@cache
def all_places() -> tuple[Place, ...]:
    """Every division on the list, each province before what lies in it."""
    return tuple(_read_places())


def _read_places() -> Iterator[Place]:
    provinces: set[str] = set()
    for line in read_list("regions.txt"):
        province, prefecture, counties = [*line.split("\t"), "", ""][:3]
        top = _place(province, "province", ())
        if top.name not in provinces:
            provinces.add(top.name)
            yield top
        above: tuple[str, ...] = (top.name,)
        if prefecture:
            middle = _place(prefecture, "prefecture", above)
            yield middle
            above = (*above, middle.name)
        for county in counties.split():
            yield _place(county, "county", above)


def _place(entry: str, rank: Rank, above: tuple[str, ...]) -> Place:
    name, _, short = entry.partition("=")
    return Place(name, short or _without_suffix(name), rank, above)


def _without_suffix(name: str) -> str:
    return re.sub(r"(?:地区|[省市县区旗盟州])$", "", name) if len(name) > 2 else name


def _nicknames() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in read_list("nicknames.txt"):
        nick, _, places = line.partition("=")
        yield nick, tuple(places.split())
