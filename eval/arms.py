"""The same questions answered four ways: rules, model unchecked, model checked, the tutorial's RAG. What checking is worth.

    python -m eval.arms QUESTIONS.jsonl OUT --count 60 [--arms rules,model,checked,baseline] [--replay]

Writes one answer file an arm, in ``assistant batch``'s form, so that one grader scores all. What the model wrote is kept in
OUT/recorded.jsonl: a run that was stopped goes on where it stood, and after a change to the checks ``--replay`` scores the
same words again in seconds, without a model. ``proved`` is the model's checked sentences alone, before the rules' answer
completes them or stands in.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.answer_json import answer_json
from assistant.ask import Assistant, Turn
from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.settings import load_chat_settings
from assistant.chat.source import open_source
from assistant.cite import build_answer
from assistant.generate.draft import claims
from assistant.generate.forms import sentence
from assistant.generate.said import said
from assistant.prepare import ready_index
from assistant.query import Query
from assistant.statement import Composition, Statement, refused
from assistant.trace import Recorder
from corpus.command_line import ChineseParser, run
from corpus.errors import BadSettings, PolicyError
from eval.baseline import Baseline
from eval.recorded import Recorded
from eval.sample import read_questions, stratified

ARMS = ("rules", "model", "proved", "checked", "baseline")


class Arms:
    """The ways of answering over one library, one recorded model behind all of them."""

    def __init__(self, recorded: Recorded, folder: Path, documents: Path | None = None) -> None:
        self._folder = folder
        self._recorded = recorded
        settings = load_chat_settings()
        self._chat = Chat(recorded, settings)
        index = ready_index(None, documents)
        self._rules = Assistant.open(index, documents)
        self._written = Assistant.open(index, documents, chat=self._chat)
        writer = self._written.writer
        assert writer is not None
        self._writer = writer
        self._baseline: Baseline | None = None

    def answer(self, arm: str, question: str, history: list[Turn]) -> Answer:
        """One answer; its time holds the seconds that the model took when its words were recorded."""
        before = self._recorded.replayed
        answer = {
            "rules": self._rules.ask, "model": self._unchecked, "proved": self._proved,
            "checked": self._written.ask, "baseline": self._plain,
        }[arm](question, history)  # fmt: skip
        return replace(answer, elapsed_ms=round(answer.elapsed_ms + (self._recorded.replayed - before) * 1000, 1))

    def _plain(self, question: str, history: list[Turn]) -> Answer:
        self._baseline = self._baseline or Baseline.open(self._rules.library, self._chat, self._folder)
        return self._baseline.ask(question, history)

    def _unchecked(self, question: str, history: list[Turn]) -> Answer:
        """The model's sentences with the evidence that it names, whatever it names, and no check of either."""
        started = time.perf_counter()
        query, composition, asked = self._written.prepared(question, history)
        pieces = self._writer.pieces(query, composition)
        statements = []
        for claim in claims(self._chat, asked, pieces, Budget(self._chat.settings.seconds)) if pieces else ():
            named = tuple(p.support for p in pieces if p.id in claim.evidence)
            if text := sentence(claim):
                statements.append(Statement(text, named))
        return self._built(query, statements, started)

    def _proved(self, question: str, history: list[Turn]) -> Answer:
        """The model's sentences that were proved and serve the question, nothing else."""
        started = time.perf_counter()
        query, composition, asked = self._written.prepared(question, history)
        statements = list(self._writer.write(asked, query, composition, Recorder(), threading.Event()))
        return self._built(query, statements, started)

    def _built(self, query: Query, statements: list[Statement], started: float) -> Answer:
        composition = Composition(tuple(statements)) if statements else refused("not_found", "证据没有回答所问。")
        answer = build_answer(query, composition, self._rules.library, self._written.day())
        return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))


def answer_all(questions: list[dict[str, Any]], arm: str, arms: Arms, path: Path) -> Iterator[str]:
    """Answer what the file doesn't hold yet, one line a question; yields the ids as they are done."""
    done = (
        {json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()} if path.exists() else set()
    )
    with path.open("a", encoding="utf-8") as out:
        for question in questions:
            if question["id"] in done:
                continue
            history = [Turn(t["role"], t["content"]) for t in question["history"]]
            try:
                row = answer_json(arms.answer(arm, question["question"], history))
            except (ChatFailed, PolicyError) as failed:
                row = {"answer": "", "abstained": True, "citations": [], "error": str(failed)}
            out.write(json.dumps({"id": question["id"], **row}, ensure_ascii=False) + "\n")
            out.flush()
            yield question["id"]


def wrong_numbers(answer: str, texts: list[str], question: str) -> list[str]:
    """The figures of an answer that stand in none of the texts that it cites, nor in the question: let through wrongly."""
    there = said("\n".join(texts) + question)
    known = {n for n, _, _ in there.figures} | there.years
    own = said(re.sub(r"^\d+\. |\[\d+\]", "", answer, flags=re.M))
    return sorted(({n for n, _, _ in own.figures} | own.years) - known)


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="python -m eval.arms", description="同一批问题，几种答法并排。")
    parser.add_argument("questions", type=Path, metavar="问题文件")
    parser.add_argument("out", type=Path, metavar="输出目录")
    parser.add_argument("--count", type=int, default=60, metavar="N", help="抽多少题（按题型分层，固定种子）")
    parser.add_argument("--arms", default=",".join(ARMS), metavar="A,B", help=f"答法：{'、'.join(ARMS)}")
    parser.add_argument("--replay", action="store_true", help="只用已记录的模型输出，重新核对")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    names = arguments.arms.split(",")
    if unknown := [n for n in names if n not in ARMS]:
        raise BadSettings(f"没有“{unknown[0]}”这种答法，可用的有 {'、'.join(ARMS)}。")
    settings = load_chat_settings()
    if not settings.configured and not arguments.replay:
        raise BadSettings("没有设置语言模型，请设置 POLICY_CHAT_BASE_URL 和 POLICY_CHAT_MODEL 后重试。")
    arguments.out.mkdir(parents=True, exist_ok=True)
    kept = arguments.out / "recorded.jsonl"
    arms = Arms(Recorded(kept, None if arguments.replay else open_source(settings)), arguments.out / "chunks")
    sample = stratified(read_questions(arguments.questions), arguments.count)
    for name in names:
        path = arguments.out / f"{name}.jsonl"
        if arguments.replay:
            path.unlink(missing_ok=True)
        for done in answer_all(sample, name, arms, path):
            print(name, done, flush=True)
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run the arms; a PolicyError is one Chinese line and exit code 2."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    arguments = _parser().parse_args(argv)
    return run(lambda: _run(arguments))


if __name__ == "__main__":
    raise SystemExit(main())
