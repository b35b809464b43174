"""Answers side by side: a fixed sample, a model's words kept on disk, figures that no cited text holds, the baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from corpus.errors import PolicyError
from eval.arms import ARMS, main, wrong_numbers
from eval.baseline import Baseline
from eval.recorded import Recorded
from eval.sample import read_questions, stratified
from index.plain import PlainPipeline
from tests.builders_assistant import small_library
from tests.builders_chat import Scripted, settings

CALL = Call("系统", "任务", 50)
QUESTIONS = Path(__file__).parents[1] / "eval" / "questions" / "five_documents.jsonl"


def test_a_sample_holds_every_kind_and_is_the_same_again() -> None:
    questions = read_questions(QUESTIONS)
    sample = stratified(questions, 60)
    assert [q["id"] for q in sample] == [q["id"] for q in stratified(questions, 60)]
    assert len({q["id"] for q in sample}) == 60
    assert {q["kind"] for q in sample} == {q["kind"] for q in questions}
    assert [q["id"] for q in stratified(questions, 20)] == [q["id"] for q in sample[:20]]


def test_a_models_words_are_asked_for_once(tmp_path: Path) -> None:
    source = Scripted("甲", "乙")
    path = tmp_path / "recorded.jsonl"
    first = Chat(Recorded(path, source), settings())
    assert [first.ask(CALL, Budget(5)) for _ in range(2)] == ["甲", "甲"]
    again = Chat(Recorded(path, None), settings())
    assert again.ask(CALL, Budget(5)) == "甲"
    assert len(source.calls) == 1
    with pytest.raises(ChatFailed):
        again.ask(Call("系统", "另一任务", 50), Budget(5))


def test_figures_that_no_cited_text_holds_are_found() -> None:
    cited = ["到2025年,覆盖率不低于95%。"]
    assert wrong_numbers("1. 到2025年，覆盖率不低于95%。[1]", cited, "") == []
    assert wrong_numbers("到2026年，覆盖率不低于98%。[1]", cited, "") == ["2026", "98"]
    assert wrong_numbers("没有2030年的规定。", cited, "2030年呢") == []


def test_an_arm_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(QUESTIONS), str(tmp_path), "--arms", "magic"]) == 2
    told = capsys.readouterr().err
    assert all(name in told for name in ARMS)


class Chunks:
    """Stands for the plain pipeline: the two clauses of one document."""

    size = 2

    def search(self, query: str, k: int) -> list[tuple[str, str, float]]:
        document = small_library().documents[0]
        at = document.text.index("(一)加强护理队伍建设")
        return [(document.text[at : at + 60], document.id, 0.9), (document.text[:40], document.id, 0.8)]


def baseline(answer: str | ChatFailed) -> Any:
    chat = Chat(Scripted(answer), settings())
    return Baseline(small_library(), chat, cast(PlainPipeline, Chunks())).ask("护理试点医院不超过多少所?")


def test_the_baseline_cites_the_chunks_that_it_marks_as_the_clauses_they_overlap() -> None:
    answer = baseline("不超过3所[1]。")
    (citation,) = answer.citations
    assert str(citation.clause) == "丽政办发〔2024〕8号#二/（一）"
    assert citation.quote == citation.span.of(small_library().documents[0].text)
    assert answer.status == "grounded"


def test_a_baseline_that_marks_nothing_cites_all_it_was_given() -> None:
    assert [c.marker for c in baseline("不超过3所。").citations] == [1, 2]


def test_a_baseline_may_refuse_and_may_fail() -> None:
    assert baseline("资料中没有相关内容。").status == "refused"
    with pytest.raises(PolicyError, match="没有答成"):
        baseline(ChatFailed("down"))
