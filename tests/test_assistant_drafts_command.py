"""``python -m assistant check``: the JSON contract, exit codes, and one Chinese line for what can't be checked."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from assistant import __main__ as command
from assistant.ask import Assistant
from tests.builders_assistant import small_assistant

CLAIM = {"start", "end", "text", "kind", "verdict", "evidence", "correction", "reason"}
EVIDENCE = {"source", "clause", "quote", "document", "title", "number", "label"}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The command line over the small documents, without index or model."""
    monkeypatch.setattr(command, "_open", lambda arguments: small_assistant())
    return small_assistant()


def draft(small: Assistant, folder: Path, *, wrong: bool = False) -> Path:
    document = next(d for d in small.library.documents if d.number)
    number = document.number or ""
    text = f"根据《{document.name}》（{number.replace('号', '9号') if wrong else number}），各地要落实。\n"
    path = folder / "draft.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_json_follows_the_contract(small: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = draft(small, tmp_path)
    assert command.main(["check", str(path), "--json"]) == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    text = path.read_text(encoding="utf-8")
    assert claims and set(claims[0]) == CLAIM and set(claims[0]["evidence"][0]) == EVIDENCE
    assert all(text[c["start"] : c["end"]] == c["text"] for c in claims)


def test_what_is_wrong_gives_one(small: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["check", str(draft(small, tmp_path, wrong=True))]) == 1
    out = capsys.readouterr().out
    assert "文号或标题有误" in out and "建议改为" in out and "第1行第3字" in out


@pytest.mark.parametrize("suffix", [".json", ".txt"])
def test_a_report_is_written(small: Assistant, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"report{suffix}"
    assert command.main(["check", str(draft(small, tmp_path)), "--out", str(out)]) == 0
    assert "一致" in out.read_text(encoding="utf-8")


def test_standard_input(small: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("今天天气很好。".encode("gb18030"))))
    assert command.main(["check", "-"]) == 0
    assert "没有可核对的内容" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["missing.txt", "binary.txt", "strange.xyz"])
def test_what_cannot_be_checked_gives_two(
    small: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name != "missing.txt":
        (tmp_path / name).write_bytes(b"\x00\x01\x02" * 100)
    assert command.main(["check", str(tmp_path / name)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "Traceback" not in err


def test_the_draft_is_never_overwritten(small: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = draft(small, tmp_path)
    before = path.read_bytes()
    assert command.main(["check", str(path), "--out", str(path)]) == 2
    assert path.read_bytes() == before and "覆盖" in capsys.readouterr().err
