"""From a composed answer to a written one: which questions the model may try, what of its claims stays, who stands in.

The rules' answer is there before the model is asked, in milliseconds. It names the evidence, it is the measure of what the
model may leave out, and it stands in whenever the model fails: the reader waits, at worst, but gets no less.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import STOPPED, ChatFailed, notice
from assistant.evidence import Gatherer
from assistant.generate.draft import claims
from assistant.generate.forms import ModelClaim, sentence
from assistant.generate.material import Evidence, gather
from assistant.generate.phrase import phrased
from assistant.generate.proof import Places, fewest, prove
from assistant.generate.rewrite import rewritten
from assistant.generate.said import share
from assistant.generate.weigh import Written, placed, serves
from assistant.query import Query
from assistant.statement import Composition, Statement
from assistant.trace import Checked, ModelUse, Outcome, Recorder
from assistant.verify import Fault
from corpus.library import Library

if TYPE_CHECKING:
    from assistant.ask import Turn

_log = logging.getLogger(__name__)

NEAR = 3
LISTED = frozenset(("tasks", "goals", "which", "count", "place", "document"))
"""Kinds that the rules answer by going through all facts: a model could only leave some out."""


class Writer:
    """Writes answers with a chat model; ``places`` tells which documents a text names."""

    def __init__(self, chat: Chat, library: Library, gatherer: Gatherer, places: Places) -> None:
        self.chat = chat
        self._library = library
        self._gatherer = gatherer
        self._places = places

    def write(
        self, asked: str, query: Query, composition: Composition, recorder: Recorder, stop: threading.Event
    ) -> Generator[Statement, None, Composition]:
        """Proved statements as they are written; the generator's value is the whole answer.

        ``asked`` is the question as the model is to read it. Where the model is not asked, or fails, the composed
        answer is the value, in the latter case with a notice.
        """
        if (reason := self.unasked(query, composition)) is not None:
            recorder.notes.append(f"未用语言模型：{reason}。")
            return composition
        budget = Budget(self.chat.settings.seconds, stop)
        pieces = self.pieces(query, composition)
        failure = ""
        written: list[Written] = []
        try:
            if self.chat.settings.role == "phrase":
                return phrased(composition, self.chat, budget, self._library, recorder)
            for claim in claims(self.chat, asked, pieces, budget):
                kept = self._kept(claim, pieces, asked, recorder)
                if kept is not None and kept.statement not in [w.statement for w in written]:
                    if not serves(kept, composition, query):
                        _note(recorder, kept.statement, "与所问无关")
                        continue
                    written.append(kept)
                    yield kept.statement
            return self._finished(query, composition, written, recorder)
        except ChatFailed as failed:
            _log.warning("chat model failed: %s", failed)
            failure = str(failed)
            if failed.kind == "stopped" and written:
                return self._finished(query, composition, written, recorder, stopped=True)
            return _with_notice(composition, notice(failed.kind))
        finally:
            recorder.model = ModelUse(
                self.chat.name, self.chat.form, len(pieces), budget.calls, budget.read, budget.written,
                budget.guessed, round(budget.used, 2), failure,
            )  # fmt: skip

    def unasked(self, query: Query, composition: Composition) -> str | None:
        """Why the model is not asked at all, ``None`` where it is: what the rules refuse for good, and what they list."""
        if composition.statements:
            if query.kind in LISTED or any(s.item for s in composition.statements):
                return "清单由规则逐项列出"
            return None
        return "规则已判定不能回答"

    def in_full(self, question: str, history: Sequence[Turn], stop: threading.Event) -> str | None:
        """A follow-up that the rules can't resolve, as the model says it in full."""
        return rewritten(question, history, self.chat, Budget(self.chat.settings.seconds / 2, stop), self._places)

    def pieces(self, query: Query, composition: Composition) -> tuple[Evidence, ...]:
        """The evidence that the model is given."""
        units = self._gatherer.units(query)
        return gather(query, composition, units, self._gatherer, self._library, self.chat.settings.evidence_tokens)

    def _kept(self, claim: ModelClaim, pieces: Sequence[Evidence], asked: str, recorder: Recorder) -> Written | None:
        """The claim as a proved statement with no more citations than it needs; ``None`` where it can't be proved."""
        text = sentence(claim)
        named = [p for p in pieces if p.id in claim.evidence]
        if not text:
            return None

        def stated(chosen: Sequence[Evidence]) -> Statement:
            return Statement(text, tuple(dict.fromkeys(s for p in chosen for s in p.supports(text))))

        def faults(chosen: Sequence[Evidence]) -> tuple[Fault, ...]:
            return prove(stated(chosen), chosen, asked, self._library, self._places)

        if (found := faults(named)) and (named := _nearer(text, pieces, faults)) == []:
            _note(recorder, stated([p for p in pieces if p.id in claim.evidence]), "删去", found)
            return None
        needed = fewest(stated(named), named, lambda chosen: not faults(chosen))
        return Written(stated(needed), tuple(needed))

    def _finished(
        self,
        query: Query,
        composition: Composition,
        written: Sequence[Written],
        recorder: Recorder,
        stopped: bool = False,
    ) -> Composition:
        """The answer put together; where nothing of the model's stays in it, the composed one, which says so.

        One that the reader stopped keeps what was shown: the model's sentences, or the rules' that say the same in full.
        """
        statements = placed(composition, written, query)
        mine = [w.statement for w in written if w.statement in statements]
        for statement in (w.statement for w in written):
            _note(recorder, statement, "保留" if statement in mine else "改用规则答案")
        if not mine:
            return _with_notice(composition, notice("stopped" if stopped else "partial" if written else "unproved"))
        whole = replace(composition, statements=statements)
        return _with_notice(whole, STOPPED) if stopped else whole


def _nearer(
    text: str, pieces: Sequence[Evidence], faults: Callable[[Sequence[Evidence]], Sequence[Fault]]
) -> list[Evidence]:
    """The piece that proves a claim whose own numbers don't: small models write the truth and name its neighbour."""
    near = sorted(pieces, key=lambda p: -share(text, p.words))[:NEAR]
    return next(([p] for p in near if not faults([p])), [])


def _with_notice(composition: Composition, text: str) -> Composition:
    return replace(composition, notes=(*composition.notes, text))


def _note(recorder: Recorder, statement: Statement, outcome: Outcome, faults: Sequence[Fault] = ()) -> None:
    clauses = tuple(dict.fromkeys(s.clause.id for s in statement.supports))
    told = tuple(f"{f.kind}：{f.words}" for f in faults)
    recorder.checked.append(Checked(statement.text, "模型", clauses, outcome, told))
