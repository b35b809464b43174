"""When two files are the same document: the same 发文字号, else the same issuer, date and title.

A document that comes again with other words is a new version of itself, not a second document. Orders are numbered
without a year and begin anew with each term (主席令第38号 of 2015 and of 2019), so there the title decides as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.document_number import normalize_number
from corpus.model import Document
from corpus.numerals import half_width

Verdict = Literal["same", "different", "undecided"]

_ABOUT = re.compile("解读|图解|问答|答记者问|一图读懂|实录|新闻发布会")
_SIGNS = re.compile(r"[\s《》〈〉<>“”\"'‘’「」()\[\]〔〕【】,、:·.—–\-]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a document from others; ``None`` is what its text doesn't give."""

    number: str | None
    issuer: str | None
    issued_on: date | None
    title: str
    name: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Under which it is looked up: two that share no key are different."""
        numbers = (f"号 {self.number}",) if self.number else ()
        return (*numbers, *dict.fromkeys(f"名 {plain_title(t)}" for t in (self.name, self.title) if t))


def identity_of(document: Document) -> Identity:
    """A document's identity: ``identity_of(d).number == '粤办函〔2022〕245号'``."""
    number = (normalize_number(document.number) or document.number) if document.number else None
    return Identity(number, document.issuer, document.issued_on, document.title, document.name)


def compare(one: Identity, other: Identity) -> Verdict:
    """Whether two identities are one document; ``undecided`` where what they give isn't enough to tell.

    A paper about a document (《…》解读) that carries the document's number is another document.
    """
    if one.number and other.number:
        return _by_number(one, other)
    if not _titles_agree(one, other):
        return "different"
    if one.issuer and other.issuer and _body(one.issuer) != _body(other.issuer):
        return "different"
    if one.issued_on and other.issued_on and one.issued_on != other.issued_on:
        return "different"
    if one.issuer and other.issuer and one.issued_on == other.issued_on:
        alike = one.issued_on is not None or one.number == other.number
        return "same" if alike else "undecided"
    return "undecided"


def _by_number(one: Identity, other: Identity) -> Verdict:
    if one.number != other.number or bool(_ABOUT.search(one.title)) != bool(_ABOUT.search(other.title)):
        return "different"
    if re.search("(?:19|20)[0-9]{2}", one.number or "") or _titles_agree(one, other):
        return "same"
    if one.issued_on and other.issued_on:
        return "same" if one.issued_on == other.issued_on else "different"
    return "undecided"


def _titles_agree(one: Identity, other: Identity) -> bool:
    mine, yours = ({plain_title(i.name), plain_title(i.title)} - {""} for i in (one, other))
    return bool(mine & yours)


def plain_title(text: str) -> str:
    """A title without blanks, quotes, brackets and marks, for comparing."""
    return _SIGNS.sub("", half_width(text))


def _body(issuer: str) -> str:
    """One spelling a body: 卫生健康委员会 and 卫生健康委, 办公厅 with and without 中国共产党's short form."""
    return re.sub(r"[\s、,和]", "", half_width(issuer)).replace("委员会", "委").replace("中国共产党", "中共")
