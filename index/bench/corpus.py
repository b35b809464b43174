"""Corpora of any size out of the project's own five documents: their clauses under other places, years and numbers.

Near-duplicates are the rule, as in life, where every county hands its province's plan down: document 17 is 溧阳市's
《溧阳市进一步完善医疗卫生服务体系实施方案》 with parts of several real documents, its figures moved. Each document follows
from seed and number alone, so 300,000 clauses never lie in memory together. At even distances one clause is planted
whose requirement stands nowhere else (planted.txt), with questions that must find it.

Tables and a document's front matter are left out: their cells can't be moved without becoming nonsense.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from corpus.library import Library
from corpus.model import Clause, ClauseId, Document, Span
from corpus.numerals import to_chinese
from corpus.path import ClausePath
from index.words import read_list

CLAUSES_EACH = 50
_YEARS = range(2018, 2027)
_NUMBER = re.compile(r"(?<=[^\n\d.．、(（〔第])\d+(?:\.\d+)?(?![\d.]*[.．、)）]\S)")
_MARK = re.compile(r"^[^、.．]{1,4}[、.．]")


@dataclass(frozen=True, slots=True)
class Home:
    """A place that a document is of: 溧阳市, short 溧阳."""

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A clause at a known place, and what must find it: its own words, a layman's, the place's name with its words."""

    document: str
    source: str
    place: str
    text: str
    own_words: str
    lay_words: str

    @property
    def named(self) -> str:
        """The question that names the place."""
        return f"{self.place}{self.own_words}"


@dataclass(frozen=True, slots=True)
class _Template:
    """One clause of a real document: its steps below the part that it belongs to."""

    steps: tuple[str, ...]
    kind: str
    heading: str
    text: str


class BenchCorpus:
    """The first ``documents`` documents of one endless corpus, with the planted clauses spread over them.

    >>> corpus = BenchCorpus(1_000)
    >>> corpus.document(17).name
    '溧阳市进一步完善医疗卫生服务体系实施方案'
    """

    def __init__(self, clauses: int, seed: int = 20261122) -> None:
        self.clauses, self.seed = clauses, seed
        self.documents = max(2, round(clauses / CLAUSES_EACH))
        lines = [line.split(" | ") for line in read_list(str(Path("bench") / "planted.txt"))]
        kept = lines[: max(2, min(len(lines), self.documents))]
        self._planted_at = {(2 * i + 1) * self.documents // (2 * len(kept)): line for i, line in enumerate(kept)}

    def read(self, number: int) -> Iterator[Document]:
        """The documents from the first to ``number``, one at a time."""
        return (self.document(i) for i in range(number))

    def document(self, i: int) -> Document:
        """Document number ``i``; those behind the last are there too, to be added later."""
        chance = random.Random(f"{self.seed}:{i}")
        home, name, year = self._homes[i % len(self._homes)], chance.choice(_names()), chance.choice(_YEARS)
        name = _moved(name, home, None)
        round_ = i // len(self._homes)
        number = f"{home.name}政办发〔{year}〕{100 * round_ + chance.randrange(1, 100)}号"
        title = f"{home.name}人民政府办公室关于印发{name}的通知"
        parts, size = [[_Template(("标题",), "front_matter", "", f"{title}\n{number}")]], 1
        for part in chance.sample(_parts(), len(_parts())):
            if size < CLAUSES_EACH - 5 and size + len(part) <= CLAUSES_EACH + 10:
                parts.append([_moved_clause(template, home, chance) for template in part])
                size += len(part)
        if i in self._planted_at:
            heading, _, _ = self._planted_at[i][0].partition("，")
            parts.insert(1 + len(parts) // 2, [_Template(("一",), "part", heading, f"一、{self._planted_at[i][0]}。")])
        clauses, text = _laid_out(number, parts)
        return Document(
            id=number, title=title, name=name, number=number, issuer=f"{home.name}人民政府办公室", issued_on=None,
            published_on=None, kind="方案", status="现行", region=home.name, level="市", source=self.file_name(i),
            text=text, clauses=clauses,
        )  # fmt: skip

    def file_name(self, i: int) -> str:
        """The name of document ``i`` as a file."""
        return f"{i:06d}.txt"

    def planted(self) -> tuple[Planted, ...]:
        """What was planted where."""
        out = []
        for i, (text, own, lay) in sorted(self._planted_at.items()):
            document = self.document(i)
            out.append(Planted(document.id, document.source, document.region or "", text, own, lay))
        return tuple(out)

    def third(self) -> list[int]:
        """Every third document, for a filter that leaves many."""
        return list(range(0, self.documents, 3))

    def questions(self, count: int, salt: str) -> list[str]:
        """Distinct questions in words that the corpus has: a piece of a clause, half of them with a place's name."""
        chance = random.Random(f"{self.seed}:{salt}")
        pieces = [
            p for part in _parts() for t in part for p in re.split(r"[，,。；;：:\n]", t.text) if 6 <= len(p) <= 30
        ]
        places = [home.name for home in self._homes]
        asked = (f"{chance.choice(places) if i % 2 else ''}{chance.choice(pieces)}，{chance.choice(_ASKED)}{chance.randrange(1000)}" for i in range(count))  # fmt: skip
        return list(asked)

    def template_of(self, search_text: str) -> str:
        """The words that every variant of a passage shares: without its place and its numbers."""
        title, _, rest = search_text.partition("\n")
        home = self._by_name.get(title)
        if home is not None:
            rest = rest.replace(home.name, "某").replace(home.short, "某")
            title = title.replace(home.name, "某").replace(home.short, "某")
        masked = re.sub(r"\d+(?:\.\d+)?|^[一二三四五六七八九十]+、", "0", f"{title}\n{rest}", flags=re.MULTILINE)
        return hashlib.sha256(masked.encode()).hexdigest()

    @property
    def digest(self) -> str:
        """Names this corpus: clauses and seed."""
        return f"bench:{self.seed}:{self.clauses}"

    @cached_property
    def _homes(self) -> tuple[Home, ...]:
        homes = list(_homes())
        random.Random(self.seed).shuffle(homes)
        return tuple(homes)

    @cached_property
    def _by_name(self) -> dict[str, Home]:
        return {_moved(name, home, None): home for home in self._homes for name in _names()}


_ASKED = ("有什么要求", "由谁负责", "要达到多少", "什么时候完成", "怎么落实")


@cache
def _library() -> Library:
    return Library.load()


@cache
def _names() -> tuple[str, ...]:
    return tuple(document.name for document in _library().documents)


@cache
def _real_homes() -> tuple[tuple[str, str], ...]:
    """The names to replace, long ones first, each with the attribute of ``Home`` that takes its place."""
    names = [d.region or "" for d in _library().documents]
    shorts = [re.sub("(?:壮族自治区|省|市)$", "", name) for name in names]
    pairs = [*((name, "name") for name in names), *((short, "short") for short in shorts)]
    return tuple(sorted((pair for pair in pairs if pair[0]), key=lambda pair: -len(pair[0])))


@cache
def _parts() -> tuple[tuple[_Template, ...], ...]:
    """The parts of the real documents, each a run of clauses of at most half a document."""
    out: list[tuple[_Template, ...]] = []
    for document in _library().documents:
        for clause in document.clauses:
            if clause.kind == "front_matter" or clause.table is not None:
                continue
            found = [c for c in clause.walk() if c.table is None and c.text.strip()]
            out.append(tuple(_Template(c.path.steps, c.kind, c.heading, c.text) for c in found))
    return tuple(part for part in out if len(part) <= CLAUSES_EACH // 2)


def _homes() -> Iterator[Home]:
    """All prefectures and counties of regions.txt, each name once."""
    seen: set[str] = set()
    for line in read_list("regions.txt"):
        for printed in re.split(r"[\t ]", line.partition("\t")[2]):
            name, _, short = printed.partition("=")
            if len(name) > 2 and name not in seen:
                seen.add(name)
                yield Home(name, short or name[:-1])


def _moved_clause(template: _Template, home: Home, chance: random.Random) -> _Template:
    return replace(template, text=_moved(template.text, home, chance), heading=_moved(template.heading, home, None))


def _moved(text: str, home: Home, chance: random.Random | None) -> str:
    """A real text under another place; with ``chance`` its years and figures move as well."""
    for name, attribute in _real_homes():
        text = text.replace(name, getattr(home, attribute))
    return text if chance is None else _NUMBER.sub(lambda match: _other_number(match[0], chance), text)


def _other_number(number: str, chance: random.Random) -> str:
    if re.fullmatch("20[0-4]\\d", number):
        return str(int(number) + chance.randrange(-2, 4))
    if chance.random() < 0.4:
        return number
    return "".join(d if d in ".0" else str(chance.randrange(1, 10)) for d in number)


def _laid_out(document: str, parts: list[list[_Template]]) -> tuple[tuple[Clause, ...], str]:
    """The parts as a tree of clauses, numbered 一、二、…, over the text that they make."""
    texts: list[str] = []
    at, tree = 0, list[Clause]()
    for number, part in enumerate(parts):
        flat: list[Clause] = []
        for template in part:
            step, text = template.steps[0], template.text
            if number:
                step = to_chinese(number)
                text = _MARK.sub(f"{step}、", text) if len(template.steps) == 1 else text
            path = ClausePath((step, *template.steps[1:]))
            flat.append(Clause(ClauseId(document, path), template.kind, template.heading, text, Span(at, at + len(text))))  # type: ignore[arg-type]  # fmt: skip
            texts.append(text)
            at += len(text) + 1
        tree += _nested(flat)
    return tuple(tree), "\n".join(texts)


def _nested(flat: list[Clause]) -> list[Clause]:
    """Clauses in reading order as a tree: each below the last one before it whose path is above its own."""
    out: list[Clause] = []
    i = 0
    while i < len(flat):
        end = i + 1
        while end < len(flat) and flat[i].path.contains(flat[end].path) and len(flat[end].path) > len(flat[i].path):
            end += 1
        out.append(replace(flat[i], children=tuple(_nested(flat[i + 1 : end]))))
        i = end
    return out
