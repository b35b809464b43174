"""Real documents, where a folder of them is at hand: POLICY_SAMPLES names it. What they showed has small tests elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.raw import RawTable, RawText
from corpus.read import office, read_file

FOLDER = Path(os.environ.get("POLICY_SAMPLES", "samples-not-given"))
with_samples = pytest.mark.skipif(not FOLDER.is_dir(), reason="POLICY_SAMPLES 未指向样本文件夹，跳过")


def sentences(raw: RawText) -> list[str]:
    found: list[str] = []
    for block in raw.blocks:
        if isinstance(block, RawTable):
            cells = [c for i, row in enumerate(block.rows) for j, c in enumerate(row) if (i, j) not in block.merged]
            found += [part for cell in cells for part in re.split(r"(?<=[。；！？])|\n", cell)]
        else:
            found += re.split(r"(?<=[。；！？])", block)
    return [s for s in (re.sub(r"\s", "", part) for part in found) if s]


@with_samples
@pytest.mark.parametrize(
    ("one", "other"), [("jiangxi.docx", "jiangxi.pdf"), ("emergency_plan.md", "emergency_plan.docx")]
)
def test_the_same_text_twice(one: str, other: str) -> None:
    first, second = sentences(read_file(FOLDER / one)), sentences(read_file(FOLDER / other))
    assert sum(s in set(second) for s in first) >= 0.98 * len(first)


# Counted by hand from the files: rows with head, columns, and some cells by row and column.
TABLES: list[tuple[str, int, int, int, dict[tuple[int, int], str]]] = [
    ("jurong.docx", 0, 24, 3, {(0, 2): "对应的健康因素", (1, 0): "市政府办", (23, 0): "各镇（街道、管委会）"}),
    ("hospital_assessment.html", 0, 56, 5, {(1, 0): "一、医疗质量", (24, 0): "一、医疗质量", (25, 0): "二、运营效率", (55, 3): "定量"}),
    ("family_doctor_guangzhou.html", 0, 20, 5, {(1, 0): "签约数量指标", (19, 0): "保障机制", (15, 2): "≥50%"}),
    ("family_doctor_guangzhou.html", 1, 40, 7, {(1, 0): "1", (3, 0): "1", (3, 1): "有序扩大家庭医生来源。", (39, 3): "各区政府、市卫生健康委"}),
    ("healthy_china_action.pdf", 0, 227, 7, {(0, 2): "指标", (2, 3): "14.18", (226, 0): "健康水平"}),
]  # fmt: skip


@with_samples
@pytest.mark.parametrize(("name", "which", "rows", "columns", "cells"), TABLES)
def test_tables_cell_by_cell(name: str, which: int, rows: int, columns: int, cells: dict[tuple[int, int], str]) -> None:
    table = [b for b in read_file(FOLDER / name).blocks if isinstance(b, RawTable)][which]
    assert (len(table.rows), len(table.rows[0])) == (rows, columns)
    assert {place: table.rows[place[0]][place[1]] for place in cells} == cells


@with_samples
def test_every_indicator_of_the_long_table_is_there() -> None:
    table = next(b for b in read_file(FOLDER / "healthy_china_action.pdf").blocks if isinstance(b, RawTable))
    numbers = [row[1] for i, row in enumerate(table.rows) if row[1].isdigit() and (i, 1) not in table.merged]
    assert numbers == [str(n) for n in range(1, 125)]


@with_samples
@pytest.mark.parametrize(("name", "seconds"), [("healthy_china_action.pdf", 15), ("family_doctor_guangzhou.html", 2)])
def test_quick_and_small(name: str, seconds: float) -> None:
    started = time.monotonic()
    read_file(FOLDER / name)
    assert time.monotonic() - started < seconds
    script = f"import resource,pathlib,corpus.read as r;r.read_file(pathlib.Path({str(FOLDER / name)!r}));print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert int(done.stdout) < 500 * 1024


@with_samples
def test_every_sample_reads() -> None:
    for path in sorted(FOLDER.iterdir()):
        if path.suffix == ".doc" and office.converter() is None:
            continue
        raw = read_file(path)
        assert raw.blocks, path.name
        assert not [b for b in raw.blocks if isinstance(b, str) and re.search("[\x00-\x08\x0e-\x1f]", b)], path.name


def test_heavy_libraries_wait_for_their_format() -> None:
    script = "import sys, corpus.read; print([m for m in ('lxml','selectolax','pypdfium2','openpyxl','markdown_it','docx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"
