"""A draft's citations over their whole life: version A cited, version B taken in, the citations brought up to it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from docx import Document

from assistant.ask import Assistant
from assistant.citation_styles import Style
from assistant.drafts.citing import MOST, fill
from assistant.drafts.paper import Paper, pasted, read_draft
from assistant.drafts.refresh import Refreshed, refresh
from corpus.__main__ import main as corpus_command
from corpus.errors import PolicyError
from corpus.library import Library
from index.retriever import Retriever
from tests.builders_assistant import LISHUI, TODAY, Everything
from tests.builders_drafts import paragraph, run, word_file

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SAID = (
    "护理试点医院不超过3所[[引]]。",
    "支持社会力量举办托育机构[[引]]。",
    "见[[引: 丽政办发〔2024〕8号二、（四）]]。",
    "城市急救站服务半径不超过8公里[[引]]。",
    "精神科医师数量不低于4.5人/10万人口[[引]]。",
)
SHORTAGE = LISHUI[LISHUI.index("(三)增加短缺人才") : LISHUI.index("(四)发展普惠托育")]
# An item put in before all others, one figure changed, one item gone: the rest keep their words and shift.
SHIFTED = (
    LISHUI.replace("(二)完善院前", "(三)完善院前")
    .replace("(一)加强护理", "(一)落实责任。各部门要认真负责。\n(二)加强护理")
    .replace("不超过3所", "不超过5所")
    .replace(SHORTAGE, "(四)加强统筹。各地要统筹推进医疗服务资源。\n")
    .replace("(四)发展普惠", "(五)发展普惠")
)
REPLACED = SHIFTED.replace("〔2024〕8号", "〔2024〕18号").replace("3月5日", "9月5日").replace(
    "按季度通报进展。",
    "按季度通报进展。\n本方案自印发之日起施行，《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）同时废止。",
)  # fmt: skip
NUMBER = {False: "丽政办发〔2024〕8号", True: "丽政办发〔2024〕18号"}


def opened(folder: Path) -> Assistant:
    held = Library.load(folder)
    return Assistant(held, cast(Retriever, Everything(held)), TODAY)


def taken_in(folder: Path, text: str, name: str) -> Assistant:
    """The folder's assistant after a file was added as on the command line, which keeps the versions."""
    source = folder.parent / name
    source.write_text(text, "utf-8")
    assert corpus_command(["add", str(source), "--documents", str(folder)]) == 0
    return opened(folder)


def life(
    tmp_path: Path, style: Style, footnote: bool, other: bool
) -> tuple[Assistant, Paper, bytes, tuple[Refreshed, ...]]:
    """The assistant after B came, the draft that cites A, and what refreshing makes of it."""
    folder = tmp_path / "文件"
    folder.mkdir()
    before = taken_in(folder, LISHUI, "lishui.txt")
    draft = read_draft(word_file("".join(paragraph(run(w)) for w in SAID)), "报告.docx")
    cited = read_draft(fill(draft, before, style, footnote, NOW).data, "报告.docx")
    now = taken_in(folder, REPLACED if other else SHIFTED, "new.txt" if other else "lishui.txt")
    data, told = refresh(cited, now, NOW)
    return now, cited, data, told


@pytest.mark.parametrize("other", [False, True], ids=["新版本", "另发新文代替"])
@pytest.mark.parametrize("footnote", [False, True], ids=["行文", "脚注"])
def test_citations_follow_their_words(tmp_path: Path, footnote: bool, other: bool) -> None:
    now, _, data, told = life(tmp_path, "公文", footnote, other)
    places = ("第二部分第（二）项", "第二部分第（五）项", "第二部分第（五）项", "第二部分第（三）项")
    for one, place in zip(told[:4], places, strict=True):
        assert place in one.after
        assert NUMBER[other] in one.after
        assert one.told
    assert "不超过3所" in told[0].told and "不超过5所" in told[0].told
    assert ("不超过5所" in told[0].after) is footnote
    gone = told[4]
    assert gone.before == gone.after
    assert NUMBER[False] in gone.after
    assert ("没有找到所引的内容" if other else "这一条了") in gone.told
    assert all(("废止" in t.told) is other for t in told)
    comments = [c.text for c in Document(io.BytesIO(data)).comments]
    assert len(comments) == 5 and all(c.startswith("【引用更新】") for c in comments)
    again = refresh(read_draft(data, "a.docx"), now, NOW)[1]
    assert [bool(t.told) for t in again] == [False, False, False, False, True]
    assert all(t.before == t.after for t in again)


def test_numbers_follow_the_documents(tmp_path: Path) -> None:
    """[1] stays with those that went over to the new document; what was left behind with the old one becomes [2]."""
    _, cited, data, told = life(tmp_path, "GB", footnote=False, other=True)
    assert cited.text.count("[1]") == len(SAID) + 1
    assert [t.after for t in told] == ["[1]", "[1]", "[1]", "[1]", "[2]"]
    lines = read_draft(data, "a.docx").text.split("\n")
    assert lines[-3] == "参考文献"
    assert [line.partition("号[A]")[0][-9:] for line in lines[-2:]] == ["〔2024〕18", "发〔2024〕8"] or (
        "〔2024〕18号" in lines[-2] and "〔2024〕8号" in lines[-1]
    )


@pytest.mark.parametrize("style", ["公文", "GB", "文字"])
def test_nothing_new_changes_nothing(tmp_path: Path, style: Style) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    held = taken_in(folder, LISHUI, "lishui.txt")
    made = fill(read_draft(word_file(paragraph(run(SAID[1] + SAID[2]))), "a.docx"), held, style, False, NOW)
    data, told = refresh(read_draft(made.data, "a.docx"), held, NOW)
    assert [(t.before == t.after, t.told) for t in told] == [(True, "")] * 2
    assert read_draft(data, "a.docx").text == read_draft(made.data, "a.docx").text


@pytest.mark.parametrize("marker", [SAID[1], SAID[2]], ids=["引文", "条款"])
def test_words_are_found_where_no_older_version_was_kept(tmp_path: Path, marker: str) -> None:
    """A folder whose files are simply overwritten keeps no versions; the words are looked for all the same."""
    (tmp_path / "a.txt").write_text(LISHUI, "utf-8")
    made = fill(read_draft(word_file(paragraph(run(marker))), "a.docx"), opened(tmp_path), "公文", False, NOW)
    (tmp_path / "a.txt").write_text(SHIFTED, "utf-8")
    _, (told,) = refresh(read_draft(made.data, "a.docx"), opened(tmp_path), NOW)
    assert "第二部分第（五）项" in told.after
    assert "现位于“二、（五）”" in told.told


def test_numbered_citations_in_notes_are_numbered_too(tmp_path: Path) -> None:
    """A marker that its author put into a footnote or a header is filled in the line there."""
    (tmp_path / "a.txt").write_text(LISHUI, "utf-8")
    note = f'<w:footnote w:id="2">{paragraph(run(SAID[1]))}</w:footnote>'
    body = paragraph(run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    paper = read_draft(word_file(body, footnotes=note), "a.docx")
    made = fill(paper, opened(tmp_path), "GB", True, NOW)
    text = read_draft(made.data, "a.docx").text
    assert "支持社会力量举办托育机构[1]。" in text
    assert "\n[1] 丽水市" in text


def test_too_many_markers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LISHUI, "utf-8")
    with pytest.raises(PolicyError, match="拆分"):
        fill(pasted("[[引]]" * (MOST + 1)), opened(tmp_path), "公文", False)
