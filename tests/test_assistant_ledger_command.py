"""The command line: files written whole, faults in one Chinese line with exit code 2 and no file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.ledger.export import FORMATS, write_file
from corpus.errors import PolicyError
from tests.builders_ledger import CITY, COUNTY, library_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library_of(tmp_path / "文件", CITY, COUNTY)
    return tmp_path / "文件"


def _run(folder: Path, *arguments: str) -> int:
    return main(["ledger", "--documents", str(folder), "--as-of", "2026-01-01", *arguments])


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_by_name_and_by_ending(
    folder: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    by_name, by_ending = tmp_path / "台账", tmp_path / f"台账.{form}"
    assert _run(folder, "--format", form, "--out", str(by_name)) == 0
    assert _run(folder, "--out", str(by_ending)) == 0
    assert by_name.read_bytes() == by_ending.read_bytes()
    out = capsys.readouterr()
    assert "任务7行" in out.out and "状态截至2026-01-01" in out.out
    assert out.err == ""


def test_filters_reach_the_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    arguments = ["--region", "乙县", "--year", "2030", "--state", "未到期", "--words", "目标", "--view", "tasks"]
    assert _run(folder, "--out", str(out), *arguments) == 0
    (row,) = json.loads(out.read_text("utf-8"))["tasks"]
    assert (row["region"], row["label"]) == ("乙县", "一、")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "a.pdf"], "从文件名“a.pdf”看不出格式"),
        (["--format", "pdf", "--out", "a"], "没有“pdf”这种格式"),
        (["--format", "csv", "--out", "a.xlsx"], "请改成一致的"),
        (["--format", "xlsx"], "请用 --out"),
        (["--out", "a.xlsx", "--as-of", "明天"], "看不懂日期“明天”"),
        (["--out", "a.xlsx", "--year", "廿五"], "看不懂年份“廿五”"),
        (["--out", "a.xlsx", "--view", "rows"], "没有“rows”这种视图"),
        (["--out", "a.xlsx", "--role", "主办"], "没有“主办”这种角色"),
        (["--out", "a.xlsx", "--state", "逾期"], "没有“逾期”这种状态"),
        (["--out", "a.csv", "--view", "all"], "一次只能放一张表"),
        (["--out", "a.xlsx", "--body", "省公安厅"], "按机构“--body 省公安厅”筛选后没有剩下任何一行（筛选前还有"),
        (["--out", "a.xlsx", "--region", "丙市"], "现有：甲府办〔2024〕3号、乙县"),
        (["--out", "a.xlsx", "--region", "乙县", "--year", "2027"], "按年份“--year 2027”"),
        (["--out", "a.docx", "--view", "conflicts"], "没有可以列入这张台账的内容"),
        (["--out", "没有的文件夹/a.xlsx"], "不存在，请先建立"),
        (["--out", "."], "请用 --out|是文件夹|看不出格式"),
    ],
)
def test_faults_are_one_line_and_write_nothing(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    here = tmp_path / "此处"
    here.mkdir()
    monkeypatch.chdir(here)
    assert main(["ledger", "--documents", str(folder), *arguments]) == 2
    told = capsys.readouterr()
    assert re.search(message, told.err) if "|" in message else message in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert list(here.iterdir()) == []


def test_a_missing_folder_of_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--documents", str(tmp_path / "无"), "--out", str(tmp_path / "a.xlsx")]) == 2
    assert "找不到文件夹" in capsys.readouterr().err


def test_unreadable_files_are_told_and_the_rest_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04not a document")
    assert _run(folder, "--out", str(tmp_path / "a.csv")) == 0
    assert "坏.docx" in capsys.readouterr().err


def test_an_existing_file_is_replaced_whole(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("旧" * 100_000, encoding="utf-8")
    assert _run(folder, "--out", str(out)) == 0
    assert "旧" not in out.read_text("utf-8-sig")
    assert {p.name for p in tmp_path.iterdir()} == {"a.csv", "文件"}


def test_a_failing_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PolicyError, match="写不了文件"):
        write_file(out, b"new")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_link_to_a_file_keeps_being_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink() and real.read_bytes() == b"new"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(PolicyError, match="不存在"):
        write_file(tmp_path / "x" / "a.csv", b"")


def test_today_is_the_day_where_none_is_named(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    assert main(["ledger", "--documents", str(folder), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["as_of"] == date.today().isoformat()


def test_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom assistant.__main__ import main\n"
        f"code = main(['ledger', '--out', {str(tmp_path / 'a.xlsx')!r}])\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'langchain', 'langchain_core', 'jieba', 'sentence_transformers', 'docx', 'icalendar'}\n"
        "print(code, sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "0 []"


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["ledger", "--help"])
    assert stop.value.code == 0
    told = capsys.readouterr().out
    for option in (
        "--format",
        "--out",
        "--documents",
        "--view",
        "--document",
        "--region",
        "--body",
        "--role",
        "--year",
        "--state",
        "--kind",
        "--words",
        "--as-of",
    ):
        assert option in told
    assert "导出台账" in told or "台账" in told
