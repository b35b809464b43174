"""The questions that are being answered, one a browser tab, so that 停止, 新对话 and a closed tab reach their models.

Each of these is an event of its own: it knows the tab, not the generator that waits for the model in another thread.
"""

from __future__ import annotations

import threading


class Running:
    """Who waits for an answer, and the event that ends the model's part in it; shared by all readers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: dict[str, threading.Event] = {}

    def begin(self, tab: str) -> threading.Event | None:
        """The stop of a new question, ``None`` where the tab still waits for the one before."""
        with self._lock:
            if tab in self._stops:
                return None
            return self._stops.setdefault(tab, threading.Event())

    def waits(self, tab: str, stop: threading.Event) -> bool:
        """Whether anybody still waits for this answer."""
        with self._lock:
            return self._stops.get(tab) is stop

    def busy(self, tab: str) -> bool:
        """Whether the tab waits for an answer."""
        with self._lock:
            return tab in self._stops

    def stop(self, tab: str) -> None:
        """End the model's part; the answer is finished without it and shown."""
        with self._lock:
            if tab in self._stops:
                self._stops[tab].set()

    def leave(self, tab: str) -> None:
        """End the model's part; nobody waits for the answer any more."""
        with self._lock:
            stop = self._stops.pop(tab, None)
        if stop is not None:
            stop.set()

    def end(self, tab: str, stop: threading.Event) -> None:
        """The answer is there, or was given up: nothing of it goes on."""
        stop.set()
        with self._lock:
            if self._stops.get(tab) is stop:
                del self._stops[tab]
