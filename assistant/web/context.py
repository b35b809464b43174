"""What all tabs share: the assistant and its library, the questions being answered, and who may change what.

A tab's ``build(context)`` lays itself out inside the ``gr.Blocks`` that is open. It keeps the context, never the
assistant or the library out of it: after a document was taken in or removed, others stand in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from assistant.ask import Assistant
from assistant.keeping.keeper import Keeper
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

    ``first`` answers as long as there is no ``keeper``; with one, whoever the keeper's holder holds now.
    """

    first: Answers
    permissions: Permissions = field(default_factory=Permissions)
    running: Running = field(default_factory=Running)
    keeper: Keeper | None = None

    @property
    def answers(self) -> Answers:
        """Who answers now: taken once a question, since another may stand there at the next."""
        return self.keeper.holder.assistant if self.keeper is not None else self.first

    @property
    def assistant(self) -> Assistant:
        """The same as the assistant proper, for tabs that look at its documents themselves."""
        answers = self.answers
        if not isinstance(answers, Assistant):
            raise PolicyError("这个页面没有打开文件库，只能提问。")
        return answers

    @property
    def library(self) -> Library:
        """The documents that the assistant answers from now."""
        return self.answers.library

    def day(self) -> date:
        """The day that force and deadlines are as of."""
        return self.answers.day()
