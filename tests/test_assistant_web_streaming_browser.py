"""A slow model as a user meets it: sentences one by one, 停止, 新对话, a closed tab; and the 依据链, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders_browser import ask, browser, needs_chromium, opened, screenshot
from tests.builders_chat import Slow, written_by
from tests.builders_web import served

__all__ = ["browser"]

pytestmark = needs_chromium

ASKED = "丽水护理试点医院不超过多少所,由谁负责?"
FIRST, SECOND, LIE = (
    "到2026年，护理试点医院不超过3所。",
    "由市卫生健康局牵头，市财政局配合。",
    "到2026年，护理试点医院不超过7所。",
)


@contextmanager
def page_over(browser: Browser, source: Slow, width: int = 1280, height: int = 800) -> Iterator[Page]:
    with (
        served(written_by(source, seconds=120.0, timeout=100.0)) as url,
        opened(browser, url, width, height) as page,
    ):
        yield page


def send(page: Page, question: str = ASKED) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


def test_sentences_show_one_by_one_with_their_cards(browser: Browser) -> None:
    with page_over(browser, Slow("E1|" + FIRST, "E2|" + SECOND, pause=4.0)) as page:
        expect(page.locator("#stop")).to_be_hidden()
        send(page)
        answer = page.locator("#chat .answer")
        expect(answer).to_have_text(FIRST + "[1]")
        expect(page.locator("#chat .pending")).to_be_visible()
        expect(page.locator("#stop")).to_be_visible()
        expect(page.locator("#c1-1 mark")).to_contain_text("护理试点医院不超过3所")
        screenshot(page, "streaming")
        expect(answer).to_have_text(FIRST + "[1]" + SECOND + "[2]")
        expect(page.locator("#chat .pending")).to_have_count(0)
        expect(page.locator("#stop")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_stop_keeps_what_was_shown_and_the_next_question_is_taken(browser: Browser, width: int) -> None:
    source = Slow("E1|" + FIRST, "E2|" + SECOND)
    with page_over(browser, source, width) as page:
        send(page)
        expect(page.locator("#chat .answer")).to_have_text(FIRST + "[1]")
        expect(page.locator("#stop")).to_be_visible()
        screenshot(page, f"writing-{width}")
        page.locator("#stop").click()
        expect(page.locator("#chat .answer")).to_contain_text("已停止生成", timeout=5_000)
        expect(page.locator("#chat .answer")).to_contain_text(FIRST)
        expect(page.locator("#chat .answer")).to_contain_text("市财政局")
        expect(page.locator("#stop")).to_be_hidden()
        assert source.cut.wait(3)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        screenshot(page, f"stopped-{width}")
        source.pause = 0.1
        ask(page, ASKED)
        expect(page.locator("#chat .answer").last).to_have_text(FIRST + "[1]" + SECOND + "[2]")


def test_a_new_conversation_ends_the_old_one_for_good(browser: Browser) -> None:
    source = Slow("E1|" + FIRST, "E2|" + SECOND)
    with page_over(browser, source) as page:
        send(page)
        expect(page.locator("#chat .answer")).to_have_count(1)
        page.locator("#again").click()
        expect(page.locator("#chat .answer")).to_have_count(0)
        assert source.cut.wait(3)
        page.wait_for_timeout(1000)
        expect(page.locator("#chat .answer, #chat .pending, #panel .card")).to_have_count(0)
        source.pause = 0.1
        ask(page, ASKED)
        expect(page.locator("#chat .answer")).to_contain_text(SECOND)


def test_a_closed_tab_ends_the_model(browser: Browser) -> None:
    source = Slow("E1|" + FIRST, "E2|" + SECOND)
    with page_over(browser, source) as page:
        send(page)
        expect(page.locator("#chat .answer")).to_have_count(1)
        assert not source.cut.is_set()
        page.close()
        assert source.cut.wait(10)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_chain_unfolds_and_shows_what_was_dropped(browser: Browser, width: int) -> None:
    with page_over(browser, Slow("E1|" + LIE, "E1|" + FIRST, "E2|" + SECOND, pause=0.1), width) as page:
        ask(page, ASKED)
        expect(page.locator("#chat .answer")).not_to_contain_text("7所")
        chain = page.locator("#panel details.chain")
        expect(chain.locator("li").first).to_be_hidden()
        chain.locator("summary").click()
        expect(chain.locator("li").first).to_be_visible()
        expect(chain.locator("li.failed")).to_have_count(1)
        expect(chain.locator("li.failed")).to_contain_text(LIE)
        expect(chain.locator("summary")).to_contain_text("核对未通过1条")
        for title in ("怎样理解", "检索", "陈述与核对", "语言模型", "用时"):
            expect(chain.locator("h3", has_text=title).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        screenshot(page, f"chain-{width}")
