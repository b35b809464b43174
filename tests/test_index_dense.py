from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from index import chroma_folder, dense
from index.chroma_folder import ChromaFolder
from index.dense import DenseIndex, Part
from index.matrix import Matrix, MatrixWriter
from tests.test_index_matrix import SIZE, made

VECTORS = made(300)


def part(folder: Path, first: int, last: int, chroma: bool = False) -> Part:
    folder.mkdir()
    writer = MatrixWriter(folder, SIZE)
    writer.append(VECTORS[first:last])
    writer.close()
    matrix = Matrix(folder, last - first, SIZE)
    opened = ChromaFolder(folder, chroma_folder.write(folder, matrix), matrix.count, SIZE) if chroma else None
    return Part(first, matrix, None, opened)


def best(query: int, k: int, gone: set[int] = frozenset()) -> list[int]:  # type: ignore[assignment]
    order = np.argsort(-(VECTORS @ VECTORS[query]), kind="stable")
    return [int(row) for row in order if int(row) not in gone][:k]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DenseIndex:
    monkeypatch.setattr(dense, "CHROMA_FROM", 0)  # so that Chroma is asked
    return DenseIndex([part(tmp_path / "a", 0, 200, chroma=True), part(tmp_path / "b", 200, 300)])


def rows(found: list[tuple[int, float]]) -> list[int]:
    return [row for row, _ in found]


def test_segments_answer_as_one(index: DenseIndex) -> None:
    for query in (3, 150, 222):
        assert rows(index.search(VECTORS[query], 12)) == best(query, 12)
    assert index.size == 300


def test_ranges_go_through_segments(index: DenseIndex) -> None:
    found = rows(index.search(VECTORS[210], 50, [(190, 215)]))
    assert sorted(found) == list(range(190, 215))
    assert found[0] == 210


def test_removed_rows_are_never_found(index: DenseIndex) -> None:
    for part in index._parts:
        part.removed = np.zeros(part.matrix.count, np.bool_)
        part.removed[10:90] = True
    gone = {*range(10, 90), *range(210, 290)}
    for query in (50, 5, 230):
        assert rows(index.search(VECTORS[query], 25)) == best(query, 25, gone)
    assert rows(DenseIndex(index._parts).search(VECTORS[50], 300)) == best(50, 300, gone)
    assert DenseIndex(index._parts).size == 140


def test_a_damaged_chroma_folder_is_told_and_the_matrix_answers(
    tmp_path: Path, index: DenseIndex, caplog: pytest.LogCaptureFixture
) -> None:
    for path in (tmp_path / "a" / "chroma").rglob("*.bin"):
        path.write_bytes(b"\xff" * 64)
    with caplog.at_level(logging.WARNING):
        assert rows(index.search(VECTORS[3], 10)) == best(3, 10)
        assert rows(index.search(VECTORS[4], 10)) == best(4, 10)
    assert [record.getMessage() for record in caplog.records] == [
        "索引里的向量库（Chroma）缺失或已损坏，请运行 python -m index build 重建。（改用本机的向量继续检索）"
    ]
