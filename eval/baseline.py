"""The tutorial's RAG: fixed chunks, the nearest ones by vectors, a plain prompt, the model's text as it comes.

The measure of what this project adds: same documents, same embedding model, same chat model. It has the assistant's own
way of being asked, so both are scored alike; a chunk counts as a citation of the clause that it overlaps most.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer, Citation, Claim, Refusal
from assistant.ask import Turn
from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from assistant.trace import ModelUse, Trace
from corpus.errors import PolicyError
from corpus.library import Library
from corpus.model import Clause, Document, Span
from index.plain import PlainPipeline
from index.settings import load_settings
from prompts.prompt import load

CHUNKS = 4
_MARK = re.compile(r"\[(\d+)\]")
_NOTHING = re.compile(r"资料中?没有|没有相关|未提及|没有提到|无法回答|不知道")


class Baseline:
    """Answers like ``Assistant.ask``, the tutorial's way."""

    def __init__(self, library: Library, chat: Chat, chunks: PlainPipeline) -> None:
        self._library = library
        self._chat = chat
        self._plain = chunks

    @classmethod
    def open(cls, library: Library, chat: Chat, folder: Path) -> Baseline:
        """The baseline over a library, its chunks in a folder of their own, split and embedded the first time.

        A folder whose building was broken off has no mark yet and is built afresh.
        """
        whole = folder / "whole"
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
        chunks = PlainPipeline(folder, load_settings().model_dir)
        if not whole.exists():
            chunks.build((d.id, d.text) for d in library.documents)
            whole.touch()
        return cls(library, chat, chunks)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer from the nearest chunks; every marked chunk is cited, all of them where none is marked."""
        started = time.perf_counter()
        chunks = self._plain.search(question, CHUNKS)
        context = "\n\n".join(f"[{n}] {text}" for n, (text, _, _) in enumerate(chunks, 1))
        talk = "\n".join(f"{'问' if t.role == 'user' else '答'}：{t.content}" for t in history)
        system, task = load("baseline").render(context=context, history=talk, question=question)
        budget = Budget(self._chat.settings.seconds, threading.Event())
        try:
            text = self._chat.ask(Call(system, task, self._chat.settings.answer_tokens), budget).strip()
        except ChatFailed as failed:
            raise PolicyError(f"对照流水线没有答成（{failed}），请检查语言模型后重试。") from failed
        marks = tuple(dict.fromkeys(int(m) for m in _MARK.findall(text) if 1 <= int(m) <= len(chunks)))
        cited = tuple(self._citation(n, *chunks[n - 1][:2]) for n in marks or range(1, len(chunks) + 1))
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        trace = Trace(model=used(self._chat, budget, len(chunks)))
        if not text or (_NOTHING.search(text) and len(text) < 60):
            refusal = Refusal("not_found", text)
            return Answer(question, text, refusal=refusal, reading=cited, trace=trace, elapsed_ms=elapsed)
        claim = Claim(text, tuple(c.marker for c in cited))
        return Answer(question, text, (claim,), cited, trace=trace, elapsed_ms=elapsed)

    def close(self) -> None:
        """Let go of the chunks' folder."""
        self._plain.close()

    def _citation(self, marker: int, chunk: str, source: str) -> Citation:
        document = self._library.document(source)
        span = _place(document, chunk)
        clause = max(document.walk(), key=lambda c: _overlap(c, span))
        headings = tuple(c.heading for c in (*document.ancestors(clause), clause) if c.heading)
        return Citation(
            marker, clause.id, document.source, document.name, document.number, clause.label, headings, chunk, span, chunk
        )  # fmt: skip


def used(chat: Chat, budget: Budget, evidence: int) -> ModelUse:
    """What a question has used of the model."""
    return ModelUse(
        chat.name, chat.form, evidence, budget.calls, budget.read, budget.written, budget.guessed, round(budget.used, 2)
    )


def _place(document: Document, chunk: str) -> Span:
    """Where a chunk stands; the splitter strips blanks and no more, so it is a piece of the text."""
    start = max(document.text.find(chunk), 0)
    return Span(start, start + len(chunk))


def _overlap(clause: Clause, span: Span) -> int:
    return min(clause.span.end, span.end) - max(clause.span.start, span.start)
