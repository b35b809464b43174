"""One call to the model: in a place of its own, within the question's seconds, tried again where that can help.

    for text in chat.stream(Call(system, task, 400), Budget(60)): …

The network runs in an event loop of its own thread, so a stop takes effect at once and closes the connection: a server
on two cores then stops writing what nobody reads.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from assistant.chat.budget import Budget, estimated
from assistant.chat.failure import AGAIN, ChatFailed
from assistant.chat.settings import ChatSettings, Output, load_chat_settings
from assistant.chat.source import Call, Piece, Source, open_source

_log = logging.getLogger(__name__)
_TICK = 0.1
_FIRST_WAIT = 0.5
_END = 5.0
DOWN_FOR = 20.0
"""Seconds for which an endpoint that could not be reached is not tried again: a reader shouldn't wait for it each time."""

_Sent = Piece | ChatFailed | None


class Chat:
    """A model to talk to; safe to share between threads."""

    def __init__(self, source: Source | Callable[[], Source], settings: ChatSettings) -> None:
        self.settings = settings
        self._source = source
        self._places = threading.BoundedSemaphore(settings.concurrency)
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._down_until = 0.0
        self._form: Output = settings.output
        self._counted = True

    @property
    def name(self) -> str:
        """The model's name."""
        return self.settings.model or "模型"

    @property
    def form(self) -> Output:
        """How claims are asked for: as set, or what "auto" has learnt of this endpoint."""
        return self._form

    def learn(self, form: Output) -> None:
        """Remember what the endpoint can do, where that was left open."""
        if self.settings.output == "auto":
            self._form = form

    def stream(self, call: Call, budget: Budget) -> Generator[str, None, None]:
        """The answer's text piece by piece; raises ``ChatFailed``. Nothing is tried again once a piece was given."""
        self._enter(budget)
        try:
            tries = 0
            while True:
                given = False
                try:
                    for text in self._once(replace(call, counted=self._counted), budget):
                        given = True
                        yield text
                    return
                except ChatFailed as failed:
                    tries += 1
                    if failed.kind == "unfit" and self._counted and call.schema is None:
                        self._counted = False  # an old server that can't count its tokens
                        continue
                    if given or failed.kind not in AGAIN or tries > self.settings.retries:
                        self._mark(failed)
                        raise
                    _log.info("chat model: %s, try %d", failed, tries)
                    budget.rest(max(failed.wait, _FIRST_WAIT * 2 ** (tries - 1)))
        finally:
            self._places.release()

    def ask(self, call: Call, budget: Budget) -> str:
        """The whole answer at once."""
        return "".join(self.stream(call, budget))

    def close(self) -> None:
        """End what runs, let go of the connections and the thread; a closed chat is not used again."""
        with self._lock:
            loop, source, self._loop = self._loop, self._source, None
        if loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(_end(None if callable(source) else source), loop).result(_END)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(_END)
        loop.close()

    def _enter(self, budget: Budget) -> None:
        budget.check()
        if time.monotonic() < self._down_until:
            raise ChatFailed("down", "not tried again yet")
        until = time.monotonic() + min(budget.left / 2, self.settings.timeout)
        while not self._places.acquire(timeout=_TICK):
            budget.check()
            if time.monotonic() > until:
                raise ChatFailed("busy")

    def _mark(self, failed: ChatFailed) -> None:
        if failed.kind == "down":
            self._down_until = time.monotonic() + DOWN_FOR

    def _once(self, call: Call, budget: Budget) -> Iterator[str]:
        """One request. What it read and wrote is counted, estimated where the endpoint doesn't say."""
        budget.check()
        budget.calls += 1
        sent: queue.SimpleQueue[_Sent] = queue.SimpleQueue()
        source = self._opened()
        running = asyncio.run_coroutine_threadsafe(_pump(source, call, sent), self._running())
        text, counted, finish = "", False, ""
        try:
            while (piece := self._next(sent, budget)) is not None:
                counted = counted or bool(piece.read)
                budget.read += piece.read
                budget.written += piece.written
                finish = piece.finish or finish
                if piece.text:
                    text += piece.text
                    yield piece.text
                if estimated(text) > 3 * call.tokens:
                    raise ChatFailed("nonsense", "no end")
            if source.ends and not finish:
                raise ChatFailed("broken", "the stream stopped in the middle")
        finally:
            _cancel(running)
            if not counted:
                budget.guessed = True
                budget.read += estimated(call.system + call.task)
                budget.written += estimated(text)

    def _next(self, sent: queue.SimpleQueue[_Sent], budget: Budget) -> Piece | None:
        """The next piece, ``None`` at the end; looks for a stop and at the clock ten times a second."""
        until = time.monotonic() + self.settings.timeout
        while True:
            budget.check()
            try:
                got = sent.get(timeout=_TICK)
            except queue.Empty:
                if time.monotonic() > until:
                    raise ChatFailed("slow", f"nothing for {self.settings.timeout:g} s") from None
                continue
            if isinstance(got, ChatFailed):
                raise got
            return got

    def _opened(self) -> Source:
        with self._lock:
            if callable(self._source):
                self._source = self._source()
            return self._source

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="chat-model", daemon=True)
                self._thread.start()
            return self._loop


async def _pump(source: Source, call: Call, sent: queue.SimpleQueue[_Sent]) -> None:
    """Pass the pieces of one request on to the thread that reads them; ``None`` is the end."""
    try:
        async with aclosing(source.pieces(call)) as pieces:
            async for piece in pieces:
                sent.put(piece)
        sent.put(None)
    except ChatFailed as failed:
        sent.put(failed)


async def _end(source: Source | None) -> None:
    """Cancel every request and wait until its connection is closed."""
    others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
    if source is not None:
        await source.close()


def _cancel(running: Future[Any]) -> None:
    if not running.done():
        running.cancel()


def open_chat(settings: ChatSettings | None = None) -> Chat | None:
    """The chat model that is set, ``None`` where none is; nothing is imported or connected yet."""
    settings = settings or load_chat_settings()
    return Chat(lambda: open_source(settings), settings) if settings.configured else None
