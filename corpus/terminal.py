"""Where a command's words go: lines for the reader, warnings, and a bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Terminal(Protocol):
    """What a command needs of the terminal; ``__main__`` prints, a test keeps a list."""

    def say(self, line: str) -> None:
        """A line of the result, on standard output."""

    def warn(self, line: str) -> None:
        """A line beside the result, on standard error."""

    def over(self, items: Iterable[T], total: int | None, label: str) -> Iterator[T]:
        """The items, with a progress bar where a person is watching."""

    def counter(self, total: int, label: str) -> Callable[[str], None]:
        """A bar that goes on by one each time it is called with a name."""
