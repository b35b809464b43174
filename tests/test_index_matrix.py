from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import IndexUnusable
from index import matrix as matrices
from index.matrix import Matrix, MatrixWriter, Vectors

SIZE = 390  # no whole number of 64-bit words


def made(count: int, seed: int = 3, spread: float = 0.3) -> Vectors:
    """Vectors in bunches, as near-duplicates of one clause are."""
    chance = np.random.default_rng(seed)
    bunches = chance.normal(size=(max(1, count // 20), SIZE))
    vectors = bunches[chance.integers(0, len(bunches), count)] + spread * chance.normal(size=(count, SIZE))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def written(folder: Path, vectors: Vectors, step: int = 1000, centre: Vectors | None = None) -> Matrix:
    folder.mkdir(exist_ok=True)
    writer = MatrixWriter(folder, SIZE, centre)
    for start in range(0, len(vectors), step):
        writer.append(vectors[start : start + step])
    writer.close()
    return Matrix(folder, len(vectors), SIZE)


def exact(vectors: Vectors, query: Vectors, k: int, allowed: NDArray[np.bool_]) -> list[int]:
    scores = np.where(allowed, vectors @ query, -2)
    return [int(row) for row in np.argsort(-scores, kind="stable")[: min(k, int(allowed.sum()))]]


@pytest.mark.parametrize("by_codes", [False, True])
@pytest.mark.parametrize(
    ("ranges", "gone"),
    [
        (None, None),
        ([(0, 3000)], None),
        ([(10, 900), (2000, 5000)], (100, 700)),
        (None, (0, 2500)),
        ([(4999, 9000)], None),
    ],
)
def test_the_codes_change_no_answer(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    by_codes: bool,
    ranges: list[tuple[int, int]] | None,
    gone: tuple[int, int] | None,
) -> None:
    vectors = made(5000)
    matrix = written(tmp_path, vectors)
    if by_codes:
        monkeypatch.setattr(matrices, "EXACT_UP_TO", 0)
        monkeypatch.setattr(matrices, "_LIKELIEST", 1000)
    allowed = np.zeros(5000, np.bool_)
    for first, last in ranges or [(0, 5000)]:
        allowed[first:last] = True
    removed = np.zeros(5000, np.bool_) if gone else None
    if gone and removed is not None:
        removed[gone[0] : gone[1]] = True
        allowed &= ~removed
    chance, missed = np.random.default_rng(1), set[int]()
    for seed in range(20):
        near = vectors[chance.integers(5000)] + 0.02 * chance.normal(size=SIZE)
        query = np.asarray(near / np.linalg.norm(near), np.float32)
        found = [row for row, _ in matrix.search(query, 6, ranges, removed)]
        assert found == exact(vectors, query, 6, allowed), seed
        far = made(1, seed + 50)[0]  # like nothing that is there: all are about equally far
        missed |= set(exact(vectors, far, 10, allowed)) - {row for row, _ in matrix.search(far, 10, ranges, removed)}
    assert len(missed) <= (60 if by_codes else 0)  # of 200


def test_scores_are_cosines_best_first(tmp_path: Path) -> None:
    vectors = made(300)
    found = written(tmp_path, vectors).search(vectors[17], 300)
    assert found[0][0] == 17
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


def test_nothing_to_search_in(tmp_path: Path) -> None:
    assert written(tmp_path, made(20)[:0]).search(made(1)[0], 5) == []
    matrix = written(tmp_path / "b", made(20))
    assert matrix.search(made(1)[0], 0) == []
    assert matrix.search(made(1)[0], 5, []) == []
    assert matrix.search(made(1)[0], 5, [(20, 40)]) == []


@pytest.mark.parametrize("name", ["vectors.f32", "codes.u64", "centre.f32"])
@pytest.mark.parametrize("damage", ["cut", "gone", "longer"])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, damage: str) -> None:
    written(tmp_path, made(50))
    path = tmp_path / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-4] if damage == "cut" else path.read_bytes() + b"0000")
    with pytest.raises(IndexUnusable, match=f"{name}.*python -m index build"):
        Matrix(tmp_path, 50, SIZE)


def test_a_later_segment_keeps_the_centre(tmp_path: Path) -> None:
    first = written(tmp_path / "a", made(500))
    second = written(tmp_path / "b", made(500, seed=9), centre=first.centre)
    assert np.array_equal(first.centre, second.centre)


@pytest.mark.parametrize("most", [1, 7, 100, 399])
def test_the_least_are_the_least_and_the_first_of_equal_ones(most: int) -> None:
    counts = np.random.default_rng(most).integers(0, 12, 400).astype(np.uint16)
    counts[:3] = np.iinfo(np.uint16).max
    wanted = sorted(np.argsort(counts, kind="stable")[:most].tolist())
    assert matrices._least(counts, most).tolist() == wanted
