"""One file to one Document: read, clean, structure, header, in that order.

>>> parse_text("一、总体要求\\n坚持预防为主。", name="示例.txt").clauses[0].heading
'总体要求'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.breaks import mend_breaks
from corpus.clean import clean
from corpus.contents import without_contents
from corpus.damage import mark_damaged
from corpus.dates import read_date
from corpus.errors import UnreadableFile
from corpus.grids import TableText
from corpus.header import read_header
from corpus.model import Document, Removed, Status
from corpus.nodes import Node, freeze
from corpus.raw import RawText
from corpus.read import read_file
from corpus.structure import build_tree
from corpus.tables import find_tables


@dataclass(frozen=True, slots=True)
class Source:
    """What sources.jsonl says of a file where the text can't: overrides are by field, ``None`` leaves the text's."""

    file: str
    id: str | None = None
    url: str | None = None
    sha256: str | None = None
    region: str | None = None
    level: str | None = None
    status: Status | None = None


def parse_file(path: Path, source: Source | None = None) -> Document:
    """Read and parse one policy file.

    Raises ``UnreadableFile`` with a Chinese sentence where the file is missing, empty, binary or holds no text.
    """
    return parse_raw(read_file(path), path.name, source)


def parse_text(text: str, name: str = "文本", source: Source | None = None) -> Document:
    """Parse a text that is already in memory; ``name`` stands for the file's name."""
    return parse_raw(RawText(tuple(text.split("\n")), "txt"), name, source)


def parse_raw(raw: RawText, name: str, source: Source | None = None) -> Document:
    """Everything after reading: clean, restore breaks, find tables, build the tree, read the head."""
    cleaned = clean(raw)
    blocks, mended = mend_breaks(cleaned.blocks)
    blocks, contents = without_contents(blocks)
    removed = (*cleaned.removed, *contents)
    stream = mark_damaged(find_tables(blocks))
    if not stream:
        raise UnreadableFile(f"文件“{name}”去掉网页固定内容后没有正文，请检查是否保存了完整的文件。")
    nodes, notes = build_tree(stream)
    text = "\n".join(t for n in nodes for t in _texts(n))
    head = read_header(nodes, _metadata(raw.metadata, removed), text)
    if not head.title:
        head = replace(head, title=Path(name).stem, name=Path(name).stem)
    document_id = (source and source.id) or head.number or head.name
    clauses, text = freeze(nodes, document_id)
    all_notes = [
        *cleaned.notes,
        *mended,
        *notes,
        *(n for b in stream if isinstance(b, TableText) for n in b.notes),
    ]
    return Document(
        id=document_id,
        title=head.title,
        name=head.name,
        number=head.number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        published_on=head.published_on,
        kind=head.kind,
        status=(source and source.status) or head.status,
        region=(source and source.region) or head.region,
        level=(source and source.level) or head.level,
        source=name,
        text=text,
        clauses=clauses,
        removed=removed,
        notes=tuple(dict.fromkeys(all_notes)),
    )


def _metadata(stated: Mapping[str, str], removed: Sequence[Removed]) -> Mapping[str, str]:
    """The container's fields; the day a page says it published (Admin 于2022年08月03日发表) where it states none."""
    day = next(
        (r.text for r in removed if re.search(r"于\s?\d{4}.{5,12}(?:发表|发布)", r.text) and read_date(r.text)), None
    )
    return {"发布日期": day, **stated} if day else stated


def _texts(node: Node) -> Iterator[str]:
    if node.lines:
        yield "\n".join(node.lines)
    for child in node.children:
        yield from _texts(child)
