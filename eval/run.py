"""One run: ask every case, score every answer, keep every reason."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import PolicyError
from corpus.library import Library
from corpus.written import NoSuchClause
from eval.ask_cases import ask_all, ask_in_processes
from eval.assistants import Answering, Place, open_assistant
from eval.cases import Case
from eval.clauses import Clauses, places_of
from eval.draft_results import checker_of, draft_results, finder_of
from eval.given import Given
from eval.ledger import ledger_results
from eval.match import Asked
from eval.metrics import SEED
from eval.results import Result, result_of
from eval.run_info import SCORING, RunInfo, commit_of, machine, now, prompts_digest, settings_of
from eval.sample import stratified
from eval.score import Subject
from eval.scorers import score_all
from eval.suites import LABELLED_ON, LEDGER, Suite, load_suites

_log = logging.getLogger(__name__)

Bar = Callable[[Iterable[tuple[Given, ...]], int], Iterator[tuple[Given, ...]]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to run: a suite (name or file), an assistant, how many processes, a sample of how many cases of each suite,
    where a chat model's words are kept."""

    suite: str | None = None
    assistant: str = "composed"
    workers: int = 1
    limit: int | None = None
    k: int = 10
    documents: Path | None = None
    index: Path | None = None
    record: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run: its record and its results."""

    info: RunInfo
    results: tuple[Result, ...]


def run(wish: Wish, bar: Bar | None = None, assistant: Answering | None = None) -> Report:
    """Run the suites of a wish. ``assistant`` puts another in the named one's place (tests do)."""
    started, begin = now(), time.perf_counter()
    suites = [_sampled(s, wish.limit) for s in load_suites(wish.suite)]
    library = Library.load(wish.documents)
    clauses = Clauses(library)
    _resolved(suites, clauses)
    place = Place(wish.documents, wish.index, LABELLED_ON, wish.record)
    results: list[Result] = []
    with ExitStack() as opened:
        if assistant is None and any(s.cases or s.drafts for s in suites):
            assistant = opened.enter_context(closing(open_assistant(wish.assistant, place)))
        for suite in suites:
            if suite.name == LEDGER and not suite.cases:
                results += ledger_results(library)[: wish.limit]
            elif suite.drafts and assistant is not None:
                results += _checked(suite, assistant, library, named=wish.suite not in (None, "all"))
            elif assistant is not None:
                answers = _answers(suite.cases, assistant, wish, place)
                results += scored(suite, bar(answers, len(suite.cases)) if bar else answers, clauses, wish.k)
        models = assistant.describe() if assistant else {}
    commit, changed = commit_of()
    info = RunInfo(
        assistant.name if assistant else wish.assistant, {s.name: s.digest for s in suites}, SCORING, wish.k,
        LABELLED_ON.isoformat(), wish.limit, SEED, commit, changed, library.digest[:16], prompts_digest(),
        models, settings_of(os.environ), machine(), started,
        round(time.perf_counter() - begin, 1), wish.workers,
    )  # fmt: skip
    return Report(info, tuple(results))


def _sampled(suite: Suite, limit: int | None) -> Suite:
    return replace(suite, cases=stratified(suite.cases, limit), drafts=stratified(suite.drafts, limit))


def _checked(suite: Suite, assistant: Answering, library: Library, *, named: bool) -> Iterator[Result]:
    """The drafts checked. An assistant that is not the product's has no check: an error where drafts were ``named``."""
    checker = checker_of(assistant, LABELLED_ON)
    if checker is None and not named:
        _log.warning("助手“%s”不会核稿，没有评文稿。", assistant.name)
        return iter(())
    if checker is None:
        raise PolicyError(f"助手“{assistant.name}”不会核稿，请用 --assistant composed，或另选题目集。")
    return draft_results(suite.name, suite.drafts, checker, library, finder_of(assistant))


def _answers(cases: Sequence[Case], assistant: Answering, wish: Wish, place: Place) -> Iterator[tuple[Given, ...]]:
    if wish.workers > 1:
        return ask_in_processes(cases, wish.assistant, place, wish.k, wish.workers)
    return ask_all(cases, assistant, wish.k)


def scored(suite: Suite, answers: Iterable[tuple[Given, ...]], clauses: Clauses, k: int) -> Iterator[Result]:
    """Score the answers of a suite, turn by turn."""
    places = places_of(clauses.library)
    for case, given in zip(suite.cases, answers, strict=True):
        for number, turn in enumerate(case.turns):
            subject = Subject(case, number, given[number], clauses, Asked(turn.question, places), k)
            yield result_of(subject, suite.name, score_all(subject))


def _resolved(suites: Sequence[Suite], clauses: Clauses) -> None:
    """Gold whose clauses don't exist can't be scored: told before anything is asked."""
    for suite in suites:
        for case in suite.cases:
            try:
                for turn in case.turns:
                    for written in (*(c for g in turn.gold.groups for c in g), *turn.gold.also_clauses):
                        clauses.find(written)
            except NoSuchClause as error:
                raise PolicyError(f"题目“{case.id}”的条款有误：{error}请改正后运行 python -m eval check。") from error
