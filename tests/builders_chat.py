"""Chat models for the tests: one that says what it is told, and an endpoint on the loopback that fails as it is told."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from assistant.ask import Assistant
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.settings import ChatSettings
from assistant.chat.source import Call, Piece
from index.retriever import Retriever
from tests.builders_assistant import TODAY, Everything, small_library


class Scripted:
    """A source that gives its answers in turn, the last one again and again, and remembers what it was asked."""

    name, ends = "scripted", True

    def __init__(self, *answers: str | ChatFailed) -> None:
        self.answers = list(answers)
        self.calls: list[Call] = []

    async def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        answer = self.answers[min(len(self.calls), len(self.answers) - 1)]
        self.calls.append(call)
        if isinstance(answer, ChatFailed):
            raise answer
        for start in range(0, len(answer), 7):
            yield Piece(answer[start : start + 7])
        yield Piece(read=100, written=len(answer), finish="stop")

    async def close(self) -> None:
        """It holds nothing."""


def settings(**given: Any) -> ChatSettings:
    return ChatSettings(**{"model": "scripted", "output": "lines", "retries": 0, "seconds": 20.0, **given})


def written_by(source: Scripted, **given: Any) -> Assistant:
    """The assistant over the small documents with a scripted model."""
    held = small_library()
    return Assistant(held, cast(Retriever, Everything(held)), TODAY, Chat(source, settings(**given)))


def naming(words: str, sentence: str) -> Callable[[Call], str]:
    """A line that says a sentence of the evidence that holds some words."""

    def line(call: Call) -> str:
        before = call.task[: call.task.index(words)]
        return f"E{before.rpartition(chr(10) + 'E')[2].partition(' ')[0]}|{sentence}"

    return line


class Knowing(Scripted):
    """A source that looks at what it was asked before it answers."""

    def __init__(self, *answers: Callable[[Call], str]) -> None:
        super().__init__("")
        self._lines = answers

    async def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        self.answers = ["\n".join(line(call) for line in self._lines)] * (len(self.calls) + 1)
        async for piece in super().pieces(call):
            yield piece


class Slow(Scripted):
    """A source that writes its first line at once and waits before each of the others; knows when it was cut off."""

    def __init__(self, *lines: str, pause: float = 60.0) -> None:
        super().__init__("")
        self.lines = lines
        self.pause = pause
        self.cut = threading.Event()

    async def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        self.calls.append(call)
        try:
            for number, line in enumerate(self.lines):
                if number:
                    await asyncio.sleep(self.pause)
                yield Piece(line + "\n")
        except (asyncio.CancelledError, GeneratorExit):
            self.cut.set()
            raise
        yield Piece(read=100, written=20, finish="stop")


Reply = Callable[["_Handler"], None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = cast(Endpoint, self.server)
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server.requests.append(body)
        server.headers.append({k.lower(): v for k, v in self.headers.items()})
        server.replies[min(len(server.requests), len(server.replies)) - 1](self)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


class Endpoint(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint that gives its replies in turn, the last again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.closed_early = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def endpoint(*replies: Reply) -> Iterator[Endpoint]:
    server = Endpoint(*replies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, **headers: str) -> Reply:
    """An error of the endpoint."""

    def reply(handler: _Handler) -> None:
        data = b'{"error": {"message": "no", "type": "error"}}'
        handler.send_response(code)
        handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def says(text: str, *, cut: int | None = None, pause: float = 0.0, hang: float = 0.0, usage: bool = True) -> Reply:
    """A stream of the text; ``cut`` closes it after so many pieces, ``hang`` sleeps before the first, ``pause`` between."""

    def reply(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        pieces = [text[i : i + 5] for i in range(0, len(text), 5)][:cut]
        try:
            time.sleep(hang)
            for piece in pieces:
                _send(handler, {"choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}}]})
                time.sleep(pause)
            if cut is not None:
                return
            _send(handler, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            if usage:
                counts = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
                _send(handler, {"choices": [], "usage": counts})
            handler.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            cast(Endpoint, handler.server).closed_early.set()

    return reply


def raw(data: bytes) -> Reply:
    """Bytes that are no stream of a chat model."""

    def reply(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("content-length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def _send(handler: _Handler, chunk: dict[str, Any]) -> None:
    whole = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted", **chunk}
    handler.wfile.write(f"data: {json.dumps(whole, ensure_ascii=False)}\n\n".encode())
    handler.wfile.flush()
