"""The README's pictures, taken anew of a running page: ``python -m tests.make_screens http://127.0.0.1:7860``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.builders_browser import CHROMIUM

SCREENS = Path(__file__).resolve().parent.parent / "assistant" / "web" / "screens"
WAIT = 90_000  # milliseconds: a busy machine
MEIZHOU = "梅州到2025年每万人口全科医生数要达到多少,谁来负责?"
JIAOHE = "蛟河市2020年床人比是多少？"
DRAFT = """关于贯彻落实县域医共体高质量发展行动方案的报告
根据《广东省紧密型县域医疗卫生共同体高质量发展行动方案（2022—2025年）》（粤办函〔2022〕245号）要求，现将有关情况报告如下。
到2025年，县域内住院率达到80%以上。
按照《梅州市进一步完善医疗卫生服务体系实施方案》（梅市府办〔2024〕1号）二、（一），到2025年，每万人口拥有全科医生数达到5人，由市卫生健康局、市教育局、市财政局、市人力资源社会保障局等按职责分工负责。
《方案》第二部分第（九十）项对信息化建设也有规定。
特此报告。
"""


def asked(page: Page, question: str) -> None:
    """Send a question and wait for its answer."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer").last).to_be_visible(timeout=WAIT)
    page.wait_for_timeout(3_000)


def taken(page: Page, name: str) -> None:
    """One picture of what is on the screen."""
    page.wait_for_timeout(600)
    page.screenshot(path=SCREENS / f"{name}.png")


def main(url: str) -> None:
    """All pictures."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(width: int = 1280, height: int = 800, dark: bool = False) -> Page:
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="zh-CN", color_scheme="dark" if dark else "light"
            )
            page.goto(url)
            page.locator("#question textarea").wait_for(timeout=WAIT)
            return page

        page = opened()
        asked(page, MEIZHOU)
        taken(page, "answer")
        page.get_by_role("link", name="看全文").first.click()
        expect(page.locator("dialog#reader")).to_be_visible(timeout=WAIT)
        taken(page, "reader")
        dark = opened(dark=True)
        asked(dark, JIAOHE)
        taken(dark, "dark")
        phone = opened(360, 740)
        asked(phone, MEIZHOU)
        taken(phone, "phone")
        drafts = opened(height=900)
        drafts.get_by_role("tab", name="核稿").click()
        drafts.locator("#drafts-text textarea").fill(DRAFT)
        drafts.locator("#drafts-check").click()
        expect(drafts.locator("#drafts-findings .finding").first).to_be_visible(timeout=WAIT)
        taken(drafts, "drafts")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
