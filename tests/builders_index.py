"""Small documents, a countable encoder and a built index for the tests of the index room."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import IndexBusy
from corpus.library import Library, corpus_digest, document_digest
from corpus.model import Cell, Clause, ClauseId, Column, Document, Span, Table
from corpus.path import ClausePath
from index.build import build
from index.embedding import Vectors
from index.names import Names
from index.settings import ROOT
from index.words import search_words

CLAUSES = {
    "引言": "为推动卫生健康事业高质量发展,制定本实施方案。",
    "一": "一、总体要求",
    "一/（一）": "(一)建强卫生健康人才队伍。到2025年,每万人口拥有全科医生数达到4人。(市卫生健康局、市教育局负责)",
    "一/（二）": "(二)加强医养结合。力争每年新发展培植1—2家医养结合机构。(市民政局牵头,市卫生健康局配合)",
    "二": "二、优化家庭医生签约服务。落实签约居民就医、转诊、用药、医保等差异化政策。",
}


def document(
    name: str = "梅州市进一步完善医疗卫生服务体系实施方案",
    number: str | None = "梅市府办〔2024〕1号",
    region: str | None = "梅州市",
    clauses: dict[str, str] | None = None,
    source: str = "plan.txt",
) -> Document:
    """A document of flat clauses: path → text; a path below another becomes its child."""
    texts = CLAUSES if clauses is None else clauses
    identity = number or name
    flat: list[Clause] = []
    at = 0
    for path, text in texts.items():
        heading = text.partition("。")[0].lstrip("(（一二三四五六七八九十1234567890)）、.")
        clause_id = ClauseId(identity, ClausePath.parse(path))
        flat.append(Clause(clause_id, "item", "" if path == "引言" else heading, text, Span(at, at + len(text))))
        at += len(text) + 1
    return Document(
        id=identity, title=f"关于印发{name}的通知", name=name, number=number, issuer=None, issued_on=None,
        published_on=None, kind="方案", status="现行", region=region, level="地级", source=source,
        text="\n".join(texts.values()), clauses=_tree(flat),
    )  # fmt: skip


def _tree(flat: Sequence[Clause]) -> tuple[Clause, ...]:
    out: list[Clause] = []
    for clause in (c for c in flat if len(c.path) == 1):
        below = tuple(c for c in flat if len(c.path) > 1 and clause.path.contains(c.path))
        out.append(Clause(clause.id, clause.kind, clause.heading, clause.text, clause.span, below))
    return tuple(out)


def table_document() -> Document:
    """A document with one table of two rows, printed one cell a line."""
    cells = (
        "主要指标",
        "指标",
        "2020年",
        "2025年",
        "每万人口全科医生数(人)",
        "5.32",
        "4.32",
        "人均预期寿命(岁)",
        "78以上",
        "——",
    )
    text = "\n".join(cells)
    spans, at = [], 0
    for cell in cells:
        spans.append(Span(at, at + len(cell)))
        at += len(cell) + 1

    def row(first: int) -> tuple[Cell, ...]:
        return tuple(Cell(cells[i], spans[i]) for i in range(first, first + 3))

    columns = (Column(("指标",), "label"), Column(("2020年", "数值")), Column(("2025年", "目标值")))
    table = Table("主要指标", columns, (row(4), row(7)))
    clause_id = ClauseId("蛟河市规划", ClausePath.parse("二/表1"))
    clause = Clause(clause_id, "table", "主要指标", text, Span(0, len(text)), table=table)
    return Document(
        id="蛟河市规划", title="蛟河市规划", name="蛟河市规划", number=None, issuer=None, issued_on=None,
        published_on=None, kind="规划", status="征求意见稿", region="蛟河市", level="县级", source="table.txt",
        text=text, clauses=(clause,),
    )  # fmt: skip


def library(*documents: Document) -> Library:
    """A library of documents made here; its digest follows their text."""
    digest = corpus_digest({d.id: document_digest(d) for d in documents})
    return Library(tuple(documents), (), None, digest, {d.id: d for d in documents})


def libraries() -> Library:
    """Two places that say something comparable, and a third."""
    guangxi = {
        "一": "一、提升卫生健康人才能力。2025年每万常住人口全科医生数达到4人以上。",
        "二": "二、促进医养结合。鼓励医养共享。",
    }
    hanzhong = {
        "一": "一、加快推广三明市医改经验。积极学习借鉴三明市医改经验。",
        "二": "二、推进医保支付方式改革。按病种付费。",
    }
    return library(
        document(),
        document("关于进一步完善广西医疗卫生服务体系的实施方案", None, "广西壮族自治区", guangxi, "guangxi.txt"),
        document("深化医药卫生体制改革的通知", "汉政办函〔2022〕6号", "汉中市", hanzhong, "hanzhong.txt"),
        table_document(),
    )


def names_of(held: Library) -> Names:
    """The names of a library's documents."""
    return Names(held.documents, text_of=lambda document: held.document(document).text)


class CountingEncoder:
    """An encoder of hashed words: texts that share words are near; it counts the texts that it was given."""

    dimension = 64

    def __init__(self, name: str = "counting@1") -> None:
        self.name = name
        self.encoded: list[str] = []

    def encode_query(self, text: str) -> Vectors:
        return self._vector(text)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in search_words(text):
            vector[int(hashlib.md5(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def own_index(library: Library) -> Path:
    """The index of the project's own documents with the real model, kept between runs; only what changed is computed.

    Several test processes may ask at once: one builds, the others wait for it.
    """
    for _ in range(600):
        try:
            build(library, ROOT / ".policy" / "test-index")
            return ROOT / ".policy" / "test-index"
        except IndexBusy:
            time.sleep(0.5)
    raise TimeoutError("another process has been building the tests' index for five minutes")


def generation(index_dir: Path) -> Path:
    """The published generation's folder."""
    return index_dir / (index_dir / "CURRENT").read_text(encoding="utf-8")
