"""The tabs without a browser: who may do what, what is escaped, what a wish becomes, what long work tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import gradio as gr
import pytest

from assistant.ledger.views import NAMES
from assistant.web.compare_html import compared_html
from assistant.web.context import Context, Permissions
from assistant.web.downloads import offered
from assistant.web.eval_tab import shown as eval_shown
from assistant.web.ledger_html import table_html
from assistant.web.ledger_tab import FORMATS, SHOWN, Wish, exported, looked_at
from assistant.web.library_html import list_html, preview_html
from assistant.web.library_tab import FORBIDDEN, Shelf
from assistant.web.page import TABS
from assistant.web.uploads import uploads_of
from assistant.web.words import words
from assistant.web.working import Finished, worked
from corpus.errors import BadSettings, PolicyError
from tests.builders_assistant import parsed
from tests.builders_index import library
from tests.builders_keeping import LISHUI_NUMBER, QUZHOU, QUZHOU_NUMBER, House, house, upload
from tests.builders_ledger import small_ledger

HOSTILE = "<img src=x onerror=alert(1)>"
NONE = ("", "", "", "", "", "", "", "")


@pytest.fixture
def kept(tmp_path: Path) -> House:
    return house(tmp_path)


def context_of(kept: House, permissions: Permissions) -> Context:
    return Context(kept.holder.assistant, permissions, keeper=kept.keeper)


def reader(name: str | None = None) -> gr.Request:
    return cast(gr.Request, SimpleNamespace(username=name))


def pressed(shelf: Shelf, who: gr.Request, **data: str) -> list[tuple[Any, ...]]:
    return list(shelf.pressed(cast(gr.EventData, SimpleNamespace(_data=data)), who))


def test_every_tab_has_its_word_in_both_languages() -> None:
    for tab in TABS:
        chinese, english = words()[f"tab.{tab.name}"]
        assert chinese and english and chinese != english


@pytest.mark.parametrize("act", ["remove", "bring", "restore"])
def test_an_event_that_nobody_may_send_changes_nothing(kept: House, act: str) -> None:
    shelf = Shelf(context_of(kept, Permissions(keepers=frozenset({"张三"}))))
    before = kept.ids
    for who in (reader(), reader("李四")):
        [only] = pressed(shelf, who, act=act, id=LISHUI_NUMBER, version="")
        assert FORBIDDEN in only[0]
        assert FORBIDDEN in list(shelf.previewed([], who))[-1][0]
        [taken] = list(shelf.taken((), who))
        assert FORBIDDEN in taken[0]
    assert kept.ids == before
    assert "移除" not in shelf.lists(reader("李四"))[0]
    assert "移除" in shelf.lists(reader("张三"))[0]


def test_a_keeper_takes_in_removes_and_undoes(kept: House, tmp_path: Path) -> None:
    shelf = Shelf(context_of(kept, Permissions(keepers=frozenset({"张三"}))))
    who = reader("张三")
    sent = tmp_path / "x.txt"
    sent.write_text(QUZHOU, encoding="utf-8")
    files = [{"path": str(sent), "orig_name": "衢政办发〔2024〕9号.txt"}]
    previews = list(shelf.previewed(files, who))[-1][-1]
    assert [p.upload.name for p in previews] == ["衢政办发〔2024〕9号.txt"]
    last = list(shelf.taken(previews, who))[-1]
    assert "索引已更新" in last[0]
    assert QUZHOU_NUMBER in kept.ids
    removed = pressed(shelf, who, act="remove", id=QUZHOU_NUMBER)[-1]
    assert QUZHOU_NUMBER not in kept.ids
    list(shelf.undone(removed[-1], who))
    assert QUZHOU_NUMBER in kept.ids


def test_what_a_button_names_may_be_nonsense(kept: House) -> None:
    shelf = Shelf(context_of(kept, Permissions(everyone=True)))
    for data in (
        {"act": "remove", "id": HOSTILE},
        {"act": "diff", "id": HOSTILE, "version": "zz"},
        {"act": "other"},
        {},
    ):
        last = pressed(shelf, reader(), **data)[-1]
        assert HOSTILE not in str(last)
    assert len(kept.ids) == 2


def test_a_page_that_cannot_change_its_library_offers_nothing() -> None:
    shelf = Shelf(Context(cast(Any, SimpleNamespace(library=library(parsed(QUZHOU)), day=lambda: date(2026, 1, 1)))))
    assert not shelf.may_change(reader())


def test_texts_of_documents_and_names_of_files_are_escaped(kept: House, tmp_path: Path) -> None:
    text = QUZHOU.replace("加强护理队伍建设", f"加强{HOSTILE}建设").replace("衢州市医疗", f"衢州市{HOSTILE}医疗")
    shown = preview_html(kept.keeper.preview([upload(text, f"{HOSTILE.replace('/', '')}.txt"), upload("", "空.txt")]))
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert "<img" not in list_html((), ((HOSTILE, HOSTILE),), may_change=True)
    rows = small_ledger(tmp_path / "ledger").rows("tasks")
    assert "=1+1改善服务" in table_html("tasks", rows, 100)


@pytest.mark.parametrize("name", SHOWN)
def test_every_view_shows_and_goes_out(kept: House, name: str) -> None:
    context = context_of(kept, Permissions())
    wish = Wish.of(name, "text", "2026-01-01", *NONE)
    summary, table = looked_at(context, wish, 100)
    assert NAMES[SHOWN[name]] in summary
    assert table
    if "nothing" in table:
        with pytest.raises(PolicyError, match="没有导出文件"):
            exported(context, wish, FORMATS[name][0])
        return
    for form in FORMATS[name]:
        file, content = exported(context, wish, form)
        assert file.endswith(f".{form}")
        assert len(content) > 100


def test_a_wish_with_nonsense_is_told(kept: House) -> None:
    with pytest.raises(BadSettings, match="年份"):
        Wish.of("tasks", "text", "", "", "", "", "", "明年", "", "", "")
    with pytest.raises(BadSettings, match="日期"):
        looked_at(context_of(kept, Permissions()), Wish.of("tasks", "text", "某天", *NONE), 10)
    with pytest.raises(BadSettings, match="不能导出为 ics"):
        exported(context_of(kept, Permissions()), Wish.of("targets", "text", "", *NONE), "ics")


def test_work_tells_how_far_it_is_and_a_defect_is_one_sentence(caplog: pytest.LogCaptureFixture) -> None:
    def work(tell: Any) -> int:
        tell("切分条款", 0, 3)
        tell("计算向量", 1, 2)
        return 7

    *told, end = list(worked(work))
    assert ["切分条款" in str(told[0]), "计算向量 1/2" in str(told[1])] == [True, True]
    assert isinstance(end, Finished)
    assert end.result == 7

    def broken(tell: Any) -> int:
        raise RuntimeError("a defect inside")

    [end] = list(worked(broken))
    assert isinstance(end, Finished)
    assert "出了意外" in end.problem
    assert "a defect inside" in caplog.text


def test_a_download_keeps_its_name_and_leaves_its_folder_never() -> None:
    path = Path(offered("../任务/台账:“一”.xlsx", b"x"))
    assert path.name == ".._任务_台账_“一”.xlsx"
    assert path.read_bytes() == b"x"


def test_uploads_without_files_are_none() -> None:
    assert uploads_of(None) == []


def test_the_evaluation_tab_always_says_something() -> None:
    assert len(eval_shown()) > 100


def test_one_sided_cells_are_said() -> None:
    from assistant.ledger.side_by_side import side_by_side
    from tests.builders_assistant import small_assistant

    assistant = small_assistant()
    shown = compared_html(side_by_side(assistant, [d.id for d in assistant.library.documents], "院前急救"))
    assert "嘉兴市的文件没有写" in shown
