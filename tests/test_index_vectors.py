from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexUnusable
from index.vectors import VectorStore, hnsw_digests, is_whole

COUNT = 40


def unit(count: int = COUNT, size: int = 16) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(7).normal(size=(count, size)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def written(folder: Path, count: int = COUNT) -> dict[str, str]:
    return VectorStore.write(folder, unit(count), [f"文件{i // 10}" for i in range(count)])


def test_both_ways_of_searching_agree(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, written(tmp_path))
    everywhere = store.search(unit()[3], 10)
    exact = store.search(unit()[3], 10, [(0, COUNT)])
    assert everywhere[0][0] == 3
    assert [row for row, _ in everywhere] == [row for row, _ in exact]
    assert [score for _, score in everywhere] == pytest.approx([score for _, score in exact], abs=1e-5)
    store.close()


@pytest.mark.parametrize(
    ("ranges", "rows"),
    [
        ([(10, 20)], set(range(10, 20))),
        ([(0, 5), (35, 40)], {*range(5), *range(35, 40)}),
        ([], set()),
        ([(4, 4)], set()),
    ],
)
def test_narrowing(tmp_path: Path, ranges: list[tuple[int, int]], rows: set[int]) -> None:
    store = VectorStore(tmp_path, written(tmp_path))
    assert {row for row, _ in store.search(unit()[3], COUNT, ranges)} == rows


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_files_stay_vouched_for_however_often_they_are_opened(tmp_path: Path, count: int) -> None:
    digests = written(tmp_path, count)
    for _ in range(3):
        store = VectorStore(tmp_path, digests)
        assert store.search(unit(count)[0], 5)[0][0] == 0
        store.close()
    if count > 1:  # Chroma keeps a single vector in its log only and replays it
        assert is_whole(tmp_path, digests, count)


def test_nothing_to_search_in(tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", np.zeros((0, 16), dtype=np.float32))
    assert VectorStore(tmp_path, {}).search(unit()[0], 5) == []


@pytest.mark.parametrize("damage", ["cut", "garbage", "gone", "sqlite", "foreign"])
def test_a_damaged_folder_is_refused_and_kills_nobody(tmp_path: Path, damage: str) -> None:
    digests = written(tmp_path)
    files = {p.name: p for p in (tmp_path / "chroma").rglob("*") if p.is_file()}
    if damage == "sqlite":
        files["chroma.sqlite3"].write_bytes(files["chroma.sqlite3"].read_bytes()[:5000])
    for name in ("data_level0.bin", "header.bin", "index_metadata.pickle"):
        if damage == "cut":
            files[name].write_bytes(files[name].read_bytes()[:40])
        elif damage == "garbage":
            files[name].write_bytes(b"\xff" * 400)
        elif damage == "gone":
            files[name].unlink()
    if damage == "foreign":  # another generation's vectors in a folder that Chroma itself finds in order
        shutil.rmtree(tmp_path / "chroma")
        (tmp_path / "other").mkdir()
        VectorStore.write(tmp_path / "other", unit(2 * COUNT)[COUNT:], ["文件"] * COUNT)
        (tmp_path / "other" / "chroma").rename(tmp_path / "chroma")
    store = VectorStore(tmp_path, digests)
    assert not is_whole(tmp_path, digests, COUNT)
    with pytest.raises(IndexUnusable, match="python -m index build"):
        store.search(unit()[0], 5)
    assert store.search(unit()[0], 1, [(0, COUNT)])[0][0] == 0  # the exact leg stands on its own file


def test_a_missing_matrix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="向量文件"):
        VectorStore(tmp_path, {})


def test_digests_leave_sqlite_to_itself(tmp_path: Path) -> None:
    digests = written(tmp_path)
    assert digests == hnsw_digests(tmp_path)
    assert not [name for name in digests if "sqlite" in name]
