"""A second pass that says composed sentences more smoothly, with nothing added and nothing lost.

Each sentence is checked both ways: what the new one says (figures, bounds, years, bodies, denials, duties, quotations) the
old one says, and the other way round. What differs in any of it stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from assistant.generate.forms import Lines, ModelClaim, sentence
from assistant.generate.material import plain
from assistant.generate.said import said, share
from assistant.generate.weigh import fixed
from assistant.statement import Composition, Statement
from assistant.trace import Checked, Recorder
from assistant.verify import verify
from corpus.library import Library
from prompts.prompt import load

SAME = 0.6
"""The share of the wording that must stay, both ways: a change of phrase, not of matter."""


def phrased(composition: Composition, chat: Chat, budget: Budget, library: Library, recorder: Recorder) -> Composition:
    """The composition with every sentence replaced whose new wording is proved to say the same; raises ``ChatFailed``."""
    chosen = {f"C{n}": s for n, s in enumerate(composition.statements, 1) if not fixed(s)}
    if not chosen:
        return composition
    rows = "\n".join(f"{name}|{plain(s.text)}" for name, s in chosen.items())
    system, task = load("phrase").render(sentences=rows)
    new = _read(chat.ask(Call(system, task, chat.settings.answer_tokens), budget))
    if not new:
        raise ChatFailed("nonsense")
    changed: dict[Statement, Statement] = {}
    for name, statement in chosen.items():
        again = Statement(new.get(name, statement.text), statement.supports, statement.item)
        kept = again != statement and equal(statement.text, again.text) and not verify(again, library)
        if again != statement:
            clauses = tuple(s.clause.id for s in statement.supports)
            recorder.checked.append(Checked(again.text, "模型", clauses, "保留" if kept else "改用规则答案"))
        if kept:
            changed[statement] = again
    return replace(composition, statements=tuple(changed.get(s, s) for s in composition.statements))


def equal(old: str, new: str) -> bool:
    """Whether two wordings say the same of all that can be checked, in much the same words."""
    return said(old) == said(new) and share(new, old) >= SAME and share(old, new) >= SAME


def _read(text: str) -> dict[str, str]:
    reader = Lines()
    claims: Sequence[ModelClaim] = (*reader.feed(text), *reader.close())
    return {c.evidence[0]: s for c in claims if len(c.evidence) == 1 and (s := sentence(c))}
