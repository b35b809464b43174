"""What a model may say anew: a follow-up in full, a sentence more smoothly; and what it may not slip in with it."""

from __future__ import annotations

import pytest

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.generate.phrase import equal
from assistant.generate.rewrite import rewritten
from tests.builders_assistant import small_assistant, turns
from tests.builders_chat import Scripted, settings, written_by

ASKED = "丽水护理试点医院不超过多少所?"
TALK = turns("丽水市有哪些急救方面的要求", "城市急救站服务半径是多少")


def said_in_full(text: str | ChatFailed) -> str | None:
    chat = Chat(Scripted(text), settings())
    return rewritten("那上面头一个说的呢", TALK, chat, Budget(5), lambda t: ["丽水"] if "丽水" in t else ())


def test_a_follow_up_is_said_in_full_with_the_words_of_the_talk() -> None:
    full = "丽水市城市急救站服务半径是多少"
    assert said_in_full(full) == full
    assert said_in_full(f"改写后的问题：{full}\n（说明）") == full


@pytest.mark.parametrize(
    "text",
    [
        "丽水市2030年城市急救站服务半径是多少",
        "丽水市城市急救站服务半径是不是8公里",
        "丽水市公安局的城市急救站服务半径是多少",
        "请介绍一下人工智能的发展趋势与展望",
        "",
        "那上面头一个说的呢",
        ChatFailed("down"),
    ],
)
def test_nothing_new_may_come_with_it(text: str | ChatFailed) -> None:
    assert said_in_full(text) is None


def test_the_answer_says_how_the_follow_up_was_read() -> None:
    question = "那上面头一个说的呢"
    assert small_assistant().ask(question, TALK).status == "refused"
    source = Scripted("丽水城市急救站服务半径是多少", "无")
    answer = written_by(source).ask(question, TALK)
    assert "按“丽水城市急救站服务半径是多少”理解" in answer.text
    assert "8公里" in answer.text
    assert answer.question == question


def test_a_follow_up_that_the_rules_resolve_is_not_rewritten() -> None:
    source = Scripted("无")
    written_by(source).ask("那嘉兴呢?", turns(ASKED))
    assert len(source.calls) == 1
    assert "改写" not in source.calls[0].system


OLD = "力争到2025年，优质护理病房覆盖率不低于95%，由市卫生健康局牵头。"


@pytest.mark.parametrize(
    ("new", "same"),
    [
        ("力争到2025年，优质护理病房的覆盖率要不低于95%，由市卫生健康局牵头。", True),
        ("到2025年，优质护理病房覆盖率不低于95%，由市卫生健康局牵头。", False),
        ("力争到2025年，优质护理病房覆盖率达到95%，由市卫生健康局牵头。", False),
        ("力争到2026年，优质护理病房覆盖率不低于95%，由市卫生健康局牵头。", False),
        ("力争到2025年，优质护理病房覆盖率不低于95%，由市财政局牵头。", False),
        ("力争到2025年，优质护理病房覆盖率不低于95%，由市卫生健康局配合。", False),
        ("力争到2025年，优质护理病房覆盖率不低于95%。", False),
        ("力争到2025年，优质护理病房覆盖率不低于95%，由市卫生健康局牵头，必须完成。", False),
        ("力争到2025年，优质护理病房覆盖率不低于95%，由市卫生健康局牵头，不得推迟。", False),
        ("力争到2025年，优质护理病房覆盖率不低于95%，由市卫生健康局牵头，每年检查3次。", False),
    ],
)
def test_two_wordings_say_the_same_or_not(new: str, same: bool) -> None:
    assert equal(OLD, new) is same


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("C1|到2026年，三级医院的优质护理病房覆盖率要不低于95%，护理试点医院要不超过3所。", True),
        ("C1|到2026年，三级医院的优质护理病房覆盖率要不低于95%，护理试点医院要不超过7所。", False),
        ("C1|护理试点医院不超过3所。", False),
    ],
)
def test_the_second_pass_changes_words_only(line: str, kept: bool) -> None:
    answer = written_by(Scripted(line), role="phrase").ask(ASKED)
    composed = small_assistant().ask(ASKED)
    assert (answer.claims[0].text == line[3:]) is kept
    assert (answer.claims == composed.claims) is not kept
    assert [c.quote for c in answer.citations] == [c.quote for c in composed.citations]


def test_a_second_pass_that_fails_leaves_the_composed_answer() -> None:
    answer = written_by(Scripted(ChatFailed("slow")), role="phrase").ask(ASKED)
    assert small_assistant().ask(ASKED).text in answer.text
    assert any("没有及时回应" in n for n in answer.notes)
