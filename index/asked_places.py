"""Which of the library's places a question asks about, and which foreign ones: 「吉林蛟河」 is 蛟河, 「吉林市」 is nobody here.

A place that the library has a document of is asked about; a county or city that such a document covers stands for it
(兴宁市 for 梅州市); one that only says where another lies is no second place (广东梅州); one that documents merely talk
about is content (三明医改); all others are foreign and are told, so that nobody answers for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from pypinyin import Style, pinyin

from index.regions import Mention, Place, Regions, word_edges
from index.texts import Texts
from index.words import frequency, normal

_JOINED = re.compile(r"(?:省|市|县|区|自治区)?\s*(?:[、,，和与跟同及或]|以及|还有|相比|对比|比|vs)\s*")
_WITHIN = re.compile(r"(?:省|市|自治区)?\s*(?:的|辖|下辖|所辖|属)?\s*")
_OWN = re.compile(
    r"(?:我们|咱们?|[本我全])(?P<kind>自治区|省|市|县|区)(?![级直外卫政委])|(?P<auto>自治区)(?=[的里方实规])|省里"
)
_ORDINARY = 100  # how often jieba's dictionary counts a word that is no slip
_LONGEST_SLIP = 5  # 呼和浩特; longer names are not typed by sound as a whole
_HAN = re.compile(r"[\u3400-\u9fff]+")
Sorted = tuple[list[Place], list[str], list[tuple[int, int]]]


class AskedPlaces:
    """Sorts the places that a question names; knows the library's places and what its documents say."""

    def __init__(self, regions: Regions, by_place: Mapping[Place, Sequence[str]], texts: Texts) -> None:
        self._regions, self._by_place, self._texts = regions, by_place, texts
        self._by_chain = {(*p.above, p.name): p for p in by_place}
        self._letters = frozenset("".join(p.short for p in by_place))
        self._lengths = sorted({len(p.short) for p in by_place if 1 < len(p.short) <= _LONGEST_SLIP})
        self._by_sound: dict[str, list[str]] = {}
        for short in dict.fromkeys(p.short for p in by_place if 1 < len(p.short) <= _LONGEST_SLIP):
            for sound in _sounds(short):
                self._by_sound.setdefault(sound, []).append(short)

    def sort(self, text: str, mentions: Sequence[Mention]) -> Sorted:
        """(places of the library, names of foreign ones, the pieces of text that were understood)."""
        known: list[tuple[Mention, list[Place]]] = []
        for mention in mentions:
            if homes := self._homes(mention):
                known.append((mention, homes))
        places = [p for m, homes in known for p in homes if not self._qualifies(text, m, homes, known)]
        inside = [d for p in places for d in self._by_place[p]]
        unknown: list[tuple[int, str]] = []
        used = [(m.start, m.end) for m, homes in known if m.nickname or set(m.places) & set(self._by_place)]
        # From right to left: in 吉林省吉林市蛟河市 each says where the next lies.
        for mention in reversed(mentions):
            if any(mention is m for m, _ in known):
                missing = [p for p in mention.places if p not in self._by_place] if mention.nickname else []
                unknown += [(mention.start, p.short) for p in missing]
            elif below := self._is_above(text, mention, known):
                known.append((mention, below))
                used.append((mention.start, mention.end))
            elif not self._is_content(text, mention, mentions, inside):
                named = mention.places if mention.nickname else mention.places[:1]
                unknown += [(mention.start, p.short if mention.nickname else mention.text) for p in named]
        return list(dict.fromkeys(places)), [name for _, name in sorted(unknown)], used

    def _homes(self, mention: Mention) -> list[Place]:
        """The library's places that a mention stands for: itself, or the one that its plan covers it with."""
        own = [p for p in mention.places if p in self._by_place]
        if own:
            return own if mention.nickname else own[:1]
        for place in mention.places:
            for length in range(len(place.above), 0, -1):
                home = self._by_chain.get(place.above[:length])
                # A county lies within its city's plan whether named there or not; a city of a province only if named.
                near = home is not None and place.rank == "county" and home.rank == "prefecture"
                if home is not None and (near or self._texts.says(place.short, self._by_place[home])):
                    return [home]
        return []

    def own(self, text: str, mentions: Sequence[Mention], places: Sequence[Place]) -> tuple[Place | None, str]:
        """The place that 我省, 本市, 全区, 自治区, 省里 mean, and the words: where the library has one such place only.

        Beside another place only 「省里和梅州」 counts: the province above it.
        """
        for match in _OWN.finditer(text):
            kind = match["kind"] or match["auto"] or "省"
            fits = [p for p in self._by_place if p.name.endswith("自治区" if kind in ("区", "自治区") else kind)]
            if mentions:
                joined = any(
                    _JOINED.fullmatch(text[match.end() : m.start]) or _JOINED.fullmatch(text[m.end : match.start()])
                    for m in mentions
                )
                fits = [p for p in fits if joined and any(place.is_below(p) for place in places)]
            if len(fits) == 1 and fits[0] not in places:
                return fits[0], match[0]
        return None, ""

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

    def _is_above(self, text: str, mention: Mention, known: list[tuple[Mention, list[Place]]]) -> list[Place]:
        """The known places that a foreign one only locates: 蛟河 for 吉林 in 「吉林蛟河」, 「蛟河（吉林省）」."""
        for other, homes in known:
            first, second = sorted((mention, other), key=lambda m: m.start)
            gap = text[first.end : second.start]
            near = _WITHIN.fullmatch(gap) if first is mention else re.fullmatch(r"市?[(（]", gap)
            if near and any(h.is_below(p) for h in homes for p in mention.places):
                return homes
        return []

    def _is_content(self, text: str, mention: Mention, mentions: Sequence[Mention], inside: Sequence[str]) -> bool:
        """Whether a foreign place is something a document talks about (三明医改), not the place asked about."""
        if any(_JOINED.fullmatch(text[m.end : mention.start]) or _JOINED.fullmatch(text[mention.end : m.start])
               for m in mentions if m is not mention):  # fmt: skip
            return False
        if inside:
            forms = dict.fromkeys((mention.text, *(p.short for p in mention.places)))
            return any(self._texts.says(form, inside) for form in forms)
        after = text[mention.end : mention.end + 2]
        phrases = dict.fromkeys(form + after for p in mention.places for form in (p.name, p.short, mention.text))
        return len(after) == 2 and any(self._texts.says(phrase) for phrase in phrases)

    def mend(self, question: str) -> tuple[str, tuple[str, ...]]:
        """Repair a place of the library that was typed by sound: 梅洲 → 梅州, 交河 → 蛟河, 汗中 → 汉中.

        Only where the words as typed are no place themselves with a suffix, no words of the library's texts, no
        dictionary word cut in two, and share a character with the name.
        """
        text = normal(question)
        if not re.search(r"[一-龥]{2}", text):
            return question, ()
        out, readings = list(question), []
        for at, short in self._slips(text):
            typed = text[at : at + len(short)]
            if not self._is_real(typed):
                out[at : at + len(short)] = short
                readings.append(f"按“{short}”理解“{question[at : at + len(short)]}”")
        return "".join(out), tuple(dict.fromkeys(readings))

    def _slips(self, text: str) -> Iterator[tuple[int, str]]:
        """Where a text sounds like a place of the library and isn't written like it."""
        edges = word_edges(text)
        for at in sorted(edges):
            for length in self._lengths:
                typed = text[at : at + length]
                if at + length not in edges or not _HAN.fullmatch(typed) or self._letters.isdisjoint(typed):
                    continue
                alike = dict.fromkeys(s for sound in _sounds(typed) for s in self._by_sound.get(sound, ()))
                meant = [short for short in alike if set(typed) & set(short)]
                if typed not in meant and len(meant) == 1:  # two places that sound alike: neither
                    yield at, meant[0]

    def _is_real(self, typed: str) -> bool:
        """Whether the typed words mean something themselves."""
        return self._regions.is_form(typed) or self._texts.says(typed) or frequency(typed) > _ORDINARY


@lru_cache(maxsize=20_000)
def _sounds(text: str) -> tuple[str, ...]:
    """The ways to say a short text, without tones: a character may have several (重: zhong, chong)."""
    readings = pinyin(text, style=Style.NORMAL, heteronym=True)
    return tuple(" ".join(each) for each in product(*readings))
