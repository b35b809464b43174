"""文件库: the documents with their force and versions; taking in with a preview first, removing with a way back.

Whoever may not change the library sees it all and gets no buttons; every event asks again, since anybody can send one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.keeping.keeper import Done, Keeper, Step, Tell
from assistant.keeping.listed import difference, listed, removed, versions
from assistant.keeping.preview import Preview, on_the_page
from assistant.web.context import Context
from assistant.web.first_seen import when_opened
from assistant.web.library_html import difference_html, list_html, preview_html, removed_html, versions_html
from assistant.web.notices import notice
from assistant.web.uploads import Sent, uploads_of
from assistant.web.words import say
from assistant.web.working import Finished, worked
from corpus.errors import PolicyError
from corpus.read import SUFFIXES

FORBIDDEN = "只有文件管理员可以更改文件库；请联系管理员，或用管理员的名字登录。"
_READING = (
    "element.addEventListener('click', (e) => { const b = e.target.closest('button.act'); "
    "if (b) trigger('click', { act: b.dataset.act, id: b.dataset.id, version: b.dataset.version || '' }); });"
)
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_Shown = tuple[Any, ...]


class Shelf:
    """The tab's events; ``shown`` in order: notice, list, removed, detail, preview, files, take, drop, undo, previews, steps."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def may_change(self, request: gr.Request) -> bool:
        """Whether this reader may change the library, and the page can at all."""
        return self._context.keeper is not None and self._context.permissions.may_change(request.username)

    def keeper(self, request: gr.Request) -> Keeper:
        """Who carries out changes; raises ``PolicyError`` for a reader who may not."""
        keeper = self._context.keeper
        if keeper is None or not self._context.permissions.may_change(request.username):
            raise PolicyError(FORBIDDEN)
        return keeper

    def lists(self, request: gr.Request) -> tuple[str, str]:
        """The list of documents and the list of removed ones."""
        library, may = self._context.library, self.may_change(request)
        rows = listed(library, self._context.day())
        gone = removed(library.folder) if self._context.keeper else ()
        return list_html(rows, library.failures, may), removed_html(gone, may)

    def opened(self, request: gr.Request) -> tuple[Any, ...]:
        """The tab as it is opened."""
        may = self.may_change(request)
        told = "" if may else notice("可以查看。" + FORBIDDEN, "plain")
        return (told, *self.lists(request), gr.update(visible=may))

    def previewed(self, files: Sent, request: gr.Request) -> Iterator[_Shown]:
        """Files were chosen: what they would become, and buttons to go on or not; a large one takes a while."""
        hidden = gr.update(visible=False)
        yield notice("正在读取文件，看条款结构……", "plain"), "", hidden, hidden, ()
        try:
            previews = self.keeper(request).preview(uploads_of(files))
        except PolicyError as error:
            yield notice(str(error)), "", hidden, hidden, ()
            return
        ready = sum(p.takeable for p in previews)
        words = f"{ready}个文件可以收入，请核对后点“收入”。" if ready else "没有可以收入的文件，原因如下。"
        yield (
            notice(words, "plain" if ready else "problem"), preview_html(previews), gr.update(visible=bool(ready)),
            gr.update(visible=bool(previews)), previews,
        )  # fmt: skip

    def taken(self, previews: Sequence[Preview], request: gr.Request) -> Iterator[_Shown]:
        """Take in what was previewed."""
        uploads = [p.upload for p in previews if p.takeable]
        yield from self._changed(lambda keeper, tell: keeper.take_in(uploads, tell), request)

    def undone(self, steps: Sequence[Step], request: gr.Request) -> Iterator[_Shown]:
        """Go back over the last change."""
        yield from self._changed(lambda keeper, tell: keeper.undo(steps, tell), request)

    def pressed(self, event: gr.EventData, request: gr.Request) -> Iterator[_Shown]:
        """A button of the list: look at versions or a difference, or change something."""
        data = event._data or {}
        act, wanted, version = (str(data.get(k, "")) for k in ("act", "id", "version"))
        changes: dict[str, Callable[[Keeper, Tell], Done]] = {
            "remove": lambda keeper, tell: keeper.remove(wanted, tell),
            "bring": lambda keeper, tell: keeper.restore(wanted, None, tell),
            "restore": lambda keeper, tell: keeper.restore(wanted, version, tell),
        }
        if act in changes:
            yield from self._changed(changes[act], request)
        else:
            yield self._looked_at(act, wanted, version, request)

    def _looked_at(self, act: str, wanted: str, version: str, request: gr.Request) -> _Shown:
        folder = self._context.library.folder
        skip = gr.skip()
        if folder is None:
            return (skip,) * 11
        try:
            if act == "diff":
                detail = difference_html(*difference(folder, wanted, version))
            else:
                detail = versions_html(wanted, versions(folder, wanted), self.may_change(request))
        except PolicyError as error:
            return (notice(on_the_page(str(error))), *([skip] * 10))
        return (skip, skip, skip, detail, *([skip] * 7))

    def _changed(self, change: Callable[[Keeper, Tell], Done], request: gr.Request) -> Iterator[_Shown]:
        """Carry a change out, telling how far it is; at the end the new list and the way back."""
        skip, hidden = gr.skip(), gr.update(visible=False)
        try:
            keeper = self.keeper(request)
        except PolicyError as error:
            yield (notice(str(error)), *([skip] * 10))
            return
        for step in worked(lambda tell: change(keeper, tell)):
            if not isinstance(step, Finished):
                yield (step, skip, skip, skip, skip, skip, hidden, hidden, hidden, skip, skip)
            elif step.result is None:
                yield (notice(on_the_page(step.problem)), *self.lists(request), *([skip] * 6), skip, skip)
            else:
                back = step.result.back
                words, kind = _told(step.result)
                undo = gr.update(visible=bool(back))
                yield (notice(words, kind), *self.lists(request), "", "", None, hidden, hidden, undo, (), back)


def _told(done: Done) -> tuple[str, Any]:
    said = " ".join(on_the_page(o.message) for o in done.outcomes)
    changed = any(o.taken or o.verdict == "移除" for o in done.outcomes)
    return (f"{said}索引已更新，现在就按新的文件库作答。", "done") if changed else (said, "problem")


def _emptied() -> tuple[Any, ...]:
    """Nothing was taken in: the files and their preview go."""
    return "", "", None, gr.update(visible=False), gr.update(visible=False), ()


def build(context: Context) -> None:
    """Lay out the tab and wire it."""
    shelf = Shelf(context)
    previews, steps = gr.State(()), gr.State(())
    with gr.Row(elem_classes="bar"):
        said = gr.HTML(elem_id="library-said", elem_classes="saying push wide", js_on_load=None)
        undo = gr.Button(say("library.undo"), size="sm", visible=False, elem_id="library-undo")
    with gr.Column(visible=False, elem_id="library-intake") as intake:
        files = gr.File(file_count="multiple", label=say("library.files"), height=132, elem_id="library-files")
        gr.HTML(
            f'<p class="quiet">可以收入 {" ".join(SUFFIXES)}，每个不超过 50 MB；先看结构，再决定收不收。</p>',
            js_on_load=None,
        )
        preview = gr.HTML(elem_id="library-preview", js_on_load=None)
        with gr.Row(elem_classes="bar"):
            take = gr.Button(say("library.take"), variant="primary", size="sm", visible=False, elem_id="library-take")
            drop = gr.Button(say("library.drop"), size="sm", visible=False, elem_id="library-drop", elem_classes="push")
    detail = gr.HTML(elem_id="library-detail", js_on_load=_READING)
    table = gr.HTML(elem_id="library-list", js_on_load=_READING)
    gone = gr.HTML(elem_id="library-gone", js_on_load=_READING)
    shown = [said, table, gone, detail, preview, files, take, drop, undo, previews, steps]
    when_opened(shelf.opened, [], [said, table, gone, intake])
    files.upload(shelf.previewed, [files], [said, preview, take, drop, previews], preprocess=False, **_QUIET)
    gr.on([drop.click, files.clear], _emptied, None, [said, preview, files, take, drop, previews], **_QUIET)
    take.click(shelf.taken, [previews], shown, **_QUIET)
    undo.click(shelf.undone, [steps], shown, **_QUIET)
    for html in (table, gone, detail):
        html.click(shelf.pressed, None, shown, **_QUIET)
