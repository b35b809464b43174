"""All parsed documents of a folder: documents, clauses and facts by id.

``sources.jsonl`` beside the files adds what a text can't say (region, level, status, where it came from); a folder
without one works as well. A file that can't be read is told and left out: the others go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from corpus.errors import EmptyFolder, PolicyError, UnknownClause
from corpus.extract import facts_of
from corpus.facts import Facts
from corpus.force import Force
from corpus.force_book import ForceBook
from corpus.lineage import Lineage
from corpus.manifest import SourceLine, policy_files, read_manifest
from corpus.model import Clause, ClauseId, Document
from corpus.parse import parse_file
from corpus.read import SUFFIXES

DOCUMENTS = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class Library:
    """The documents in order, what could not be read, and where to find everything.

    >>> Library.load().document("粤办函〔2022〕245号").region
    '广东省'
    """

    documents: tuple[Document, ...]
    failures: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None
    digest: str = ""
    _ids: Mapping[str, Document] = field(default_factory=dict, repr=False)
    lines: Mapping[str, SourceLine] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path | None = None, progress: Callable[[str], None] | None = None) -> Library:
        """Parse every policy file of a folder (the project's own documents by default).

        Raises ``EmptyFolder`` where the folder is missing or holds no readable policy file.
        """
        folder = DOCUMENTS if folder is None else folder
        documents: list[Document] = []
        failures: list[tuple[str, str]] = []
        seen: dict[str, str] = {}
        lines: dict[str, SourceLine] = {}
        for path, line in _files(folder):
            if progress:
                progress(path.name)
            try:
                document = parse_file(path, line.source if line else None)
            except PolicyError as error:
                failures.append((path.name, str(error)))
                continue
            if document.id in seen:
                failures.append(
                    (path.name, f"“{path.name}”与“{seen[document.id]}”是同一份文件（{document.id}），已略过。")
                )
                continue
            seen[document.id] = path.name
            documents.append(document)
            if line:
                lines[document.id] = line
        if not documents:
            raise no_documents(folder, failures)
        digest = corpus_digest({d.id: document_digest(d) for d in documents})
        return cls(tuple(documents), tuple(failures), folder, digest, {d.id: d for d in documents}, lines)

    def document(self, document_id: str) -> Document:
        """A document by id; raises ``UnknownClause`` where there is none."""
        if document_id not in self._ids:
            raise UnknownClause(f"文件库里没有“{document_id}”，请用 python -m corpus list 查看已有文件。")
        return self._ids[document_id]

    def clause(self, clause_id: ClauseId) -> Clause:
        """A clause by id; raises ``UnknownClause`` where the document or the clause doesn't exist."""
        found = self._clauses.get(clause_id)
        if found is None:
            self.document(clause_id.document)
            raise UnknownClause(f"“{clause_id.document}”里没有“{clause_id.path.label}”这一条。")
        return found

    @cached_property
    def _clauses(self) -> dict[ClauseId, Clause]:
        return {c.id: c for d in self.documents for c in d.walk()}

    def only(self, documents: Collection[str]) -> Library:
        """The same library with these documents alone; their force is still what the whole library says of it."""
        kept = tuple(d for d in self.documents if d.id in documents)
        lines = {id_: line for id_, line in self.lines.items() if id_ in documents}
        narrowed = Library(kept, (), self.folder, self.digest, {d.id: d for d in kept}, lines)
        narrowed.__dict__["forces"] = self.forces
        narrowed.__dict__["_read"] = self._read
        return narrowed

    def facts(self, document_id: str | None = None) -> Facts:
        """The facts of one document, or of all together."""
        if document_id is not None:
            return self._facts(self.document(document_id))
        every = list(map(self._facts, self.documents))
        return Facts(
            tuple(t for f in every for t in f.targets),
            tuple(r for f in every for r in f.responsibilities),
            tuple(d for f in every for d in f.deadlines),
            tuple(c for f in every for c in f.conflicts),
            tuple(c for f in every for c in f.undecided),
        )

    def force(self, document_id: str, as_of: date) -> Force:
        """Whether a document is in force on a day; raises ``UnknownClause`` where there is no such document."""
        key = (self.document(document_id).id, as_of)
        if key not in self._force_on:
            self._force_on[key] = self.forces.force(*key)
        return self._force_on[key]

    @cached_property
    def _force_on(self) -> dict[tuple[str, date], Force]:
        return {}

    @cached_property
    def lineage(self) -> Lineage:
        """Who implements whom."""
        return Lineage.of(self.documents)

    @cached_property
    def forces(self) -> ForceBook:
        """What the documents say of each other's force."""
        return ForceBook.of(self.documents, self.lines)

    def _facts(self, document: Document) -> Facts:
        """A document's facts, read when they are first asked for: of a thousand documents a draft cites three."""
        if document.id not in self._read:
            self._read[document.id] = facts_of(document)
        return self._read[document.id]

    @cached_property
    def _read(self) -> dict[str, Facts]:
        return {}


def no_documents(folder: Path | None, failures: Sequence[tuple[str, str]]) -> EmptyFolder:
    """What to say of a folder in which no file could be taken as a policy document."""
    reasons = "".join(f"“{n}”：{r}" for n, r in failures[:3])
    return EmptyFolder(
        f"文件夹“{folder or ''}”里没有可用的政策文件（支持 {'、'.join(SUFFIXES)}）。{reasons}请放入政策文件后重试。"
    )


def document_digest(document: Document) -> str:
    """Digest of all that an index takes from a document: its text, what is known of it, and where its clauses stand."""
    d = document
    said = (d.id, d.source, d.title, d.name, d.number, d.issuer, d.issued_on, d.kind, d.status, d.region, d.level)
    digest = hashlib.sha256("\0".join(str(field) for field in (*said, d.text)).encode())
    for clause in d.walk():
        digest.update(f"\0{clause.id}\0{clause.span.start}\0{clause.heading}".encode())
    return digest.hexdigest()


def corpus_digest(documents: Mapping[str, str]) -> str:
    """One digest of a whole library, from those of its documents by id."""
    said = "\n".join(f"{id_}\0{digest}" for id_, digest in sorted(documents.items()))
    return hashlib.sha256(said.encode()).hexdigest()


def _files(folder: Path) -> Iterator[tuple[Path, SourceLine | None]]:
    if not folder.is_dir():
        raise EmptyFolder(f"找不到文件夹“{folder}”，请检查路径后重试。")
    lines = read_manifest(folder)
    for path in policy_files(folder):
        yield path, lines.get(path.relative_to(folder).as_posix())
