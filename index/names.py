"""Finds which documents a question names: by place, by 发文字号, by title; and which it names that we don't have.

「梅洲和桂的全科医生目标」 → the documents of 梅州市 and 广西, with the reading 按“梅州”理解 shown to the user. 「吉林市…」 is a
place that the library has no document of, though 蛟河's plan mentions it: it comes back as unknown, so that nobody
answers for it. What subordinate places and cited experiences say (兴宁市 in 梅州's plan, 三明医改 in 汉中's) is content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from index.asked_places import AskedPlaces
from index.regions import Place, Regions
from index.words import normal

_NUMBER = re.compile(
    r"(?P<prefix>[一-龥]{2,10})?[〔\[(【{]?(?P<year>(?:19|20)\d{2})[〕\])】}]?年?\s*第?(?P<count>\d{1,4})号"
    r"|(?P<prefix2>[一-龥]{2,10})[〔\[(【](?P<year2>(?:19|20)\d{2})[〕\])】]\s*(?P<count2>\d{1,4})"
)
_TITLE = re.compile(r"《([^》]{3,80})》")
_CITED = re.compile(r"《[^》]*》")
_TITLE_WORDS = 7
_NATIONAL = frozenset({"全国", "国家", "中国", "中央"})
_LOOSE = re.compile(r"[\s“”\"'‘’《》〈〉()（）〔〕\[\]、,，.·—\-]")


class Described(Protocol):
    """What must be known of a document to find it by name; a corpus Document and an index Card both have it."""

    @property
    def id(self) -> str:
        """Document id."""
        ...

    @property
    def title(self) -> str:
        """Full official title."""
        ...

    @property
    def name(self) -> str:
        """What stands between 《》."""
        ...

    @property
    def number(self) -> str | None:
        """发文字号."""
        ...

    @property
    def region(self) -> str | None:
        """Whose document: 梅州市."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    ``documents``: ids in the order named, ``None`` where it names none. ``places``: the library's places it names.
    ``unknown_places``, ``unknown_numbers``, ``unknown_titles``: named, and not in the library. ``readings``: what was
    read otherwise than written (「按“梅州”理解」). ``topic``: the question with slips mended and the places, numbers and
    titles that were understood taken out: what is left to look for. ``text``: the question with slips mended.
    """

    documents: tuple[str, ...] | None = None
    places: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    unknown_numbers: tuple[str, ...] = ()
    unknown_titles: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    topic: str = ""
    text: str = ""


class Names:
    """The names of a library's documents; made once, asked for every question."""

    def __init__(self, documents: Iterable[Described], text_of: Callable[[str], str]) -> None:
        self._documents = tuple(documents)
        self._text_of = text_of
        plain = Regions()
        regions = {d.id: plain.place(region) for d in self._documents if (region := _region(d, plain))}
        self._regions = Regions(p for p in regions.values() if not plain.is_form(p.name))
        self._by_place: dict[Place, list[str]] = {}
        for document in self._documents:
            if document.id in regions:
                self._by_place.setdefault(regions[document.id], []).append(document.id)
        self._texts = {d.id: normal(_CITED.sub("", text_of(d.id))) for d in self._documents}
        self._numbers = {key: d.id for d in self._documents if (key := _number_key(d.number or ""))}
        self._pieces = _title_pieces(self._documents)
        self._asked = AskedPlaces(self._regions, self._by_place, self._texts)

    def find(self, question: str) -> Named:
        """Everything that the question names; never raises, and names nothing where it is not sure."""
        mended, readings = self._asked.mend(question)
        numbers, unknown_numbers, cut = self._find_numbers(mended)
        titles, unknown_titles, cut_titles = self._find_titles(mended)
        hidden = _blank(mended, cut + cut_titles)
        mentions = self._regions.mentions(hidden)
        places, unknown, used = self._asked.sort(hidden, mentions)
        readings += tuple(
            f"按“{'、'.join(p.short for p in m.places)}”理解“{mended[m.start : m.end]}”"
            for m in mentions
            if m.nickname and any(p in places for p in m.places)
        )
        spoken = self._by_words(hidden)
        documents = self._combine(numbers + titles, places, spoken, bool(unknown))
        return Named(
            documents=tuple(documents) or None,
            places=tuple(dict.fromkeys(p.name for p in places)),
            unknown_places=tuple(dict.fromkeys(unknown)),
            unknown_numbers=tuple(unknown_numbers),
            unknown_titles=tuple(unknown_titles),
            readings=readings,
            topic=_blank(mended, cut + used).strip() or mended,
            text=mended,
        )

    def _find_numbers(self, text: str) -> tuple[list[str], list[str], list[tuple[int, int]]]:
        """Documents by 发文字号 in any form (粤办函〔2022〕245号, 粤办函2022年245号); unknown ones; where they stand."""
        known: list[str] = []
        unknown: list[str] = []
        cut: list[tuple[int, int]] = []
        for match in _NUMBER.finditer(normal(text).replace("〔", "(").replace("〕", ")")):
            prefix = match["prefix"] or match["prefix2"] or ""
            year, count = match["year"] or match["year2"], match["count"] or match["count2"]
            fits = [
                (len(key[0]), d)
                for key, d in self._numbers.items()
                if key[1:] == (year, int(count)) and (prefix.endswith(key[0]) or not prefix)
            ]
            if fits:
                length, found = max(fits)
                known.append(found)
                start = match.end("prefix") if match["prefix"] else match.end("prefix2")
                cut.append(((start - length) if prefix else match.start(), match.end()))
            elif prefix and prefix[-1] in "函发字办规令通明电文号知":
                unknown.append(text[match.start() : match.end()])
        return known, unknown, cut

    def _find_titles(self, text: str) -> tuple[list[str], list[str], list[tuple[int, int]]]:
        known: list[str] = []
        unknown: list[str] = []
        cut: list[tuple[int, int]] = []
        for match in _TITLE.finditer(text):
            asked = _loose(match[1])
            fits = [d.id for d in self._documents if _fits(asked, d)]
            if fits:
                known += fits
                cut.append(match.span())
            elif not any(asked in _loose(self._text_of(d.id)) for d in self._documents):
                unknown.append(match[1])
        return known, unknown, cut

    def _by_words(self, text: str) -> list[str]:
        """Documents of whose name the question says a long piece: 县域医疗卫生共同体高质量发展行动方案."""
        asked = _loose(text)
        starts = range(len(asked) - _TITLE_WORDS + 1)
        candidates = {i for at in starts for i in self._pieces.get(asked[at : at + _TITLE_WORDS], ())}
        shared = {i: _longest_shared(asked, _loose(self._documents[i].name)) for i in sorted(candidates)}
        best = max(shared.values(), default=0)
        return [self._documents[i].id for i, length in shared.items() if length == best]

    def _combine(self, exact: list[str], places: list[Place], spoken: list[str], foreign: bool) -> list[str]:
        """Exact names first; of a place's several documents those that the words name; the words alone last."""
        documents = list(exact)
        for place in places:
            of_place = self._by_place[place]
            if any(d in exact for d in of_place):
                continue
            documents += [d for d in of_place if d in spoken] or of_place
        if not documents and not foreign:
            documents = spoken
        return list(dict.fromkeys(documents))


def _region(document: Described, regions: Regions) -> str | None:
    """The document's region, or the first place that its name or title names."""
    if document.region in ("全国", "国家"):
        return None  # no place that a question narrows by: 全国健康促进县 is asked of 句容
    if document.region:
        return document.region
    for text in (document.name, document.title):
        if found := regions.mentions(text):
            return found[0].places[0].name
    return None


def _title_pieces(documents: Sequence[Described]) -> dict[str, list[int]]:
    """Every piece of seven characters of every name, with the documents that have it."""
    pieces: dict[str, list[int]] = {}
    for i, document in enumerate(documents):
        name = _loose(document.name)
        for piece in {name[at : at + _TITLE_WORDS] for at in range(len(name) - _TITLE_WORDS + 1)}:
            pieces.setdefault(piece, []).append(i)
    return pieces


def _number_key(number: str) -> tuple[str, str, int] | None:
    match = _NUMBER.search(normal(number).replace("〔", "(").replace("〕", ")"))
    if match is None:
        return None
    prefix = match["prefix"] or match["prefix2"] or ""
    return prefix, match["year"] or match["year2"], int(match["count"] or match["count2"])


def _loose(text: str) -> str:
    return _LOOSE.sub("", normal(text))


def _fits(asked: str, document: Described) -> bool:
    """Whether a title in 《》 means this document: the same, or a long piece of it, but for marks and 印发…的通知."""
    for name in (_loose(document.name), _loose(document.title)):
        if asked == name or (len(asked) >= 8 and asked in name) or (len(name) >= 8 and name in asked):
            return True
        if SequenceMatcher(None, asked, name, autojunk=False).ratio() >= 0.9:
            return True
    return False


def _longest_shared(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _blank(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    out = list(text)
    for start, end in pieces:
        out[start:end] = " " * (end - start)
    return "".join(out)
