"""核稿 in a real browser: paste, see, filter, jump, open the clause, take the docx away, find clauses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.ask import Assistant
from assistant.drafts.check import check
from assistant.drafts.paper import read_draft
from index.retriever import Retriever
from tests.builders_assistant import LISHUI, Everything, parsed
from tests.builders_browser import accessible, browser, needs_chromium, opened, screenshot
from tests.builders_drafts import paragraph, run, word_file
from tests.builders_index import library
from tests.builders_web import served

pytestmark = [*needs_chromium, pytest.mark.slow]
__all__ = ["browser"]
RIGHT = "根据《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）第一部分，到2026年，每千人口注册护士数达到4.2人。"
PATIENCE = 60_000  # milliseconds: a busy machine
DRAFT = f"关于护理工作的报告\n{RIGHT}\n{RIGHT.replace('4.2', '4.6')}\n特此报告。"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    held = library(parsed(LISHUI, "丽水市", "lishui.txt"))
    assistant = Assistant(held, cast(Retriever, Everything(held)), date(2025, 1, 1))
    check(DRAFT, assistant)  # so that no test waits for the word lists to be read
    with served(assistant) as url:
        yield url


def checked(page: Page) -> None:
    page.get_by_role("tab", name="核稿").click()
    page.locator("#drafts-text textarea").fill(DRAFT)
    page.locator("#drafts-check").click()
    expect(page.locator("#drafts-findings .finding").first).to_be_visible(timeout=PATIENCE)


def test_paste_see_filter_jump_and_read(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        checked(page)
        screenshot(page, "drafts")
        expect(page.locator("#drafts-said")).to_contain_text("要处理")
        wrong = page.locator("#drafts-findings .finding.v2").first
        expect(wrong).to_contain_text("4.2")
        number = (wrong.get_attribute("id") or "")[1:]
        page.locator("#drafts-only label", has_text="数字不符").click()
        expect(page.locator("#drafts-findings .finding.v0")).to_have_count(0)
        page.locator(f"#drafts-findings #d{number} a.place").click()
        expect(page.locator(f"#drafts-paper #t{number} + a.said")).to_be_in_viewport()
        page.locator(f"#drafts-paper a.said[href='#d{number}']").first.click()
        expect(page.locator(f"#d{number}")).to_be_in_viewport()
        page.locator(f"#d{number} a.clause-link").first.click()
        expect(page.locator("dialog#reader")).to_be_visible()
        expect(page.locator("dialog#reader mark").first).to_contain_text("4.2")


def test_upload_and_take_away(browser: Browser, address: str, tmp_path: Path) -> None:
    draft = tmp_path / "报告.docx"
    draft.write_bytes(word_file("".join(paragraph(run(line)) for line in DRAFT.split("\n"))))
    with opened(browser, address) as page:
        page.get_by_role("tab", name="核稿").click()
        page.locator("#drafts-file input[type=file]").set_input_files(draft)
        expect(page.locator("#drafts-file")).to_contain_text("报告")
        page.locator("#drafts-check").click()
        expect(page.locator("#drafts-findings .finding").first).to_be_visible(timeout=PATIENCE)
        for name, ending in (("commented", "批注.docx"), ("corrected", "修订.docx"), ("citations", "清单.xlsx")):
            with page.expect_download() as got:
                page.locator(f"#drafts-{name}").click()
            assert got.value.suggested_filename.endswith(ending)
            saved = tmp_path / f"{name}.bin"
            got.value.save_as(saved)
            if name == "corrected":
                assert read_draft(saved.read_bytes(), "a.docx").text == DRAFT.replace("4.6", "4.2")
        page.locator("#drafts-clear").click()
        expect(page.locator("#drafts-findings .finding")).to_have_count(0)
        page.locator("#drafts-check").click()
        expect(page.locator("#drafts-said")).to_contain_text("请先粘贴")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_find_clauses_on_a_phone(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, address, width=390, scheme=scheme) as page:
        checked(page)
        page.locator("#drafts-words textarea").fill("县域内就诊率达到90%以上")
        page.locator("#drafts-cite").click()
        expect(page.locator("#drafts-found .carrier.v0").first).to_contain_text("第一部分规定", timeout=PATIENCE)
        page.locator("#drafts-style label", has_text="GB").click()
        expect(page.locator("#drafts-found .citation").first).to_contain_text("[A]", timeout=PATIENCE)
        page.locator("#drafts-found button.copy").first.click()
        assert "[A]" in page.evaluate("navigator.clipboard.readText()")
        screenshot(page, f"drafts-{scheme}")
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
