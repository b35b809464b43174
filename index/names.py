"""Finds which documents a question names: by place, by 发文字号, by title; and which it names that we don't have.

「梅洲和桂的全科医生目标」 → the documents of 梅州市 and 广西, with the reading 按“梅州”理解 shown to the user. 「吉林市…」 is a
place that the library has no document of, though 蛟河's plan mentions it: it comes back as unknown, so that nobody
answers for it. What subordinate places and cited experiences say (兴宁市 in 梅州's plan, 三明医改 in 汉中's) is content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from pypinyin import Style, pinyin

from index.regions import Mention, Place, Regions, word_edges
from index.words import normal, segmenter

_NUMBER = re.compile(
    r"(?P<prefix>[一-龥]{2,10})?[〔\[(【{]?(?P<year>(?:19|20)\d{2})[〕\])】}]?年?\s*第?(?P<count>\d{1,4})号"
    r"|(?P<prefix2>[一-龥]{2,10})[〔\[(【](?P<year2>(?:19|20)\d{2})[〕\])】]\s*(?P<count2>\d{1,4})"
)
_TITLE = re.compile(r"《([^》]{3,80})》")
_CITED = re.compile(r"《[^》]*》")
_JOINED = re.compile(r"(?:省|市|县|区|自治区)?\s*(?:[、,,和与跟同及或]|以及|还有|相比|对比|比|vs)\s*")
_WITHIN = re.compile(r"(?:省|市|自治区)?\s*(?:的|辖|下辖|所辖|属)?\s*")
_TITLE_WORDS = 7
_ORDINARY = 100  # how often jieba's dictionary counts a word that is no slip
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

    @property
    def text(self) -> str:
        """The clean text."""
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

    def __init__(self, documents: Iterable[Described]) -> None:
        self._documents = tuple(documents)
        plain = Regions()
        regions = {d.id: plain.place(region) for d in self._documents if (region := _region(d, plain))}
        self._regions = Regions(p for p in regions.values() if not plain.is_form(p.name))
        self._by_place: dict[Place, list[str]] = {}
        for document in self._documents:
            if document.id in regions:
                self._by_place.setdefault(regions[document.id], []).append(document.id)
        self._texts = {d.id: normal(_CITED.sub("", d.text)) for d in self._documents}
        self._numbers = {key: d.id for d in self._documents if (key := _number_key(d.number or ""))}
        self._pieces = _title_pieces(self._documents)
        self._sounds = {p: (p.short, _sounds(p.short)) for p in self._by_place if len(p.short) > 1}

    def find(self, question: str) -> Named:
        """Everything that the question names; never raises, and names nothing where it is not sure."""
        mended, readings = self._mend(question)
        numbers, unknown_numbers, cut = self._find_numbers(mended)
        titles, unknown_titles, cut_titles = self._find_titles(mended)
        hidden = _blank(mended, cut + cut_titles)
        mentions = self._regions.mentions(hidden)
        places, unknown, used = self._sort_places(hidden, mentions)
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

    # ---- places

    def _sort_places(
        self, text: str, mentions: Sequence[Mention]
    ) -> tuple[list[Place], list[str], list[tuple[int, int]]]:
        """(places of the library, names of foreign ones, the pieces of text that were understood)."""
        known: list[tuple[Mention, list[Place]]] = []
        for mention in mentions:
            if homes := self._homes(mention):
                known.append((mention, homes))
        places = [p for m, homes in known for p in homes if not self._qualifies(text, m, homes, known)]
        if not mentions:
            places = self._autonomous(text)
        inside = [self._texts[d] for p in places for d in self._by_place[p]]
        unknown: list[str] = []
        used = [(m.start, m.end) for m, homes in known if m.nickname or set(m.places) & set(self._by_place)]
        for mention in mentions:
            if any(mention is m for m, _ in known):
                continue
            if self._is_above(text, mention, known):
                used.append((mention.start, mention.end))
            elif not self._is_content(text, mention, mentions, inside):
                unknown += [p.short if mention.nickname else mention.text for p in mention.places[:1]]
        return list(dict.fromkeys(places)), unknown, used

    def _homes(self, mention: Mention) -> list[Place]:
        """The library's places that a mention stands for: itself, or the one that its plan covers it with."""
        own = [p for p in mention.places if p in self._by_place]
        if own:
            return own if mention.nickname else own[:1]
        for place in mention.places:
            above = [p for p in self._by_place if place.is_below(p)]
            for home in sorted(above, key=lambda p: -len(p.above)):
                texts = [self._texts[d] for d in self._by_place[home]]
                # A county lies within its city's plan whether named there or not; a city of a province only if named.
                near = place.rank == "county" and home.rank == "prefecture"
                if near or any(place.name in t or place.short in t for t in texts):
                    return [home]
        return []

    def _autonomous(self, text: str) -> list[Place]:
        """「自治区方案」 without a name means the one autonomous region of the library, where there is one."""
        regions = [p for p in self._by_place if p.name.endswith("自治区")]
        return regions if "自治区" in text and len(regions) == 1 else []

    @staticmethod
    def _qualifies(text: str, mention: Mention, homes: list[Place], known: list[tuple[Mention, list[Place]]]) -> bool:
        """Whether 广东 only says where 梅州 lies: 「广东梅州」, 「广东省梅州市」, not 「广东和梅州」."""
        for other, below in known:
            gap = text[mention.end : other.start]
            if (
                other.start >= mention.end
                and _WITHIN.fullmatch(gap)
                and any(b.is_below(h) for b in below for h in homes)
            ):
                return True
        return False

    def _is_above(self, text: str, mention: Mention, known: list[tuple[Mention, list[Place]]]) -> bool:
        """Whether a foreign place only says where a known one lies: 吉林 in 「吉林蛟河」, 「蛟河（吉林省）」."""
        for other, homes in known:
            first, second = sorted((mention, other), key=lambda m: m.start)
            gap = text[first.end : second.start]
            near = _WITHIN.fullmatch(gap) if first is mention else re.fullmatch(r"市?[(（]", gap)
            if near and any(h.is_below(p) for h in homes for p in mention.places):
                return True
        return False

    def _is_content(self, text: str, mention: Mention, mentions: Sequence[Mention], inside: Sequence[str]) -> bool:
        """Whether a foreign place is something a document talks about (三明医改), not the place asked about."""
        if any(_JOINED.fullmatch(text[m.end : mention.start]) or _JOINED.fullmatch(text[mention.end : m.start])
               for m in mentions if m is not mention):  # fmt: skip
            return False
        if inside:
            return any(mention.text in t or p.short in t for t in inside for p in mention.places)
        after = text[mention.end : mention.end + 2]
        phrases = [form + after for p in mention.places for form in (p.name, p.short, mention.text)]
        return len(after) == 2 and any(phrase in t for t in self._texts.values() for phrase in phrases)

    # ---- slips

    def _mend(self, question: str) -> tuple[str, tuple[str, ...]]:
        """Repair a place of the library that was typed by sound: 梅洲 → 梅州, 交河 → 蛟河, 汗中 → 汉中.

        Only where the words as typed are no place themselves with a suffix, no words of the library's texts, no
        dictionary word cut in two, and share a character with the name.
        """
        text, readings = normal(question), []
        if not re.search(r"[一-龥]{2}", text):
            return question, ()
        edges = word_edges(text)
        out = list(question)
        for short, sounds in self._sounds.values():
            for at in range(len(text) - len(short) + 1):
                typed = text[at : at + len(short)]
                if typed == short or not set(typed) & set(short) or not _same_sound(typed, sounds):
                    continue
                if not {at, at + len(short)} <= edges or self._is_real(typed):
                    continue
                out[at : at + len(short)] = short
                readings.append(f"按“{short}”理解“{question[at : at + len(short)]}”")
        return "".join(out), tuple(dict.fromkeys(readings))

    def _is_real(self, typed: str) -> bool:
        """Whether the typed words mean something themselves."""
        if self._regions.is_form(typed) or any(typed in text for text in self._texts.values()):
            return True
        return (segmenter().FREQ.get(typed) or 0) > _ORDINARY

    # ---- document numbers and titles

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
            elif not any(asked in _loose(d.text) for d in self._documents):
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


def _sounds(text: str) -> tuple[frozenset[str], ...]:
    """Per character the syllables it can be read as, without tone."""
    return tuple(frozenset(r) for r in pinyin(text, style=Style.NORMAL, heteronym=True))


def _same_sound(typed: str, sounds: tuple[frozenset[str], ...]) -> bool:
    if not re.fullmatch(r"[\u3400-\u9fff]+", typed):
        return False
    return all(a & b for a, b in zip(_sounds(typed), sounds, strict=True))


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
