from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexUnusable
from index.chroma_folder import ChromaFolder, hnsw_digests, is_whole, looks_whole, write
from index.matrix import Matrix, MatrixWriter

COUNT, DIMENSION = 40, 16


def unit(count: int = COUNT, size: int = DIMENSION) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(7).normal(size=(count, size)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def written(folder: Path, count: int = COUNT, first: int = 0) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    writer = MatrixWriter(folder, DIMENSION)
    writer.append(unit(first + count)[first:])
    writer.close()
    return write(folder, Matrix(folder, count, DIMENSION))


def opened(folder: Path, digests: dict[str, str], count: int = COUNT) -> ChromaFolder:
    return ChromaFolder(folder, digests, count, DIMENSION)


def test_chroma_and_the_matrix_agree(tmp_path: Path) -> None:
    chroma = opened(tmp_path, written(tmp_path))
    found, exact = chroma.search(unit()[3], 10), Matrix(tmp_path, COUNT, DIMENSION).search(unit()[3], 10)
    assert found[0][0] == 3
    assert [row for row, _ in found] == [row for row, _ in exact]
    assert [score for _, score in found] == pytest.approx([score for _, score in exact], abs=1e-5)
    chroma.close()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_files_stay_vouched_for_however_often_they_are_opened(tmp_path: Path, count: int) -> None:
    digests = written(tmp_path, count)
    for _ in range(3):
        chroma = opened(tmp_path, digests, count)
        assert chroma.search(unit(count)[0], 5)[0][0] == 0
        chroma.close()
    if count > 1:  # Chroma keeps a single vector in its log only and replays it
        assert is_whole(tmp_path, digests, count) and looks_whole(tmp_path, digests, count)


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
        written(tmp_path / "other", first=COUNT)
        (tmp_path / "other" / "chroma").rename(tmp_path / "chroma")
    assert not is_whole(tmp_path, digests, COUNT)
    assert not looks_whole(tmp_path, digests, COUNT)
    with pytest.raises(IndexUnusable, match="python -m index build"):
        opened(tmp_path, digests).search(unit()[0], 5)


def test_opening_leaves_the_files_of_another_generation_alone(tmp_path: Path) -> None:
    digests = written(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b", copy_function=os.link)
    before = (tmp_path / "a" / "chroma" / "chroma.sqlite3").read_bytes()
    chroma = opened(tmp_path / "b", digests)
    assert chroma.search(unit()[0], 1)[0][0] == 0
    chroma.close()
    assert (tmp_path / "a" / "chroma" / "chroma.sqlite3").read_bytes() == before
    assert (tmp_path / "b" / "chroma" / "chroma.sqlite3").stat().st_nlink == 1


def test_digests_leave_sqlite_to_itself(tmp_path: Path) -> None:
    digests = written(tmp_path)
    assert digests == hnsw_digests(tmp_path)
    assert not [name for name in digests if "sqlite" in name]
