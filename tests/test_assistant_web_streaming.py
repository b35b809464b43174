"""The page while an answer comes: sentence by sentence, stopped, left; and its 依据链. Without a browser."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from assistant.ask import Assistant
from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from assistant.trace import Checked, FoundClause, ModelUse, Reading, Search, Stage, Trace, Weighed
from assistant.trace_told import told
from assistant.web import cards, exchange
from assistant.web.chain import chain_html
from assistant.web.context import Context
from assistant.web.running import Running
from assistant.web.session import Session
from corpus.model import ClauseId
from corpus.path import ClausePath
from tests.builders_assistant import small_assistant
from tests.builders_chat import Scripted, Slow, settings, written_by
from tests.builders_web import MEIZHOU, answers_told

ASKED = "丽水护理试点医院不超过多少所,由谁负责?"
FIRST, SECOND = "到2026年，护理试点医院不超过3所。", "由市卫生健康局牵头，市财政局配合。"
LINES = ("E1|" + FIRST, "E2|" + SECOND)
PLACE = ClauseId("丽政办发〔2024〕8号", ClausePath.parse("二、（一）"))
HOSTILE = '<script>alert("1")</script><img src=x onerror=1>'


class Tab:
    """One browser tab's question over an assistant: what it shows, event by event."""

    def __init__(self, assistant: Assistant, question: str = ASKED, running: Running | None = None) -> None:
        self.running = running or Running()
        self.shown = exchange.responder(Context(assistant, running=self.running))(question, Session(), "tab")

    def bubble(self) -> str:
        """The last message of the next event."""
        content: str = next(self.shown)[1][-1].content
        return content

    def rest(self) -> list[tuple[Any, ...]]:
        return list(self.shown)


def text_of(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


@pytest.fixture
def slow() -> Slow:
    return Slow(*LINES)


def test_a_sentence_shows_with_its_marker_and_card_while_the_next_is_written() -> None:
    tab = Tab(written_by(Slow(*LINES, pause=0.3)))
    assert "正在查找" in tab.bubble()
    event = next(tab.shown)
    content = event[1][-1].content
    assert FIRST in text_of(content)
    assert "市财政局" not in text_of(content)
    assert 'href="#c1-1"' in content
    assert 'class="pending"' in content
    assert 'id="c1-1"' in event[2]
    assert event[4] == gr.skip(), "nothing is remembered before the answer is whole"
    *_, last = tab.rest()
    assert 'class="pending"' not in last[1][-1].content
    assert f"{FIRST}[1]{SECOND}[2]" in text_of(last[1][-1].content)
    assert [t.role for t in last[4].turns] == ["user", "assistant"]


def test_a_stop_ends_the_model_at_once_and_keeps_what_was_shown(slow: Slow) -> None:
    tab = Tab(written_by(slow, seconds=60.0))
    tab.bubble()
    assert FIRST in text_of(tab.bubble())
    tab.running.stop("tab")
    began = time.monotonic()
    *_, last = tab.rest()
    assert time.monotonic() - began < 3
    assert slow.cut.wait(2)
    content = text_of(last[1][-1].content)
    assert FIRST in content
    assert "市财政局" in content, "the rules complete it"
    assert "已停止生成" in content
    assert len(last[4].turns) == 2


def test_a_stop_of_another_tab_is_not_heard(slow: Slow) -> None:
    tab = Tab(written_by(Slow(*LINES, pause=0.3)))
    tab.bubble()
    tab.running.stop("another")
    assert "已停止" not in text_of(tab.rest()[-1][1][-1].content)


def test_a_new_conversation_is_not_overwritten_by_the_answer_to_the_old(slow: Slow) -> None:
    tab = Tab(written_by(slow))
    tab.bubble(), tab.bubble()
    tab.running.leave("tab")
    [only] = tab.rest()
    assert only[1] == []
    assert only[2] == cards.EMPTY
    assert only[4] == Session()
    assert only[0] == only[3] == gr.skip(), "what is being typed is left alone"
    assert slow.cut.wait(2)
    assert tab.running.begin("tab") is not None


def test_a_browser_that_goes_away_ends_the_model(slow: Slow) -> None:
    tab = Tab(written_by(slow))
    tab.bubble(), tab.bubble()
    tab.shown.close()  # type: ignore[attr-defined]  # a generator
    assert slow.cut.wait(2)
    assert tab.running.begin("tab") is not None


def test_a_second_question_waits_for_the_first(slow: Slow) -> None:
    tab = Tab(written_by(slow))
    tab.bubble(), tab.bubble()
    [only] = Tab(small_assistant(), running=tab.running).rest()
    assert only[0] == ASKED
    assert "上一个问题还在回答" in only[3]
    assert not slow.cut.is_set()
    tab.shown.close()  # type: ignore[attr-defined]  # a generator
    assert len(Tab(small_assistant(), running=tab.running).rest()) > 1


@pytest.mark.parametrize("kind", ["down", "slow", "limited"])
def test_where_the_rules_stood_in_the_bubble_says_so(kind: Any) -> None:
    *_, last = Tab(written_by(Scripted(ChatFailed(kind)))).rest()
    assert "本答案由程序按条款组织" in text_of(last[1][-1].content)


def test_without_a_model_the_sentences_come_in_one_go() -> None:
    shown = Tab(small_assistant()).rest()
    assert len(shown) == 2, "each event redraws the chat, and the rules' sentences come within a millisecond"
    assert "语言模型" not in text_of(shown[-1][1][-1].content)


def test_who_waits_for_a_busy_model_can_stop() -> None:
    chat = Chat(Scripted("无"), settings(concurrency=1, seconds=120.0, timeout=60.0))
    held = chat.stream(Call("", "", 10), Budget(60))
    next(held)
    budget = Budget(60)
    budget.stop.set()
    began = time.monotonic()
    with pytest.raises(ChatFailed, match="stopped"):
        chat.ask(Call("", "", 10), budget)
    assert time.monotonic() - began < 2
    held.close()


def trace_with(text: str) -> Trace:
    return Trace(
        (Reading(text, "value", (), ((text, 1.0),), (text,), (text,), (text,), (text,), True, (text,)),),
        (Search(text, (text,), (FoundClause(PLACE, 1, 0.5, (text,)),)),),
        (Weighed(PLACE, text, 0.5, 0.6, 0.7),),
        (Checked(text, "模型", (PLACE,), "删去", (text,)), Checked("好的一句。", "规则", (PLACE,), "保留")),
        ModelUse(text, text, 3, 1, 100, 20, True, 1.5, text),
        (text,),
        (Stage(text, 3.0),),
    )


def test_the_chain_says_what_the_command_line_says() -> None:
    trace = trace_with("每千人口注册护士数")
    lines = [line.strip(" 【】") for line in told(trace).splitlines()]
    shown = re.findall("<(?:h3|li)[^>]*>(.*?)</(?:h3|li)>", chain_html(trace))
    assert shown == lines
    assert "共2条陈述：保留1条，核对未通过1条" in text_of(chain_html(trace))
    assert len(re.findall('<li class="failed">', chain_html(trace))) == 1


def test_nothing_of_a_trace_becomes_markup() -> None:
    rendered = chain_html(trace_with(HOSTILE))
    assert set(re.findall("<([a-z0-9]+)", rendered)) == {"details", "summary", "span", "h3", "ul", "li"}
    assert "\n" not in rendered


def test_every_answer_has_its_chain_folded_below_its_cards() -> None:
    *_, last = Tab(small_assistant()).rest()
    assert re.search(r'<article class="card".*<details class="chain"><summary>依据链', last[2])
    assert FIRST.replace("，", ",")[:6] in text_of(last[2].partition("<details")[2])
    *_, refused = Tab(small_assistant(), "丽水的直升机覆盖率是多少?").rest()
    assert re.search("<summary>依据链<span[^>]*>没有作出陈述<", refused[2])
    told_before = replace(answers_told()[MEIZHOU], trace=Trace())
    assert "chain" not in cards.panel(1, told_before), "an answer without a trace has none to show"
