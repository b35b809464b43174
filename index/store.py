"""Keeps what the index knows in words: documents, clauses and passages, in one SQLite file a segment.

The legs answer with row numbers; this file turns a row into its passage without holding all of them in memory. A file is
written once and then only read (``immutable``), so any number of processes may share it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import IndexUnusable
from corpus.model import ClauseId, Document, Span
from index.passages import Passage
from index.rests import Rest, rests
from index.segment import SegmentFolder
from index.slips import is_spoken, sound
from index.words import cut

_SCHEMA = """
CREATE TABLE documents (id TEXT, source TEXT, title TEXT, name TEXT, number TEXT, issuer TEXT, issued_on TEXT,
    kind TEXT, status TEXT, region TEXT, level TEXT, digest TEXT, first INTEGER, last INTEGER,
    PRIMARY KEY (id, first));
CREATE TABLE texts (document TEXT PRIMARY KEY, text TEXT);
CREATE TABLE clauses (id TEXT PRIMARY KEY, text TEXT, rests TEXT);
CREATE TABLE words (sound TEXT, word TEXT, PRIMARY KEY (sound, word)) WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT, clause TEXT, document TEXT, kind TEXT, body TEXT, data TEXT);
CREATE TABLE heads (row INTEGER PRIMARY KEY, clause TEXT, document TEXT, kind TEXT);
"""
_CARD = "id, source, title, name, number, issuer, issued_on, kind, status, region, level"
_ASKED = 500  # SQLite takes 999 values at once
_MAPPED = 4 << 30  # bytes of a file that are read as memory: looking up 200 rows costs a tenth of reading pages


@dataclass(frozen=True, slots=True)
class Card:
    """What the index remembers of a document, enough to find it by name; its text is ``Store.text``."""

    id: str
    source: str
    title: str
    name: str
    number: str | None
    issuer: str | None
    issued_on: str | None
    kind: str
    status: str
    region: str | None
    level: str | None


class StoreWriter:
    """Writes a segment's file document by document, rows numbered from ``first``."""

    def __init__(self, path: Path, first: int) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_SCHEMA)
        self._row = first
        self._words: set[str] = set()

    def add(self, document: Document, digest: str, passages: Sequence[Passage]) -> None:
        """Write a document with its passages."""
        d, first = document, self._row
        self._row += len(passages)
        issued = d.issued_on.isoformat() if d.issued_on else None
        self._connection.execute(
            f"INSERT INTO documents VALUES ({','.join('?' * 14)})",
            (d.id, d.source, d.title, d.name, d.number, d.issuer, issued, d.kind, d.status, d.region, d.level, digest,
             first, self._row),
        )  # fmt: skip
        self._connection.execute("INSERT INTO texts VALUES (?,?)", (d.id, d.text))
        for clause in d.walk():
            self._words.update(cut(clause.text))
        clauses, held = {str(c.id): c.text for c in d.walk()}, rests(document)
        self._connection.executemany(
            "INSERT OR REPLACE INTO clauses VALUES (?,?,?)",
            ((id_, text, _pack_rests(held.get(id_, ()))) for id_, text in clauses.items()),
        )
        self._connection.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?)",
            ((first + i, p.id, str(p.clause), p.document, p.kind, p.body, _pack(p)) for i, p in enumerate(passages)),
        )
        # Once more in short: every search asks this of hundreds of rows, and here they lie close together.
        self._connection.executemany(
            "INSERT INTO heads VALUES (?,?,?,?)",
            ((first + i, str(p.clause), p.document, p.kind) for i, p in enumerate(passages)),
        )

    def close(self) -> None:
        """Write the words by their sounds, commit and let go."""
        words = sorted(filter(is_spoken, self._words))
        self._connection.executemany("INSERT INTO words VALUES (?,?)", ((sound(word), word) for word in words))
        self._connection.commit()
        self._connection.close()


class Store:
    """Reads a generation's passages, clauses and documents, of all its segments."""

    def __init__(self, segments: Sequence[SegmentFolder]) -> None:
        for segment in segments:
            if not segment.passages.is_file():
                raise IndexUnusable(f"索引缺少“{segment.passages.name}”，请运行 python -m index build 重建。")
        self._segments = tuple(segments)
        self._firsts = [s.entry.first for s in segments]
        self._local = threading.local()
        self._ranges: dict[str, tuple[int, int]] = {}
        self._home: dict[str, int] = {}
        for number, segment in enumerate(segments):
            gone = frozenset(segment.entry.removed)
            for id_, first, last in self._rows(number, "SELECT id, first, last FROM documents"):
                if (first, last) not in gone:
                    self._ranges[id_], self._home[id_] = (first, last), number

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows, in the order asked for."""
        sql = "SELECT row, id, clause, document, kind, body, data FROM passages WHERE row IN (%s)"
        by_row = {row[0]: _unpack(*row[1:]) for row in self._by_row(sql, rows)}
        return [by_row[row] for row in rows]

    def heads(self, rows: Sequence[int]) -> dict[int, tuple[str, str]]:
        """(printed clause id, kind) of each row, without reading the passages themselves."""
        found = self._by_row("SELECT row, clause, kind FROM heads WHERE row IN (%s)", rows)
        return {row: (clause, kind) for row, clause, kind in found}

    def documents_of(self, rows: Sequence[int]) -> list[str]:
        """The document of each row, in the order asked for."""
        found = dict(self._by_row("SELECT row, document FROM heads WHERE row IN (%s)", rows))
        return [found[row] for row in rows]

    def clause_text(self, clause: ClauseId) -> str:
        """The whole clause's own text; empty where the index has no such clause."""
        number = self._home.get(clause.document)
        if number is None:
            return ""
        found = self._rows(number, "SELECT text FROM clauses WHERE id = ?", (str(clause),))
        return str(found[0][0]) if found else ""

    def rests(self, clause: ClauseId) -> tuple[Rest, ...]:
        """What the clause rests on; empty where it stands alone."""
        number = self._home.get(clause.document)
        found = [] if number is None else self._rows(number, "SELECT rests FROM clauses WHERE id = ?", (str(clause),))
        return _unpack_rests(found[0][0]) if found else ()

    def cards(self) -> tuple[Card, ...]:
        """All documents that are not removed, in the order of their files."""
        cards = [
            Card(*row)
            for number in range(len(self._segments))
            for *row, first, last in self._rows(number, f"SELECT {_CARD}, first, last FROM documents")
            if self._ranges.get(row[0]) == (first, last)
        ]
        return tuple(sorted(cards, key=lambda card: (card.source, card.id)))

    def text(self, document: str) -> str:
        """A document's whole text; empty for an unknown id."""
        number = self._home.get(document)
        if number is None:
            return ""
        return str(self._rows(number, "SELECT text FROM texts WHERE document = ?", (document,))[0][0])

    def digests(self) -> dict[str, str]:
        """The digest of each document, by id."""
        found: dict[str, str] = {}
        for number in range(len(self._segments)):
            rows = self._rows(number, "SELECT id, digest, first, last FROM documents")
            found.update((id_, digest) for id_, digest, *rows_ in rows if self._ranges.get(id_) == tuple(rows_))
        return found

    def sounding(self, sound: str) -> list[str]:
        """The documents' words that sound so: 「xin chou」 → 薪酬."""
        sql = "SELECT word FROM words WHERE sound = ?"
        numbers = range(len(self._segments))
        return list(dict.fromkeys(row[0] for number in numbers for row in self._rows(number, sql, (sound,))))

    def passage_digests(self) -> Iterator[str]:
        """The content hash of every passage."""
        sql = "SELECT id, clause, document, kind, body, data FROM passages"
        for number in range(len(self._segments)):
            yield from (_unpack(*row).digest for row in self._rows(number, sql))

    def range(self, document: str) -> tuple[int, int] | None:
        """A document's rows [first, last)."""
        return self._ranges.get(document)

    def ranges(self, documents: Collection[str]) -> list[tuple[int, int]]:
        """The row ranges of some documents, those that touch joined; an unknown id has none."""
        out: list[tuple[int, int]] = []
        for first, last in sorted(self._ranges[d] for d in set(documents) if d in self._ranges):
            if out and out[-1][1] == first:
                out[-1] = (out[-1][0], last)
            else:
                out.append((first, last))
        return out

    @property
    def size(self) -> int:
        """How many passages there are, without those of removed documents."""
        return sum(last - first for first, last in self._ranges.values())

    def _by_row(self, sql: str, rows: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """Run a query for rows wherever they stand; ``%s`` in it takes the places of the values."""
        homes: dict[int, list[int]] = {}
        for row in rows:
            homes.setdefault(bisect_right(self._firsts, row) - 1, []).append(row)
        for number, wanted in homes.items():
            for start in range(0, len(wanted), _ASKED):
                part = wanted[start : start + _ASKED]
                yield from self._rows(number, sql % ",".join("?" * len(part)), part)

    def _connections(self) -> dict[int, sqlite3.Connection]:
        """This thread's connections, by segment."""
        found: dict[int, sqlite3.Connection] | None = getattr(self._local, "connections", None)
        if found is None:
            found = self._local.connections = {}
        return found

    def _rows(self, number: int, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        path = self._segments[number].passages
        try:
            connection = self._connections().get(number)
            if connection is None:
                uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
                connection = self._connections()[number] = sqlite3.connect(uri, uri=True)
                connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            return list(connection.execute(sql, tuple(values)))
        except sqlite3.Error as error:
            raise IndexUnusable(f"索引文件“{path.name}”已损坏，请运行 python -m index build 重建。") from error


def _pack(passage: Passage) -> str:
    span = [passage.span.start, passage.span.end]
    fields = (passage.source, passage.title, passage.headings, passage.text, span)
    return json.dumps(fields, ensure_ascii=False)


def _pack_rests(held: Sequence[Rest]) -> str | None:
    return (
        json.dumps([(str(r.clause), r.span.start, r.span.end, r.why) for r in held], ensure_ascii=False)
        if held
        else None
    )


def _unpack_rests(text: str | None) -> tuple[Rest, ...]:
    rows = json.loads(text) if text else []
    return tuple(Rest(ClauseId.parse(clause), Span(start, end), why) for clause, start, end, why in rows)


def _unpack(id_: str, clause: str, document: str, kind: str, body: str, data: str) -> Passage:
    source, title, headings, text, (start, end) = json.loads(data)
    return Passage(
        id_, ClauseId.parse(clause), document, source, title, tuple(headings), text, Span(start, end), body, kind
    )
