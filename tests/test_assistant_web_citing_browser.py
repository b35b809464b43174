"""写进文稿 in a real browser: mark a draft, fill it, see what changes, take it away; a new version comes, refresh it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.drafts.paper import read_draft
from assistant.web.context import Context, Permissions
from tests.builders_browser import accessible, browser, needs_chromium, opened, screenshot
from tests.builders_drafts import paragraph, run, word_file
from tests.builders_keeping import House, house, upload
from tests.builders_web import serving
from tests.test_assistant_drafts_refresh import SAID, SHIFTED

pytestmark = [*needs_chromium, pytest.mark.slow]
__all__ = ["browser"]
PATIENCE = 60_000  # milliseconds: a busy machine


@pytest.fixture
def kept(tmp_path: Path) -> House:
    return house(tmp_path / "house")


@pytest.fixture
def url(kept: House) -> Iterator[str]:
    with serving(Context(kept.holder.assistant, Permissions(everyone=True), keeper=kept.keeper)) as address:
        yield address


def sent(page: Page, path: Path, button: str) -> None:
    page.locator("#drafts-file input[type=file]").set_input_files(path)
    expect(page.locator("#drafts-file")).to_contain_text(path.stem)
    page.locator(f"#{button}").click()


def taken(page: Page, folder: Path) -> Path:
    with page.expect_download() as got:
        page.locator("#citing-save").click()
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    return path


def test_fill_then_refresh_after_a_new_version(browser: Browser, url: str, kept: House, tmp_path: Path) -> None:
    draft = tmp_path / "报告.docx"
    draft.write_bytes(word_file("".join(paragraph(run(w)) for w in (*SAID, "县域内就诊率达到99%以上[[引]]。"))))
    with opened(browser, url) as page:
        page.get_by_role("tab", name="核稿").click()
        expect(page.locator("#citing-save")).to_be_hidden()
        page.locator("#drafts-footnote input").check()
        sent(page, draft, "citing-fill")
        expect(page.locator("#citing-said")).to_contain_text("填好5处，留下1处", timeout=PATIENCE)
        expect(page.locator("#citing-changes .carrier.v8")).to_contain_text("没有条款能支撑")
        expect(page.locator("#citing-changes .carrier.v0").first).to_contain_text("见《丽水市")
        screenshot(page, "citing-filled")
        accessible(page)
        cited = taken(page, tmp_path)
        assert cited.name == "报告-已引.docx"
        assert "第二部分第（四）项：“支持社会力量举办托育机构。”" in read_draft(cited.read_bytes(), "a.docx").text
        page.locator("#drafts-clear").click()
        expect(page.locator("#citing-changes .carrier")).to_have_count(0)
        expect(page.locator("#citing-save")).to_be_hidden()
        kept.keeper.take_in([upload(SHIFTED, "lishui2.txt")], kept.tell)
        sent(page, cited, "citing-refresh")
        expect(page.locator("#citing-said")).to_contain_text("共5处引用", timeout=PATIENCE)
        expect(page.locator("#citing-changes")).to_contain_text("现位于“二、（五）”")
        expect(page.locator("#citing-changes")).to_contain_text("没有“二、（三）”这一条了")
        expect(page.locator("#citing-changes del").first).to_be_visible()
        screenshot(page, "citing-refreshed")
        accessible(page)
        text = read_draft(taken(page, tmp_path).read_bytes(), "a.docx").text
        assert "第二部分第（五）项：“支持社会力量举办托育机构。”" in text


def test_bad_input_is_said_in_the_page(browser: Browser, url: str, tmp_path: Path) -> None:
    bad = tmp_path / "坏文件.docx"
    bad.write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    with opened(browser, url, width=390) as page:
        page.get_by_role("tab", name="核稿").click()
        page.locator("#citing-fill").click()
        expect(page.locator("#citing-said")).to_contain_text("请先粘贴或上传", timeout=PATIENCE)
        page.locator("#drafts-text textarea").fill("没有标记的话。")
        page.locator("#citing-fill").click()
        expect(page.locator("#citing-said")).to_contain_text("没有标记", timeout=PATIENCE)
        page.locator("#citing-refresh").click()
        expect(page.locator("#citing-said")).to_contain_text("没有由本程序插入的引用", timeout=PATIENCE)
        sent(page, bad, "citing-fill")
        expect(page.locator("#citing-said")).to_contain_text("已损坏", timeout=PATIENCE)
        expect(page.locator("#citing-save")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
