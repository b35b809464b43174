"""Numbered citations by GB/T 7714: the numbers in the text in order of first use, and the list behind it.

Every entry of the list is a paragraph of one field of ours, so the whole list can be found and written anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from assistant.citation_styles import Cited, printed
from assistant.drafts.citation_fields import LIST_CODE, CitationField, citation_fields, field_runs, list_fields
from assistant.drafts.package import Package
from corpus.errors import BadReference, UnknownClause
from corpus.library import Library
from corpus.model import ClauseId
from corpus.read.archive import child, local

HEADING = "参考文献"


def renumber(package: Package, library: Library, today: date) -> dict[int, str]:
    """Number all citations in the line by document, in order of first use, those in notes last; write the list.

    Gives what each shows now, by the identity of the run that its field begins with.
    """
    body = child(package.touch(package.main), "body")
    if body is None:
        return {}
    numbered = [f for root in _stories(package, body) for f in citation_fields(root) if _is_numbered(f)]
    order: dict[str, int] = {}
    shown: dict[int, str] = {}
    for field in numbered:
        number = order.setdefault(_document(field), len(order) + 1)
        field.show(f"[{number}]")
        shown[id(field.begin)] = f"[{number}]"
    place = _removed(body)
    entries = [_entry(document, library, today) for document in order]
    if not entries:
        return {}
    lines = [HEADING, *(f"[{n}] {entry}" for n, entry in enumerate(entries, 1))]
    made = [_paragraph(package.word, line) for line in lines]
    if place is not None:
        for paragraph in made:
            place.addprevious(paragraph)
    else:
        body.extend(made)
    return shown


def _stories(package: Package, body: etree._Element) -> Iterator[etree._Element]:
    """The body, then what else holds such citations: a marker in a note or a header is filled in the line."""
    yield body
    for path in (p for kind in ("footnotes", "endnotes", "header", "footer") for p in package.related(kind)):
        if any(map(_is_numbered, citation_fields(package.part(path)))):
            yield package.touch(path)


def _is_numbered(field: CitationField) -> bool:
    return field.kept.style == "GB" and field.kept.form == "行文"


def _document(field: CitationField) -> str:
    return field.kept.clause.rpartition("#")[0]


def _entry(document: str, library: Library, today: date) -> str:
    """A document's entry; one that the library no longer holds is named by what the draft knows of it."""
    try:
        path = ClauseId.parse(f"{document}#一").path
        return printed(Cited.at(ClauseId(document, path), "", library), "GB", "文末", today)
    except (UnknownClause, BadReference):
        return f"{document}[A]."


def _removed(body: etree._Element) -> etree._Element | None:
    """Take out the list that is there; gives what stood behind it, where the new one goes."""
    old = []
    for field in list_fields(body):
        paragraph = next((e for e in field.begin.iterancestors() if local(e) == "p"), None)
        if paragraph is not None and paragraph not in old:
            old.append(paragraph)
    behind: etree._Element | None = old[-1].getnext() if old else None
    for paragraph in old:
        paragraph.getparent().remove(paragraph)
    return behind if behind is not None else next((e for e in body if local(e) == "sectPr"), None)


def _paragraph(word: str, line: str) -> etree._Element:
    paragraph = etree.Element(f"{{{word}}}p", nsmap={"w": word})
    paragraph.extend(field_runs(word, LIST_CODE, line, None))
    return paragraph
