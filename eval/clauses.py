"""Gold clauses as people write them (粤办函〔2022〕245号 二、（五）) as clauses of the library, and when one is cited."""

from __future__ import annotations

import re
from functools import cached_property

from corpus.library import Library
from corpus.model import Clause, Document
from corpus.written import WrittenClauses


class Clauses:
    """Finds gold clauses in one library.

    >>> str(Clauses(Library.load()).find("粤办函〔2022〕245号 二、（五）").id)
    '粤办函〔2022〕245号#二/（五）'
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._written = WrittenClauses(library)
        self._evidence: dict[str, str] = {}

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {str(c.id): c for d in self.library.documents for c in d.walk()}

    def find(self, written: str) -> Clause:
        """The clause that a gold line names; raises ``NoSuchClause`` where there is none, or more than one."""
        return self._written.find(written)

    def cited(self, gold: str, cited: str) -> bool:
        """Whether a cited clause (by id) is the gold one; below a bare heading any of its items is."""
        wanted = self.find(gold)
        if str(wanted.id) == cited:
            return True
        return (
            wanted.text.count("\n") == 0
            and bool(wanted.children)
            and any(str(c.id) == cited for c in wanted.walk())
            and self._is_heading(wanted)
        )

    @staticmethod
    def _is_heading(clause: Clause) -> bool:
        return len(clause.text) <= len(clause.heading) + 8

    def by_id(self, clause_id: str) -> Clause | None:
        """A clause by its printed id; ``None`` where the library has none."""
        return self._by_id.get(clause_id)

    def evidence(self, clause_id: str) -> str:
        """All that a clause says, as the library holds it and never as an answer copies it: its text and cells, the
        headings above, its document's title and dates. Empty for a clause that doesn't exist."""
        if clause_id not in self._evidence:
            clause = self.by_id(clause_id)
            self._evidence[clause_id] = "" if clause is None else self._all_of(clause)
        return self._evidence[clause_id]

    def _all_of(self, clause: Clause) -> str:
        document = self.document_of(clause)
        parts = [clause.text, clause.label, clause.path.prose]
        parts += [a.text.split("\n", 1)[0] for a in document.ancestors(clause)]
        if clause.table:
            parts += [column.head.replace(" ", "") for column in clause.table.columns]
            parts += [c.text for row in clause.table.rows for c in row]
        days = (document.issued_on, document.published_on)
        return "\n".join([*parts, *(f"{d.year}年{d.month}月{d.day}日" for d in days if d)])

    def document_of(self, clause: Clause) -> Document:
        """The document that a clause belongs to."""
        return self.library.document(clause.id.document)


def places_of(library: Library) -> tuple[str, ...]:
    """The places that the documents stand for, as people say them: 梅州, 广西, 蛟河."""
    regions = (d.region for d in library.documents if d.region)
    return tuple(dict.fromkeys(short_place(r) for r in regions))


def short_place(region: str) -> str:
    """广西壮族自治区 → 广西, 梅州市 → 梅州."""
    short = re.sub("(?:壮族|回族|维吾尔)?自治区$|[省市县区]$", "", region)
    return short if len(short) >= 2 else region
