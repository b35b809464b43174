"""A follow-up that the rules can't resolve, said in full by the model: 「后来提到的那个，办公室设在哪」.

The new question may hold only what the conversation holds: no figure, year, body or place of its own. It is then read and
answered like any other, so a wrong guess ends in a refusal, not in an answer to something else that nobody sees: how it was
read stands above the answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from assistant.generate.material import plain
from assistant.generate.proof import Places
from assistant.generate.said import said, share
from prompts.prompt import load

if TYPE_CHECKING:
    from assistant.ask import Turn

_log = logging.getLogger(__name__)
TURNS = 4
_TOKENS = 120
_LONGEST = 200
_WORDING = 0.8


def rewritten(question: str, history: Sequence[Turn], chat: Chat, budget: Budget, places: Places) -> str | None:
    """The question in full, ``None`` where the model fails or adds something of its own."""
    talk = "\n".join(f"{'问' if t.role == 'user' else '答'}：{plain(t.content)[:300]}" for t in history[-TURNS:])
    system, task = load("rewrite").render(history=talk, question=plain(question))
    try:
        lines = chat.ask(Call(system, task, _TOKENS), budget).strip().splitlines()
    except ChatFailed as failed:
        _log.warning("no rewriting: %s", failed)
        return None
    text = re.sub(r"^(?:改写后的问题|问题|追问|问)[:：]\s*", "", lines[0].strip()).strip('“”" ') if lines else ""
    return text if text and text != question and _of(text, f"{talk}\n{question}", places) else None


def _of(text: str, talk: str, places: Places) -> bool:
    """Whether a question says nothing that the conversation doesn't."""
    own, there = said(text), said(talk)
    numbers = {n for n, _, _ in there.figures} | there.years
    return (
        len(text) <= _LONGEST
        and own.years <= there.years
        and {n for n, _, _ in own.figures} <= numbers
        and own.bodies <= there.bodies
        and set(places(text)) <= set(places(talk))
        and share(text, talk) >= _WORDING
    )
