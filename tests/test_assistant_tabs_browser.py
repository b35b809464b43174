"""The tabs beside the chat as a user meets them: filter and export, compare, take in, ask, remove, undo; phone, dark, English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Download, FilePayload, Page, expect

from assistant.ledger.filters import Filters
from assistant.ledger.ledger import Ledger
from assistant.web.context import Context, Permissions
from tests.builders_browser import accessible, ask, browser, needs_chromium, opened, screenshot
from tests.builders_keeping import LISHUI_NUMBER, QUZHOU, QUZHOU_NUMBER, House, house
from tests.builders_web import serving

__all__ = ["browser"]

pytestmark = [*needs_chromium, pytest.mark.slow]
expect.set_options(timeout=20_000)  # a tab fills itself when it is opened, on a machine that has other work too
TABS = ("台账", "对照", "文件库", "评测", "关于")
FIRST_SIGN = {
    "台账": "table.ledger", "对照": "#compare-table .nothing", "文件库": "table.library", "评测": "#eval-report h2, #eval-report .nothing",
    "关于": "#about .about",
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> House:
    return house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def url(kept: House) -> Iterator[str]:
    with serving(Context(kept.holder.assistant, Permissions(everyone=True), keeper=kept.keeper)) as address:
        yield address


@pytest.fixture(scope="module")
def guest_url(kept: House) -> Iterator[str]:
    with serving(Context(kept.holder.assistant, Permissions(), keeper=kept.keeper)) as address:
        yield address


def go(page: Page, name: str) -> None:
    """Open a tab; on a narrow screen those that don't fit stand in a menu."""
    tab = page.get_by_role("tab", name=name, exact=True)
    if tab.count() and tab.first.is_visible():
        tab.first.click()
    else:
        page.locator(".overflow-menu button").first.click()
        page.locator(".overflow-dropdown button", has_text=name).click()
    page.locator(FIRST_SIGN[name]).first.wait_for()


def choose(page: Page, box: str, words: str) -> None:
    page.locator(f"#{box} input").click()
    page.get_by_role("option", name=re.compile(re.escape(words))).first.click()


def saved(page: Page, button: str) -> Download:
    with page.expect_download() as waited:
        page.locator(f"#{button}").click()
    return waited.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def send(page: Page, *files: tuple[str, bytes]) -> None:
    sent: list[FilePayload] = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    page.locator("#library-files input[type=file]").set_input_files(sent)


def settled(page: Page, words: str) -> None:
    """A change has come to its end and its notice says so."""
    expect(page.locator("#library-said .said.done")).to_contain_text(words, timeout=60_000)


def test_the_ledger_is_filtered_and_goes_out_as_shown(browser: Browser, url: str, kept: House) -> None:
    with opened(browser, url) as page:
        go(page, "台账")
        choose(page, "ledger-region", "丽水市")
        expect(page.locator("#ledger-summary")).to_contain_text("地区=丽水市")
        choose(page, "ledger-order", "截止日期从晚到早")
        wanted = Ledger(kept.holder.library, kept.holder.assistant.day(), "latest").rows(
            "tasks", Filters(region="丽水市")
        )
        shown = page.locator("table.ledger tbody tr")
        expect(shown).to_have_count(len(wanted))
        expect(shown.first.locator("a.clause-link")).to_have_text(wanted[0].clause.label)
        book = openpyxl.load_workbook(io.BytesIO(content(saved(page, "ledger-export"))))
        sheet = book["任务"]
        assert sheet.max_row - 1 == len(wanted)
        heads = [cell.value for cell in sheet[1]]
        assert [row[heads.index("条款")].value for row in sheet.iter_rows(min_row=2)] == [
            r.clause.label for r in wanted
        ]
        choose(page, "ledger-format", "docx")
        words = docx.Document(io.BytesIO(content(saved(page, "ledger-export"))))
        assert len(words.tables[0].rows) - 1 == len(wanted)
        choose(page, "ledger-format", "ics")
        assert content(saved(page, "ledger-export")).startswith(b"BEGIN:VCALENDAR")
        screenshot(page, "ledger")
        page.locator("#ledger-clear").click()
        expect(page.locator("#ledger-summary")).not_to_contain_text("筛选")


def test_a_row_and_a_mark_in_a_picture_open_their_clause(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        go(page, "台账")
        row = page.locator("table.ledger tbody tr", has_text="优质护理病房").first
        row.locator("td").nth(2).click()
        expect(page.locator("#reader")).to_contain_text("三级医院优质护理病房覆盖率不低于95%")
        page.keyboard.press("Escape")
        page.locator("#ledger-view label", has_text="时间轴").click()
        expect(page.locator("#ledger-table svg circle[data-clause]").first).to_be_visible()
        screenshot(page, "timeline")
        page.locator("#ledger-view label", has_text="分工矩阵").click()
        mark = page.locator("#ledger-table svg rect[data-clause]").first
        expect(mark).to_be_visible()
        mark.click()
        expect(
            page.locator("#reader .here, #reader .chosen, #reader mark, #reader [aria-current]").first
        ).to_be_attached()
        page.keyboard.press("Escape")
        svg = content(saved(page, "ledger-export")).decode()
        assert svg.startswith("<svg")
        screenshot(page, "matrix")


def test_a_filter_that_leaves_nothing_says_so_and_a_bad_day_too(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        go(page, "台账")
        page.locator("#ledger-words input, #ledger-words textarea").fill("地铁票价")
        page.locator("#ledger-words input, #ledger-words textarea").press("Enter")
        expect(page.locator("#ledger-table .nothing")).to_contain_text("没有符合条件")
        page.locator("#ledger-export").click()
        expect(page.locator("#ledger-said")).to_contain_text("没有导出文件")
        page.locator("#ledger-clear").click()
        expect(page.locator("table.ledger")).to_be_visible()
        page.locator("#ledger-day input, #ledger-day textarea").fill("明年")
        page.locator("#ledger-day input, #ledger-day textarea").press("Enter")
        expect(page.locator("#ledger-summary")).to_contain_text("看不懂日期")


def test_documents_stand_side_by_side_on_a_theme(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        go(page, "对照")
        theme = page.locator("#compare-theme input, #compare-theme textarea")
        theme.fill("护理试点医院")
        page.locator("#compare-go").click()
        table = page.locator("#compare-table table.facing").last
        expect(table).to_contain_text("不超过3所")
        expect(table.locator("mark").first).to_be_visible()
        theme.fill("院前急救")
        page.locator("#compare-go").click()
        expect(page.locator("#compare-table")).to_contain_text("嘉兴市的文件没有写“院前急救”")
        expect(page.locator("#compare-table .lacking").first).to_be_visible()
        screenshot(page, "compare")
        book = openpyxl.load_workbook(io.BytesIO(content(saved(page, "compare-export"))))
        cells = [str(c) for row in book["条款对照"].iter_rows(values_only=True) for c in row if c]
        assert any("不超过8公里" in c for c in cells)
        choose(page, "compare-format", "docx")
        assert docx.Document(io.BytesIO(content(saved(page, "compare-export")))).tables
        theme.fill("怎么样")
        page.locator("#compare-go").click()
        expect(page.locator("#compare-said")).to_contain_text("不是能对照的主题")


def test_a_file_is_previewed_taken_in_asked_about_removed_and_brought_back(
    browser: Browser, url: str, kept: House
) -> None:
    name = "衢政办发〔2024〕9号.txt"
    with opened(browser, url) as page:
        go(page, "文件库")
        expect(page.locator("table.library tbody tr")).to_have_count(2)
        send(page, (name, QUZHOU.encode()), ("空的.txt", b""), ("坏的.docx", b"PK\x03\x04junk"))
        expect(page.locator(".preview")).to_have_count(3)
        good = page.locator(".preview").first
        expect(good.locator("h2")).to_contain_text(name)
        expect(good.locator(".tree")).to_contain_text("加强护理队伍建设")
        expect(page.locator(".preview.refused").first).to_contain_text("是空的")
        expect(page.locator(".preview.refused").last).to_contain_text("已损坏")
        screenshot(page, "preview")
        assert QUZHOU_NUMBER not in kept.ids
        page.locator("#library-take").click()
        settled(page, "已收入")
        expect(page.locator("table.library tbody tr")).to_have_count(3)
        assert (kept.folder / name).is_file()
        screenshot(page, "library")

        page.get_by_role("tab", name="问答", exact=True).click()
        ask(page, "衢州市到2026年每千人口注册护士数要达到多少?")
        expect(page.locator("#chat .answer").last).to_contain_text("5.1人")

        go(page, "文件库")
        page.get_by_role("button", name=f"移除：{QUZHOU_NUMBER}").click()
        settled(page, "已移除")
        assert QUZHOU_NUMBER not in kept.ids
        page.locator("#library-undo").click()
        settled(page, "已恢复")
        expect(page.locator("table.library")).to_contain_text(QUZHOU_NUMBER)
        page.get_by_role("button", name=f"移除：{QUZHOU_NUMBER}").click()
        settled(page, "已移除")
        expect(page.locator("#library-gone")).to_contain_text("已移除的文件")


def test_a_new_version_shows_what_changes_and_can_be_taken_back(browser: Browser, url: str, kept: House) -> None:
    lishui = (kept.folder / "lishui.txt").read_text("utf-8")
    newer = lishui.replace("达到4.2人", "达到4.4人")
    with opened(browser, url) as page:
        go(page, "文件库")
        send(page, ("lishui.txt", newer.encode()))
        preview = page.locator(".preview").first
        expect(preview).to_contain_text("将收为新版本")
        expect(preview.locator("del")).to_have_text("4.2")
        expect(preview.locator("ins")).to_have_text("4.4")
        page.locator("#library-take").click()
        settled(page, "新版本")
        page.get_by_role("button", name=f"版本（2）：{LISHUI_NUMBER}").click()
        expect(page.locator(".versions li")).to_have_count(2)
        page.get_by_role("button", name=f"与现在比较：{LISHUI_NUMBER}").click()
        expect(page.locator(".versions ins")).to_have_text("4.4")
        screenshot(page, "versions")
        page.locator("#library-undo").click()
        settled(page, "已恢复")
        assert "4.2人" in kept.holder.library.document(LISHUI_NUMBER).text


def test_a_duplicate_is_told_and_nothing_is_offered(browser: Browser, url: str, kept: House) -> None:
    with opened(browser, url) as page:
        go(page, "文件库")
        send(page, ("又一份.txt", (kept.folder / "lishui.txt").read_bytes()))
        expect(page.locator(".preview.refused")).to_contain_text("内容完全相同")
        expect(page.locator("#library-take")).to_be_hidden()
        page.locator("#library-drop").click()
        expect(page.locator(".preview")).to_have_count(0)


def test_who_may_not_change_sees_all_and_gets_no_buttons(browser: Browser, guest_url: str) -> None:
    with opened(browser, guest_url) as page:
        go(page, "文件库")
        expect(page.locator("table.library tbody tr")).to_have_count(2)
        expect(page.locator("#library-said")).to_contain_text("只有文件管理员")
        expect(page.locator("#library-intake")).to_be_hidden()
        expect(page.locator("button.act.danger")).to_have_count(0)


def test_evaluation_and_about_tell_figures_and_limits(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        go(page, "评测")
        expect(page.locator("#eval-report .picture svg circle").first).to_be_attached()
        screenshot(page, "evaluation")
        go(page, "关于")
        expect(page.locator("#about")).to_contain_text("一律拒答")
        expect(page.locator("#about")).to_contain_text("不联网")
        screenshot(page, "about")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out(browser: Browser, url: str, width: int) -> None:
    with opened(browser, url, width, 780) as page:
        for name in TABS:
            go(page, name)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            screenshot(page, f"tab-{FIRST_SIGN[name].split()[0].strip('#.').replace('.', '-')}-{width}")


def test_dark_keeps_the_words_legible(browser: Browser, url: str) -> None:
    with opened(browser, url, scheme="dark") as page:
        for name in TABS:
            go(page, name)
        go(page, "台账")
        ground = page.evaluate("getComputedStyle(document.querySelector('.grid')).backgroundColor")
        assert sum(int(part) for part in re.findall(r"\d+", ground)[:3]) < 200
        screenshot(page, "ledger-dark")


def test_the_tabs_speak_chinese(browser: Browser, url: str) -> None:
    with opened(browser, url) as page:
        for name in TABS:
            go(page, name)
            names: list[str] = page.evaluate(
                "[...document.querySelectorAll('[role=tabpanel] [aria-label], [role=tabpanel] button, [role=tabpanel] label')]"
                ".filter(e => e.offsetParent).map(e => e.getAttribute('aria-label') || e.title || e.textContent.trim())"
            )
            assert [n for n in names if n and not re.search("[\u4e00-\u9fff]", n)] == [], name


def test_labels_are_english_in_an_english_browser(browser: Browser, url: str) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(url)
    page.get_by_role("tab", name="Ledger", exact=True).click()
    expect(page.locator("#ledger-export")).to_have_text("Export")
    expect(page.locator("#ledger-region")).to_contain_text("Region")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_names_and_roles_pass_axe_on_every_tab(browser: Browser, url: str, scheme: str) -> None:
    with opened(browser, url, 1280, 800, scheme) as page:
        for name in TABS:
            go(page, name)
            accessible(page)
        go(page, "台账")
        for view in ("指标", "机构", "存疑", "时间轴", "分工矩阵"):
            page.locator("#ledger-view label", has_text=view).click()
            expect(page.locator("#ledger-summary")).to_contain_text("行")
            accessible(page)
        go(page, "对照")
        page.locator("#compare-theme input, #compare-theme textarea").fill("护理试点医院")
        page.locator("#compare-go").click()
        expect(page.locator("#compare-table mark").first).to_be_visible()
        accessible(page)
        go(page, "文件库")
        send(page, ("x.txt", QUZHOU.encode()), ("空的.txt", b""))
        expect(page.locator(".preview")).to_have_count(2)
        accessible(page)
