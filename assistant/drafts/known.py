"""What a library's documents go by, for a draft that names them: number, title, short title, slightly wrong title.

Titles that the library only cites are known too: 《…建设实施方案》（粤府办〔2019〕18号） stands in 粤办函〔2022〕245号, so a draft
that prints another number beside that title can be told so, though the document itself isn't here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from assistant.drafts.named import printed_name
from assistant.drafts.near_numbers import is_short, one_slip
from corpus.document_number import normalize_number
from corpus.library import Library
from corpus.model import Clause, Document, Span
from corpus.numerals import half_width
from corpus.references import Reference
from corpus.resolve import references_of, title_keys
from index.regions import Regions
from index.texts import loose
from index.titles import Titles

Fit = Literal["exact", "short", "alike", "other"]

_YEARS = re.compile(
    r"[（(]\s*(?P<first>(?:19|20)\d\d)\s*年?\s*[-—–－~～至]{1,2}\s*(?P<last>(?:19|20)\d\d)\s*年?\s*[)）]"
)
_DRAFT = re.compile(r"[（(]?(?:公开)?征求意见稿[)）]?")
_PERIOD = re.compile(r"十[一二三四五六七]五|(?:19|20)\d\d")
_LEVEL = re.compile("自治区|[省市县区]")
_SHORTEST = 8
_NEAR = 0.72
_WHOLE_NAME = 12
_ALL = 60
_FEW = 200
"""Of more documents than so many only titles nine tenths alike are looked for: comparing each takes too long."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that only stands cited in the library: where, and with which number."""

    document: Document
    clause: Clause
    reference: Reference


@dataclass(frozen=True, slots=True)
class Titled:
    """A document that a title means, and how well the title fits: another period or place makes it another document."""

    document: Document
    fit: Fit
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A text with a name of its own inside a document: its title and its top clauses."""

    document: Document
    title: str
    clauses: tuple[Clause, ...]


class Known:
    """The names of a library's documents."""

    def __init__(self, library: Library) -> None:
        self.library = library
        held = library.documents
        self._regions = Regions()
        self._numbers: dict[str, list[Document]] = {}
        self._forms: dict[str, list[Document]] = {}
        for document in held:
            if document.number and (number := normalize_number(document.number)):
                self._numbers.setdefault(number, []).append(document)
            for form in _forms(document):
                self._forms.setdefault(form, []).append(document)
        self._titles = Titles([d.id for d in held], [d.name for d in held], [d.title for d in held])

    def few(self) -> tuple[Document, ...]:
        """The documents of a small library: those that a name which nobody introduced may mean."""
        held = self.library.documents
        return tuple(held) if len(held) <= _ALL else ()

    def numbered(self, number: str) -> Document | None:
        """The one document with this number (in its normal form)."""
        found = self._numbers.get(number, [])
        return found[0] if len(found) == 1 else None

    def inside(self, title: str) -> Part | None:
        """The plan inside a file that a title names, or an annex: 《…规范涉企收费专项行动方案》 of a notice with five plans."""
        found = self._parts.get(_plain(title), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        out: dict[str, list[Part]] = {}
        for document in self.library.documents:
            for part in parts_of(document):
                out.setdefault(_plain(part.title), []).append(part)
        return out

    def near_number(self, number: str) -> Document | None:
        """The one document whose number differs in its year or its serial only: 梅市府办〔2023〕1号."""
        near = [d for n, held in self._numbers.items() for d in held if one_slip(n, number)]
        return near[0] if len(near) == 1 else None

    def titled(self, title: str) -> list[Titled]:
        """The documents that a title between 《》 can mean, the best fit only."""
        asked = _plain(title)
        if found := self._forms.get(asked, []):
            return [Titled(d, self._fit(title, d, "exact")) for d in dict.fromkeys(found)]
        if len(asked) >= _SHORTEST:
            held = [self.library.document(i) for i in self._titles.cited(_YEARS.sub("", _DRAFT.sub("", title)))]
            if held:
                return [Titled(d, self._fit(title, d, "short")) for d in held]
        best = self._most_alike(title)
        return [Titled(best[0], self._fit(title, best[0], "alike"), best[1])] if best else []

    @cached_property
    def codes(self) -> frozenset[str]:
        """The 代字 of the library's numbers: 粤办函, 梅市府办."""
        return frozenset(n.split("〔")[0] for n in self._numbers if "〔" in n)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Where the documents were issued, full names and short ones, the longest first."""
        held = {r for d in self.library.documents if d.region for r in (d.region, _short_region(d.region))}
        return tuple(sorted(held, key=lambda name: (-len(name), name)))

    def of(self, document: Document, words: str) -> bool | None:
        """Whether a document is whose some words say (省, 市里的, 广西); ``None`` where they say nothing."""
        level, region = _LEVEL.match(words), document.region or ""
        if level is not None:
            return region.endswith(level[0])
        named = [p for p in self.places if p in words]
        return any(p in (region, _short_region(region)) for p in named) if named else None

    @cached_property
    def spoken(self) -> re.Pattern[str] | None:
        """How the library's documents are named without 《》: 广西实施方案, 梅州市的实施方案, 广东省行动方案."""
        places = "|".join(map(re.escape, self.places)) or "(?!)"
        codes = "|".join(map(re.escape, sorted(self.codes, key=len, reverse=True))) or "(?!)"
        return re.compile(
            rf"(?P<code>{codes})第?(?P<serial>[0-9]{{1,5}})号(?:文件?)?"
            rf"|(?<!《)(?P<place>{places})的?(?P<what>[\u4e00-\u9fff]{{0,12}}?(?:方案|规划|通知|意见|办法))(?:[（(]征求意见稿[)）])?"
        )

    def said(self, words: str) -> list[Document]:
        """The documents that such a name can mean: of that place, with those words in their name."""
        match = self.spoken.match(words) if self.spoken is not None else None
        if match is None:
            return []
        if match["code"]:
            return [d for n, held in self._numbers.items() for d in held if is_short(n, match["code"], match["serial"])]
        what = match["what"]
        own = [d for d in self.library.documents if d.region and match["place"] in (d.region, _short_region(d.region))]
        return [d for d in own if all(what[i : i + 2] in d.name + d.title for i in range(0, len(what) - 1, 2))]

    def bare(self, text: str) -> list[Span]:
        """Where a draft prints a document's whole name without 《》."""
        out: list[Span] = []
        for document in self.library.documents:
            name = _DRAFT.sub("", printed_name(document))
            for form in dict.fromkeys((name, name[max(name.find("关于"), 0) :])):
                at = text.find(form) if len(form) >= _WHOLE_NAME else -1
                while at >= 0:
                    end = at + len(form)
                    draft = _DRAFT.match(text, end)
                    span = Span(at, draft.end() if draft else end)
                    if not any(o.start < span.end and span.start < o.end for o in out):
                        out.append(span)
                    at = text.find(form, end)
        return out

    def same_place(self, title: str, document: Document) -> bool:
        """Whether the places that a title names are the document's, or it names none."""
        named = {p.name for m in self._regions.mentions(title) for p in m.places}
        own = {p.name for m in self._regions.mentions(document.name + document.title) for p in m.places}
        own |= {document.region} if document.region else set()
        return not named or bool(named & own)

    def cited(self, title: str) -> tuple[Cited, ...]:
        """Where the library cites a document that it doesn't hold."""
        return tuple(self._cited.get(_plain(title), ()))

    def cited_number(self, number: str) -> tuple[Cited, ...]:
        """Where the library cites a number that it doesn't hold."""
        return tuple(c for found in self._cited.values() for c in found if c.reference.number == number)

    def inner(self, title: str, cited: Cited) -> bool:
        """Whether a title is that of the plan which a cited 关于印发…的通知 issues."""
        whole = _plain(cited.reference.title or "")
        return (
            len(_plain(title)) >= _SHORTEST
            and re.search(f"(?:印发|转发)(?:关于)?{re.escape(_plain(title))}(?:的通知)?$", whole) is not None
        )

    def _fit(self, title: str, document: Document, fit: Fit) -> Fit:
        if not self.same_place(title, document) or _periods(title) - _periods(document.name + document.title):
            return "other"
        return fit

    def _most_alike(self, title: str) -> tuple[Document, float] | None:
        asked = loose(title)
        if len(asked) < _SHORTEST:
            return None
        if len(self.library.documents) > _FEW:
            near = self._titles.alike(title)
            return (self.library.document(near[0]), 0.9) if len(near) == 1 else None
        shortened = [
            d
            for d in self.library.documents
            if any(_within(asked, loose(_YEARS.sub("", t))) for t in (d.name, d.title))
        ]
        if len(shortened) == 1 and len(asked) > _SHORTEST:
            return shortened[0], 0.9
        ratios = [(_ratio(asked, loose(t)), d) for d in self.library.documents for t in (d.name, d.title)]
        best, document = max(ratios, key=lambda pair: pair[0], default=(0.0, None))
        return (document, best) if document is not None and best >= _NEAR else None

    @cached_property
    def _cited(self) -> dict[str, list[Cited]]:
        out: dict[str, list[Cited]] = {}
        for document in self.library.documents:
            for clause, reference in references_of(document):
                if reference.kind == "document" and reference.title and not self._forms.get(_plain(reference.title)):
                    out.setdefault(_plain(reference.title), []).append(Cited(document, clause, reference))
        return out


def parts_of(document: Document) -> Iterator[Part]:
    """The plans of a file that holds several, and the annexes with a title; the file's own name is none of them."""
    own = {_plain(document.name), _plain(document.title)}
    files = [c for c in document.clauses if c.path.steps[0].startswith("文件")]
    first = [c for c in document.clauses if c.path.numbered and not c.path.steps[0].startswith(("文件", "附件"))]
    head = next((c for c in document.clauses if c.path.steps == ("标题2",)), None)
    if files and first and head is not None and _plain(head.text) not in own:
        yield Part(document, re.sub(r"\s+", "", head.text), tuple(first))
    for clause in document.clauses:
        if clause.path.steps[0].startswith(("文件", "附件")) and len(_plain(clause.heading)) >= _SHORTEST:
            if _plain(clause.heading) not in own:
                yield Part(document, clause.heading, (clause,))


def years_of_title(title: str) -> tuple[str, str] | None:
    """The years in the brackets of a title: …行动方案（2022—2025年）."""
    found = _YEARS.search(title)
    return (found["first"], found["last"]) if found else None


def _forms(document: Document) -> set[str]:
    keys = {k for t in (document.title, document.name) for k in title_keys(t)}
    keys |= {_YEARS.sub("", k) for k in keys} | {_DRAFT.sub("", k) for k in keys}
    return {_plain(k) for k in keys if len(k) > 4}


def _plain(title: str) -> str:
    """A title's bare characters; the years in brackets and 征求意见稿 are compared by themselves."""
    return loose(_DRAFT.sub("", _YEARS.sub("", half_width(title))))


def _periods(title: str) -> set[str]:
    return set(_PERIOD.findall(half_width(title)))


def _within(short: str, whole: str) -> bool:
    """Whether a title is another one with words left out: 紧密型县域医共体…行动方案."""
    held = iter(whole)
    return 3 * len(short) >= len(whole) and short[-2:] == whole[-2:] and all(c in held for c in short)


def _ratio(one: str, other: str) -> float:
    if not one or not other or min(len(one), len(other)) / max(len(one), len(other)) < _NEAR / 2:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _short_region(region: str) -> str:
    return re.sub(r"(?:壮族|回族|维吾尔)?自治区$|(?<=..)[省市县区]$", "", region)


def unique(documents: Iterable[Document]) -> list[Document]:
    """The documents in order, each once."""
    return list({d.id: d for d in documents}.values())
