"""Finds which documents a question names: by place, by 发文字号, by title; and which it names that we don't have.

「梅洲和桂的全科医生目标」 → the documents of 梅州市 and 广西, with the reading 按“梅州”理解 shown to the user. 「吉林市…」 is a
place that the library has no document of, though 蛟河's plan mentions it: it comes back as unknown, so that nobody
answers for it. What subordinate places and cited experiences say (兴宁市 in 梅州's plan, 三明医改 in 汉中's) is content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from index.asked_issuers import Issuers
from index.asked_numbers import DocumentNumbers
from index.asked_places import AskedPlaces
from index.regions import Place, Regions
from index.texts import Holding, TextOf, Texts, loose
from index.titles import Titles

_TITLE = re.compile(r"《([^》]{3,80})》")


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
    def issuer(self) -> str | None:
        """发文机关, several with a space between."""
        ...

    @property
    def issued_on(self) -> object:
        """成文日期: a date, or as 2024-04-22."""
        ...

    @property
    def level(self) -> str | None:
        """省, 市, 县."""
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
    read otherwise than written (「按“梅州”理解」). ``issuers``, ``years``: who issued what is asked for, and when;
    ``unknown_issuers``: whose papers are asked for and not in the library. ``topic``: the question with slips mended and the places, numbers and
    titles that were understood taken out: what is left to look for. ``text``: the question with slips mended.
    """

    documents: tuple[str, ...] | None = None
    places: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    unknown_numbers: tuple[str, ...] = ()
    unknown_titles: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    unknown_issuers: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    topic: str = ""
    text: str = ""


class Names:
    """The names of a library's documents; made once, asked for every question."""

    def __init__(
        self,
        documents: Iterable[Described],
        *,
        text_of: TextOf,
        holding: Holding | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """``text_of`` gives a document's clean text by id, read only when a question needs it (see ``Texts``)."""
        held = tuple(documents)
        plain = Regions()
        regions = {d.id: plain.place(region) for d in held if (region := _region(d, plain))}
        self._regions = Regions(p for p in dict.fromkeys(regions.values()) if not plain.is_form(p.name))
        self._by_place: dict[Place, list[str]] = {}
        for document, place in regions.items():
            self._by_place.setdefault(place, []).append(document)
        self._texts = Texts([d.id for d in held], text_of, holding)
        self._numbers = DocumentNumbers((d.id, d.number) for d in held if d.number)
        self._titles = Titles([d.id for d in held], [d.name for d in held], [d.title for d in held])
        self._issuers = Issuers(((d.id, d.issuer, d.level, _year(d)) for d in held), today)
        self._asked = AskedPlaces(self._regions, self._by_place, self._texts)

    def find(self, question: str) -> Named:
        """Everything that the question names; never raises, and names nothing where it is not sure."""
        mended, readings = self._asked.mend(question)
        numbers = self._numbers.find(mended)
        titles, unknown_titles, cut = self._find_titles(mended)
        hidden = _blank(mended, (*numbers.pieces, *cut))
        mentions = self._regions.mentions(hidden)
        places, unknown, used = self._asked.sort(hidden, mentions)
        readings += tuple(
            f"按“{'、'.join(p.short for p in m.places)}”理解“{mended[m.start : m.end]}”"
            for m in mentions
            if m.nickname and any(p in places for p in m.places)
        )
        own, said = self._asked.own(hidden, mentions, places)
        if own is not None:
            places = sorted((*places, own), key=lambda p: hidden.find(said if p == own else p.short))
            readings += (f"按“{own.name}”理解“{said}”",)
        documents = self._combine([*numbers.documents, *titles], places, self._titles.spoken(hidden), bool(unknown))
        issued = self._issuers.find(hidden, documents or None)
        return Named(
            documents=tuple(issued.documents or documents) or None,
            places=tuple(dict.fromkeys(p.name for p in places)),
            unknown_places=tuple(dict.fromkeys(unknown)),
            unknown_numbers=numbers.unknown,
            unknown_titles=tuple(unknown_titles),
            issuers=issued.issuers,
            years=issued.years,
            unknown_issuers=issued.unknown,
            readings=readings + issued.readings,
            topic=_blank(mended, (*numbers.pieces, *used, *issued.pieces)).strip() or mended,
            text=mended,
        )

    def says(self, piece: str) -> bool:
        """Whether any document says a piece of text, outside its 《…》."""
        return self._texts.says(piece)

    def _find_titles(self, text: str) -> tuple[list[str], list[str], list[tuple[int, int]]]:
        """Documents by 《…》, titles that neither a document has nor a text mentions, and where the known ones stand."""
        known: list[str] = []
        unknown: list[str] = []
        cut: list[tuple[int, int]] = []
        for match in _TITLE.finditer(text):
            found = self._titles.cited(match[1]) or [
                d for d in self._titles.alike(match[1]) if self._is_of(match[1], d)
            ]
            if found:
                known += found
                cut.append(match.span())
            elif not self._texts.cites(loose(match[1])):
                unknown.append(match[1])
        return known, unknown, cut

    def _is_of(self, title: str, document: str) -> bool:
        """Whether the place that a title names is the document's: 《梧州市…规划》 is no slip for 《梅州市…规划》."""
        named = {place for mention in self._regions.mentions(title) for place in mention.places}
        return not named or any(document in self._by_place.get(place, ()) for place in named)

    def _combine(self, exact: list[str], places: list[Place], spoken: list[str], foreign: bool) -> list[str]:
        """Exact names first; of a place's several documents those that the words name; the words alone last."""
        documents = list(exact)
        named, said = frozenset(exact), frozenset(spoken)
        for of_place in (self._by_place[place] for place in places):
            if named.isdisjoint(of_place):
                documents += [d for d in of_place if d in said] or of_place
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


def _year(document: Described) -> str | None:
    """The year of issue: of the date, else of the 发文字号."""
    found = re.search(r"(?:19|20)\d{2}", f"{document.issued_on or ''} {document.number or ''}")
    return found[0] if found else None


def _blank(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    out = list(text)
    for start, end in pieces:
        out[start:end] = " " * (end - start)
    return "".join(out)
