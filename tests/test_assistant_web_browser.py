"""The page as a user meets it: a real Chromium types, reads the citation, copies it, follows up. Nothing leaves 127.0.0.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.ask import Assistant
from tests.builders_browser import ask, browser, needs_chromium, opened, screenshot
from tests.builders_web import (
    BROKEN,
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

__all__ = ["browser"]

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture(scope="module")
def url(scripted: Scripted) -> Iterator[str]:
    with served(scripted) as address:
        yield address


def test_a_question_its_citation_the_copy_and_a_follow_up(browser: Browser, url: str, scripted: Scripted) -> None:
    scripted.asked.clear()
    with opened(browser, url) as page:
        expect(page.locator("h1")).to_have_text("政策问答助手")
        ask(page, MEIZHOU)
        expect(page.locator("#chat .answer").last).to_contain_text(FIGURE)
        card = page.locator("#c1-2")
        expect(card.locator("h3")).to_have_text("《梅州市卫生健康规划》")
        expect(card).to_contain_text("梅市府〔2022〕12号")
        expect(card.locator(".label")).to_have_text("二、（一）")
        expect(card.locator("mark")).to_have_text(DUTY)
        card.locator("button.copy").click()
        expect(card.locator("button.copy")).to_have_text("已复制")
        formal = answers_told()[MEIZHOU].citations[1].formal
        assert page.evaluate("navigator.clipboard.readText()") == formal
        expect(card.locator("button.copy")).to_have_text("复制引用")
        screenshot(page, "answer")

        ask(page, GUANGXI)
        expect(page.locator("#chat .answer").last).to_contain_text("征求意见稿")
        expect(page.locator("#c2-1 .warning")).to_contain_text("征求意见稿")
        expect(page.locator("#c1-1")).to_be_hidden()
        assert [turn.content for turn in scripted.asked[1][1]] == [MEIZHOU, answers_told()[MEIZHOU].text]


def test_a_marker_leads_to_its_card_and_back(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        ask(page, MEIZHOU)
        ask(page, GUANGXI)
        page.locator("#chat a.marker[href='#c1-2']").click()
        expect(page.locator("#c1-2")).to_be_visible()
        expect(page.locator("#c1-2")).to_be_focused()
        expect(page.locator("#c1-2")).to_have_class(re.compile("flash"))
        expect(page.locator("#c2-1")).to_be_hidden()
        page.locator("#c1-2 a.number").click()
        expect(page.locator("#a1-2")).to_be_focused()


def test_it_copies_where_the_clipboard_api_is_missing(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
        ask(page, MEIZHOU)
        page.locator("#c1-1 button.copy").click()
        expect(page.locator("#c1-1 button.copy")).to_have_text("已复制")
        assert page.evaluate("navigator.clipboard.readText()") == answers_told()[MEIZHOU].citations[0].formal


def test_a_refusal_shows_reading_that_is_no_evidence(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        ask(page, WEATHER)
        expect(page.locator("#panel")).to_contain_text("供阅读，不作依据")
        expect(page.locator("#panel .card.reading")).to_have_count(1)
        expect(page.locator("#panel button.copy")).to_have_count(0)
        screenshot(page, "refused")


def test_examples_and_choices_ask_on_a_click(browser: Browser, url: str, scripted: Scripted) -> None:
    scripted.told["比较梅州、广西、蛟河2025年每万人口全科医生数目标"] = answers_told()[COMPARE]
    with opened(browser, url) as page:
        page.get_by_role("button", name="例子：比较梅州").click()
        expect(page.locator("#chat .answer table td").first).to_have_text("梅州")
        ask(page, WHICH)
        page.get_by_role("button", name=MEIZHOU).click()
        expect(page.locator("#chat .answer").last).to_contain_text(FIGURE)
        screenshot(page, "choices")


@pytest.mark.parametrize(("question", "words"), [(BROKEN, "make run"), (CRASH, "出了意外")])
def test_after_an_error_the_question_is_still_there(browser: Browser, url: str, question: str, words: str) -> None:
    with opened(browser, url) as page:
        ask(page, question)
        expect(page.locator("#chat .answer.failed")).to_contain_text(words)
        expect(page.locator("#question textarea")).to_have_value(question)


def test_a_blank_or_endless_question_gets_a_gentle_line(browser: Browser, url: str, scripted: Scripted) -> None:
    scripted.asked.clear()
    with opened(browser, url) as page:
        page.locator("#question button").click()
        expect(page.locator("#notice")).to_contain_text("请先输入问题")
        page.locator("#question textarea").fill("长" * 2500)
        page.locator("#question button").click()
        expect(page.locator("#notice")).to_contain_text("2500 字")
        expect(page.locator("#question textarea")).to_have_value("长" * 2500)
        assert scripted.asked == []
        ask(page, MEIZHOU)
        expect(page.locator("#notice")).to_be_hidden()


def test_a_new_conversation_forgets_the_old_one(browser: Browser, url: str, scripted: Scripted) -> None:
    with opened(browser, url) as page:
        ask(page, MEIZHOU)
        page.locator("#again").click()
        expect(page.locator("#chat .answer")).to_have_count(0)
        expect(page.locator("#panel .card")).to_have_count(0)
        scripted.asked.clear()
        ask(page, GUANGXI)
        assert scripted.asked == [(GUANGXI, ())]


def test_two_readers_do_not_see_each_other(browser: Browser, url: str, scripted: Scripted) -> None:
    with opened(browser, url) as one, opened(browser, url) as other:
        ask(one, MEIZHOU)
        scripted.asked.clear()
        ask(other, GUANGXI)
        assert scripted.asked == [(GUANGXI, ())]
        expect(other.locator("#chat")).not_to_contain_text(FIGURE)


def test_typed_markup_stays_text(browser: Browser, url: str, scripted: Scripted) -> None:
    typed = "<img src=x onerror=alert(1)> **粗** {{7*7}} ${7*7} $$x$$ [a](javascript:1)"
    scripted.told[typed] = answers_told()[WEATHER]
    with opened(browser, url) as page:
        ask(page, typed)
        expect(page.locator("#chat .asked")).to_have_text(typed)
        expect(page.locator("#chat img, #panel img, #chat strong, #chat .katex, #chat .asked a")).to_have_count(0)
        clause = "第一条 {{7*7}} ${7*7} <b>甲</b> $$x$$ 1*2*3"
        quoted = citation(1, "{{7*7}} ${7*7}", text=clause)
        scripted.told[typed] = replace(
            answers_told()[MEIZHOU], text=clause + " [1]", citations=(quoted,), understood=()
        )
        ask(page, typed)
        expect(page.locator("#c2-1 .clause")).to_have_text(clause)
        expect(page.locator("#c2-1 mark")).to_have_text("{{7*7}} ${7*7}")
        expect(page.locator("#chat .answer").last).to_have_text(clause + " [1]")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (1280, 800), (2200, 1200)])
def test_nothing_sticks_out_at_any_width(browser: Browser, url: str, width: int, height: int) -> None:
    with opened(browser, url, width, height) as page:
        ask(page, MEIZHOU)
        ask(page, COMPARE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator("#question").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.locator("#chat a.marker[href='#c2-1']").first.click()
        expect(page.locator("#c2-1")).to_be_in_viewport()
        screenshot(page, f"width-{width}")


def test_dark_follows_the_system(browser: Browser, url: str) -> None:
    with opened(browser, url, scheme="dark") as page:
        ask(page, GUANGXI)
        ground = page.evaluate("getComputedStyle(document.querySelector('#c1-1')).backgroundColor")
        assert sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 200
        screenshot(page, "dark")


def test_the_page_speaks_chinese(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        ask(page, WHICH)
        ask(page, MEIZHOU)
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        page.wait_for_function("document.querySelector('[role=log]').getAttribute('aria-label') === '对话'")
        names: list[str] = page.evaluate(
            "[...document.querySelectorAll('main [aria-label], main [title], main button')]"
            ".map(e => e.getAttribute('aria-label') || e.title || e.textContent.trim())"
        )
        assert [name for name in names if not re.search("[\u4e00-\u9fff]", name)] == []
        assert [name for name in names if "<" in name] == []


def test_everything_can_be_reached_by_keyboard(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        ask(page, MEIZHOU)
        page.locator("#a1-2").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#c1-2")).to_be_focused()
        reached = []
        for _ in range(4):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.className"))
        assert "number" in reached
        assert any("clause" in name for name in reached)
        assert "copy" in reached


@pytest.fixture(scope="module")
def real_url(built_index: Path) -> Iterator[str]:
    with served(Assistant.open(built_index)) as address:
        yield address


def test_the_whole_path_from_the_documents_to_the_cited_answer(browser: Browser, real_url: str) -> None:
    with opened(browser, real_url) as page:
        ask(page, "梅州到2025年每万人口全科医生数要达到多少,谁来负责?")
        answer = page.locator("#chat .answer").last
        expect(answer).to_contain_text("4人")
        expect(answer).to_contain_text("市卫生健康局")
        card = page.locator("#c1-1")
        expect(card).to_contain_text("梅市府办〔2024〕1号")
        expect(card.locator(".label")).to_have_text("二、（一）")
        expect(card.locator(".heading")).to_contain_text("建强卫生健康人才队伍")
        expect(card.locator("mark")).to_contain_text("全科医生数达到4人")
        expect(card.locator("mark")).to_be_in_viewport()
        card.locator("button.copy").click()
        expect(card.locator("button.copy")).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("《梅州市")
        assert "（梅市府办〔2024〕1号）第二部分第（一）项规定：“" in copied
        screenshot(page, "real-answer")

        ask(page, "那广西呢?")
        expect(page.locator("#panel .exchange:not([hidden])")).to_contain_text("广西")
        ask(page, "蛟河2020年床人比是多少?")
        expect(page.locator("#chat .answer").last.locator(".notes")).to_contain_text("征求意见稿")
        screenshot(page, "real-draft")

        page.locator("#again").click()
        expect(page.locator("#chat .answer")).to_have_count(0)
        ask(page, "这些文件对地铁票价有什么规定?")
        expect(page.locator("#chat .answer.refused")).to_have_count(1)
        expect(page.locator("#panel button.copy")).to_have_count(0)
        screenshot(page, "real-refused")
