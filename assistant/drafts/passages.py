"""What the library's documents say, cut into passages as small as a claim: the stretch between two commas, a table's figure.

A passage knows its sentence, the years and the softening words that govern it from earlier in that sentence (力争到2025年，…), and
its pairs of characters, by which claims find it. Documents are cut when they are first needed.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.drafts.figures import Figure, figures, years
from assistant.rows import readings
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document, Span
from corpus.sentences import Piece, masked, segments, sentences
from index.words import normal

_WORDS = re.compile(r"[\u3400-\u9ffa-z]+")
_FRAME = re.compile(
    r"(?:19|20)\d\d\s*年?|力争|争取|原则上|达到|实现|做到|提高到|提升到|以上|以下|左右|不低于|不少于|不超过|至少|全省|全市|全县|全区|我省|我市|我县|我区|自治区|各地"
    r"|明确|提出|要求|规定|指出|强调|(?:的)?目标(?:值)?(?:为|是)?|[应要须]?于|的"
)

_ALIKE = {
    "健全": "完善", "推动": "推进", "促进": "推进", "强化": "加强", "提升": "提高", "增强": "提高", "抓好": "落实",
    "做好": "落实", "卫健": "卫生健康", "医护人员": "医务人员", "老百姓": "群众", "居民": "群众", "病床": "床位", "组建": "建立", "设立": "建立",
    "设置": "建立", "开设": "建立", "配置": "配备", "搭建": "建立",
}  # fmt: skip
"""Words that a draft puts for one another; what they stand for decides where to look, not whether a claim is right."""
_ALIKE_WORDS = re.compile("|".join(sorted(_ALIKE, key=len, reverse=True)))
_COUNTS_ROWS = re.compile(r"序\s?号|编\s?号")
_FRONT = (("引言",), ("通知",), ("结语",))
_TRIED = 40
MOST = 300
"""Documents kept cut: about 0.5 MB each."""
_USUAL = 4_000
"""Passages of a handful of documents, by which the thresholds were set."""
_SAYS_LITTLE = 6
"""A cell without a figure and shorter than this (预期) carries no claim."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of a document; ``opening`` is what stands before it in its sentence, ``years`` those that govern it.

    Of a table it is one cell: ``row`` the row read aloud, ``cell`` the cell with its unit.
    """

    document: Document
    clause: Clause
    span: Span
    sentence: Span
    grams: frozenset[str]
    around: frozenset[str]
    years: frozenset[str]
    opening: Span | None = None
    row: str | None = None
    cell: str | None = None

    @property
    def text(self) -> str:
        """The exact words."""
        return self.span.of(self.document.text)

    @property
    def words(self) -> str:
        """What is read: the words, or the table's row read aloud."""
        return self.row or self.text

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in ``words``."""
        return figures(self.words if self.cell is None else self.cell)

    @property
    def key(self) -> tuple[str, int, int]:
        """Where it stands."""
        return self.document.id, self.span.start, self.span.end


@lru_cache(maxsize=16384)
def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without figures, years and the words that only frame a claim."""
    plain = _FRAME.sub("#", _ALIKE_WORDS.sub(lambda m: _ALIKE[m[0]], normal(text)))
    return frozenset(run[i : i + 2] for run in _WORDS.findall(plain) for i in range(len(run) - 1))


@dataclass(frozen=True, slots=True)
class Match:
    """A passage and the share of a claim's words that it holds: alone, and with its sentence and heading."""

    passage: Passage
    own: float
    whole: float

    @property
    def score(self) -> float:
        """What candidates are ordered by."""
        return 0.75 * self.own + 0.25 * self.whole


@dataclass(slots=True)
class _Cut:
    """One document's passages, and where each pair of characters and each clause has its own."""

    passages: list[Passage]
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_clause: dict[ClauseId, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, document: Document) -> _Cut:
        cut = cls(list(_passages(document)))
        for at, passage in enumerate(cut.passages):
            cut.of_clause[passage.clause.id].append(at)
            for gram in passage.grams:
                cut.places[gram].append(at)
        return cut


class Passages:
    """All passages of a library, found by the words of a claim; of a large one those of the documents used last.

    Documents are looked through one by one, so that a search costs what the documents asked for cost, however many
    others the library holds.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._held: dict[str, _Cut] = {}
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._weights: dict[str, float] = {}

    def load(self, documents: Iterable[Document]) -> None:
        """Cut these documents, where they aren't yet; beyond ``MOST`` those that were not used for longest go."""
        for document in documents:
            known = self._held.pop(document.id, None)
            if known is None:
                known = _Cut.of(document)
                self._weights.clear()
                self._total += len(known.passages)
                for passage in known.passages:
                    self._counts.update(passage.grams)
            self._held[document.id] = known
        while len(self._held) > MOST:
            gone = self._held.pop(next(iter(self._held)))
            self._weights.clear()
            self._total -= len(gone.passages)
            for passage in gone.passages:
                self._counts.subtract(passage.grams)

    def weight(self, gram: str) -> float:
        """How telling a pair of characters is: rare ones more, counted as a share where many documents are cut."""
        known = self._weights.get(gram)
        if known is None:
            times = self._counts[gram] * min(1.0, _USUAL / max(self._total, 1))
            known = self._weights[gram] = 1.0 / (1.0 + math.log1p(times / 4))
        return known

    def share(self, asked: frozenset[str], held: frozenset[str]) -> float:
        """The weighed share of the asked pairs that are held."""
        total = sum(map(self.weight, asked))
        return sum(map(self.weight, asked & held)) / total if total else 0.0

    def within(self, asked: frozenset[str], clauses: Sequence[Clause], count: int = 6) -> list[Match]:
        """The best passages of some clauses, those below them included."""
        found: dict[tuple[str, int, int], Passage] = {}
        for below in (b for c in clauses for b in c.walk()):
            if (cut := self._held.get(below.id.document)) is not None:
                found |= {cut.passages[at].key: cut.passages[at] for at in cut.of_clause.get(below.id, ())}
        return self._ranked(asked, ((p, self.share(asked, p.grams)) for _, p in sorted(found.items())), count)

    def search(self, asked: frozenset[str], documents: Iterable[Document], count: int = 6) -> list[Match]:
        """The best passages of some documents."""
        weighed = [(gram, self.weight(gram)) for gram in asked]
        total = sum(weight for _, weight in weighed)
        best: list[tuple[float, int, int, Passage]] = []  # of equals those of the document that is named first
        for order, document in enumerate(dict.fromkeys(d.id for d in documents)):
            cut = self._held.get(document)
            if cut is None:
                continue
            held: defaultdict[int, float] = defaultdict(float)
            for gram, weight in weighed:
                for at in cut.places.get(gram, ()):
                    held[at] += weight
            kept = heapq.nlargest(_TRIED, ((own, at) for at, own in held.items()))
            best += [(own, -order, at, cut.passages[at]) for own, at in kept]
        rows = sorted(heapq.nlargest(_TRIED, best), key=lambda row: (-row[1], row[2]))
        return self._ranked(asked, ((p, own / total) for own, _, _, p in rows), count)

    def _ranked(self, asked: frozenset[str], rows: Iterable[tuple[Passage, float]], count: int) -> list[Match]:
        """The best of passages that come in order; of equals the first."""
        out = [Match(p, own, self.share(asked, asked & p.grams | asked & p.around)) for p, own in rows if own > 0]
        return sorted(out, key=lambda m: -m.score)[:count]


def _passages(document: Document) -> Iterable[Passage]:
    for clause in document.walk():
        if clause.table is not None:
            yield from _of_table(document, clause)
        elif clause.kind not in ("front_matter", "closing") or clause.id.path.steps[:1] in _FRONT:
            yield from _of_prose(document, clause)


def _of_prose(document: Document, clause: Clause) -> Iterable[Passage]:
    mask = masked(clause.text)
    own = "" if clause.id.path.steps[:1] in _FRONT else normal(document.name + document.title)
    above = grams("，".join([*(c.heading for c in document.ancestors(clause)), clause.heading]))
    for piece in sentences(mask):
        parts = _joined(mask, segments(mask, piece, ",;:"))
        sentence = Span(piece.start, piece.end).shift(clause.span.start)
        around = grams(piece.of(clause.text)) | above
        governing: frozenset[str] = frozenset()
        for part in parts:
            words = part.of(clause.text)
            governing = frozenset(y for y, _, _ in years(words)) or governing
            span = Span(part.start, part.end).shift(clause.span.start)
            opening = Span(sentence.start, span.start) if span.start > sentence.start else None
            yield Passage(document, clause, span, sentence, grams(_unnamed(words, own)), around, governing, opening)


def _unnamed(words: str, name: str) -> str:
    """The words without titles that state nothing: 《…实施方案》已经市人民政府同意; 根据《…》, 结合我市实际."""
    return re.sub("《([^《》]*)》", lambda m: "" if not name or normal(m[1]) in name else m[0], words)


def _joined(mask: str, parts: Sequence[Piece]) -> list[Piece]:
    """A piece too short to say anything (到2025年) goes with the next."""
    out: list[Piece] = []
    waiting: int | None = None
    for part in parts:
        start = part.start if waiting is None else waiting
        words = mask[part.start : part.end]
        if len(grams(words)) < 3 and part is not parts[-1] and all(f.soft for f in figures(words)):
            waiting = start
            continue
        out.append(Piece(start, part.end))
        waiting = None
    return out


def _of_table(document: Document, clause: Clause) -> Iterable[Passage]:
    table = clause.table
    if table is None:
        return
    above = grams("，".join([*(c.heading for c in document.ancestors(clause)), clause.heading, table.title]))
    for reading in readings(table):
        for head, value in reading.pairs:
            if _COUNTS_ROWS.fullmatch(head):
                continue
            words = f"{reading.name}{'' if head in reading.name else head}{value}"
            unit = re.search(r"[（(](?P<unit>人|张|个|%|所|名|岁|/10万|台)[)）]", reading.name)
            printed = f"{value}{unit['unit']}" if unit and re.fullmatch(r"[0-9.]+", value) else value
            if not figures(printed) and len(value) < _SAYS_LITTLE:
                continue
            known = frozenset(y for y, _, _ in years(head)) or frozenset(y for y, _, _ in years(table.title))
            yield Passage(
                document, clause, reading.span, reading.span, grams(f"{reading.group} {reading.name}"),
                above | grams(head + value), known, None, words, printed,
            )  # fmt: skip
