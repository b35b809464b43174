"""What a mention leads to: the document by number or title, the clause by path, among the documents at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from corpus.document_number import normalize_number
from corpus.model import Clause, Document
from corpus.numerals import half_width
from corpus.path import ClausePath
from corpus.references import Reference, find_references

_EDITION = re.compile(r"\((?:试行|暂行|修订|修订版|征求意见稿|草案|送审稿|\d{4}年?(?:版|修订|本)?)\)$")
_HANDED_OUT = re.compile(r"(?:印发|转发|发布)(.+?)的?通知$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a mention leads; ``note`` says in Chinese why it leads nowhere or less far than it says."""

    reference: Reference
    document: Document | None = None
    clause: Clause | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents by number and by title, for looking mentions up."""

    numbers: Mapping[str, tuple[Document, ...]]
    titles: Mapping[str, tuple[Document, ...]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Catalogue:
        """Index a library's documents: ``Catalogue.of(library.documents)``."""
        numbers: dict[str, tuple[Document, ...]] = {}
        titles: dict[str, tuple[Document, ...]] = {}
        for document in documents:
            number = normalize_number(document.number) if document.number else None
            if number:
                numbers[number] = (*numbers.get(number, ()), document)
            for key in {k for t in (document.title, document.name) for k in title_keys(t)}:
                titles[key] = (*titles.get(key, ()), document)
        return cls(numbers, titles)

    def look_up(self, title: str | None, number: str | None) -> tuple[Document | None, str | None]:
        """The one document with this number, else with this title; two of them are none, and the note says so."""
        by_number = self.numbers.get(number, ()) if number else ()
        if number and len(by_number) == 1:
            titled = self._by_title(title)
            if titled and by_number[0] not in titled:
                return by_number[0], f"文号{number}对应的文件与标题“{title}”不一致，按文号查找。"
            return by_number[0], None
        titled = self._by_title(title)
        if number and titled:
            titled = tuple(d for d in titled if not d.number or normalize_number(d.number) == number)
        if len(titled) == 1:
            return titled[0], None
        if len(by_number) > 1 or len(titled) > 1:
            return None, f"文件库里有不止一份“{title or number}”，无法确定是哪一份。"
        return None, f"文件库里没有“{title or number}”。"

    def _by_title(self, title: str | None) -> tuple[Document, ...]:
        for key in title_keys(title or ""):
            if key in self.titles:
                return self.titles[key]
        return ()


def references_of(document: Document) -> list[tuple[Clause, Reference]]:
    """Every mention in a document with the clause it stands in; spans count from the document's start."""
    return [
        (clause, replace(reference, span=reference.span.shift(clause.span.start)))
        for clause in document.walk()
        for reference in find_references(clause.text)
        if not (reference.number and document.number and reference.number == normalize_number(document.number))
    ]


def bases_of(document: Document) -> list[tuple[Clause, Reference]]:
    """What a document says it carries out, before its first numbered clause: 根据《…》(粤府办〔2023〕19号)…制定本方案."""
    numbered = next((c.span.start for c in document.walk() if c.path.numbered), len(document.text) + 1)
    return [
        (c, r)
        for c, r in references_of(document)
        if r.kind == "document" and r.relation == "basis" and r.span.start < numbered
    ]


def title_keys(title: str) -> list[str]:
    """Spellings under which a title is looked up, the fullest first.

    关于印发《甲方案(试行)》的通知 → the whole, 甲方案(试行), 甲方案.
    """
    whole = re.sub(r"[\s《》〈〉<>“”\"]", "", half_width(title))
    keys = [whole]
    if match := _HANDED_OUT.search(whole):
        keys.append(match[1])
    keys += [_EDITION.sub("", k) for k in list(keys)]
    keys += [k[k.index("关于") :] for k in list(keys) if 0 < k.find("关于") <= 40]
    return [k for k in dict.fromkeys(keys) if len(k) > 3]


def resolve(
    reference: Reference, catalogue: Catalogue, document: Document | None = None, clause: Clause | None = None
) -> Resolution:
    """Follow a mention that stands in ``clause`` of ``document``; what isn't in the catalogue stays unresolved."""
    if reference.kind == "document":
        target, note = catalogue.look_up(reference.title, reference.number)
    else:
        target, note = document, None if document else "不知道这句话出自哪份文件，无法确定指哪一条。"
    if target is None:
        return Resolution(reference, None, None, note)
    if reference.kind == "relative":
        found, note = _relative(reference, target, clause)
        return Resolution(reference, target, found, note)
    if reference.path is None:
        return Resolution(reference, target, None, note)
    found, missing = find_clause(target, reference.path)
    return Resolution(reference, target, found, missing or note)


def find_clause(document: Document, path: ClausePath) -> tuple[Clause | None, str | None]:
    """The clause at a path; one level up where the document doesn't go so deep, with a note; else none."""
    by_path = {c.path: c for c in document.walk()}
    short: ClausePath | None = path
    while short is not None and len(short):
        if short in by_path:
            note = None if short == path else f"“{path.label}”未单独成条，取其所在的“{short.label}”。"
            if note and not path.is_article:
                return None, f"《{document.name}》里没有“{path.label}”。"
            return by_path[short], note
        ending = [c for p, c in by_path.items() if p.steps[-len(short.steps) :] == short.steps]
        if len(ending) == 1 and short == path:
            return ending[0], None
        if len(ending) > 1 and short == path:
            return None, f"《{document.name}》里有不止一处“{path.label}”，无法确定是哪一处。"
        short = short.parent
    return None, f"《{document.name}》里没有“{path.label}”。"


def _relative(reference: Reference, document: Document, clause: Clause | None) -> tuple[Clause | None, str | None]:
    word = reference.text[0]
    if word not in "前上本":
        return find_clause(document, reference.path) if reference.path else (None, None)
    if clause is None:
        return None, f"不知道“{reference.text}”出自哪一条，无法确定。"
    article = next(
        (
            c
            for c in (clause, *reversed(document.ancestors(clause)))
            if c.path.steps[-1].startswith("第") and "条" in c.path.steps[-1]
        ),
        clause,
    )
    unit = reference.text[-1] if word in "前上" else reference.text[1]
    if word == "本":
        if reference.path is None or unit != "条":
            return (article if unit == "条" else clause), None
        return find_clause(document, ClausePath(article.path.steps + reference.path.steps))
    if unit == "条":
        return _before(document, article)
    if clause is article:
        return article, None
    return _before(document, clause)


def _before(document: Document, clause: Clause) -> tuple[Clause | None, str | None]:
    """The clause of the same rank before this one."""
    siblings = [c for c in document.walk() if len(c.path) == len(clause.path) and c.kind == clause.kind]
    at = next((i for i, c in enumerate(siblings) if c.id == clause.id), 0)
    return (siblings[at - 1], None) if at > 0 else (None, f"“{clause.label}”之前没有同级的条款。")
