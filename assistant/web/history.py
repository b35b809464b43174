"""The reader's own history: kept in the browser only, searchable, to be taken along or thrown away.

The server keeps none of it. What comes back from a browser may be anything, so it is read through ``Kept``; what can't
be read is dropped. An old conversation is shown in the words of its day over the clauses as they are now.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import recall
from assistant.web.context import Context, open_page
from assistant.web.exchange import messages
from assistant.web.markup import attribute, escape
from assistant.web.session import Session
from assistant.web.words import chinese, say

# Both fixed: a name of the day would lose the history at every restart of the server.
STORAGE, SECRET = "policy-assistant-history", "kept in the reader's own browser"
MOST_CONVERSATIONS, MOST_CHARACTERS = 100, 600_000
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


class KeptExchange(BaseModel):
    """One question and its answer's words, with marker, clause and quote of each citation."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    q: str = Field(max_length=4000)
    a: str = Field(max_length=60_000)
    c: tuple[tuple[int, str, str], ...] = ()


class Kept(BaseModel):
    """One conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str = Field(max_length=40)
    at: str = Field(max_length=40)
    exchanges: tuple[KeptExchange, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class History:
    """The side tab's components; ``changed`` are what a new answer changes."""

    state: gr.BrowserState
    listed: gr.HTML
    search: gr.Textbox
    save: gr.Button
    clear: gr.Button
    file: gr.DownloadButton

    @property
    def changed(self) -> list[Any]:
        """The kept conversations and their list."""
        return [self.state, self.listed]


def read(state: Any) -> list[Kept]:
    """The conversations that a browser kept, the newest first; what is none of ours is left out."""
    found = []
    for item in state if isinstance(state, list) else []:
        try:
            found.append(Kept.model_validate(item))
        except ValidationError:
            continue
    return found


def plain(conversations: list[Kept]) -> list[dict[str, Any]]:
    """What the browser keeps: the newest, as far as there is room."""
    out: list[dict[str, Any]] = []
    room = MOST_CHARACTERS
    for kept in conversations[:MOST_CONVERSATIONS]:
        data = kept.model_dump(mode="json")
        room -= len(json.dumps(data, ensure_ascii=False))
        if room < 0:
            break
        out.append(data)
    return out


def state_of_browser() -> gr.BrowserState:
    """Where the browser keeps it; to be laid out outside all tabs, since one that was never opened keeps nothing."""
    return gr.BrowserState([], storage_key=STORAGE, secret=SECRET)


def build(state: gr.BrowserState) -> History:
    """Lay out the search, the list and what can be done with all of it."""
    search = gr.Textbox(
        label=say("history.search"), placeholder=say("history.placeholder"), show_label=False, elem_id="history-search"
    )
    listed = gr.HTML(
        list_html([]),
        elem_id="history",
        js_on_load=(
            "element.addEventListener('click', (event) => {"
            " const button = event.target.closest('button[data-key]');"
            " if (button) trigger(button.dataset.act === 'drop' ? 'drop' : 'open', { key: button.dataset.key }); });"
        ),
    )
    with gr.Row(elem_classes="history-actions"):
        save = gr.Button(say("history.save"), size="sm", elem_id="history-save")
        clear = gr.Button(say("history.clear"), size="sm", elem_id="history-clear")
        file = gr.DownloadButton(chinese("bar.file"), visible="hidden", elem_id="history-file")
    return History(state, listed, search, save, clear, file)


def remember() -> Callable[[Session, Any], tuple[Any, Any]]:
    """The event after an answer: put the conversation first among those kept."""

    def keep(session: Session, state: Any) -> tuple[Any, Any]:
        told = tuple(
            KeptExchange(q=e.question[:4000], a=e.answer.text[:60_000], c=tuple(recall.kept(e.answer)))
            for e in session.exchanges
            if e.answer is not None
        )
        if not told:
            return gr.skip(), gr.skip()
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        others = [k for k in read(state) if k.key != session.key]
        every = [Kept(key=session.key or new_key(), at=now, exchanges=told), *others]
        return plain(every), list_html(every)

    return keep


def wire(history: History, context: Context, session: gr.State, shown: list[Any]) -> None:
    """Search, open, drop, save, clear."""

    def opened(state: Any, event: gr.EventData) -> tuple[Any, ...]:
        old = find(state, event._data["key"], context)
        return (gr.skip(),) * 5 if old is None else ("", messages(old), old.panel, "", old)

    def dropped(state: Any, search: str, event: gr.EventData) -> tuple[Any, Any]:
        left = [k for k in read(state) if k.key != event._data["key"]]
        return plain(left), list_html(left, search)

    def saved(state: Any) -> str:
        path = Path(tempfile.mkdtemp(prefix="history-")) / f"{chinese('history.file')}.md"
        path.write_text(as_markdown(read(state)), "utf-8")
        return str(path)

    open_page().load(lambda state: list_html(read(state)), history.state, history.listed, **_QUIET)
    history.search.change(
        lambda state, words: list_html(read(state), words), [history.state, history.search], history.listed, **_QUIET
    )
    history.listed.open(opened, [history.state], shown, **_QUIET).then(
        None, js="() => window.policyPage.side('sources')"
    )
    history.listed.drop(dropped, [history.state, history.search], history.changed, **_QUIET)
    history.save.click(saved, history.state, history.file, **_QUIET).success(
        None, js="() => window.policyPage.save('#history-file')"
    )
    history.clear.click(
        lambda state, sure: ([], list_html([])) if sure else (gr.skip(), gr.skip()),
        [history.state, history.search],
        history.changed,
        js="(state, words) => [state, window.confirm(window.policyPage.say('history.sure'))]",
        **_QUIET,
    )


def find(state: Any, key: str, context: Context) -> Session | None:
    """One of the conversations that a browser kept."""
    kept = next((k for k in read(state) if k.key == key), None)
    return None if kept is None else restored(kept, context)


def restored(kept: Kept, context: Context) -> Session:
    """A kept conversation to be read and gone on with."""
    session = Session(key=kept.key)
    for exchange in kept.exchanges:
        answer = recall.recalled(exchange.q, exchange.a, exchange.c, context.library)
        session = session.asked(exchange.q).answered(answer, context.library, recalled=True)
    return replace(session, key=kept.key)


def new_key() -> str:
    """A name for a conversation."""
    return uuid.uuid4().hex


def list_html(conversations: list[Kept], search: str = "") -> str:
    """The conversations that hold the words searched for, each a button that opens it and one that throws it away."""
    words = search.split()
    found = [k for k in conversations if all(any(w in e.q or w in e.a for e in k.exchanges) for w in words)]
    if not found:
        key = "history.none" if conversations else "history.empty"
        return f'<p class="none" data-say="{key}">{chinese(key)}</p>'
    return f'<ul class="kept">{"".join(_item(k) for k in found)}</ul>'


def _item(kept: Kept) -> str:
    first = " ".join(kept.exchanges[0].q.split())
    title = first if len(first) <= 60 else first[:59] + "…"
    count = f"{len(kept.exchanges)} 问" if len(kept.exchanges) > 1 else ""
    when = escape(" · ".join(p for p in (kept.at[:16].replace("T", " "), count) if p))
    key = attribute(kept.key)
    return (
        f'<li><button type="button" class="open" data-key="{key}" data-act="open">{escape(title)}'
        f'<span class="when">{when}</span></button>'
        f'<button type="button" class="drop" data-key="{key}" data-act="drop" '
        f'aria-label="{chinese("history.drop")}：{attribute(title)}" title="{chinese("history.drop")}">×</button></li>'
    )


def as_markdown(conversations: list[Kept]) -> str:
    """All kept conversations as a text file that any program opens."""
    out = [f"# {chinese('history.file')}\n"]
    for kept in conversations:
        out.append(f"## {kept.at[:16].replace('T', ' ')}\n")
        for exchange in kept.exchanges:
            cited = "".join(f"- [{m}] {clause}：{quote}\n" for m, clause, quote in exchange.c)
            out.append(f"**问：{exchange.q}**\n\n{exchange.a}\n\n{cited}")
    return "\n".join(out)
