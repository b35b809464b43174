"""A Chromium for the page's tests; nothing that it opens may leave 127.0.0.1 or fail in a script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# What the browser and Gradio report of a connection that was cut, by a reload for instance.
BROKEN = ("net::ERR_", "AbortError", "Connection errored", "Failed to fetch", "Unexpected error 404")
"""What browser and Gradio say of a broken connection; 404 where a page left in the middle of an answer still asks for it."""
SCREENS = Path(__file__).resolve().parent.parent / "build" / "screens"

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="没有安装 Chromium，浏览器测试跳过（Debian: apt-get install chromium） / no Chromium here",
    ),
]


@dataclass
class Seen:
    """What a page did that no page of ours may do."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def opened(
    browser: Browser,
    url: str,
    width: int = 1280,
    height: int = 800,
    scheme: str = "light",
    locale: str = "zh-CN",
    breaks: bool = False,
) -> Iterator[Page]:
    """The page in a fresh browser profile; at the end, nothing left the machine and no script failed.

    ``breaks``: the test breaks connections on purpose, which the browser reports as errors.
    """
    seen = Seen()
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, color_scheme="dark" if dark else "light"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("request", lambda r: seen.outside.append(r.url) if leaves(r.url) else None)
    page.on("websocket", lambda w: seen.outside.append(w.url) if leaves(w.url) else None)
    page.on("pageerror", lambda e: seen.errors.append(str(e)))
    page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
    page.goto(url)
    page.locator("#question textarea").wait_for()
    try:
        yield page
    finally:
        context.close()
    assert seen.outside == []
    errors = [e for e in seen.errors if not (breaks and any(words in e for words in BROKEN))]
    assert not errors, errors


def leaves(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1"


def ask(page: Page, question: str) -> None:
    """Type and send a question, and wait until its answer stands in the chat."""
    before = page.locator("#chat .answer").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(before + 1, timeout=20_000)


def accessible(page: Page) -> None:
    """Contrast, names and roles of what is shown hold before axe-core."""
    page.wait_for_timeout(250)  # what fades in is pale for a moment
    found = Axe().run(page).response["violations"]
    told = [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found]
    assert not told, told


def screenshot(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
