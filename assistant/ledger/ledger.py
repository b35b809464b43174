"""``Ledger``: the rows of every view over a library, as of a day; what the command, the page and answers export.

>>> ledger = Ledger(Library.load(), date(2025, 12, 1))
>>> [r.clause.label for r in ledger.rows("targets", Filters(region="梅州", words="全科医生"))]
['二、（一）']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, overload

from assistant.ledger.build import rows_of
from assistant.ledger.compare import NAME as COMPARISON
from assistant.ledger.compare import compare_sheet, documents_of
from assistant.ledger.filters import EVERYTHING, Filters, Sifted, keep, sift
from assistant.ledger.matrix import matrices
from assistant.ledger.order import Order, ordered
from assistant.ledger.rows import VIEWS, BodyRow, ConflictRow, Row, TargetRow, TaskRow, View
from assistant.ledger.sheet import Book
from assistant.ledger.views import TITLES, sheet_of
from corpus.library import Library
from corpus.model import Clause, Document


@dataclass(frozen=True)
class Ledger:
    """The ledger over a library as of a day, its rows in an order. Nothing is stored: every call reads the library's facts."""

    library: Library
    as_of: date = field(default_factory=date.today)
    order: Order = "text"

    @overload
    def rows(self, view: Literal["tasks"], filters: Filters = ...) -> tuple[TaskRow, ...]: ...
    @overload
    def rows(self, view: Literal["targets"], filters: Filters = ...) -> tuple[TargetRow, ...]: ...
    @overload
    def rows(self, view: Literal["bodies"], filters: Filters = ...) -> tuple[BodyRow, ...]: ...
    @overload
    def rows(self, view: Literal["conflicts"], filters: Filters = ...) -> tuple[ConflictRow, ...]: ...
    @overload
    def rows(self, view: View, filters: Filters = ...) -> tuple[Row, ...]: ...
    def rows(self, view: View, filters: Filters = EVERYTHING) -> tuple[Row, ...]:
        """The rows of a view that pass the filters; as long as nothing else is asked, in the library's and the text's order."""
        return ordered(keep(self._all(view, self._admitted(filters)), filters), self.order)

    def sift(self, views: Iterable[View], filters: Filters) -> Sifted:
        """The rows of several views together, and where none is left, which filter took the last."""
        return sift([r for v in views for r in self._all(v, self.library.documents)], filters)

    def book(self, views: Sequence[View] = VIEWS, filters: Filters = EVERYTHING, *, compared: bool = True) -> Book:
        """Everything that one file shows: a sheet a view, the clauses, the documents.

        ``compared`` adds the table of indicators across documents, where there are several; no views and ``compared`` gives that table alone.
        """
        rows = {view: self.rows(view, filters) for view in views}
        sheets = [sheet_of(view, rows[view]) for view in views]
        every = [r for v in views for r in rows[v]]
        if compared:
            targets = self.rows("targets", filters)
            if not views or len(documents_of(targets)) > 1:
                sheets.append(compare_sheet(targets))
                every += [] if "targets" in rows else targets
        documents = tuple(d for d in self.library.documents if any(r.document.id == d.id for r in every))
        return Book(
            title=_title(views, documents),
            as_of=self.as_of,
            filters=filters.told,
            sheets=tuple(sheets),
            documents=documents,
            clauses=_clauses(every, documents),
            matrices=matrices([r for r in rows.get("bodies", ()) if isinstance(r, BodyRow)]),
            remarks=tuple(self._remarks(documents, self._admitted(filters))),
        )

    def _admitted(self, filters: Filters) -> tuple[Document, ...]:
        """The documents whose rows may stay: the others need not be read for facts."""
        wanted = None if filters.clauses is None else {c.document for c in filters.clauses}
        return tuple(d for d in self.library.documents if filters.admits(d) and (wanted is None or d.id in wanted))

    def _all(self, view: View, documents: Iterable[Document]) -> list[Row]:
        return [r for d in documents for r in rows_of(view, d, self.library, self.as_of)]

    def _remarks(self, shown: Sequence[Document], admitted: Sequence[Document]) -> Iterator[str]:
        """What a reader must know about the documents, a line each; of one without a row only that it names no bodies."""
        for document in admitted:
            said = []
            if not self.library.facts(document.id).responsibilities:
                said.append("文件未列责任单位")
            if any(d.id == document.id for d in shown):
                said += [f"状态为“{document.status}”"] if document.status not in ("现行", "不明") else []
                said += [note.rstrip("。") for note in document.notes]
            if said:
                yield f"《{document.name}》：{'；'.join(said)}。"
        if len(admitted) == len(self.library.documents):
            yield from (f"没有读入“{name}”：{reason}" for name, reason in self.library.failures)


def _title(views: Sequence[View], documents: Sequence[Document]) -> str:
    what = TITLES[views[0]] if len(views) == 1 else "任务目标责任台账" if views else COMPARISON
    if len(documents) == 1:
        return f"{documents[0].region or ''}{what}"
    return f"政策文件{what}"


def _clauses(rows: Iterable[Row], documents: Iterable[Document]) -> tuple[tuple[Document, Clause], ...]:
    """The clauses that the rows stand on, in the order of the text."""
    wanted = {r.clause.id for r in rows} | {c.id for r in rows if isinstance(r, ConflictRow) for c in r.clauses}
    return tuple((d, c) for d in documents for c in d.walk() if c.id in wanted)
