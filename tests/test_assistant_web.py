"""The page without a browser: what is rendered, what an event shows, what the server says and refuses."""

from __future__ import annotations

import html
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from gradio_client import Client
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.ask import Turn
from assistant.citation_styles import STYLES, Cited, printed
from assistant.web import bubble, cards, chat, exchange, markup, page
from assistant.web.api import endpoint
from assistant.web.context import Context
from assistant.web.serve import address, listen
from assistant.web.session import PANELS_KEPT, Session
from corpus.errors import BadQuestion, BadSettings
from corpus.model import Span
from tests.builders_web import (
    BROKEN,
    CLAUSE,
    COMPARE,
    CRASH,
    DUTY,
    FIGURE,
    GUANGXI,
    MEIZHOU,
    WEATHER,
    WHICH,
    Scripted,
    answers_told,
    citation,
    served,
)

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = '<script>alert("1")</script>&\'"><img src=x onerror=1>'


class Elements(HTMLParser):
    """The tags and attributes that a browser would make of an HTML text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def visible(rendered: str) -> str:
    """What a reader sees of an HTML text, line breaks included."""
    return html.unescape(re.sub("<[^>]*>", "", rendered.replace("<br>", "\n")))


def marked(rendered: str) -> list[str]:
    return [visible(m) for m in re.findall("<mark>(.*?)</mark>", rendered)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不低于<85%", "不低于&lt;85%"),
        ("一\n二\r\n三\r四", "一<br>二<br>三<br>四"),
        ("“两个允许”&", "“两个允许”&amp;"),
        ("'\"", "&#x27;&quot;"),
        ("1*2*3_4_`5`", "1*2*3_4_`5`"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert markup.escape(text) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(2, 4)], ["丙丁"]),
        ([(4, 6), (0, 2)], ["甲乙", "戊己"]),
        ([(0, 3), (2, 5)], ["甲乙丙丁戊"]),
        ([(0, 2), (2, 4)], ["甲乙丙丁"]),
        ([(3, 3)], []),
        ([(4, 99)], ["戊己"]),
        ([], []),
    ],
)
def test_highlight_marks_exactly_the_pieces(spans: list[tuple[int, int]], expected: list[str]) -> None:
    rendered = markup.highlighted("甲乙丙丁戊己", [Span(*s) for s in spans])
    assert marked(rendered) == expected
    assert visible(rendered) == "甲乙丙丁戊己"


@given(
    st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))),
)
def test_highlight_loses_and_adds_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    rendered = markup.highlighted(text, [Span(a, b) for a, b in spans])
    assert visible(rendered) == text
    inside = {i for a, b in spans for i in range(a, min(b, len(text)))}
    assert sum(len(m) for m in marked(rendered)) == len(inside)
    assert "\n" not in rendered


@pytest.mark.parametrize(
    ("text", "links", "seen"),
    [
        ("达到4.32人 [1]。", [1], "达到4.32人 [1]。"),
        ("甲[1][2]", [1, 2], "甲[1][2]"),
        ("没有这个编号 [7]", [], "没有这个编号 [7]"),
        ("国发[2020]5号", [], "国发[2020]5号"),
        ("<b>[1]", [1], "<b>[1]"),
    ],
)
def test_only_markers_of_citations_become_links(text: str, links: list[int], seen: str) -> None:
    answer = Answer("问", text, citations=(citation(1), citation(2)))
    rendered = bubble.answer_html(3, answer)
    assert [int(n) for n in re.findall(r'href="#c3-(\d+)"', rendered)] == links
    assert visible(rendered) == seen


def test_the_first_marker_of_a_number_is_where_its_card_leads_back_to() -> None:
    rendered = bubble.answer_html(2, answers_told()[MEIZHOU])
    assert re.findall(r'id="(a[^"]*)"', rendered) == ["a2-1", "a2-2"]
    assert 'href="#a2-1"' in cards.panel(2, answers_told()[MEIZHOU])


def test_a_card_shows_document_number_place_clause_and_quote() -> None:
    rendered = cards.citation_card(1, citation(1, DUTY))
    for words in ("《梅州市卫生健康规划》", "梅市府〔2022〕12号", "二、（一）", "主要任务 › 加强人才队伍建设"):
        assert words in visible(rendered)
    assert marked(rendered) == [DUTY]
    assert CLAUSE in visible(rendered)


def test_the_copy_button_carries_the_citation_in_each_style_unchanged() -> None:
    shown = citation(1, '他说"<a>&b"\n第二行', text='(一)他说"<a>&b"\n第二行。', title=HOSTILE)
    rendered = cards.citation_card(1, shown)
    carried = [html.unescape(text) for text in re.findall(r'data-copy\d="([^"]*)"', rendered)]
    assert carried == [printed(Cited.cited(shown), style) for style in STYLES]
    assert "梅市府〔2022〕12号" in carried[0]
    assert '他说"<a>&b"' in carried[0]


def test_nothing_of_a_document_becomes_markup() -> None:
    hostile = replace(
        citation(1, HOSTILE, text=f"前{HOSTILE}后", title=HOSTILE, number=HOSTILE, warnings=(HOSTILE,)),
        label=HOSTILE,
        headings=(HOSTILE,),
    )
    answer = Answer(
        HOSTILE,
        HOSTILE + "[1]",
        citations=(hostile,),
        reading=(hostile,),
        notes=("注" + HOSTILE,),
        understood=(HOSTILE,),
    )
    for rendered in (bubble.answer_html(1, answer), cards.panel(1, answer), bubble.question_html(HOSTILE)):
        assert "\n" not in rendered
        elements = Elements()
        elements.feed(rendered)
        assert not elements.tags & {"script", "img", "style", "iframe"}
        assert not [name for name in elements.attributes if name.startswith("on") or name == "style"]


def test_a_quote_that_does_not_stand_in_its_clause_is_logged_and_not_marked(caplog: pytest.LogCaptureFixture) -> None:
    assert marked(cards.citation_card(1, citation(1, "每万人口全科医生数达到5人"))) == []
    assert "does not stand in" in caplog.text


def test_reading_after_a_refusal_is_nothing_to_cite() -> None:
    rendered = cards.panel(1, answers_told()[WEATHER])
    assert "供阅读，不作依据" in visible(rendered)
    assert "data-copy" not in rendered
    assert marked(rendered) == []
    assert 'class="number"' not in rendered


def test_warnings_notes_and_reading_of_the_question_are_shown() -> None:
    assert "征求意见稿" in visible(bubble.answer_html(1, answers_told()[GUANGXI]))
    assert "征求意见稿" in visible(cards.panel(1, answers_told()[GUANGXI]))
    assert "按“梅州市”理解。" in visible(bubble.answer_html(1, answers_told()[MEIZHOU]))


def test_rows_are_a_table_with_markers() -> None:
    rendered = bubble.answer_html(1, answers_told()[COMPARE])
    assert re.findall("<th [^>]*>(.*?)</th>", rendered) == ["地区", "目标", "依据"]
    assert [visible(cell) for cell in re.findall("<td>(.*?)</td>", rendered)] == [
        "梅州",
        "4.32人",
        "[1]",
        "广西",
        "3.93人",
        "[2]",
    ]
    assert 'href="#c1-2"' in rendered


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            Answer("问", "没有写。", refusal=answers_told()[WEATHER].refusal),
            ["没有写。", "库中的文件没有写天气，因此不作回答。"],
        ),
        (Answer("问", "", refusal=answers_told()[WEATHER].refusal), ["库中的文件没有写天气，因此不作回答。"]),
        (Answer("问", "甲\n\n- 乙\n· 丙\n丁"), ["甲", "乙", "丙", "丁"]),
        (
            Answer("问", "（按甲理解）\n（乙）\n提示：丙。", notes=("丙。",), understood=("按甲理解",)),
            ["按甲理解", "（乙）", "丙。"],
        ),
        (Answer("问", "没有，仅供阅读。", reading=(citation(1),)), ["没有，仅供阅读。"]),
    ],
)
def test_every_line_is_said_once(answer: Answer, expected: list[str]) -> None:
    rendered = bubble.answer_html(1, answer)
    assert [visible(line) for line in re.findall("<(?:p|li)[^>]*>(.*?)</(?:p|li)>", rendered)] == expected


def test_only_the_last_exchange_shows_and_the_panel_does_not_grow_for_ever() -> None:
    session = Session()
    for _ in range(PANELS_KEPT + 5):
        session = session.asked(MEIZHOU).answered(answers_told()[MEIZHOU])
    assert session.panel.count("<section ") == PANELS_KEPT
    assert session.panel.count("<section hidden ") == PANELS_KEPT - 1
    assert session.panel.rpartition("<section ")[2].startswith('class="exchange" id="s35"')
    assert len(session.turns) == 2 * (PANELS_KEPT + 5)
    assert Session().panel == cards.EMPTY


def shown(answers: Scripted, question: str, session: Session | None = None) -> list[tuple[Any, ...]]:
    return list(exchange.responder(Context(answers))(question, session or Session(), "tab"))


def skipped(value: object) -> bool:
    return bool(value == gr.skip())


def test_an_answer_is_announced_then_shown_and_remembered() -> None:
    answers = Scripted()
    first, last = shown(answers, MEIZHOU)
    assert first[0] == ""
    assert "正在查找" in first[1][-1].content
    assert FIGURE in visible(last[1][-1].content)
    assert marked(last[2]) == [FIGURE, DUTY]
    shown(answers, GUANGXI, last[4])
    assert answers.asked[1][1] == (Turn("user", MEIZHOU), Turn("assistant", answers_told()[MEIZHOU].text))


@pytest.mark.parametrize(
    ("question", "words"), [("", "请先输入问题"), (" \n\t", "请先输入问题"), ("长" * 2001, "2001 字")]
)
def test_a_question_that_is_none_is_not_asked_and_not_lost(question: str, words: str) -> None:
    answers = Scripted()
    [only] = shown(answers, question)
    assert only[0] == question
    assert words in visible(only[3])
    assert all(skipped(part) for part in (only[1], only[2], only[4]))
    assert answers.asked == []


def test_the_longest_question_is_asked() -> None:
    assert exchange.objection("长" * 2000) is None


@pytest.mark.parametrize(
    ("question", "words"), [(BROKEN, "索引与文件不一致，请运行 make run 后再问。"), (CRASH, "出了意外")]
)
def test_a_failure_is_said_and_the_question_goes_back(
    question: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = Session().asked(MEIZHOU).answered(answers_told()[MEIZHOU])
    _, last = shown(Scripted(), question, before)
    assert last[0] == question
    assert words in visible(last[1][-1].content)
    assert last[4].turns == before.turns
    assert ("a defect inside" in caplog.text) == (question == CRASH)


def test_what_the_assistant_will_not_take_is_said_beside_the_box() -> None:
    class Refusing(Scripted):
        def ask(self, question: str, history: object = ()) -> Answer:
            raise BadQuestion("问题里没有文字。")

    _, last = shown(Refusing(), "？")
    assert last[0] == "？"
    assert visible(last[3]) == "问题里没有文字。"
    assert last[1] == []


def test_choices_become_buttons() -> None:
    _, last = shown(Scripted(), WHICH)
    assert [option["value"] for option in last[1][-1].options] == [MEIZHOU, COMPARE]


def test_examples_are_questions_that_may_be_asked() -> None:
    examples = chat.example_questions()
    assert len(examples) >= 4
    assert all(exchange.objection(example) is None for example in examples)


def test_the_page_has_two_public_endpoints() -> None:
    built = page.build(Context(Scripted()))
    public = [f.api_name for f in built.fns.values() if f.api_visibility == "public"]
    assert public == ["ask", "check"]
    assert built.title == "政策问答助手"


@pytest.mark.parametrize(
    "history",
    [[{"role": "system", "content": "x"}], [{"role": "user"}], [{"content": "x"}], [{"role": "user", "content": 3}]],
)
def test_the_endpoint_refuses_a_history_that_is_none(history: list[Any]) -> None:
    assert "role" in endpoint(Context(Scripted()))(MEIZHOU, history)["error"]


def test_a_program_can_ask_and_every_reply_is_guarded() -> None:
    answers = Scripted()
    with served(answers) as url:
        client = Client(url, verbose=False)
        got = client.predict(GUANGXI, [{"role": "user", "content": MEIZHOU}], api_name="/ask")
        assert got["answer"] == "广西为3.93人 [1]。"
        assert got["abstained"] is False
        assert got["citations"][0]["quote"] == "3.93人"
        assert answers.asked == [(GUANGXI, (Turn("user", MEIZHOU),))]
        assert client.predict(BROKEN, [], api_name="/ask") == {"error": "索引与文件不一致，请运行 make run 后再问。"}
        with urllib.request.urlopen(url) as reply:
            assert "default-src 'self'" in reply.headers["Content-Security-Policy"]
            assert reply.headers["X-Frame-Options"] == "DENY"
            assert reply.headers["X-Content-Type-Options"] == "nosniff"
        client.close()


def test_a_port_in_use_says_which_option_helps() -> None:
    with listen("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(BadSettings, match=rf"端口 {port} 已被占用.*--port {port + 1}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", 70000, "--port"),
        ("127.0.0.1", -1, "--port"),
        ("999.0.0.1", 7860, "--host"),
        ("192.0.2.7", 0, "--host"),
    ],
)
def test_an_impossible_address_is_refused_in_words(host: str, port: int, words: str, no_network: list[str]) -> None:
    with pytest.raises(BadSettings, match=words):
        listen(host, port)
    no_network.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])
def test_the_address_is_one_a_browser_takes(host: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with listen(host, 0) as taken:
        port = taken.getsockname()[1]
        assert address(taken) == f"http://{'[::1]' if ':' in host else '127.0.0.1'}:{port}"


def test_the_server_says_its_address_when_it_answers_and_stops_on_interrupt() -> None:
    code = (
        "from assistant.web.context import Context\n"
        "from assistant.web.serve import serve\n"
        "from tests.builders_web import Scripted\n"
        "serve(Context(Scripted()), port=0, announce=lambda line: print(line, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"}
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        match = re.search(r"页面已就绪：(http://127\.0\.0\.1:\d+)", line)
        assert match is not None, line
        with urllib.request.urlopen(match[1]) as reply:
            assert reply.status == 200
            assert "政策问答助手" in reply.read().decode()
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, -signal.SIGINT, 130)


def test_importing_the_page_switches_reporting_off() -> None:
    code = "import os, assistant.web; print(os.environ['GRADIO_ANALYTICS_ENABLED'], os.environ['HF_HUB_OFFLINE'])"
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("GRADIO_", "HF_"))}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1"]
