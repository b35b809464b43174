"""What a build has to do: which files to read, which documents go, against what the published index remembers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import PolicyError
from corpus.library import document_digest
from corpus.model import Document
from index.manifest import Manifest, reader_digest
from index.sources import DocumentSource, Item, Record, is_known


@dataclass(frozen=True, slots=True)
class Previous:
    """The published generation that a build goes on from: folder, manifest, its files' records, documents' digests."""

    folder: Path
    manifest: Manifest
    records: Mapping[str, Record]
    digests: Mapping[str, str]


@dataclass
class Plan:
    """Goes through the files in order; ``fresh()`` yields the documents to add, afterwards the rest is known.

    ``dropped``: ids of documents that the previous index holds and the new one does not hold as they were.
    ``failures``: (file, reason) of what could not be taken in.
    """

    source: DocumentSource
    before: Previous | None
    items: Sequence[Item]
    known: Mapping[str, Record]
    records: list[Record] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, source: DocumentSource, before: Previous | None) -> Plan:
        """Look at all files; only those that look otherwise than recorded are opened."""
        items = source.items()
        records = before.records if before else {}
        same_reader = before is not None and before.manifest.is_ours and before.manifest.reader == reader_digest()
        known = {
            item.key: records[item.key].model_copy(update={"stamp": item.stamp})
            for item in items
            if same_reader and is_known(source, item, records.get(item.key))
        }
        return cls(source, before, items, known)

    def fresh(self) -> Iterator[tuple[Document, str]]:
        """Each document to add, with its digest; files that can't be read and second files of a document are told."""
        order = {item.key: i for i, item in enumerate(self.items)}
        claimed = {r.document: key for key, r in self.known.items() if r.document}
        held = dict(self.before.digests) if self.before else {}
        kept = set(claimed)
        self.records = list(self.known.values())
        for item in self.items:
            if item.key in self.known:
                continue
            try:
                document = self.source.read(item)
            except PolicyError as error:
                self.failures.append((item.key, str(error)))
                self.records.append(Record(key=item.key, stamp=item.stamp))
                continue
            other = claimed.get(document.id)
            if other is not None and order[other] < order[item.key]:
                said = f"“{item.key}”与“{other}”是同一份文件（{document.id}），已略过。"
                self.failures.append((item.key, said))
                self.records.append(Record(key=item.key, stamp=item.stamp))
                continue
            if other is not None:
                shadowed = Record(key=other, stamp=self.items[order[other]].stamp)
                self.records = [r for r in self.records if r.key != other] + [shadowed]
            claimed[document.id] = item.key
            digest = document_digest(document)
            self.records.append(
                Record(key=item.key, stamp=item.stamp, content=self.source.content(item), document=document.id)
            )
            if held.get(document.id) == digest:
                kept.add(document.id)
            else:
                kept.discard(document.id)
                yield document, digest
        self.dropped = set(held) - kept
