"""The chat tab's parts without a browser: reader, history, filters, words. Nothing of a document becomes markup."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.scope import Scope
from assistant.web import answer_bar, history, reader, theme
from assistant.web.context import Context, Permissions
from assistant.web.filters import scope_of
from assistant.web.session import Session
from assistant.web.words import words
from corpus.errors import BadQuestion, PolicyError
from tests.builders_assistant import parsed
from tests.builders_index import library
from tests.builders_web import FIGURE, GUANGXI, MEIZHOU, WEATHER, Scripted, answers_told

HOSTILE = '<script>alert("1")</script><img src=x onerror=1>'


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    @property
    def harmless(self) -> bool:
        return not self.tags & {"script", "img", "iframe", "style"} and not any(
            name.startswith("on") or name == "style" for name in self.attributes
        )


def visible(rendered: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", rendered.replace("<br>", "\n")))


def test_the_reader_shows_the_whole_document_and_marks_the_quote() -> None:
    context = Context(Scripted())
    rendered = reader.reading_html(context, "梅市府〔2022〕12号#二/（一）", FIGURE)
    document = context.library.document("梅市府〔2022〕12号")
    shown = re.sub(r"\s", "", visible(rendered))
    for clause in document.walk():
        assert re.sub(r"\s", "", clause.text) in shown
    assert re.findall("<mark>(.*?)</mark>", rendered) == [FIGURE]
    assert rendered.count("r-clause d2 chosen") == 1


@pytest.mark.parametrize(
    ("wanted", "words_said"),
    [("没有这份", "文件库里没有“没有这份”"), ("梅市府〔2022〕12号#九/（九）", "没有"), ("", "文件库里没有")],
)
def test_what_is_not_there_is_said(wanted: str, words_said: str) -> None:
    with pytest.raises(PolicyError, match=words_said):
        reader.reading_html(Context(Scripted()), wanted)


def test_a_hostile_document_stays_text_in_the_reader() -> None:
    """Reading a file takes tags out; what is left of them must not become markup either."""
    left = '甲<b 乙" onerror=1 x="&丙'
    text = f"某市规划\n某府〔2022〕1号\n\n一、总体要求\n{left}到2025年达到5人。\n二、任务\n{left}\n"
    hostile = parsed(text, "某市")
    rendered = reader.reading_html(Context(Scripted(library=library(hostile))), f"{hostile.id}#一", left)
    assert Elements(rendered).harmless
    assert left in visible(rendered)
    assert f"<mark>{html.escape(left)}</mark>" in rendered


def kept(*questions: str) -> list[dict[str, Any]]:
    session = Session()
    for question in questions:
        session = session.asked(question).answered(answers_told()[question])
    state, _ = history.remember()(session, [])
    plain: list[dict[str, Any]] = state
    return plain


def test_a_conversation_is_kept_once_and_the_newest_first() -> None:
    session = Session().asked(MEIZHOU).answered(answers_told()[MEIZHOU])
    state, _ = history.remember()(session, [])
    state, _ = history.remember()(session.asked(GUANGXI).answered(answers_told()[GUANGXI]), state)
    other = Session().asked(WEATHER).answered(answers_told()[WEATHER])
    state, listed = history.remember()(other, state)
    assert [[e["q"] for e in talk["exchanges"]] for talk in state] == [[WEATHER], [MEIZHOU, GUANGXI]]
    assert listed.count("<li>") == 2


def test_what_a_browser_sends_may_be_anything() -> None:
    good = kept(MEIZHOU)[0]
    wrong: list[Any] = [None, 3, "x", {}, [{}], [{"key": 1}], [{**good, "more": 1}], [{**good, "exchanges": []}]]
    for bad in wrong:
        assert history.read(bad) == []
    assert len(history.read([{"key": "x"}, good])) == 1


def test_the_history_has_an_end() -> None:
    many = [history.Kept.model_validate({**kept(MEIZHOU)[0], "key": str(n)}) for n in range(150)]
    assert len(history.plain(many)) == history.MOST_CONVERSATIONS
    long = [k.model_copy(update={"exchanges": (k.exchanges[0].model_copy(update={"a": "长" * 50_000}),)}) for k in many]
    assert len(json.dumps(history.plain(long), ensure_ascii=False)) <= history.MOST_CHARACTERS + 1000
    assert history.plain(long)


def test_a_kept_question_stays_text() -> None:
    hostile = {**kept(MEIZHOU)[0], "key": HOSTILE, "exchanges": [{"q": HOSTILE, "a": HOSTILE, "c": []}]}
    rendered = history.list_html(history.read([{**hostile, "key": "<b>" + HOSTILE[:20]}]))
    assert Elements(rendered).harmless
    assert HOSTILE[:20] in visible(rendered)


@pytest.mark.parametrize(
    ("search", "found"), [("", 1), ("全科医生", 1), ("4.32人 梅州", 1), ("广西", 0), ("4.32人 广西", 0)]
)
def test_every_word_of_a_search_must_stand_in_a_conversation(search: str, found: int) -> None:
    assert history.list_html(history.read(kept(MEIZHOU)), search).count("<li>") == found


def test_a_kept_conversation_is_shown_again_with_its_cards() -> None:
    context = Context(Scripted())
    [talk] = history.read(kept(MEIZHOU, GUANGXI))
    old = history.restored(talk, context)
    assert [t.content for t in old.turns][::2] == [MEIZHOU, GUANGXI]
    assert old.key == talk.key
    assert f"<mark>{FIGURE}</mark>" in old.panel


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        ((None, None, None, None, None), Scope()),
        (([], [], [], False, " "), Scope()),
        ((["梅州市"], [], ["2022"], True, "2025年6月30日"), Scope(("梅州市",), (), ("2022",), True, date(2025, 6, 30))),
    ],
)
def test_filters_become_a_scope(said: tuple[Any, ...], scope: Scope) -> None:
    assert scope_of(*said) == scope


def test_a_day_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(BadQuestion, match="看不懂日期“下个月”"):
        scope_of([], [], [], False, "下个月")


@pytest.mark.parametrize(
    ("question", "name"),
    [("梅州全科医生数要达到多少?", "梅州全科医生数要达到多少"), ("../../etc/passwd", "etcpasswd"), ("??", "回答")],
)
def test_a_file_is_named_for_its_question(question: str, name: str) -> None:
    assert answer_bar.file_name(question) == name


def test_only_keepers_or_this_machine_may_change_documents() -> None:
    assert Permissions(everyone=True).may_change(None)
    assert not Permissions().may_change(None)
    assert not Permissions(keepers=frozenset({"甲"})).may_change("乙")
    assert Permissions(keepers=frozenset({"甲"})).may_change("甲")


def test_every_word_is_said_in_both_languages_and_every_key_is_known() -> None:
    assert all(zh.strip() and en.strip() for zh, en in words().values())
    # An example of what to type stays in the documents' language.
    chinese = {key for key, (_, en) in words().items() if re.search("[\u4e00-\u9fff]", en)}
    assert not [key for key in chinese if not key.endswith(".hint")]
    script = theme.head() + reader.reading_html(Context(Scripted()), "梅市府〔2022〕12号#二/（一）")
    used = set(re.findall(r'data-say(?:-label)?="([\w.]+)"', script)) | set(re.findall(r'\bsay\("([\w.]+)"\)', script))
    assert used <= set(words())
