"""Long work behind an event: it runs in a thread of its own, and the page is told how far it is."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.keeping.keeper import Tell
from assistant.web.notices import progress
from corpus.errors import PolicyError

T = TypeVar("T")
_EVERY = 0.15  # seconds between two pictures of how far it is
_UNEXPECTED = "出了意外，没有做成，文件库没有变。请再试一次；若仍不行，请把时间告诉管理员，以便查看日志。"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finished(Generic[T]):
    """The end of a piece of work: its result, or in one Chinese sentence why there is none."""

    result: T | None
    problem: str = ""


def worked(job: Callable[[Tell], T]) -> Iterator[str | Finished[T]]:
    """Notices of how far it is, then the end. The work goes on to its end where nobody listens any more."""
    told: queue.Queue[tuple[str, int, int] | Finished[T]] = queue.Queue()

    def run() -> None:
        try:
            told.put(Finished(job(lambda stage, done, total: told.put((stage, done, total)))))
        except PolicyError as error:
            told.put(Finished(None, str(error)))
        except Exception:  # whatever it was, the reader gets a sentence and the log the rest
            log.exception("work behind the page failed")
            told.put(Finished(None, _UNEXPECTED))

    threading.Thread(target=run, name="work", daemon=True).start()
    last, stage_before = 0.0, ""
    while True:
        found = told.get()
        if isinstance(found, Finished):
            yield found
            return
        stage, done, total = found
        if stage != stage_before or time.monotonic() - last >= _EVERY:
            last, stage_before = time.monotonic(), stage
            yield progress(stage, done, total)
