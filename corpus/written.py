"""Clauses as people write them down: 粤办函〔2022〕245号 二、（五）, 《标题》 第十二条, found in a library."""

from __future__ import annotations

import re
from functools import cached_property

from corpus.document_number import find_numbers
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document
from corpus.path import ClausePath
from corpus.resolve import Catalogue, find_clause

_WRITTEN = re.compile(
    r"^(?:《(?P<title>.+)》(?:[（(](?P<in>[^（()）]+号)[)）])?|(?P<number>\S+?号)|(?P<name>\S+))\s+(?P<path>.+)$"
)


class NoSuchClause(PolicyError):
    """A written clause that the library doesn't hold."""


class WrittenClauses:
    """Finds written clauses in one library.

    >>> str(WrittenClauses(Library.load()).find("粤办函〔2022〕245号 二、（五）").id)
    '粤办函〔2022〕245号#二/（五）'
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._found: dict[str, Clause] = {}

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue.of(self.library.documents)

    def find(self, written: str) -> Clause:
        """The clause that a line names; raises ``NoSuchClause`` where there is none, or more than one."""
        if written not in self._found:
            self._found[written] = self._find(written)
        return self._found[written]

    def _find(self, written: str) -> Clause:
        if "#" in written:
            return self._of_id(written)
        match = _WRITTEN.match(written.strip())
        if match is None:
            raise NoSuchClause(
                f"看不懂条款“{written}”，请写成“粤办函〔2022〕245号 二、（五）”或“《标题》 二、（五）”。"
            )
        document = self._document(match["title"] or match["name"], match["number"] or match["in"], written)
        try:
            path = ClausePath.parse(match["path"])
        except PolicyError as error:
            raise NoSuchClause(f"“{written}”：{error}") from error
        clause, note = find_clause(document, path)
        if clause is None or note:
            raise NoSuchClause(f"“{written}”：{note or '没有这一条。'}")
        return clause

    def _of_id(self, written: str) -> Clause:
        try:
            return self.library.clause(ClauseId.parse(written))
        except PolicyError as error:
            raise NoSuchClause(f"“{written}”：{error}") from error

    def _document(self, title: str | None, number: str | None, written: str) -> Document:
        for document in self.library.documents:
            if (title or number) in (document.id, document.source):
                return document
        numbers = find_numbers(number) if number else []
        found, note = self._catalogue.look_up(title, numbers[0].normal if numbers else number)
        if found is not None and note is None:
            return found
        near = [d for d in self.library.documents if title and title in d.title]
        if len(near) == 1:
            return near[0]
        raise NoSuchClause(f"“{written}”：{note or '文件库里没有这份文件。'}")
