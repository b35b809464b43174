"""The command line and what a program can rely on: parse --json, facts --json, exit codes, one Chinese line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.__main__ import main
from corpus.library import DOCUMENTS

JIAOHE = DOCUMENTS / "003_742c97a7a7a955b2.txt"
GUANGDONG = DOCUMENTS / "002_734ee5681423b33d.txt"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = main(list(arguments))
    except SystemExit as leave:
        code = int(leave.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def parsed(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, Any]:
    code, out, err = run(capsys, "parse", str(path), "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_parse_json_holds_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = parsed(capsys, GUANGDONG)
    assert {"document", "clauses", "tables", "removed"} <= set(found)
    document = found["document"]
    assert {"id", "title", "number", "issuer", "issued_on", "status", "source"} <= set(document)
    assert document["id"] == document["number"] == "粤办函〔2022〕245号"
    assert document["issued_on"] == "2022-07-20"
    assert document["source"] == GUANGDONG.name
    for clause in found["clauses"]:
        assert {"id", "path", "kind", "heading", "text", "start", "end"} <= set(clause)
        assert document["text"][clause["start"] : clause["end"]] == clause["text"]
    one = next(c for c in found["clauses"] if c["id"] == "粤办函〔2022〕245号#二/（五）")
    assert (one["path"], one["kind"], one["heading"]) == (["二", "（五）"], "item", "着力推动总医院高质量发展")
    front = [c for c in found["clauses"] if c["kind"] == "front_matter"]
    assert front
    assert all(c["path"] == [] for c in front)
    assert {"text", "reason"} == set(found["removed"][0])


def test_tables_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    tables = parsed(capsys, JIAOHE)["tables"]
    assert [t["title"] for t in tables] == [
        "主要发展指标",
        "“十四五”全市医疗卫生机构床位资源配置参考",
        "“十四五”全市卫生人力资源配置参考",
    ]
    first = tables[0]
    assert first["path"] == ["二", "（三）"]
    assert first["columns"][1] == {"heads": ["指标名称"], "role": "label"}
    row = next(r for r in first["rows"] if r["label"].startswith("每万人口全科医生数"))
    assert (row["group"], row["cells"][2:4]) == ("公立医疗机构高质量发", ["5.32", "4.32"])
    assert row["notes"] == ["原文缺字"]


def test_the_outline_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "parse", str(GUANGDONG))
    assert code == 0
    assert "（五）  着力推动总医院高质量发展" in out
    assert "已去除（网页固定内容）：客服热线" in out


def test_facts_json_holds_the_contract(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(
        "云溪市健康方案\n一、目标\n到2025年，每千人口床位数达到6.5张。\n二、任务\n（一）加强服务。做好服务。（市卫生健康委牵头，市财政局配合）",
        encoding="utf-8",
    )
    code, out, _ = run(capsys, "facts", "--json", "--documents", str(tmp_path))
    assert code == 0
    found = json.loads(out)
    (target,) = found["targets"]
    expected = {
        "source",
        "document",
        "clause",
        "indicator",
        "value",
        "number",
        "unit",
        "relation",
        "baseline",
        "deadline",
        "quote",
    }
    assert expected <= set(target)
    assert (target["source"], target["clause"], target["deadline"]) == ("甲.txt", "一", "2025")
    (duty,) = found["responsibilities"]
    assert {"source", "document", "clause", "lead", "support", "responsible", "implementers", "quote"} <= set(duty)
    assert duty["clause"] == "二/（一）"
    assert "deadlines" in found


def test_list_names_every_document(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "粤办函〔2022〕245号" in out
    assert "征求意见稿" in out


BAD = [
    ("没有的文件", ["parse", "没有.txt"], "找不到文件"),
    ("空文件", ["parse", "空.txt"], "空的"),
    ("二进制", ["parse", "坏.txt"], "坏.txt"),
    ("文件夹当文件", ["parse", "."], "文件夹"),
    ("没有的文件夹", ["facts", "--documents", "没有"], "找不到文件夹"),
    ("空文件夹", ["list", "--documents", "空夹"], "没有可用的政策文件"),
]


@pytest.mark.parametrize(("arguments", "words"), [r[1:] for r in BAD], ids=[r[0] for r in BAD])
def test_bad_input_is_one_chinese_line(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "空.txt").write_text("", encoding="utf-8")
    (tmp_path / "坏.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "空夹").mkdir()
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert re.search("[\u4e00-\u9fff]", err)
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "--help"], ["facts", "--help"], ["list", "--help"]])
def test_help_is_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert re.search("[\u4e00-\u9fff]{4}", out)


@pytest.mark.parametrize("arguments", [[], ["没有这个命令"], ["parse"], ["parse", "甲.txt", "--没有"]])
def test_a_wrong_command_leaves_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert err


def test_the_module_runs_and_help_is_light() -> None:
    probe = (
        "import runpy, sys; sys.argv = ['corpus', '--help']\n"
        "try: runpy.run_module('corpus', run_name='__main__')\n"
        "except SystemExit as e: assert not e.code\n"
        "print([m for m in ('torch', 'chromadb', 'gradio', 'langchain_core') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=DOCUMENTS.parent.parent
    )
    assert done.stdout.strip().endswith("[]")
