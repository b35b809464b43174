"""What can be done with an answer, in a real Chromium: read on in the document, take it along, narrow it, find it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from assistant.citation_styles import Cited, printed
from assistant.web.context import Permissions
from tests.builders_browser import accessible, ask, browser, needs_chromium, opened, screenshot
from tests.builders_web import (
    COMPARE,
    DUTY,
    FIGURE,
    GUANGXI,
    MEIZHOU,
    WEATHER,
    Scripted,
    answers_told,
    citation,
    served,
)

__all__ = ["browser"]

pytestmark = [*needs_chromium, pytest.mark.slow]
CLAUSE_ID = "梅市府〔2022〕12号#二/（一）"


@pytest.fixture(scope="module")
def scripted() -> Scripted:
    return Scripted(following=(GUANGXI, COMPARE))


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="module")
def url(scripted: Scripted, feedback: Path) -> Iterator[str]:
    with served(scripted, Permissions(), feedback) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with opened(browser, url) as opened_page:
        yield opened_page


def test_from_the_answer_to_the_clause_to_the_whole_document_and_back(page: Page) -> None:
    ask(page, MEIZHOU)
    page.locator("#c1-2 a.clause-link").click()
    reader = page.locator("#reader")
    expect(reader.locator("h2")).to_have_text("《梅州市卫生健康规划》")
    expect(reader.locator(".r-clause.chosen mark")).to_have_text(DUTY)
    expect(reader.locator(".r-clause.chosen mark")).to_be_in_viewport()
    expect(reader.locator(".status")).to_have_text("现行")
    expect(reader.locator(".outline [aria-current]")).to_contain_text("加强人才队伍建设")
    expect(reader.locator(".reader-chosen li").first).to_contain_text("目标：")
    assert "clause=" in page.url
    accessible(page)
    screenshot(page, "reader")
    reader.locator(".outline a", has_text="组织保障").click()
    expect(reader.locator(".r-clause", has_text="组织保障")).to_be_focused()
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    expect(page.locator("#c1-2 a.clause-link")).to_be_focused()
    assert "clause=" not in page.url
    page.go_forward()
    expect(reader).to_be_visible()
    page.go_back()
    expect(reader).to_be_hidden()
    expect(page.locator("#chat .answer")).to_contain_text(FIGURE)


def test_links_open_a_clause_a_document_or_a_question(browser: Browser, url: str, scripted: Scripted) -> None:
    with opened(browser, f"{url}/?clause=梅市府〔2022〕12号%23二/（二）") as page:
        expect(page.locator("#reader .r-clause.chosen")).to_contain_text("完善院前急救网络")
        page.keyboard.press("Escape")
        expect(page.locator("#reader")).to_be_hidden()
    with opened(browser, f"{url}/#梅市府〔2022〕12号%23二/（三）") as page:
        expect(page.locator("#reader .r-clause.chosen")).to_contain_text("发展普惠托育")
    with opened(browser, f"{url}/?doc=广西深化医改方案") as page:
        expect(page.locator("#reader h2")).to_have_text("《广西深化医改方案》")
        expect(page.locator("#reader .r-clause.chosen")).to_have_count(0)
    with opened(browser, f"{url}/?doc=没有这份") as page:
        expect(page.locator("#reader [role=alert]")).to_contain_text("文件库里没有“没有这份”")
    scripted.asked.clear()
    with opened(browser, f"{url}/?q={MEIZHOU}") as page:
        expect(page.locator("#chat .answer")).to_contain_text(FIGURE)
        assert [asked for asked, _ in scripted.asked] == [MEIZHOU]


def test_copies_in_the_chosen_style_and_the_whole_answer(page: Page, scripted: Scripted) -> None:
    ask(page, MEIZHOU)
    page.get_by_label("GB/T 7714").check()
    page.locator("#c1-1 button.copy").click()
    expect(page.locator("#c1-1 button.copy")).to_have_text("已复制")
    cited = Cited.cited(citation(1), scripted.library)
    assert page.evaluate("navigator.clipboard.readText()") == printed(cited, "GB")
    page.locator("#bar-copy").click()
    expect(page.locator("#bar-copy")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(answers_told()[MEIZHOU].text)
    assert f"[1] {printed(cited, 'GB')}" in copied


@pytest.mark.parametrize("form", ["xlsx", "csv", "docx"])
def test_the_answer_and_its_rows_as_a_file(page: Page, form: str, tmp_path: Path) -> None:
    ask(page, COMPARE)
    with page.expect_download() as waiting:
        page.locator(f"#bar-{form}").click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    assert target.name == f"比较两地全科医生数.{form}"
    if form == "xlsx":
        rows = [[c.value for c in row] for row in load_workbook(target).worksheets[0].iter_rows()]
        assert any("梅州" in row and "4.32人" in row for row in rows)
    elif form == "csv":
        assert "梅州" in target.read_text("utf-8-sig")
    else:
        said = "\n".join(c.text for t in docx.Document(str(target)).tables for row in t.rows for c in row.cells)
        assert "4.32人" in said


def test_filters_reach_the_assistant_and_show(page: Page, scripted: Scripted) -> None:
    page.get_by_role("button", name="筛选范围").click()
    page.get_by_label("地区").click()
    page.get_by_role("option", name="梅州市").click()
    page.get_by_label("按哪天的效力和时限").fill("2025-06-30")
    page.get_by_label("只看现行有效").check()
    expect(page.locator("#filters > button")).to_contain_text("只看梅州市、现行有效的文件，按2025-06-30的效力和时限")
    scripted.scopes.clear()
    ask(page, MEIZHOU)
    [scope] = scripted.scopes
    assert (scope.regions, scope.in_force, str(scope.as_of)) == (("梅州市",), True, "2025-06-30")
    accessible(page)
    page.get_by_label("按哪天的效力和时限").fill("某一天")
    page.locator("#question textarea").fill(GUANGXI)
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("看不懂日期“某一天”")
    expect(page.locator("#question textarea")).to_have_value(GUANGXI)


def test_a_next_question_is_asked_on_a_click(page: Page) -> None:
    ask(page, MEIZHOU)
    expect(page.locator("#next button")).to_have_count(2)
    page.locator("#next button", has_text=GUANGXI).click()
    expect(page.locator("#chat .answer")).to_have_count(2)
    expect(page.locator("#chat .answer").last).to_contain_text("3.93人")


def test_again_and_in_other_words(page: Page, scripted: Scripted) -> None:
    ask(page, MEIZHOU)
    ask(page, WEATHER)
    scripted.asked.clear()
    page.locator("#bar-retry").click()
    expect(page.locator("#s3")).to_be_attached()
    expect(page.locator("#chat .answer")).to_have_count(2)
    assert [(q, len(turns)) for q, turns in scripted.asked] == [(WEATHER, 2)]
    page.locator("#bar-edit").click()
    expect(page.locator("#question textarea")).to_have_value(WEATHER)
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#chat .answer")).to_have_count(1)


def test_a_verdict_with_its_reason_is_kept_for_the_evaluation(page: Page, feedback: Path) -> None:
    ask(page, MEIZHOU)
    page.locator("#bar-up").click()
    expect(page.locator("#said")).to_contain_text("意见已记下")
    page.locator("#bar-down").click()
    page.get_by_label("引的条款不对").check()
    page.get_by_label("补充说明").fill("应引第二条")
    accessible(page)
    page.locator("#send-why").click()
    expect(page.locator("#why")).to_be_hidden()
    up, down = [json.loads(line) for line in feedback.read_text("utf-8").splitlines()]
    assert (up["verdict"], up["question"], up["citations"][0]) == ("up", MEIZHOU, CLAUSE_ID)
    assert (down["verdict"], down["comment"]) == ("down", "引的条款不对；应引第二条")


def test_history_is_the_readers_own_searchable_and_can_be_thrown_away(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    with opened(browser, url, breaks=True) as page:
        _kept_and_thrown_away(browser, page, url, tmp_path)


def _kept_and_thrown_away(browser: Browser, page: Page, url: str, tmp_path: Path) -> None:
    ask(page, MEIZHOU)
    ask(page, GUANGXI)
    page.locator("#again").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    ask(page, WEATHER)
    page.get_by_role("tab", name="历史").click()
    expect(page.locator("#history li")).to_have_count(2)
    page.reload()
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.get_by_role("tab", name="历史").click()
    expect(page.locator("#history li")).to_have_count(2)
    page.get_by_label("搜索历史").fill("广西为3.93")
    expect(page.locator("#history li")).to_have_count(1)
    screenshot(page, "history")
    accessible(page)
    with page.expect_download() as waiting:
        page.locator("#history-save").click()
    waiting.value.save_as(tmp_path / "历史.md")
    assert f"**问：{GUANGXI}**" in (tmp_path / "历史.md").read_text("utf-8")
    page.locator("#history li .open").click()
    expect(page.locator("#chat .answer")).to_have_count(2)
    expect(page.locator("#chat .answer").first).to_contain_text(FIGURE)
    page.locator("#chat a.marker[href='#c1-2']").click()
    expect(page.locator("#c1-2 mark")).to_have_text(DUTY)
    with opened(browser, url) as other:
        other.get_by_role("tab", name="历史").click()
        expect(other.locator("#history li")).to_have_count(0)
    page.get_by_role("tab", name="历史").click()
    page.get_by_label("搜索历史").fill("")
    expect(page.locator("#history li")).to_have_count(2)
    page.locator("#history li .drop").first.click()
    expect(page.locator("#history li")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#history-clear").click()
    expect(page.locator("#history")).to_contain_text("服务器不留")
    page.reload()
    page.get_by_role("tab", name="历史").click()
    expect(page.locator("#history")).to_contain_text("服务器不留")


def test_a_reload_in_the_middle_of_an_answer_loses_no_question(browser: Browser, url: str, scripted: Scripted) -> None:
    with opened(browser, url, breaks=True) as page:
        _reloaded(page, scripted)


def _reloaded(page: Page, scripted: Scripted) -> None:
    scripted.delay = 3.0
    try:
        page.locator("#question textarea").fill(MEIZHOU)
        page.keyboard.press("Enter")
        expect(page.locator("#chat .pending")).to_be_visible()
        page.reload()
        expect(page.locator("#question textarea")).to_have_value(MEIZHOU)
        expect(page.locator("#chat .answer, #chat .pending")).to_have_count(0)
    finally:
        scripted.delay = 0.0
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_contain_text(FIGURE)
    page.wait_for_function("(localStorage.getItem('policy-assistant-history') || '').length > 300")
    page.reload()
    expect(page.locator("#chat .answer")).to_contain_text(FIGURE)
    expect(page.locator("#question textarea")).to_have_value("")


def test_a_server_restarted_under_an_open_page_loses_neither_talk_nor_question(browser: Browser) -> None:
    with served(Scripted()) as address:
        port = int(address.rpartition(":")[2])
        context = opened(browser, address, breaks=True)
        page = context.__enter__()
        ask(page, MEIZHOU)
        page.wait_for_function("(localStorage.getItem('policy-assistant-history') || '').length > 300")
    page.locator("#question textarea").fill(GUANGXI)
    screenshot(page, "connection-lost")
    answers = Scripted()
    with served(answers, port=port):
        expect(page.get_by_text("正在重新连接")).to_have_count(0, timeout=30_000)
        expect(page.locator("#chat .answer")).to_contain_text(FIGURE, timeout=15_000)
        expect(page.locator("#question textarea")).to_have_value(GUANGXI)
        page.locator("#question textarea").press("Enter")
        expect(page.locator("#chat .answer")).to_have_count(2, timeout=30_000)
        assert [(asked, len(turns)) for asked, turns in answers.asked] == [(GUANGXI, 2)]
        context.__exit__(None, None, None)


def test_the_keyboard_alone_reaches_and_does_everything(page: Page) -> None:
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(MEIZHOU)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.locator("#again").focus()
    page.keyboard.press("/")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value("")
    page.locator("#c1-1 a.clause-link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader .r-clause.chosen")).to_be_focused()
    for _ in range(40):  # the reader keeps the focus until it is closed
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#reader')")
    page.keyboard.press("Escape")
    expect(page.locator("#c1-1 a.clause-link")).to_be_focused()


def test_an_english_browser_gets_english_words_around_chinese_answers(browser: Browser, url: str) -> None:
    with opened(browser, url, locale="en-GB") as page:
        expect(page.locator("h1")).to_have_text("Policy assistant")
        expect(page.get_by_role("tab", name="Sources")).to_be_visible()
        expect(page.locator("#question textarea")).to_have_attribute(
            "placeholder", "Ask in Chinese and press Enter (press / to come back here)"
        )
        expect(page.locator("#question button")).to_have_text("Ask")
        ask(page, MEIZHOU)
        expect(page.locator("#chat .answer")).to_contain_text(FIGURE)
        expect(page.locator("#c1-1 a.clause-link")).to_have_text("In the document")
        accessible(page)
        screenshot(page, "english")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_contrast_names_and_roles_pass_axe(browser: Browser, url: str, scheme: str, width: int) -> None:
    with opened(browser, url, width, scheme=scheme) as page:
        accessible(page)
        for question in (MEIZHOU, COMPARE, WEATHER):
            ask(page, question)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#panel .exchange:not([hidden]) a.clause-link").first.click()
        expect(page.locator("#reader .r-clause.chosen")).to_be_visible()
        accessible(page)
        screenshot(page, f"reader-{width}-{scheme}")
