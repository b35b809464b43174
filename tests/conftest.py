"""What holds for every test: switches for working offline, and no connection that leaves this machine."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.ask import Assistant

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
# Set while collecting too: libraries read these when they are first imported.
os.environ.update(OFFLINE)


def _stays_here(address: object) -> bool:
    """Whether a socket address is a Unix path or on the loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    return host in ("", "localhost", "::1", "0.0.0.0") or host.startswith(("127.", "::ffff:127."))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse every connection that leaves the machine, and fail the test even where the code swallowed the refusal."""
    attempts: list[str] = []

    def guarded(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def connect(self: socket.socket, address: object) -> object:
            if not _stays_here(address):
                attempts.append(f"{name} {address}")
                raise OSError(f"tests do not use the network: {address}")
            return original(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(name))

    lookup = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _stays_here((name,)):
            attempts.append(f"getaddrinfo {name}")
            raise socket.gaierror(f"tests do not use the network: {name}")
        return lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield attempts
    if attempts:
        pytest.fail("the test reached for the network: " + "; ".join(attempts))


@pytest.fixture(scope="session")
def built_index() -> Path:
    """The index of the five documents, built once and brought up to date by every later run; parallel workers wait.

    It loads the embedding model, so only tests of the whole path ask for it.
    """
    from corpus.errors import IndexBusy  # here, because most tests need none of these
    from corpus.library import Library
    from index.build import build

    folder = Path(__file__).resolve().parent.parent / "build" / "test-index"
    until = time.monotonic() + 300
    while True:
        try:
            build(Library.load(), folder)
        except IndexBusy:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return folder


@pytest.fixture(scope="session")
def assistant(built_index: Path) -> Assistant:
    """The assistant over the five documents, opened once; the day is fixed, so passed deadlines don't depend on today."""
    from assistant.ask import Assistant
    from index.retriever import Retriever
    from tests.builders_assistant import five_documents

    held = five_documents()
    return Assistant(held, Retriever.open(built_index, corpus_digest=held.digest), date(2026, 1, 1))
