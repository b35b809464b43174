"""Keeps what the index knows in words: documents, clauses and passages, in one SQLite file of a generation.

The legs answer with row numbers; this file turns a row into its passage without holding all of them in memory.
It is written once and then only read (``immutable``), so any number of processes may share it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import IndexUnusable
from corpus.model import ClauseId, Document, Span
from index.passages import Passage

_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, position INTEGER, source TEXT, title TEXT, name TEXT, number TEXT,
    issuer TEXT, kind TEXT, status TEXT, region TEXT, level TEXT, text TEXT, first INTEGER, last INTEGER);
CREATE TABLE clauses (id TEXT PRIMARY KEY, text TEXT);
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE, clause TEXT, document TEXT, kind TEXT, body TEXT, data TEXT);
"""


@dataclass(frozen=True, slots=True)
class Card:
    """What the index remembers of a document, enough to find it by name: region, number, title, text."""

    id: str
    source: str
    title: str
    name: str
    number: str | None
    issuer: str | None
    kind: str
    status: str
    region: str | None
    level: str | None
    text: str


class Store:
    """Reads a generation's passages, clauses and documents."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise IndexUnusable(f"索引缺少“{path.name}”，请运行 python -m index build 重建。")
        self._path = path
        self._local = threading.local()
        self._ranges = {row[0]: (row[1], row[2]) for row in self._rows("SELECT id, first, last FROM documents")}

    @staticmethod
    def write(path: Path, documents: Sequence[Document], passages: Sequence[Passage]) -> None:
        """Write everything in one transaction; passages must stand in the order of their documents."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for row, passage in enumerate(passages):
            first.setdefault(passage.document, row)
            last[passage.document] = row + 1
        connection = sqlite3.connect(path)
        try:
            connection.executescript(_SCHEMA)
            connection.executemany(
                f"INSERT INTO documents VALUES ({','.join('?' * 14)})",
                [
                    (d.id, i, d.source, d.title, d.name, d.number, d.issuer, d.kind, d.status, d.region, d.level, d.text,
                     first.get(d.id, 0), last.get(d.id, 0))
                    for i, d in enumerate(documents)
                ],
            )  # fmt: skip
            clauses = {str(c.id): c.text for d in documents for c in d.walk()}
            connection.executemany("INSERT INTO clauses VALUES (?,?)", clauses.items())
            connection.executemany(
                "INSERT INTO passages VALUES (?,?,?,?,?,?,?)",
                ((row, p.id, str(p.clause), p.document, p.kind, p.body, _pack(p)) for row, p in enumerate(passages)),
            )
            connection.commit()
        finally:
            connection.close()

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows, in the order asked for."""
        marks = ",".join("?" * len(rows))
        found = self._rows(
            f"SELECT row, id, clause, document, kind, body, data FROM passages WHERE row IN ({marks})", rows
        )
        by_row = {row[0]: _unpack(*row[1:]) for row in found}
        return [by_row[row] for row in rows]

    def clause_ids(self, rows: Sequence[int]) -> dict[int, str]:
        """The printed clause id of each row, without reading the passages themselves."""
        marks = ",".join("?" * len(rows))
        return dict(self._rows(f"SELECT row, clause FROM passages WHERE row IN ({marks})", rows))

    def kinds(self, rows: Sequence[int]) -> dict[int, str]:
        """The kind of each row's passage."""
        marks = ",".join("?" * len(rows))
        return dict(self._rows(f"SELECT row, kind FROM passages WHERE row IN ({marks})", rows))

    def clause_text(self, clause: ClauseId) -> str:
        """The whole clause's own text; empty where the index has no such clause."""
        found = self._rows("SELECT text FROM clauses WHERE id = ?", (str(clause),))
        return str(found[0][0]) if found else ""

    def cards(self) -> tuple[Card, ...]:
        """All documents, in the order of the library."""
        fields = "id, source, title, name, number, issuer, kind, status, region, level, text"
        return tuple(Card(*row) for row in self._rows(f"SELECT {fields} FROM documents ORDER BY position"))

    def ranges(self, documents: Collection[str]) -> list[tuple[int, int]]:
        """The row ranges of some documents; an unknown id has none."""
        return sorted(self._ranges[d] for d in set(documents) if d in self._ranges)

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def _rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        try:
            connection = getattr(self._local, "connection", None)
            if connection is None:
                uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
                connection = self._local.connection = sqlite3.connect(uri, uri=True)
            return list(connection.execute(sql, tuple(values)))
        except sqlite3.Error as error:
            raise IndexUnusable(f"索引文件“{self._path.name}”已损坏，请运行 python -m index build 重建。") from error


def _pack(passage: Passage) -> str:
    span = [passage.span.start, passage.span.end]
    fields = (passage.source, passage.title, passage.headings, passage.text, span)
    return json.dumps(fields, ensure_ascii=False)


def _unpack(id_: str, clause: str, document: str, kind: str, body: str, data: str) -> Passage:
    source, title, headings, text, (start, end) = json.loads(data)
    return Passage(
        id_, ClauseId.parse(clause), document, source, title, tuple(headings), text, Span(start, end), body, kind
    )
