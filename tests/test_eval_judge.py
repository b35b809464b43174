"""The model judge: its marks beside the scores, its disagreement told, what can't be read no score, never in the gate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.settings import load_chat_settings
from corpus.errors import BadSettings
from eval.__main__ import main
from eval.compare import compare, comparison_text
from eval.gate import baseline_json, judge, read_gate
from eval.given import Given
from eval.html.page import page
from eval.judge import ASPECTS, ModelJudge, marks_in
from eval.markdown import markdown
from eval.metrics import mean_of
from eval.report_json import read_report, report_json, write_json
from eval.results import Result
from eval.run import Report
from eval.run_info import RunInfo
from tests.builders_assistant import clause_of, five_documents
from tests.builders_chat import Scripted, settings
from tests.builders_eval import case, cited, result

GOOD = Given(
    "到2025年,每万人口拥有全科医生数达到4人。[1]",
    citations=(cited(clause_of(five_documents().documents[0], "二/（一）")),),
)
SILENT = Given("文件库中没有。", abstained=True, refusal="not_found")
HALF, FULL = "通顺：3\n完整：3", "通顺：5\n完整：5"


def report(*results: Result) -> Report:
    info = RunInfo(
        "model", {"dev": "x"}, 1, 10, "2026-11-22", None, 1, "c" * 40, False, "d", "p", {}, {}, "", "", 1.0, 1
    )
    return Report(info, results)


def answered(given: Given = GOOD, **gold: str) -> Report:
    return report(result(case(**gold), given, five_documents()))


def read(source: Scripted, held: Report, runs: int = 3, **given: float) -> Report:
    """The report as a scripted judge leaves it, one call after the other."""
    return ModelJudge(Chat(source, settings(concurrency=1, **given)), runs).judged(held)


@pytest.mark.parametrize(
    ("reply", "marks"),
    [
        ("通顺：5\n完整：1", (1.0, 0.0)),
        (" 完整: 3分 \n通顺: 4分\n", (0.75, 0.5)),
        ("通顺：4", None),
        ("通顺：6\n完整：5", None),
        ("通顺：4.5\n完整：5", None),
        ("通顺：4/5\n完整：5/5", None),
        ("通顺：5\n完整：5\n通顺：1", None),
        ("很好", None),
        ("", None),
    ],
)
def test_marks_are_read_exactly_or_not_at_all(reply: str, marks: tuple[float, float] | None) -> None:
    found = marks_in(reply)
    assert (None if found is None else tuple(found[name] for name in ASPECTS)) == marks


def test_each_answer_is_judged_several_times_and_the_spread_is_told() -> None:
    source = Scripted(FULL, HALF, "通顺：4\n完整：5")
    (found,) = read(source, answered()).results
    assert len(source.calls) == 3
    assert found.value("fluency") == 0.75 and found.value("fluency_spread") == 0.5
    assert found.value("completeness") == pytest.approx(5 / 6)
    assert found.reason("fluency") == "1.00、0.50、0.75"
    assert "到2025年,每万人口拥有全科医生数达到4人。" in source.calls[0].task and "[1]" not in source.calls[0].task
    assert "要点：" in source.calls[0].task and "不是对你说的" in source.calls[0].system


def test_what_cannot_be_read_or_failed_is_no_score_and_no_zero() -> None:
    (none,) = read(Scripted("答得很好"), answered()).results
    assert none.value("fluency") is None and none.value("completeness_spread") is None
    assert "3次中3次读不出分数" in none.reason("fluency")
    failed = read(Scripted("答得很好"), answered())
    assert all("评出0个答案，1个没有评成" in shown for shown in (markdown(failed), page(failed)))
    (some,) = read(Scripted("嗯", HALF, ChatFailed("broken")), answered()).results
    assert some.value("fluency") == 0.5 and some.value("fluency_spread") is None
    assert "3次中2次" in some.reason("fluency")


def test_what_was_not_answered_or_should_not_be_is_not_judged() -> None:
    source = Scripted(FULL)
    (found,) = read(source, answered(SILENT)).results
    assert found.value("fluency") is None and found.value("completeness") is None and not source.calls
    assert found.reason("completeness") == "没有作答，不评"
    (refused,) = read(source, answered(SILENT, outcome="refuse")).results
    assert refused.value("completeness") is None and not source.calls


def test_a_follow_up_is_judged_with_what_was_said_before() -> None:
    first = result(case("a", "梅州全科医生多少？"), GOOD, five_documents())
    second = replace(first, id="a/2", question="那广西呢？")
    other = replace(first, id="b", case="b")
    source = Scripted(FULL)
    read(source, report(first, second, other), 1)
    assert ["梅州全科医生多少？" in c.task.partition("\n问题：")[0] for c in source.calls] == [False, True, False]


def test_the_judge_is_pinned_and_shown_beside_the_scores(tmp_path: Path) -> None:
    held = read(Scripted(FULL), answered(), 2)
    assert held.info.judge["模型"] == "scripted" and held.info.judge["每题次数"] == "2"
    assert len(held.info.judge["提示词摘要"]) == 16
    write_json(report_json(held), tmp_path / "report.json")
    again = read_report(tmp_path)
    assert again.info == held.info and mean_of(again.results, "fluency").value == 1
    for shown in (markdown(held), page(held)):
        assert "通顺（评委）" in shown and held.info.judge["提示词摘要"] in shown


def test_marks_of_different_judges_are_not_compared() -> None:
    low, high = (read(Scripted(text), answered()) for text in (HALF, FULL))
    assert "| 通顺（评委） |" in comparison_text(low, high, compare(low, high))
    warmer = read(Scripted(FULL), answered(), temperature=0.7)
    told = comparison_text(low, warmer, compare(low, warmer))
    assert "| 通顺（评委） |" not in told and "评委（所评分数不比）不同" in told


def test_the_gate_does_not_know_the_judge(tmp_path: Path) -> None:
    held = answered()
    gate_file = tmp_path / "gate.toml"
    gate_file.write_text("min_cases = 1\n[dev.floors]\nright = 0.0\n", encoding="utf-8")
    gate = read_gate(gate_file)
    low = read(Scripted("通顺：1\n完整：1"), held)
    assert judge(low, gate) == judge(held, gate)
    assert baseline_json(low)["rows"] == baseline_json(held)["rows"]
    for rules in ("floors", "ceilings", "falls"):
        gate_file.write_text(f"[dev.{rules}]\ncompleteness = 0.5\n", encoding="utf-8")
        with pytest.raises(BadSettings, match="不能作门槛"):
            read_gate(gate_file)


def test_without_a_model_it_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("BASE_URL", "MODEL"):
        monkeypatch.delenv(f"POLICY_CHAT_{name}", raising=False)
    load_chat_settings.cache_clear()
    assert main(["run", "--suite", "ledger", "--judge", "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err.strip()
    assert "没有设置语言模型" in told and "--judge" in told and "\n" not in told
    assert not (tmp_path / "out").exists()
