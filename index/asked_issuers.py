"""Which documents a question means by who issued them and when: 「国务院办公厅的文件」, 「省卫健委2024年印发的通知」.

A body counts as an issuer only where the question says so (…的文件, …印发的); in 「市医保局牵头哪几项」 it is the topic. What
fits no document narrows nothing: the question is then asked of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from corpus.organizations import anatomy, bodies_in, normal_name
from index.words import normal, read_list

_PAPER = "(?:文件|通知|方案|意见|规划|办法|规定|政策|条例|公告|批复|函|文)"
_ISSUED = "(?:联合)?(?:印发|发布|出台|下发|制发|发|颁布|公布)"
_MEANT = re.compile(
    rf"\s*(?:[于在]?(?:(?:19|20)\d{{2}}年?|今年|去年|前年))?(?:(?:{_ISSUED})?(?:了|过)?的(?:那份|这份|那个|这个|几份|有关|相关|最新)?{_PAPER}|{_ISSUED}(?:了|过)?(?:的|哪些|什么|过哪些)|(?:关于[^，。？?]{{1,30}}?)的{_PAPER}|哪些文件|有哪些文件)"
)
_RELATIVE = {"今年": 0, "去年": 1, "前年": 2}
_YEAR = re.compile(
    rf"(?P<year>(?:(?:19|20)\d{{2}})|今年|去年|前年)年?(?:{_ISSUED}(?:了|过)?的|的(?:那份|这份)?(?:文件|通知)|(?:那份|这份|那个)?{_ISSUED})"
)
_DATE_ASKED = re.compile(r"(?:什么时候|何时|哪[年天]|几[月号]|是不是|是否|吗)")
_LEVELS = ("自治区", "省", "市", "县", "区", "旗", "国家")
_GOVERNMENT = re.compile(r"人民政府|政府")
_OFFICE = re.compile(r"办公[厅室]|委员会$|局$|厅$|委$")
_SAME = {"办公厅": "办公", "办公室": "办公", "委员会": "委", "局": "委", "厅": "委", "委": "委"}
_PREFIX = re.compile(
    r"^(?:国家|全国|[一-龥]{2,9}?(?:壮族|回族|维吾尔)?(?:自治区|省|市|自治州|州|县|区|旗)|自治区|省|市|县|区)"
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body as an issuer: 梅州市人民政府办公室 → place 梅州市, level 市, name 政府办公."""

    place: str
    level: str
    name: str


@dataclass(frozen=True, slots=True)
class AskedIssuers:
    """Who issued what is asked for, and when: as asked, the documents that fit, the pieces of text understood.

    ``unknown`` are bodies of whom the library holds nothing, where the question names no document otherwise.
    """

    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()
    unknown: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    issuers: list[str] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)


class Issuers:
    """Who issued a library's documents, and in which year."""

    def __init__(
        self,
        documents: Iterable[tuple[str, str | None, str | None, str | None]],
        today: Callable[[], date] = date.today,
    ) -> None:
        """``documents`` are (id, issuer as printed, level, year of issue)."""
        self._today = today
        self._ids: list[str] = []
        self._by_name: dict[str, list[tuple[Issuer, str | None, str]]] = {}
        self._by_year: dict[str, set[str]] = {}
        for document, printed, level, year in documents:
            self._ids.append(document)
            for issuer in read_issuers(printed or ""):
                self._by_name.setdefault(issuer.name, []).append((issuer, level, document))
            if year:
                self._by_year.setdefault(year, set()).add(document)

    def find(self, text: str, inside: Sequence[str] | None = None) -> AskedIssuers:
        """The issuers and years of issue that a question names; ``inside`` are the documents that it names otherwise.

        What no document (of those) fits is left as words to search for.
        """
        allowed = frozenset(self._ids if inside is None else inside)
        named = _Found()
        for asked, printed, start, end in _asked(text):
            # What a government's office issues is the government's paper.
            names = (asked.name, "政府办公") if asked.name == "政府" else (asked.name,)
            issued = [each for name in names for each in self._by_name.get(name, ())]
            if fits := {d for issuer, level, d in issued if _is(asked, issuer, level)} & allowed:
                named.issuers.append(printed)
                named.pieces.append((start, end))
                named.documents |= fits
            elif inside is None:
                named.unknown.append(printed)
        self._add_years(text, named, allowed)
        return AskedIssuers(
            tuple(dict.fromkeys(named.issuers)), tuple(named.years), tuple(d for d in self._ids if d in named.documents),
            tuple(named.pieces), tuple(dict.fromkeys(named.unknown)), tuple(named.readings),
        )  # fmt: skip

    def _add_years(self, text: str, named: _Found, allowed: frozenset[str]) -> None:
        """Narrow to the years of issue that the question names; 去年 is this year's last, and is told."""
        within = frozenset(named.documents) or allowed
        for match in () if _DATE_ASKED.search(text) else _YEAR.finditer(normal(text)):
            back = _RELATIVE.get(match["year"])
            year = match["year"] if back is None else str(self._today().year - back)
            fits = self._by_year.get(year, set()) & within
            if fits:
                named.years.append(year)
                named.pieces.append(match.span())
                named.documents = (named.documents & fits) if named.documents else set(fits)
                named.readings += [] if back is None else [f"按“{year}年印发”理解“{match['year']}”"]


def read_issuers(printed: str) -> list[Issuer]:
    """The bodies of a printed issuer: 「自治区党委办公厅 自治区人民政府办公厅」 are two."""
    return [issuer for part in re.split(r"[\s、,，]+", printed) if (issuer := _read(part))]


def _read(name: str) -> Issuer | None:
    """A body's place, level and bare name; 政府 and 人民政府, 办公厅 and 办公室, 委 and 局 are the same here."""
    known = anatomy(normal_name(name))
    prefix = _PREFIX.match(name)
    place = known.place or (prefix[0] if prefix and len(prefix[0]) > 2 else "")
    place = "" if place == "自治区" else place
    bare = normal_name(name)
    bare = bare[len(m[0]) :] if (m := _PREFIX.match(bare)) and len(m[0]) < len(bare) else bare
    if len(bare) < 2:
        return None
    level = "国家" if re.match("国务院|中共中央|国家|全国", name) else _level(prefix[0] if prefix else "")
    bare = _GOVERNMENT.sub("政府", bare)
    return Issuer(place, level, _OFFICE.sub(lambda m: _SAME[m[0]], bare))


def _level(prefix: str) -> str:
    return next((level for level in _LEVELS if prefix.endswith(level)), "")


def _is(asked: Issuer, issuer: Issuer, level: str | None) -> bool:
    """Whether an issuer is the one asked for; what the question leaves out (place, level) may be anything.

    蛟河市 is a county: 县卫健局 means its office as well as 市卫健局 does; 区政府 is an autonomous region's or a district's.
    """
    if asked.place and issuer.place and asked.place != issuer.place:
        return False
    if asked.level == "区":
        return issuer.level in ("区", "自治区")
    return asked.level in ("", issuer.level) or (issuer.level in ("", "市") and asked.level == level)


def _asked(text: str) -> Iterable[tuple[Issuer, str, int, int]]:
    """Bodies that the question means as issuers, as typed, with the piece of text that names them."""
    plain, offsets = _spelled_out(normal(text))
    for start, end in _bodies(plain):
        frame = _MEANT.match(plain, end)
        if frame and (issuer := _read(plain[start:end])):
            yield issuer, text[offsets[start] : offsets[end]], offsets[start], offsets[end]


def _bodies(text: str) -> list[tuple[int, int]]:
    """Where bodies stand, governments and their offices and party offices included."""
    spans = [(m.span.start, m.span.end) for m in bodies_in(text)]
    for match in _party_offices().finditer(text):
        spans = [s for s in spans if s[1] <= match.start() or s[0] >= match.end()]
        spans.append(match.span())
    return sorted(spans)


@cache
def _party_offices() -> re.Pattern[str]:
    return re.compile(
        r"(?:中共中央|(?:[一-龥]{2,3}(?:省|市|县|区)|自治区|省|市|县|区)党?委)办公[厅室]|(?:中共中央|国务院)(?!办公|[一-龥]*部门)"
    )


def _spelled_out(text: str) -> tuple[str, list[int]]:
    """The text with abbreviations of issuers spelled out, and for each position where it was in the text."""
    out, at = "", 0
    offsets: list[int] = []
    for match in _short_names().finditer(text):
        out += text[at : match.start()] + _spellings()[match[0]]
        offsets += range(at, match.start())
        offsets += [match.start()] * len(_spellings()[match[0]])
        at = match.end()
    return out + text[at:], [*offsets, *range(at, len(text) + 1)]


@cache
def _spellings() -> dict[str, str]:
    return dict(line.split("=") for line in read_list("issuers.txt"))


@cache
def _short_names() -> re.Pattern[str]:
    longest = sorted(_spellings(), key=len, reverse=True)
    return re.compile("|".join(f"(?<!政){re.escape(name)}(?!公|理|学|法)" for name in longest))
