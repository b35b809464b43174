"""What one question may use of a model, seconds and tokens, and what it has used. A reader's stop ends it at once."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field

from assistant.chat.failure import ChatFailed

_WIDE = re.compile(r"[\u2e80-\uffef]")


def estimated(text: str) -> int:
    """About how many tokens a text has: one a Chinese character, one for four others; rather too many than too few."""
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide + 3) // 4


@dataclass(slots=True)
class Budget:
    """Counts down the seconds of one question and counts up its calls and tokens; ``guessed`` where they are estimates."""

    seconds: float
    stop: threading.Event = field(default_factory=threading.Event)
    calls: int = 0
    read: int = 0
    written: int = 0
    guessed: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def used(self) -> float:
        """Seconds since the question was begun."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left, below zero once they are used up."""
        return self.seconds - self.used

    def check(self) -> None:
        """Raise ``ChatFailed`` where the reader stopped or the seconds are used up."""
        if self.stop.is_set():
            raise ChatFailed("stopped")
        if self.left <= 0:
            raise ChatFailed("slow", f"{self.seconds:g} s used up")

    def rest(self, seconds: float) -> None:
        """Wait before another try; a stop ends the wait, and a wait that outlasts the budget is not begun."""
        if seconds >= self.left:
            raise ChatFailed("slow", "no time for another try")
        if self.stop.wait(seconds):
            raise ChatFailed("stopped")
