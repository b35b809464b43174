"""All citations of a draft brought up to the library as it is now, each one told: the same, moved, changed, gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.ask import Assistant
from assistant.drafts.citation_fields import CitationField, Kept, citation_fields
from assistant.drafts.citing import citation_text
from assistant.drafts.comments import Commenter
from assistant.drafts.follow import followed
from assistant.drafts.package import Package
from assistant.drafts.paper import Paper
from assistant.drafts.reference_list import renumber
from assistant.drafts.word_paper import WordPaper
from corpus.errors import PolicyError
from corpus.library import DOCUMENTS
from corpus.model import Span
from corpus.read.archive import local
from corpus.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of one citation: its clause, the words in the draft before and after, what is to be known of it."""

    clause: str
    before: str
    after: str
    told: str = ""

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look at it."""
        return not self.told


def refresh(paper: Paper, assistant: Assistant, now: datetime | None = None) -> tuple[bytes, tuple[Refreshed, ...]]:
    """The draft with its citations rewritten, and one line on each; raises ``PolicyError`` where it has none of ours."""
    now = now or datetime.now(UTC).astimezone()
    package = Package.open(paper.docx, paper.name) if paper.docx else None
    found = list(_all(package)) if package else []
    if package is None or not found:
        raise PolicyError(f"文稿“{paper.name}”里没有由本程序插入的引用，没有可以更新的内容。")
    shelf = Shelf(assistant.library.folder or DOCUMENTS)
    commenter: Commenter | None = None
    read = WordPaper.read(package)
    spans = {id(p.run): Span(p.start, p.end) for p in read.runs.pieces if p.run is not None}
    out: list[tuple[CitationField, str, str]] = []
    for path, field in found:
        package.touch(path)
        before, now_is = field.shown, followed(field.kept, assistant, shelf)
        if now_is.told and (span := _span(field, spans)) is not None:
            commenter = commenter or Commenter(package, read.runs, now)
            commenter.add(span, [f"【引用更新】{now_is.told}"])
        if now_is.cited is not None:
            field.show(citation_text(now_is.kept, now_is.cited, now))
            _recode(field, now_is.kept)
        out.append((field, before, now_is.told))
    shown = renumber(package, assistant.library, now.date())
    rows = (Refreshed(f.kept.clause, before, shown.get(id(f.begin), f.shown), told) for f, before, told in out)
    return package.data(), tuple(rows)


def _all(package: Package) -> Iterator[tuple[str, CitationField]]:
    parts = [package.main, *(p for k in ("footnotes", "endnotes", "header", "footer") for p in package.related(k))]
    for path in parts:
        for field in citation_fields(package.part(path)):
            yield path, field


def _span(field: CitationField, spans: dict[int, Span]) -> Span | None:
    there = [spans[id(run)] for run in field.results if id(run) in spans]
    return Span(there[0].start, there[-1].end) if there else None


def _recode(field: CitationField, kept: Kept) -> None:
    """Write the field's code anew, in one piece."""
    root = field.begin.getparent()
    inside = False
    written = False
    for run in list(root.iter()) if root is not None else []:
        if run is field.begin:
            inside = True
        if inside and local(run) == "instrText":
            run.text = "" if written else f" {kept.code} "
            written = True
        if run is field.end:
            break
