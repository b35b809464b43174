"""写进文稿 without a browser: what filling and refreshing show, what they refuse, and the file to take away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.ask import Assistant
from assistant.drafts.carrying import carriers
from assistant.drafts.citing import Filled, Mark
from assistant.drafts.paper import Paper, pasted, read_draft
from assistant.drafts.refresh import Refreshed
from assistant.web.citing_box import Written, _taken, _worked, filled, refreshed
from assistant.web.citing_html import SHOWN, carriers_html, filled_html, refreshed_html
from assistant.web.context import Context
from corpus.errors import BadSettings, PolicyError
from index.retriever import Retriever
from tests.builders_assistant import LISHUI, Everything, parsed
from tests.builders_drafts import paragraph, run, word_file
from tests.builders_index import library

DAY = date(2025, 1, 1)
DRAFT = "护理试点医院不超过3所[[引]]。\n县域内就诊率达到99%以上[[引]]。<script>alert(1)</script>"


@pytest.fixture(scope="module")
def context() -> Context:
    held = library(parsed(LISHUI, "丽水市", "lishui.txt"))
    return Context(Assistant(held, cast(Retriever, Everything(held)), DAY))


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody listens."""


def filled_in(context: Context, words: str = DRAFT, footnote: bool = True) -> Written:
    return filled(context, pasted(words), "公文", footnote, quiet)


def test_what_filling_changes_is_shown_before_the_file(context: Context) -> None:
    done = filled_in(context)
    assert not done.settled
    assert "填好1处，留下1处" in done.said
    left, _, right = done.shown.partition("填好的")
    assert "没有条款能支撑“县域内就诊率达到99%以上”" in left
    assert "见《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第二部分第（一）项" in right
    assert "<script>" not in done.shown
    name, data = done.made
    assert name == "粘贴的文稿-已引.docx"
    assert "不超过3所。" in read_draft(data, name).text


def test_progress_is_told_by_marker(context: Context) -> None:
    told: list[tuple[str, int, int]] = []
    filled(context, pasted(DRAFT), "GB", False, lambda *step: told.append(step))
    assert told == [("找条款", 0, 2), ("找条款", 1, 2)]


def test_what_refreshing_changes_is_shown(context: Context) -> None:
    cited = filled_in(context, "护理试点医院不超过3所[[引]]。支持社会力量举办托育机构[[引]]。").made[1]
    same = refreshed(context, read_draft(cited, "报告.docx"))
    assert same.settled and same.made[0] == "报告-更新.docx"
    assert "共2处引用，改写0处" in same.said
    assert "另有2处引用与现在的文件库一致" in same.shown
    held = library(parsed(LISHUI.replace("不超过3所", "不超过5所"), "丽水市", "lishui.txt"))
    newer = Context(Assistant(held, cast(Retriever, Everything(held)), DAY))
    done = refreshed(newer, read_draft(cited, "报告.docx"))
    assert not done.settled
    assert "改写1处，1处请看一看" in done.said
    assert re.search("<del>3[^<]*</del><ins>5[^<]*</ins>", done.shown)


@pytest.mark.parametrize("ending", [".docx", ".md", ".txt"])
def test_markers_of_every_kind_of_file(context: Context, ending: str, tmp_path: Path) -> None:
    words = "护理试点医院不超过3所[[引]]。"
    data = word_file(paragraph(run(words))) if ending == ".docx" else words.encode()
    *_, (said, shown, button, made) = _events(context, "", tmp_path, (f"报告{ending}", data))
    assert "填好1处" in said and "第（一）项" in shown
    assert button["visible"] and made[0] == "报告-已引.docx"
    assert read_draft(made[1], "a.docx").text.startswith("护理试点医院不超过3所（《丽水市")


@pytest.mark.parametrize(
    ("words", "files", "said"),
    [
        (" ", (), "请先粘贴或上传"),
        ("没有标记。", (), "没有标记"),
        ("", (("一.txt", b"1"), ("二.txt", b"2")), "一次处理一份"),
        ("", (("图.png", b"\x89PNG\r\n\x1a\n\x00\x00"),), "图片"),
        ("", (("密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(64)),), "已加密"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_said(
    context: Context, tmp_path: Path, words: str, files: tuple[tuple[str, bytes], ...], said: str
) -> None:
    *_, (told, shown, button, made) = _events(context, words, tmp_path, *files)
    assert said in told and 'role="alert"' in told
    assert (shown, button["visible"], made) == ("", False, None)


def test_what_cannot_be_refreshed_is_said(context: Context) -> None:
    with pytest.raises(PolicyError, match="没有由本程序插入的引用"):
        refreshed(context, pasted("没有引用的话。"))
    with pytest.raises(BadSettings, match="公文、GB、文字"):
        filled(context, pasted(DRAFT), "APA", False, quiet)
    with pytest.raises(PolicyError, match="请先粘贴"):
        _taken(None)


def test_many_are_counted_not_drawn() -> None:
    many = tuple(Mark(f"[[引: {n}]]", str(n), "见") for n in range(SHOWN + 7))
    assert "另有7处没有显示" in filled_html(Filled(b"", many, ()))
    told = tuple(Refreshed("a#一", "旧", "新<b>") for _ in range(2))
    html = refreshed_html(told)
    assert html.count("<article") == 2 and "<b>" not in html


def test_clauses_to_cite(context: Context) -> None:
    found = carriers(context.assistant, "县域内就诊率达到90%以上")
    html = carriers_html(found, "公文", False, DAY)
    assert 'data-copy="《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第一部分规定：' in html
    near = carriers_html(carriers(context.assistant, "县域内就诊率达到95%以上"), "公文", False, DAY)
    assert "data-copy" not in near
    assert "不符" in near
    assert "没有条款写到" in carriers_html((), "GB", True, DAY)


def _events(context: Context, words: str, folder: Path, *files: tuple[str, bytes]) -> Iterator[tuple[Any, ...]]:
    """What the page is told when 填写标记 is pressed with these words or files."""
    sent = []
    for name, data in files:
        (folder / name).write_bytes(data)
        sent.append({"path": str(folder / name), "orig_name": name})

    def work(paper: Paper, tell: Any) -> Written:
        return filled(context, paper, "公文", False, tell)

    return _worked(words, sent, work)
