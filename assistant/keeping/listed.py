"""The documents of the library as a list: what each is, whether it is in force, which versions are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from corpus.errors import UnknownClause
from corpus.holdings import Holdings
from corpus.journal import Record, read_journal
from corpus.library import Library
from corpus.model import Document
from corpus.shelf import Shelf
from corpus.vault import Vault
from corpus.versions import Difference, diff


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version: the beginning of its SHA-256 names it, ``at`` is when it came in, ``now`` whether it is in use."""

    mark: str
    file: str
    at: str
    now: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One document with its force on a day. ``versions``: how many are kept, 0 where the folder keeps no history."""

    document: Document
    status: str
    until: date | None
    reason: str
    clauses: int
    versions: int


def listed(library: Library, as_of: date) -> tuple[Listed, ...]:
    """All documents of a library, in its order."""
    held = holdings(library.folder)
    return tuple(_listed(library, d, held, as_of) for d in library.documents)


def _listed(library: Library, document: Document, held: Holdings, as_of: date) -> Listed:
    force = library.force(document.id, as_of)
    key = _key(held, document.id)
    count = len(held.versions(key)) if key else 0
    until = force.until if force.in_force else None
    return Listed(document, force.status, until, force.reason, sum(1 for _ in document.walk()), count)


def holdings(folder: Path | None) -> Holdings:
    """What the journal of a folder tells; empty for a folder that keeps none."""
    if folder is None:
        return Holdings()
    return Holdings.of(read_journal(Vault(folder).journal))


def versions(folder: Path, document_id: str) -> tuple[Version, ...]:
    """The kept versions of a document, newest first; empty where none are kept."""
    held = holdings(folder)
    key = _key(held, document_id)
    if key is None:
        return ()
    file = held.current.get(key)
    now = held.files[file].sha256 if file else ""
    return tuple(_version(r, now) for r in reversed(held.versions(key)))


def _key(held: Holdings, document_id: str) -> str | None:
    try:
        return held.find(document_id)
    except UnknownClause:
        return None


def _version(record: Record, now: str) -> Version:
    """The version as shown; the day and hour are those of this machine's clock."""
    at = datetime.fromisoformat(record.at).astimezone().strftime("%Y-%m-%d %H:%M") if record.at else ""
    return Version(record.sha256[:12], record.file, at, record.sha256 == now)


def removed(folder: Path | None) -> Iterator[tuple[str, str]]:
    """The documents that were taken out and can come back: id and file name."""
    held = holdings(folder)
    for key in held.history:
        if key not in held.current:
            latest = held.latest(key)
            yield latest.id, latest.file


def difference(folder: Path, document_id: str, version: str) -> tuple[Document, Document, Difference]:
    """An older version, today's text, and what changed between them; raises ``UnknownClause``."""
    old, new = Shelf(folder).pair(document_id, version)
    return old, new, diff(old, new)
