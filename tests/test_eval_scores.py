"""Scores with their reasons, "does not apply" apart from zero; the hand's verdicts; means, gate and comparison."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PolicyError
from corpus.library import Library
from eval.compare import Incomparable, compare, comparison_text
from eval.gate import Gate, baseline_json, judge, outcome_of, read_baseline, read_gate, write_baseline
from eval.given import Given
from eval.judged import agreement, load_judged
from eval.metrics import clustered_mean, mcnemar
from eval.results import Result
from eval.run import Report
from eval.run_info import SCORING, RunInfo
from tests.builders_assistant import clause_of, five_documents
from tests.builders_eval import case, cited, result, scores

RIGHT = "到2025年,每万人口拥有全科医生数达到4人。[1]"


@pytest.fixture(scope="module")
def library() -> Library:
    return five_documents()


def _given(library: Library, text: str = RIGHT, path: str = "二/（一）", **more: Any) -> Given:
    clause = clause_of(library.documents[0], path)
    return replace(Given(text, citations=(cited(clause),)), **more)


def _run(results: list[Result], **info: Any) -> Report:
    record = RunInfo(
        "composed", {"dev": "x"}, SCORING, 10, "2026-11-22", None, 0, "c", False, "", "", {}, {}, "", "", 0.0, 1
    )
    return Report(replace(record, **info), tuple(results))


def test_a_right_answer_scores_right_everywhere(library: Library) -> None:
    found = scores(case(), _given(library, retrieved=(str(clause_of(library.documents[0], "二/（一）").id),)), library)
    ones = (
        "right",
        "both",
        "facts",
        "citation_recall",
        "citation_precision",
        "citation_f1",
        "quote_exact",
        "faithful",
        "recall_at_k",
        "mrr",
        "ndcg",
    )
    assert {n: found[n] for n in ones} == dict.fromkeys(ones, 1.0)
    assert found["refusal_recall"] is None and found["bodies_f1"] is None and found["warnings"] is None


@pytest.mark.parametrize(
    ("given", "lower"),
    [
        ({"text": RIGHT.replace("4人", "5人")}, {"right": 0, "facts": 0, "faithful": 0.5}),
        ({"path": "二/（二）"}, {"right": 1, "both": 0, "citation_recall": 0, "citation_precision": 0}),
        ({"citations": ()}, {"both": 0, "citation_recall": 0, "citation_precision": None, "quote_exact": None}),
        (
            {"abstained": True, "citations": ()},
            {"right": 0, "wrongly_refused": 1, "refusal_precision": 0, "faithful": None},
        ),
        ({"text": RIGHT + "凑字" * 800}, {"right": 0, "facts": 0}),
        ({"error": "坏了"}, {"right": 0}),
    ],
)
def test_each_fault_lowers_its_own_score(
    given: dict[str, Any], lower: dict[str, float | None], library: Library
) -> None:
    found = scores(case(), _given(library, **given), library)
    assert {n: found[n] for n in lower} == lower


def test_a_quote_that_is_not_the_clause_s_is_found(library: Library) -> None:
    clause = clause_of(library.documents[0], "二/（一）")
    wrong = Given(RIGHT, citations=(cited(clause, quote="每万人口拥有全科医生数达到5人"),))
    assert scores(case(), wrong, library)["quote_exact"] == 0


def test_refusals_are_judged_where_they_are_due(library: Library) -> None:
    unanswerable = case(outcome="refuse")
    refused = Given("没有规定，无法回答。", abstained=True)
    found = scores(unanswerable, refused, library)
    assert (found["right"], found["refusal_recall"], found["refusal_precision"]) == (1, 1, 1)
    assert found["citation_recall"] is None and found["facts"] is None and found["wrongly_refused"] is None
    assert scores(unanswerable, _given(library), library)["refusal_recall"] == 0


def test_warnings_where_they_are_due(library: Library) -> None:
    due = case(warnings=["已到期"])
    assert scores(due, _given(library), library)["warnings"] == 0
    assert scores(due, _given(library, RIGHT + "\n提示：引文中“到2025年”的时限已过。"), library)["warnings"] == 1


def test_the_scorers_judge_as_people_do(library: Library) -> None:
    found = agreement(load_judged(), library)
    assert found.answers >= 100
    assert 1 - len(found.disagreements) / found.verdicts >= 0.97, found.disagreements


def test_a_disagreement_with_the_hand_is_listed(library: Library) -> None:
    judged = load_judged()
    flipped = judged[0].answers[0].model_copy(update={"right": False})
    found = agreement((judged[0].model_copy(update={"answers": (flipped,)}),), library)
    assert [(d.measure, d.hand) for d in found.disagreements] == [("right", False)]


def test_means_come_with_error_and_count() -> None:
    mean = clustered_mean([("a", 1.0), ("b", 0.0), ("c", None), *((f"d{i}", 1.0) for i in range(18))])
    assert mean.value == pytest.approx(19 / 20) and mean.n == 20 and mean.left_out == 1
    assert mean.low is not None and mean.high is not None and mean.low < 0.95 < mean.high + 0.05
    nothing = clustered_mean([("a", None)])
    assert (nothing.value, nothing.n, nothing.left_out) == (None, 0, 1)
    perfect = clustered_mean([(str(i), 1.0) for i in range(10)])
    assert perfect.low is not None and perfect.low < 0.8, "ten right answers don't prove that all are"
    together = clustered_mean([("a", 1.0)] * 10 + [("b", 0.0)] * 10)
    apart = clustered_mean([(str(i), float(i % 2)) for i in range(20)])
    assert together.low is not None and apart.low is not None and together.low < apart.low


def test_mcnemar() -> None:
    assert mcnemar(0, 0) == 1 and mcnemar(3, 3) == 1
    assert mcnemar(1, 10) == pytest.approx(2 * 12 / 2**11)


def _many(library: Library, wrong: int, of: int = 60) -> list[Result]:
    bad = _given(library, RIGHT.replace("4人", "5人"))
    return [result(case(f"x-{i}"), bad if i < wrong else _given(library), library) for i in range(of)]


def _gate(tmp_path: Path, text: str) -> Gate:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return read_gate(path)


@pytest.mark.parametrize(
    ("wrong", "of", "outcome"),
    [(0, 60, "passed"), (30, 60, "failed"), (9, 60, "unsure"), (0, 5, "unsure"), (5, 5, "failed")],
)
def test_a_floor_is_judged_with_its_interval(
    wrong: int, of: int, outcome: str, library: Library, tmp_path: Path
) -> None:
    gate = _gate(tmp_path, "min_cases = 20\n[dev.floors]\nright = 0.85\n")
    assert outcome_of(judge(_run(_many(library, wrong, of)), gate)) == outcome


@pytest.mark.parametrize(("wrong", "outcome"), [(4, "passed"), (5, "passed"), (20, "failed"), (6, "unsure")])
def test_a_fall_is_judged_against_the_baseline(wrong: int, outcome: str, library: Library, tmp_path: Path) -> None:
    before = _many(library, 5)
    write_baseline(_run(before), tmp_path / "b.json")
    gate = _gate(tmp_path, 'baseline = "b.json"\n[dev.falls]\nright = 0.01\n')
    assert outcome_of(judge(_run(_many(library, wrong)), gate)) == outcome


def test_without_a_comparable_baseline_nothing_is_told(library: Library, tmp_path: Path) -> None:
    gate = _gate(tmp_path, 'baseline = "b.json"\n[dev.falls]\nright = 0.01\n')
    assert outcome_of(judge(_run(_many(library, 0)), gate)) == "unsure"
    write_baseline(_run(_many(library, 0), suites={"dev": "other"}), tmp_path / "b.json")
    (ruling,) = judge(_run(_many(library, 0)), gate)
    assert ruling.outcome == "unsure" and "标准答案改过" in ruling.text


@pytest.mark.parametrize(
    "text", ["[dev.floors]\nnope = 1\n", "[dev]\nfloor = 1\n", "[dev.floors\n", "[other.floors]\nright = 0.5\n"]
)
def test_a_gate_that_cannot_be_read_is_refused(text: str, library: Library, tmp_path: Path) -> None:
    with pytest.raises(PolicyError):
        judge(_run(_many(library, 0, 3)), _gate(tmp_path, text))


def test_a_baseline_keeps_the_scores(library: Library, tmp_path: Path) -> None:
    report = _run(_many(library, 1, 3))
    write_baseline(report, tmp_path / "b.json")
    held = read_baseline(tmp_path / "b.json")
    assert [r.value("right") for r in held.results] == [0, 1, 1]
    assert baseline_json(held) == baseline_json(report)


def test_two_runs_are_compared_question_by_question(library: Library) -> None:
    before, after = _run(_many(library, 10)), _run(_many(library, 2), commit="d")
    (found,) = compare(before, after)
    assert len(found.gained) == 8 and not found.lost and found.p < 0.05
    assert "新答对8题，新答错0题" in comparison_text(before, after, [found])


@pytest.mark.parametrize(
    "info", [{"suites": {"dev": "y"}}, {"k": 5}, {"scoring": 99}, {"limit": 3}, {"suites": {"gate": "x"}}]
)
def test_incomparable_runs_are_refused_with_the_reason(info: dict[str, object], library: Library) -> None:
    with pytest.raises(Incomparable, match=r"不能比较：.+"):
        compare(_run(_many(library, 0, 3)), _run(_many(library, 0, 3), **info))
