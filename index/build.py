"""Builds the index: aside, verified, then published by one atomic rename.

What is as it was is not read again: a build against a published generation reads the files that changed, embeds their
passages and adds one segment; below two thousand passages the whole is written anew from the vector cache, so that
small libraries are always one segment. A build that is killed at any moment leaves CURRENT as it was; what it left
behind goes at the next build. The generation before stays one build longer, for readers that still have it open.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from corpus.errors import IndexUnusable
from corpus.library import Library, corpus_digest, no_documents
from corpus.model import Document
from index import chroma_folder, vector_cache
from index import manifest as manifests
from index.chroma_server import ChromaServer, drop_others
from index.embedding import Encoder, SentenceEncoder
from index.generation import open_dense, open_store
from index.lexical import LexicalIndex, LexicalWriter, query_words
from index.manifest import LEXICAL, RECORDS, Manifest
from index.matrix import Matrix
from index.plan import Plan, Previous
from index.publish import clean, collection_prefix, locked, publish, writing
from index.segment import SegmentEntry
from index.settings import load_settings
from index.sources import DocumentSource, LibrarySource, read_records, write_records
from index.writing import Progress, Written, joined, link, with_chroma, write_on_server, write_segment

REWRITE_BELOW = 2_000  # passages; so few are written anew in a second
_SAME = 0.999  # cosine of a vector with itself, but for rounding
_log = logging.getLogger(__name__)


def build(
    source: Library | DocumentSource,
    index_dir: Path,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    failed: Callable[[str, str], None] | None = None,
) -> Manifest:
    """Bring the index up to what the source holds, and publish it; where it is up to date already, nothing is done.

    ``progress(stage, done, total)`` is called as it goes, with Chinese names of stages; ``failed(file, reason)`` for each
    file that could not be taken in. Raises ``IndexBusy`` where another process is building, ``EmptyFolder`` where there
    is nothing to index, ``IndexUnusable`` with the reason where the folder can't be written or the disk is full.
    """
    settings = load_settings()
    encoder = encoder or SentenceEncoder(settings.model_dir, settings.precision, settings.embed_batch)
    if isinstance(source, Library):
        source = LibrarySource(source)
    with writing(index_dir), locked(index_dir):
        before = _previous(index_dir, encoder, settings.chroma_url)
        plan = Plan.of(source, before)
        fresh = plan.fresh()
        first = next(fresh, None)
        if before is not None and first is None and not plan.dropped:
            _log.info("索引已是最新：%s", before.manifest.generation)
            _tell_failures(plan, failed)
            return before.manifest
        if before is not None and _is_small(before.manifest):
            plan = Plan.of(source, None)
            fresh = plan.fresh()
        elif first is not None:
            fresh = chain([first], fresh)
        clean(index_dir, keep=1)
        folder = index_dir / f"gen-{time.time_ns()}"
        folder.mkdir()
        try:
            manifest = _write(folder, plan, fresh, encoder, progress or (lambda stage, done, total: None), index_dir)
        except BaseException:  # Ctrl-C too: no half generation is left behind
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            _tell_failures(plan, failed)
        publish(index_dir, folder.name)
        clean(index_dir, keep=2)
        if settings.chroma_url:
            drop_others(settings.chroma_url, collection_prefix(index_dir), _collections(index_dir))
        return manifest


def _tell_failures(plan: Plan, failed: Callable[[str, str], None] | None) -> None:
    for file, reason in plan.failures:
        if failed is not None:
            failed(file, reason)


def _previous(index_dir: Path, encoder: Encoder, server_url: str | None) -> Previous | None:
    """The published generation, where it is whole, ours, of this model, and its vectors are where they shall be."""
    try:
        folder = manifests.current(index_dir)
        manifest = Manifest.read(folder)
        manifest.check(folder, encoder.name, None)
        if bool(server_url) != bool(manifest.server):
            return None
        for entry in manifest.segments:
            if entry.chroma and not chroma_folder.looks_whole(folder / entry.name, entry.chroma, entry.count):
                return None
        return Previous(folder, manifest, read_records(folder / RECORDS), open_store(folder, manifest).digests())
    except IndexUnusable:
        return None


def _collections(index_dir: Path) -> set[str]:
    """The server collections that the kept generations use."""
    kept = [Manifest.read(path.parent) for path in index_dir.glob(f"gen-*/{manifests.FILE}")]
    return {manifest.server for manifest in kept if manifest.server}


def _is_small(manifest: Manifest) -> bool:
    """Whether writing all anew is better: few passages, or most rows of removed documents."""
    return manifest.passages < REWRITE_BELOW or sum(entry.count for entry in manifest.segments) > 2 * manifest.passages


def _write(
    folder: Path, plan: Plan, fresh: Iterator[tuple[Document, str]], encoder: Encoder, tell: Progress, index_dir: Path
) -> Manifest:
    """Write a whole generation; its manifest is the last file."""
    before, segments, centre = plan.before, list[SegmentEntry](), None
    if before is not None:
        segments = list(before.manifest.segments)
        link(folder, before.folder, before.manifest)
        centre = Matrix(folder / segments[0].name, segments[0].count, encoder.dimension).centre
    first = segments[-1].last if segments else 0
    with LexicalWriter(folder / LEXICAL) as lexical:
        written = write_segment(folder, first, _told(plan, fresh, tell), encoder, index_dir, centre, lexical, tell)
        if before is None and not written.digests:
            raise no_documents(plan.source.folder, plan.failures)
        for document in plan.dropped - set(written.digests):
            lexical.remove(document)
        tell("写入词语索引", 0, 1)
    if before is not None:
        segments = _without(before, plan.dropped, segments)
    segments += written.segments
    server = _on_server(folder, index_dir, before, written.segments, encoder.dimension, tell)
    if server is None:
        segments = with_chroma(folder, joined(folder, segments, encoder.dimension), encoder.dimension, tell)
    return _finished(folder, plan, encoder, segments, server, written, tell, index_dir)


def _told(plan: Plan, fresh: Iterator[tuple[Document, str]], tell: Progress) -> Iterator[tuple[Document, str]]:
    total = len(plan.items) - len(plan.known)
    for done, found in enumerate(fresh, 1):
        tell("切分条款", done, total)
        yield found


def _without(before: Previous, dropped: set[str], segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """The segments with the rows of dropped documents marked as removed."""
    store = open_store(before.folder, before.manifest)
    gone = [found for document in sorted(dropped) if (found := store.range(document))]
    return [
        entry.model_copy(update={"removed": (*entry.removed, *(r for r in gone if entry.first <= r[0] < entry.last))})
        for entry in segments
    ]


def _on_server(
    folder: Path,
    index_dir: Path,
    before: Previous | None,
    added: Sequence[SegmentEntry],
    dimension: int,
    tell: Progress,
) -> str | None:
    """Put the added rows on the Chroma server, where one is set; returns the collection's name."""
    url = load_settings().chroma_url
    if url is None:
        return None
    name = before.manifest.server if before else None
    fresh = name is None
    name = name or f"{collection_prefix(index_dir)}{time.time_ns()}"
    tell("写入向量库", 0, 1)
    write_on_server(ChromaServer(url, name), folder, added, dimension, fresh)
    return name


def _finished(
    folder: Path,
    plan: Plan,
    encoder: Encoder,
    segments: Sequence[SegmentEntry],
    server: str | None,
    written: Written,
    tell: Progress,
    index_dir: Path,
) -> Manifest:
    """Write the records and the manifest, after everything that must be found has been found."""
    write_records(folder / RECORDS, plan.records)
    held = plan.before.digests if plan.before else {}
    digests = {id_: digest for id_, digest in held.items() if id_ not in plan.dropped} | written.digests
    if not digests:
        raise no_documents(plan.source.folder, plan.failures)
    manifest = Manifest(
        schema_version=manifests.SCHEMA,
        generation=folder.name,
        model=encoder.name,
        dimension=encoder.dimension,
        libraries=manifests.library_versions(),
        program=manifests.program_digest(),
        reader=manifests.reader_digest(),
        corpus_digest=corpus_digest(digests),
        documents_folder=str(plan.source.folder.resolve()) if plan.source.folder else "",
        documents=len(digests),
        passages=sum(e.count - sum(last - first for first, last in e.removed) for e in segments),
        embedded=written.embedded,
        segments=tuple(segments),
        server=server,
        files={},
    )
    tell("核对", 0, 1)
    verify(folder, manifest, written)
    vector_cache.prune(
        index_dir, encoder.name, manifest.passages, lambda: open_store(folder, manifest).passage_digests()
    )
    manifest = manifest.model_copy(update={"files": manifests.file_digests(folder)})
    manifest.write(folder)
    tell("核对", 1, 1)
    return manifest


def verify(folder: Path, manifest: Manifest, written: Written) -> None:
    """Ask the finished generation for passages that must be there, through every leg."""
    lexical, store, dense = (
        LexicalIndex.open(folder / LEXICAL),
        open_store(folder, manifest),
        open_dense(folder, manifest),
    )
    if not lexical.size == store.size == dense.size == manifest.passages:
        raise IndexUnusable("新索引各部分条数不一致，未发布，请重新运行 python -m index build。")
    for row, passage in written.samples:
        rows = store.range(passage.document) or (0, 0)
        vector = dense.vector(row)
        near = [r for r, score in dense.search(vector, rows[1] - rows[0], [rows]) if score > _SAME]
        words = query_words(passage.search_text)
        found = [r for r, _ in lexical.search(words, rows[1] - rows[0], [passage.document])] if words else [row]
        if store.passages([row]) != [passage] or row not in near or row not in found:
            raise IndexUnusable(f"新索引查不到“{passage.id}”，未发布，请重新运行 python -m index build。")
    dense.close()
