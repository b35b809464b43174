"""The force of every document of a library: each weighed with what the others say of it.

A later final text takes the place of a draft of the same name, a revised edition (2023年修订) that of the one before;
a later text without 试行 is only pointed out beside a 试行 one, because nothing says that it takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from corpus.force import Ended, Force, first_day, force_of
from corpus.identity import plain_title
from corpus.manifest import SourceLine
from corpus.model import Document
from corpus.repeals import Kind, Repeal, Targets, repeals_of

_EDITION = re.compile(
    r"[（(](?:[^（()）]*(?:征求意见|草案|送审|讨论)[^（()）]*|(?:(?:19|20)\d\d年?)?(?:修订|修正|修改)(?:版|本|稿)?|(?:19|20)\d\d年?(?:版|本)|试行|暂行)[)）]"
    r"|公开?征求意见稿|征求意见稿"
)
_REVISED = re.compile(r"修订|修正|[（(](?:19|20)\d\d年?[版本][)）]")


@dataclass(frozen=True)
class ForceBook:
    """Documents and their sources.jsonl lines by id, and what ended each of them.

    >>> ForceBook.of(library.documents).force("粤办函〔2022〕245号", date.today()).status  # doctest: +SKIP
    '现行'
    """

    documents: Mapping[str, Document]
    lines: Mapping[str, SourceLine]
    ended: Mapping[str, tuple[Ended, ...]]
    notes: Mapping[str, tuple[str, ...]]
    elsewhere: tuple[Ended, ...] = ()
    """Ends of documents that the library doesn't hold: 《…》（国办发〔2016〕82号）停止执行."""

    @classmethod
    def of(cls, documents: Iterable[Document], lines: Mapping[str, SourceLine] | None = None) -> ForceBook:
        """Trace every repeal among the documents; a draft repeals nothing. ``lines`` are by document id."""
        held, known = list(documents), lines or {}
        targets = Targets.of(held)
        ended: dict[str, list[Ended]] = {}
        elsewhere: list[Ended] = []
        for document in held:
            if document.status == "征求意见稿":
                continue
            for repeal in repeals_of(document):
                end = Ended(repeal, document, repeal.on or first_day(document, known.get(document.id)))
                if target := targets.find(repeal, document):
                    ended.setdefault(target.id, []).append(end)
                elif repeal.path is None:
                    elsewhere.append(end)
        notes: dict[str, tuple[str, ...]] = {}
        for old, new, kind in _editions(held):
            if kind:
                repeal = Repeal(new.clauses[0].id, new.clauses[0].span, old.name, old.number, kind)
                on = first_day(new, known.get(new.id))
                ended.setdefault(old.id, []).append(Ended(repeal, new, on))
            else:
                note = f"另有{new.citation}，名称中没有“试行”，请核对它是否已取代本文件。"
                notes[old.id] = (*notes.get(old.id, ()), note)
        return cls({d.id: d for d in held}, known, {k: tuple(v) for k, v in ended.items()}, notes, tuple(elsewhere))

    def force(self, document_id: str, as_of: date) -> Force:
        """One document's force on a day."""
        document = self.documents[document_id]
        found = force_of(document, as_of, self.lines.get(document_id), self.ended.get(document_id, ()))
        return replace(found, notes=(*found.notes, *self.notes.get(document_id, ())))

    def ended_elsewhere(self, title: str | None, number: str | None, as_of: date) -> Ended | None:
        """What ended a document that the library doesn't hold, by its title or number; ``None`` where nothing has by that day.

        >>> book.ended_elsewhere(None, "国办发〔2016〕82号", date(2026, 11, 22)).words  # doctest: +SKIP
        '《国务院办公厅关于…的通知》（国办发〔2018〕117号）'
        """
        for end in self.elsewhere:
            if end.on is not None and end.on > as_of:
                continue
            same = end.repeal.number == number if number and end.repeal.number else None
            if same or (same is None and title and plain_title(end.repeal.title or "") == plain_title(title)):
                return end
        return None

    def superseded_by(self, document_id: str) -> str | None:
        """The document that repeals or replaces this one, whether its day has come or not."""
        return self.force(document_id, date.max).superseded_by


def _editions(documents: Iterable[Document]) -> Iterator[tuple[Document, Document, Kind | None]]:
    """Older and newer texts of one name and place: a draft and its final, an edition and its revision."""
    groups: dict[tuple[str, str | None], list[Document]] = {}
    for document in documents:
        stem = plain_title(_EDITION.sub("", document.name))
        if len(stem) > 5:
            groups.setdefault((stem, document.region), []).append(document)
    for group in groups.values():
        for old in group if len(group) > 1 else ():
            newer = [d for d in group if d is not old and d.status != "征求意见稿" and _later(d, old)]
            new = max(newer, key=lambda d: d.issued_on or date.min, default=None)
            if new is None:
                continue
            if old.status == "征求意见稿":
                yield old, new, "final"
            elif _REVISED.search(new.name + new.title) and _same_issuer(old, new):
                yield old, new, "revises"
            elif old.status == "试行" and new.status == "现行" and _same_issuer(old, new):
                yield old, new, None


def _later(new: Document, old: Document) -> bool:
    if old.status == "征求意见稿":
        return not (new.issued_on and old.issued_on) or new.issued_on >= old.issued_on
    return bool(new.issued_on and old.issued_on and new.issued_on > old.issued_on)


def _same_issuer(one: Document, other: Document) -> bool:
    return not (one.issuer and other.issuer) or one.issuer == other.issuer
