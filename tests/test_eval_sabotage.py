"""The evaluation can fail: break one organ of the assistant at a time, and the score that belongs to it falls and the
gate stops the run. What passes unharmed is the honest assistant alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.ask import Assistant
from corpus.library import Library
from eval.ask_cases import ask_all
from eval.assistants import Answering
from eval.cases import Case
from eval.clauses import Clauses
from eval.gate import Gate, Ruling, judge, outcome_of, read_gate, write_baseline
from eval.given import Given
from eval.metrics import mean_of
from eval.results import Result
from eval.run import Report, scored
from eval.run_info import SCORING, RunInfo
from eval.suites import LABELLED_ON, Suite, load_suite
from index.retriever import Retriever
from tests import builders_eval as broken
from tests.builders_assistant import five_documents

SOME = 60
"""Cases of the gate for the sabotages that must ask again: a broken organ shows in a few."""


@dataclass(frozen=True)
class Honest:
    """The real assistant's run over the gate's cases, and what scores a changed one."""

    library: Library
    retriever: Retriever
    suite: Suite
    answers: list[tuple[Given, ...]]
    results: tuple[Result, ...]
    gate: Gate

    def assistant(self, kind: type[Assistant] = Assistant) -> Assistant:
        return kind(self.library, self.retriever, LABELLED_ON)

    def asked(self, assistant: Answering, which: Callable[[Case], bool] = lambda c: True) -> tuple[Result, ...]:
        few = replace(self.suite, cases=tuple(c for c in self.suite.cases if which(c))[:SOME])
        return tuple(scored(few, ask_all(few.cases, assistant, 10), Clauses(self.library), 10))

    def changed(self, change: Callable[[Given, Library], Given]) -> tuple[Result, ...]:
        answers = [tuple(change(g, self.library) for g in case) for case in self.answers]
        return tuple(scored(self.suite, answers, Clauses(self.library), 10))

    def same(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """The honest results of the same questions."""
        ids = {r.id for r in results}
        return tuple(r for r in self.results if r.id in ids)

    def judged(self, results: tuple[Result, ...]) -> list[Ruling]:
        return judge(_report(self.suite, results), self.gate)


def _report(suite: Suite, results: tuple[Result, ...]) -> Report:
    info = RunInfo(
        "composed", {suite.name: suite.digest}, SCORING, 10, LABELLED_ON.isoformat(), None, 0, "", False, "", "", {}, {}, "", "", 0, 1
    )  # fmt: skip
    return Report(info, results)


@pytest.fixture(scope="module")
def honest(built_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Honest:
    """The honest run, with itself as the baseline."""
    library, suite = five_documents(), load_suite("gate")
    retriever = Retriever.open(built_index, corpus_digest=library.digest)
    live = broken.Live(Assistant(library, retriever, LABELLED_ON))
    answers = list(ask_all(suite.cases, live, 10))
    results = tuple(scored(suite, answers, Clauses(library), 10))
    baseline = tmp_path_factory.mktemp("gate") / "baseline.json"
    write_baseline(_report(suite, results), baseline)
    return Honest(library, retriever, suite, answers, results, replace(read_gate(), baseline=baseline))


def _falls(honest: Honest, results: tuple[Result, ...], *measures: str) -> None:
    """Each measure is clearly worse than the honest run's on the same questions, and the gate stops the run."""
    before = honest.same(results)
    for name in measures:
        was, now = mean_of(before, name).value, mean_of(results, name).value
        assert was is not None, name
        sign = 1 if name == "wrongly_refused" else -1
        assert now is None or sign * (now - was) > 0.1, (name, was, now)
    rulings = honest.judged(results)
    assert outcome_of(rulings) == "failed", [r.line for r in rulings]


def _outcomes(case: Case) -> set[str]:
    return {t.gold.outcome for t in case.turns}


def _has_figures(case: Case) -> bool:
    return any(f.type in ("number", "date", "count") for t in case.turns for f in t.gold.facts)


def test_each_organ_that_is_broken_shows_and_stops_the_run(honest: Honest) -> None:
    """One test for all, so that the honest run is asked for once."""
    assert outcome_of(honest.judged(honest.results)) == "passed", [r.line for r in honest.judged(honest.results)]

    # What an answer says.
    _falls(honest, honest.changed(broken.numbers_shifted), "faithful")
    _falls(
        honest, honest.changed(broken.markers_rotated), "citation_recall", "citation_precision", "quote_exact", "both"
    )
    _falls(honest, honest.changed(broken.whole_document_answered), "right", "facts")
    _falls(honest, honest.changed(broken.everything_cited), "citation_precision")
    _falls(honest, honest.changed(broken.always_refused), "right", "wrongly_refused", "facts", "citation_recall")

    # What it is found with.
    shuffled = honest.assistant()
    shuffled.retriever = cast(Retriever, broken.Shuffled(honest.retriever, honest.library))
    shuffled.gatherer._retriever = shuffled.retriever
    _falls(honest, honest.asked(broken.Live(shuffled)), "recall_at_k", "mrr", "ndcg", "right")

    # What keeps it from answering at all.
    unanswerable = honest.asked(broken.NeverRefuses(honest.assistant()), lambda c: _outcomes(c) == {"refuse"})
    _falls(honest, unanswerable, "refusal_recall", "right")


def test_verification_is_what_keeps_wrong_figures_in(honest: Honest) -> None:
    """A composer that slips by one: with verification its figures don't leave the house, without they do."""
    kept = honest.asked(broken.Live(honest.assistant(broken.Slipping)), _has_figures)
    bare = honest.assistant(broken.Slipping)
    cast(Any, bare).checks = False
    let_out = honest.asked(broken.Live(bare), _has_figures)
    with_it, without = _unfaithful(kept), _unfaithful(let_out)
    assert len(without) >= 15 and len(with_it) <= len(without) / 10, with_it
    _falls(honest, let_out, "faithful", "right")


def _unfaithful(results: tuple[Result, ...]) -> list[str]:
    return [f"{r.id} {r.reason('faithful')}：{r.answer}" for r in results if r.value("faithful") not in (None, 1.0)]
