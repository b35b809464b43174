"""Where a model's text comes from: any LangChain chat model, an OpenAI-compatible endpoint above all.

The only module that knows langchain-openai, imported when the first question needs it. What the libraries raise is named
here (``ChatFailed``), so nobody else has to know them.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from pydantic import SecretStr

from assistant.chat.failure import ChatFailed
from assistant.chat.settings import ChatSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk
    from openai import DefaultAsyncHttpxClient as AsyncHttpxClient


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a stream: text, and at the end what was read and written and why it ended ("stop", "length")."""

    text: str = ""
    read: int = 0
    written: int = 0
    finish: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the two parts of a prompt, how long the answer may be, the JSON schema it must fit (or none)."""

    system: str
    task: str
    tokens: int
    schema: dict[str, Any] | None = None
    counted: bool = True


class Source(Protocol):
    """A model that writes a text piece by piece; ``ends`` tells whether its last piece says why it ended."""

    name: str
    ends: bool

    def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        """The answer as it is written; raises ``ChatFailed``."""
        ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...


class LangChainSource:
    """A source over a LangChain chat model; with a ``client`` it is an endpoint, which is told more and says why it ended."""

    def __init__(self, model: BaseChatModel, name: str, client: AsyncHttpxClient | None = None) -> None:
        self._model = model
        self.name = name
        self.ends = client is not None
        self._client = client

    async def close(self) -> None:
        """Close the endpoint's connections."""
        if self._client is not None:
            await self._client.aclose()

    async def pieces(self, call: Call) -> AsyncGenerator[Piece, None]:
        """The model's chunks; what it raises comes out as ``ChatFailed``."""
        messages = ([("system", call.system)] if call.system else []) + [("human", call.task)]
        try:
            async with aclosing(self._stream(messages, self._options(call) if self._client else {})) as chunks:
                async for chunk in chunks:
                    usage: Any = chunk.usage_metadata or {}
                    yield Piece(
                        str(chunk.text),
                        usage.get("input_tokens", 0),
                        usage.get("output_tokens", 0),
                        str(chunk.response_metadata.get("finish_reason") or ""),
                    )
        except ChatFailed:
            raise
        except Exception as error:  # every library below has errors of its own; all of them end in the composed answer
            raise _named(error) from error

    def _stream(self, messages: list[tuple[str, str]], options: dict[str, Any]) -> AsyncGenerator[AIMessageChunk, None]:
        # It is a generator, whatever its annotation says, and must be closed for the connection to close.
        return cast("AsyncGenerator[AIMessageChunk, None]", self._model.astream(messages, **options))

    def _options(self, call: Call) -> dict[str, Any]:
        """In the body as old and new servers alike read them; LangChain's own options would parse the stream's end."""
        body: dict[str, Any] = {"max_tokens": call.tokens}
        if call.schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "claims", "schema": call.schema, "strict": True},
            }
        return {"extra_body": body, "stream_usage": call.counted}


def open_source(settings: ChatSettings) -> Source:
    """The endpoint that the settings name. Retries are ours (``Chat``), so that they keep to the question's seconds."""
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient

    # A loopback address behind a proxy of the environment would not be reached.
    client = DefaultAsyncHttpxClient(trust_env=not settings.loopback)
    model = ChatOpenAI(
        base_url=settings.base_url,
        model=settings.model,
        api_key=settings.api_key if settings.api_key.get_secret_value() else SecretStr("none"),  # it insists on one
        temperature=settings.temperature,
        timeout=settings.timeout,
        max_retries=0,
        stream_chunk_timeout=None,  # its own 120 s would cut in before ``timeout``, which ``Chat`` keeps
        http_async_client=client,
    )
    return LangChainSource(model, settings.model, client)


def _named(error: Exception) -> ChatFailed:
    """The failure behind a library's error, by what the endpoint answered."""
    import httpx2
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException | TimeoutError):
        return ChatFailed("slow", type(error).__name__)
    if isinstance(error, openai.APIConnectionError | httpx2.ConnectError):
        return ChatFailed("down", type(error).__name__)
    if isinstance(error, openai.RateLimitError):
        return ChatFailed("limited", "429", _wait(error))
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        if status in (401, 403, 404):
            return ChatFailed("denied", str(status))
        if status in (400, 422):
            return ChatFailed("unfit", str(status))
        return ChatFailed("broken", str(status))
    if isinstance(error, httpx2.HTTPError | openai.OpenAIError):
        return ChatFailed("broken", type(error).__name__)
    return ChatFailed("broken", f"{type(error).__name__}: {error}"[:200])


def _wait(error: Any) -> float:
    """The seconds of a Retry-After header, 0 without one."""
    try:
        return min(float(error.response.headers.get("retry-after", 0)), 60.0)
    except (AttributeError, ValueError):
        return 0.0
