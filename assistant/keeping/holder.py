"""The assistant that answers now; another takes its place between two questions, never in the middle of one.

``Holder`` has what the page asks of an assistant (``ask``, ``stream``, ``library``). A question that is being answered
keeps the assistant it began with: its library and its index belong together.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assistant.answer import Answer
from assistant.ask import Assistant, Turn
from assistant.events import Event
from corpus.errors import PolicyError
from corpus.library import Library

_LOOK_AGAIN = 1.0  # seconds between two looks at what is published
_log = logging.getLogger(__name__)


class Holder:
    """Holds one assistant for all readers.

    ``published`` names the index generation on disk and ``reopen`` opens library and index anew: with both, what
    ``python -m corpus add`` and ``python -m index build`` did beside a running page is answered from soon after.
    """

    def __init__(
        self,
        assistant: Assistant,
        reopen: Callable[[], Assistant] | None = None,
        published: Callable[[], str] | None = None,
    ) -> None:
        self._assistant = assistant
        self._reopen, self._published = reopen, published
        self._lock = threading.Lock()
        self._known = published() if published else ""
        self._looked = time.monotonic()
        self._busy = 0
        self._swaps = 0

    @property
    def assistant(self) -> Assistant:
        """The one that answers now."""
        self._look()
        return self._assistant

    @property
    def library(self) -> Library:
        """The documents that are answered from now."""
        return self.assistant.library

    @property
    def swaps(self) -> int:
        """How often another took the place: a page that shows the library knows by it that there is something new."""
        return self._swaps

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer, as ``Assistant.ask``."""
        return self.assistant.ask(question, history)

    def stream(
        self, question: str, history: Sequence[Turn] = (), stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """Answer sentence by sentence, as ``Assistant.stream``."""
        return self.assistant.stream(question, history, stop)

    def put(self, assistant: Assistant) -> None:
        """From the next question on this one answers."""
        with self._lock:
            self._assistant = assistant
            self._known = self._published() if self._published else ""
            self._swaps += 1

    @contextmanager
    def changing(self) -> Iterator[None]:
        """While somebody builds an index for this holder, the look at what is published waits."""
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def _look(self) -> None:
        """Begin to open anew where another generation was published; the one at hand answers until that is done."""
        if self._published is None or self._reopen is None or time.monotonic() - self._looked < _LOOK_AGAIN:
            return
        with self._lock:
            self._looked = time.monotonic()
            if self._busy:
                return
            try:
                found = self._published()
            except PolicyError:
                return
            if found == self._known:
                return
            self._known = found
        threading.Thread(target=self._open_anew, name="reopen", daemon=True).start()

    def _open_anew(self) -> None:
        assert self._reopen is not None
        try:
            assistant = self._reopen()
        except PolicyError as error:
            _log.error("新索引打不开，仍用原来的作答：%s", error)
            return
        with self._lock:
            self._assistant = assistant
            self._swaps += 1
