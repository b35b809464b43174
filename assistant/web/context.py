"""What all tabs share: the assistant and its library, the questions being answered, and who may change what.

A tab's ``build(context)`` lays itself out inside the ``gr.Blocks`` that is open. It keeps the context, never the
assistant or the library out of it: after a document was taken in or removed, others stand in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import gradio as gr
from gradio.context import Context as Building

from assistant.ask import Assistant
from assistant.feedback import FEEDBACK
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

    ``first`` answers as long as there is no ``keeper``; with one, whoever the keeper's holder holds now. ``feedback`` is
    the file of what readers say of answers.
    """

    first: Answers
    permissions: Permissions = field(default_factory=Permissions)
    running: Running = field(default_factory=Running)
    keeper: Keeper | None = None
    feedback: Path = FEEDBACK

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


def open_page() -> gr.Blocks:
    """The page that is being laid out: for what a tab does when the page is opened (``open_page().load``)."""
    page = Building.root_block
    assert page is not None, "a tab is laid out inside gr.Blocks"
    return page
