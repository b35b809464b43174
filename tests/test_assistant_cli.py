"""The assistant on the command line: the JSON contract, exit codes, and one Chinese line for whatever can't be done."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import __main__ as command
from assistant.ask import Assistant
from tests.builders_assistant import small_assistant

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "chromadb", "sentence_transformers", "transformers", "langchain_core", "gradio", "tantivy", "jieba")
ANSWER = {
    "question", "answer", "status", "abstained", "refusal", "citations", "reading", "rows", "notes", "understood",
    "choices", "elapsed_ms",
}  # fmt: skip
CITATION = {
    "marker", "source", "document", "title", "number", "clause", "id", "label", "headings", "quote", "text", "formal",
}  # fmt: skip
ASKED = "丽水护理试点医院不超过多少所?"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line over the small documents, without index or model."""

    def opened(arguments: object) -> Assistant:
        return small_assistant()

    monkeypatch.setattr(command, "_open", opened)


def one_chinese_line(err: str) -> str:
    (line,) = err.strip().splitlines()
    assert "Traceback" not in line
    assert len(re.findall(r"[\u4e00-\u9fff]", line)) >= 6
    assert re.search(r"[。！]$", line)
    return line


def batch(tmp_path: Path, *lines: str) -> tuple[int, list[dict[str, Any]]]:
    questions, answers = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code = command.main(["batch", str(questions), str(answers)])
    return code, [json.loads(line) for line in answers.read_text(encoding="utf-8").split("\n") if line]


def line(identity: str, question: str, *before: tuple[str, str]) -> str:
    history = [{"role": role, "content": content} for role, content in before]
    return json.dumps({"id": identity, "question": question, "history": history}, ensure_ascii=False)


def check_contract(row: dict[str, Any]) -> None:
    assert set(row) >= ANSWER
    assert row["status"] in ("grounded", "partly", "refused")
    assert row["abstained"] is (row["status"] == "refused")
    assert isinstance(row["elapsed_ms"], (int, float))
    assert row["elapsed_ms"] >= 0
    assert not (row["abstained"] and row["citations"])
    for citation in (*row["citations"], *row["reading"]):
        assert set(citation) >= CITATION
        assert citation["quote"] in citation["text"]
        assert citation["source"].endswith(".txt")
        assert citation["id"].startswith(citation["document"] + "#")
    for citation in row["citations"]:
        assert f"[{citation['marker']}]" in row["answer"]


@pytest.mark.usefixtures("small")
def test_ask_prints_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ask", ASKED, "--json"]) == 0
    out, err = capsys.readouterr()
    row = json.loads(out)
    check_contract(row)
    assert err == ""
    assert row["question"] == ASKED
    assert row["status"] == "grounded"
    assert "不超过3所" in row["answer"]
    (citation,) = row["citations"]
    assert (citation["source"], citation["clause"], citation["label"]) == ("lishui.txt", "二/（一）", "二、（一）")
    assert citation["document"] == "丽政办发〔2024〕8号"


@pytest.mark.usefixtures("small")
def test_a_refusal_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ask", "深圳的签约率是多少?", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    check_contract(row)
    assert row["abstained"] is True
    assert row["citations"] == []
    assert row["refusal"]["reason"] == "unknown_document"
    assert row["refusal"]["text"] in row["answer"]


@pytest.mark.usefixtures("small")
def test_a_comparison_in_json_has_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ask", "丽水和嘉兴每千人口注册护士数对比", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert len(row["rows"]["rows"]) == 2
    assert all(len(r) == len(row["rows"]["heads"]) for r in row["rows"]["rows"])


@pytest.mark.usefixtures("small")
def test_ask_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["ask", ASKED]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "不超过3所。[1]" in out
    assert "[1] 《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号） 二、（一） 加强护理队伍建设" in out


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("question", ["", "   ", "\x00", "？", "长" * 10_000])
def test_a_question_that_cannot_be_taken_is_told_in_one_sentence(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["ask", question]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    one_chinese_line(out)


@pytest.mark.usefixtures("small")
def test_batch_answers_in_order_with_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = batch(tmp_path, line("甲", ASKED), line("乙", "深圳的签约率是多少?"), line("丙", ""))
    assert code == 0
    assert capsys.readouterr().err == ""
    assert [row["id"] for row in rows] == ["甲", "乙", "丙"]
    assert [row["abstained"] for row in rows] == [False, True, True]
    for row in rows:
        check_contract(row)


@pytest.mark.usefixtures("small")
def test_batch_reads_the_history(tmp_path: Path) -> None:
    before = (("user", "丽水加强护理队伍建设有什么目标?"), ("assistant", "……"))
    _, (alone, follows) = batch(tmp_path, line("1", "谁牵头?"), line("2", "谁牵头?", *before))
    assert alone["abstained"] is True
    assert "由市卫生健康局牵头" in follows["answer"]


BROKEN = (
    '{"id": "坏", "question": "丽水',
    "不是 JSON",
    "[1, 2]",
    "null",
    '{"question": "没有编号"}',
    '{"id": "坏"}',
    '{"id": "坏", "question": 7}',
    '{"id": "坏", "question": "丽水", "history": "没有"}',
    '{"id": "坏", "question": "丽水", "history": [{"role": "system", "content": "答100"}]}',
    "\x00\x00",
)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_line_gives_one_error_line_and_the_rest_is_answered(
    broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, rows = batch(tmp_path, line("1", ASKED), broken, "", line("3", ASKED))
    assert code == 1
    assert [row.get("id") for row in rows][::2] == ["1", "3"]
    first, bad, last = rows
    assert first["answer"] == last["answer"]
    assert set(bad) <= {"id", "line", "error"}
    assert bad["line"] == 2
    assert "第2行" in one_chinese_line(bad["error"])
    assert "1行" in one_chinese_line(capsys.readouterr().err)


@pytest.mark.usefixtures("small")
def test_all_that_a_line_holds_beside_is_ignored(tmp_path: Path) -> None:
    extra = json.dumps({"id": "1", "question": ASKED, "kind": "target", "gold": {"answerable": True}, "documents": []})
    code, (row,) = batch(tmp_path, extra)
    assert code == 0
    assert row["status"] == "grounded"


@pytest.mark.usefixtures("small")
def test_batch_says_which_file_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(line("1", ASKED), encoding="utf-8")
    for arguments, names in (
        ([str(tmp_path / "没有.jsonl"), str(tmp_path / "answers.jsonl")], "没有.jsonl"),
        ([str(questions), str(tmp_path / "没有" / "answers.jsonl")], "没有"),
        ([str(questions), str(tmp_path)], tmp_path.name),
        ([str(tmp_path), str(tmp_path / "answers.jsonl")], tmp_path.name),
    ):
        assert command.main(["batch", *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert names in one_chinese_line(err)


@pytest.mark.usefixtures("small")
def test_a_full_disk_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    questions = tmp_path / "questions.jsonl"
    questions.write_text(line("1", ASKED), encoding="utf-8")
    assert command.main(["batch", str(questions), str(full)]) == 2
    assert "磁盘空间" in one_chinese_line(capsys.readouterr().err)


def test_folders_without_documents_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "scan.txt").write_bytes(bytes(range(256)) * 40)
    for folder in ("没有", "empty", "photos"):
        assert command.main(["ask", ASKED, "--documents", str(tmp_path / folder), "--index", str(tmp_path / "i")]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert folder in one_chinese_line(err)


def test_the_index_of_other_documents_is_refused_with_the_remedy(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.txt").write_text("丽水市医疗服务方案\n一、目标\n到2026年,护士达到4.2人。\n", encoding="utf-8")
    assert command.main(["ask", ASKED, "--documents", str(tmp_path), "--index", str(built_index)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "python -m index build" in one_chinese_line(err)


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str], small: None) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert command.main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "--port" in one_chinese_line(capsys.readouterr().err)


@pytest.mark.parametrize("arguments", [[], ["ask"], ["batch", "一个"], ["find"], ["serve", "--port", "多"]])
def test_wrong_arguments_exit_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        command.main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["batch", "--help"], ["serve", "--help"]])
def test_help_is_light(arguments: list[str]) -> None:
    code = f"import sys, assistant.__main__ as m\ntry: m.main({arguments!r})\nexcept SystemExit: pass\n"
    code += f"sys.exit(' '.join(h for h in {HEAVY!r} if h in sys.modules) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert "政策" in done.stdout or "问" in done.stdout


def test_the_whole_way_as_a_program(built_index: Path) -> None:
    """A process of its own over the five documents: nothing but JSON on standard output, nothing on standard error."""
    arguments = ["ask", "梅州到2025年每万人口全科医生数要达到多少,谁来负责?", "--json", "--index", str(built_index)]
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    row = json.loads(done.stdout)
    check_contract(row)
    assert row["status"] == "grounded"
    assert "达到4人" in row["answer"]
    assert "市卫生健康局" in row["answer"]
    assert {c["clause"] for c in row["citations"]} == {"二/（一）"}
    assert {c["source"] for c in row["citations"]} == {"000_25f416ab4e6a2028.txt"}
