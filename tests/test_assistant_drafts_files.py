"""``check`` and ``cite`` on the command line: a docx in, a docx out, reports, lists, one Chinese sentence for a fault."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from docx import Document

from assistant.ask import Assistant
from assistant.drafts import cite_command, command
from assistant.drafts.paper import read_draft
from assistant.drafts.revisions import AUTHOR
from corpus.command_line import ChineseParser
from corpus.errors import PolicyError
from index.retriever import Retriever
from tests.builders_assistant import LISHUI, TODAY, Everything, parsed
from tests.builders_drafts import accepted, comment_ids, paragraph, run, word_file
from tests.builders_index import library

RIGHT = "根据《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第一部分，到2026年，每千人口注册护士数达到4.2人。"
WRONG = RIGHT.replace("4.2", "4.6")


@pytest.fixture(scope="module")
def lishui() -> Assistant:
    held = library(parsed(LISHUI, "丽水市", "lishui.txt"))
    return Assistant(held, cast(Retriever, Everything(held)), TODAY)


def call(lishui: Assistant, *words: object) -> int:
    parser = ChineseParser()
    commands: argparse._SubParsersAction[ChineseParser] = parser.add_subparsers()
    command.add_parser(commands, lambda _: lishui)
    cite_command.add_parser(commands, lambda _: lishui)
    arguments = parser.parse_args([str(w) for w in words])
    return int(arguments.run(arguments))


def wrong_docx(tmp_path: Path) -> Path:
    path = tmp_path / "报告.docx"
    path.write_bytes(
        word_file(paragraph(run("报告", "<w:b/>")) + paragraph(run(WRONG[:40]), run(WRONG[40:], "<w:i/>")))
    )
    return path


def test_a_docx_comes_back_commented_and_corrected(
    lishui: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, out = wrong_docx(tmp_path), tmp_path / "核对.docx"
    assert call(lishui, "check", draft, "--out", out, "--corrections") == 1
    data = out.read_bytes()
    assert accepted(data, AUTHOR) == f"报告\n{RIGHT}"
    assert any("【数字不符】" in c.text for c in Document(io.BytesIO(data)).comments)
    assert "修订1处" in capsys.readouterr().err
    assert read_draft(draft.read_bytes(), "a.docx").text == f"报告\n{WRONG}"


def test_json_counts_characters_of_the_plain_text(
    lishui: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(lishui, "check", wrong_docx(tmp_path), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    text = f"报告\n{WRONG}"
    assert told["claims"]
    for claim in told["claims"]:
        assert {"start", "end", "text", "kind", "verdict", "evidence", "correction"} <= set(claim)
        assert text[claim["start"] : claim["end"]] == claim["text"]
    assert "数字不符" in told["counts"]


@pytest.mark.parametrize("name", ["报告.html", "报告.json", "报告.docx", "报告.txt"])
def test_a_report_in_every_form(lishui: Assistant, tmp_path: Path, name: str) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(WRONG.replace("报告", "<b>报告"), "utf-8")
    assert call(lishui, "check", draft, "--report", tmp_path / name) == 1
    data = (tmp_path / name).read_bytes()
    text = read_draft(data, name).text if name.endswith("docx") else data.decode()
    assert "数字不符" in text
    assert "4.6" in text
    assert "4.2人" in text


def test_the_web_report_escapes_the_draft(lishui: Assistant, tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(f"<script>alert(1)</script>{WRONG}\n<img src=x>", "utf-8")
    call(lishui, "check", draft, "--out", tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_the_list_of_citations(lishui: Assistant, tmp_path: Path) -> None:
    assert call(lishui, "check", wrong_docx(tmp_path), "--citations", tmp_path / "清单.xlsx") == 1
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")
    said = [[c.value for c in row] for row in book["引用清单"].rows]
    assert said[0][:5] == ["序号", "位置", "文稿写法", "类别", "结论"]
    assert any("丽政办发〔2024〕8号" in str(v) for row in said[1:] for v in row)
    used = [[str(c.value) for c in row] for row in book["依据条款"].rows]
    assert any("第一部分" in cell for cell in used[1])


def test_all_proved_is_zero(lishui: Assistant, tmp_path: Path) -> None:
    (tmp_path / "稿.md").write_text(f"# 报告\n\n{RIGHT}", "utf-8")
    assert call(lishui, "check", tmp_path / "稿.md") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "没有.docx"), "找不到"),
        (("check", "稿.txt", "--out", "a.pdf"), "扩展名"),
        (("check", "稿.txt", "--out", "稿.txt"), "会覆盖文稿"),
        (("check", "稿.txt", "--out", "无此夹/a.docx"), "不存在"),
        (("check", "稿.txt", "--out", "a.html", "--corrections"), "docx"),
        (("check", "稿.txt", "--out", "a.docx", "--report", "a.docx"), "同一个文件"),
        (("check", "稿.txt", "--citations", "a.docx"), "xlsx"),
        (("check", "无引用.txt", "--citations", "a.xlsx"), "没有清单"),
        (("cite",), "二者选一"),
        (("cite", "话", "--draft", "稿.txt"), "二者选一"),
        (("cite", "话", "--style", "APA"), "公文、GB、文字"),
        (("cite", "话", "-k", "0"), "1 到 50"),
        (("cite", "--draft", "稿.txt"), "--out"),
        (("cite", "--draft", "稿.txt", "--out", "a.docx"), "没有标记"),
        (("cite", "--draft", "稿.txt", "--out", "a.docx", "--refresh"), "没有可以更新"),
    ],
)
def test_faults_in_one_sentence(
    lishui: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "稿.txt").write_text(RIGHT, "utf-8")
    (tmp_path / "无引用.txt").write_text("今天开会。", "utf-8")
    with pytest.raises(PolicyError, match=said) as error:
        call(lishui, *words)
    assert "\n" not in str(error.value)
    assert (tmp_path / "稿.txt").read_text("utf-8") == RIGHT


def test_cite_words(lishui: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(lishui, "cite", "县域内就诊率达到90%以上") == 0
    assert "1. 《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第一部分规定：“" in capsys.readouterr().out
    assert call(lishui, "cite", "县域内就诊率达到95%以上", "--footnote", "--json") == 1
    (row, *_) = json.loads(capsys.readouterr().out)["clauses"]
    assert not row["carries"]
    assert row["citation"].startswith("见《")
    assert row["citations"]["GB"]["文末"].endswith("2024-03-05.")
    assert call(lishui, "cite", "建设月球医院") == 1
    assert "没有条款" in capsys.readouterr().out


def test_cite_a_draft_and_refresh_it(lishui: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "报告.docx"
    draft.write_bytes(word_file(paragraph(run("护理试点医院不超过3所[[引]]。"))))
    assert call(lishui, "cite", "--draft", draft, "--out", tmp_path / "已引.docx", "--footnote") == 0
    assert "填好1处" in capsys.readouterr().out
    again = tmp_path / "更新.docx"
    assert call(lishui, "cite", "--draft", tmp_path / "已引.docx", "--out", again, "--refresh") == 0
    assert "共1处引用，改写0处" in capsys.readouterr().out
    assert not comment_ids(again.read_bytes(), AUTHOR)


def test_the_terminal_says_where_in_the_file(
    lishui: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line and character of a text; of a docx the paragraph, as its author finds it."""
    (tmp_path / "稿.txt").write_text(f"报告\n{WRONG}", "utf-8")
    assert call(lishui, "check", tmp_path / "稿.txt") == 1
    assert "第2行第" in capsys.readouterr().out
    assert call(lishui, "check", wrong_docx(tmp_path)) == 1
    out = capsys.readouterr().out
    assert "第2段第" in out
    assert "依据：《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第一部分规定：“" in out
