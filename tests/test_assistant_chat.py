"""The chat model over a real endpoint that fails in every way: named failures, tries, time, tokens, a stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.chat.budget import Budget, estimated
from assistant.chat.chat import Chat, open_chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from tests.builders_chat import Endpoint, Reply, endpoint, raw, says, settings, status

CALL = Call("只依据证据。", "问题", 50)
SAID = "到2026年,每千人口注册护士数达到4.2人。"


OPEN: list[Chat] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Every chat that a test opened is closed after it: its connections and its thread leave nothing behind."""
    yield
    while OPEN:
        OPEN.pop().close()


def chat_of(server: Endpoint, **given: Any) -> Chat:
    chat = open_chat(settings(base_url=server.url, timeout=5.0, **given))
    assert chat is not None
    OPEN.append(chat)
    return chat


def failure(reply: Reply, **given: Any) -> ChatFailed:
    with endpoint(reply) as server, pytest.raises(ChatFailed) as failed:
        chat_of(server, **given).ask(CALL, Budget(given.get("seconds", 10.0)))
    return failed.value


def test_the_text_comes_in_pieces_and_is_counted() -> None:
    with endpoint(says(SAID)) as server:
        budget = Budget(10)
        pieces = list(chat_of(server).stream(CALL, budget))
        assert len(pieces) > 3
        assert "".join(pieces) == SAID
        assert (budget.calls, budget.read, budget.written, budget.guessed) == (1, 11, 7, False)
        (request,) = server.requests
        assert request["max_tokens"] == 50
        assert request["temperature"] == 0
        assert [m["role"] for m in request["messages"]] == ["system", "user"]
        assert "response_format" not in request


def test_tokens_are_estimated_where_the_endpoint_does_not_count() -> None:
    with endpoint(says(SAID, usage=False)) as server:
        budget = Budget(10)
        chat_of(server).ask(CALL, budget)
        assert budget.guessed
        assert budget.written == estimated(SAID)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (401, "denied"),
        (403, "denied"),
        (404, "denied"),
        (422, "unfit"),
        (429, "limited"),
        (500, "broken"),
        (503, "broken"),
    ],
)
def test_an_error_of_the_endpoint_has_a_name(code: int, kind: str) -> None:
    assert failure(status(code)).kind == kind


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (says(SAID, cut=3), "broken"),
        (raw(b"data: {not json\n\n"), "broken"),
        (raw(b"<html>gateway</html>"), "broken"),
        (raw(b""), "broken"),
    ],
    ids=["stops in the middle", "garbage", "a web page", "nothing"],
)
def test_a_stream_that_is_none_is_broken(reply: Reply, kind: str) -> None:
    assert failure(reply).kind == kind


def test_an_endpoint_that_hangs_is_slow() -> None:
    started = time.monotonic()
    assert failure(says(SAID, hang=8), seconds=1.0).kind == "slow"
    assert time.monotonic() - started < 4


def test_an_endpoint_that_drips_is_slow_once_the_seconds_are_used_up() -> None:
    assert failure(says(SAID * 20, pause=0.2), seconds=1.0).kind == "slow"


def test_what_never_ends_is_cut_off() -> None:
    assert failure(says("护士" * 200)).kind == "nonsense"


def test_nobody_there_is_told_and_not_tried_again_at_once() -> None:
    with endpoint(says(SAID)) as server:
        chat = chat_of(server)
    for _ in range(2):
        with pytest.raises(ChatFailed) as failed:
            chat.ask(CALL, Budget(5))
        assert failed.value.kind == "down"
    assert failed.value.detail == "not tried again yet"


def test_another_try_mends_a_limit_and_waits_as_long_as_it_is_told() -> None:
    with endpoint(status(429, retry_after="1"), status(500), says(SAID)) as server:
        started = time.monotonic()
        assert chat_of(server, retries=2).ask(CALL, Budget(20)) == SAID
        assert time.monotonic() - started >= 1.9
        assert len(server.requests) == 3


def test_a_wait_that_outlasts_the_budget_is_not_begun() -> None:
    started = time.monotonic()
    assert failure(status(429, retry_after="30"), retries=3, seconds=3.0).kind == "slow"
    assert time.monotonic() - started < 2


def test_nothing_is_tried_again_once_something_was_given() -> None:
    with endpoint(says(SAID, cut=3), says(SAID)) as server:
        with pytest.raises(ChatFailed):
            chat_of(server, retries=3).ask(CALL, Budget(10))
        assert len(server.requests) == 1


def test_a_stop_ends_the_call_at_once_and_closes_the_connection() -> None:
    with endpoint(says(SAID * 50, pause=0.05)) as server:
        stop = threading.Event()
        budget = Budget(30, stop)
        stream = chat_of(server).stream(Call("", "问题", 5000), budget)
        next(stream)
        stop.set()
        started = time.monotonic()
        with pytest.raises(ChatFailed) as failed:
            list(stream)
        assert failed.value.kind == "stopped"
        assert time.monotonic() - started < 1
        assert server.closed_early.wait(5)


def test_more_questions_than_places_are_told_that_it_is_busy() -> None:
    with endpoint(says(SAID * 30, pause=0.05)) as server:
        chat = chat_of(server, concurrency=1)
        stream = chat.stream(Call("", "问题", 5000), Budget(20))
        next(stream)
        with pytest.raises(ChatFailed) as failed:
            chat.ask(CALL, Budget(0.5))
        assert failed.value.kind == "busy"
        stream.close()
        assert next(chat.stream(Call("", "问题", 5000), Budget(20)))


def test_an_old_server_that_cannot_count_is_asked_without() -> None:
    with endpoint(status(400), says(SAID, usage=False)) as server:
        chat = chat_of(server)
        assert chat.ask(CALL, Budget(10)) == SAID
        assert [("stream_options" in r) for r in server.requests] == [True, False]
        chat.ask(CALL, Budget(10))
        assert "stream_options" not in server.requests[-1]


def test_the_key_is_sent_and_never_shown() -> None:
    with endpoint(says(SAID)) as server:
        chat = chat_of(server, api_key="sk-geheim")
        chat.ask(CALL, Budget(10))
        assert server.headers[0]["authorization"] == "Bearer sk-geheim"
        assert "geheim" not in repr(chat.settings)
        assert "geheim" not in str(chat.settings.model_dump())


def test_a_proxy_of_the_environment_does_not_come_between(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with endpoint(says(SAID)) as server:
        assert chat_of(server).ask(CALL, Budget(10)) == SAID
