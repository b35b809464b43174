"""What all tabs share: the assistant and its library, the questions being answered, and who may change what.

A tab's ``build(context)`` lays itself out inside the ``gr.Blocks`` that is open. It keeps the context, never the
assistant or the library out of it: after a document was taken in or removed, ``renew`` puts new ones in their place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from assistant.web.running import Running
from assistant.web.session import Answers
from corpus.errors import PolicyError
from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Permissions:
    """Who may change the documents that everybody's answers rest on.

    ``everyone``: the page is served to this machine alone, so whoever sees it may. Otherwise only ``keepers``, by the
    name they logged in with (``gr.Request.username``); without a login nobody.
    """

    everyone: bool = False
    keepers: frozenset[str] = frozenset()

    def may_change(self, user: str | None) -> bool:
        """Whether this reader may take in, remove, restore and mark documents."""
        return self.everyone or (user is not None and user in self.keepers)


@dataclass
class Context:
    """One page's shared state, the same for all readers.

    ``reopen`` gives the assistant anew over documents that changed (index included); ``None`` where they can't change.
    """

    answers: Answers
    permissions: Permissions = field(default_factory=Permissions)
    running: Running = field(default_factory=Running)
    reopen: Callable[[], Answers] | None = None

    @property
    def library(self) -> Library:
        """The documents that the assistant answers from now."""
        return self.answers.library

    def day(self) -> date:
        """The day that force and deadlines are as of."""
        return self.answers.day()

    def renew(self) -> None:
        """Answer from the documents as they are now; on failure (``PolicyError``) the old assistant stays."""
        if self.reopen is None:
            raise PolicyError("这个页面的文件库不能更改。请用命令行收文，然后重新启动页面。")
        self.answers = self.reopen()
