"""What a run writes, the public formats, the command line and the CI snippets: readable, self-contained, kept true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from assistant.answer import Answer
from assistant.ask import Turn
from corpus.errors import PolicyError
from corpus.library import Library
from eval.ask_cases import ask_case
from eval.given import Given
from eval.html.page import page
from eval.junit import write_junit
from eval.ledger import ledger_results
from eval.markdown import markdown
from eval.metrics import mean_of
from eval.report_json import read_report, report_json, write_json
from eval.results import Result
from eval.run import Report
from eval.run_info import RunInfo, settings_of
from eval.table import BEGIN, END, write_table
from tests.builders_assistant import clause_of, five_documents
from tests.builders_eval import case, cited, result

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def report() -> Report:
    library = five_documents()
    clause = clause_of(library.documents[0], "二/（一）")
    right = Given(
        "到2025年,每万人口拥有全科医生数达到4人。[1]",
        citations=(cited(clause),),
        retrieved=(str(clause.id),),
        elapsed_ms=12,
    )
    wrong = replace(right, text="<script>alert(1)</script>5人\x07", citations=())
    results = (result(case("a"), right, library), result(case("b", "谁？"), wrong, library))
    info = RunInfo(
        "composed",
        {"dev": "x"},
        1,
        10,
        "2026-11-22",
        None,
        1,
        "c" * 40,
        False,
        "d",
        "p",
        {"语言模型": "无"},
        {},
        "机器",
        "2026-11-22T08:00:00+00:00",
        1.0,
        1,
    )
    return Report(info, results)


def test_the_page_is_self_contained_and_shows_every_case(report: Report) -> None:
    html = page(report, ["通过：dev 答对"])
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?://", html)
    assert "<script>alert(1)" not in html and "&lt;script&gt;alert(1)" in html
    for words in (
        "每万人口拥有全科医生数达到4人",
        "应引，已引",
        "应引，没有引",
        "通过：dev 答对",
        "<svg",
        "不适用",
        "cccccccccccc",
    ):
        assert words in html, words
    assert html.count("<details class='case") == 2


def test_the_run_as_json_is_read_again(report: Report, tmp_path: Path) -> None:
    write_json(report_json(report), tmp_path / "report.json")
    assert read_report(tmp_path) == report
    assert report_json(report)["suites"]["dev"]["means"]["right"]["value"] == 0.5
    for text in ("{", "{}", '{"version": 99}', '{"version": 1, "info": {}, "results": []}'):
        (tmp_path / "report.json").write_text(text, encoding="utf-8")
        with pytest.raises(PolicyError):
            read_report(tmp_path)


def test_junit_fails_what_is_wrong(report: Report, tmp_path: Path) -> None:
    write_junit(report, tmp_path / "junit.xml")
    suite = Tree.parse(tmp_path / "junit.xml").getroot().find("testsuite")
    assert suite is not None and (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failed = [t.get("name") for t in suite if t.find("failure") is not None]
    assert failed == ["b 谁？"]


def test_markdown_and_the_readme_s_table(report: Report, tmp_path: Path) -> None:
    text = markdown(report)
    assert "| 答对 | 0.500" in text and "## 未答对（1）" in text
    readme = tmp_path / "README.md"
    readme.write_text(f"头\n{BEGIN}\n旧\n{END}\n尾\n", encoding="utf-8")
    write_table(report, readme)
    write_table(report, readme)
    filled = readme.read_text(encoding="utf-8")
    assert (
        filled.startswith("头\n") and filled.endswith("\n尾\n") and "旧" not in filled and filled.count("| 答对 |") == 1
    )
    assert "2026-11-22" in filled and "cccccccccccc" in filled
    readme.write_text("没有标记", encoding="utf-8")
    with pytest.raises(PolicyError, match="没有"):
        write_table(report, readme)


def test_our_readme_has_the_table() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert BEGIN in text and END in text
    assert re.search(r"提交 [0-9a-f]{12}", text[text.index(BEGIN) : text.index(END)])


def test_secrets_are_masked() -> None:
    found = settings_of({"POLICY_CHAT_KEY": "sk-1", "POLICY_SEARCH_K": "20", "HOME": "/x"})
    assert found == {"POLICY_CHAT_KEY": "……", "POLICY_SEARCH_K": "20"}


def test_the_ledger_is_held_against_its_labels() -> None:
    results = ledger_results(five_documents())
    assert {r.kind for r in results} == {"ledger_target", "ledger_responsibility", "ledger_deadline"}
    assert len({d for r in results for d in r.documents}) == 5
    recall, precision = mean_of(results, "fact_recall"), mean_of(results, "fact_precision")
    assert recall.n > 200 and recall.value is not None and recall.value > 0.97
    assert precision.value is not None and precision.value > 0.97


def test_a_ledger_without_its_facts_scores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.facts import Facts

    monkeypatch.setattr(Library, "facts", lambda self, document=None: Facts())
    assert mean_of(ledger_results(five_documents()), "fact_recall").value == 0


class Breaks:
    name = "composed"

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        raise RuntimeError("坏了")

    def retrieve(self, question: str, k: int) -> None:
        return None

    def describe(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        """It holds nothing."""


def test_an_assistant_that_breaks_is_a_finding_not_the_end() -> None:
    (given,) = ask_case(case(), Breaks(), 10)
    assert given.error == "RuntimeError：坏了"
    found = result(case(), given, five_documents())
    assert found.value("right") == 0 and "坏了" in found.reason("right")


def test_a_conversation_s_turns_are_scored_one_by_one() -> None:
    from eval.suites import load_suite

    several = next(c for c in load_suite("gate").cases if len(c.turns) > 1)
    heard: list[int] = []

    class Listens(Breaks):
        def ask(self, question: str, history: Sequence[Turn]) -> Answer:
            heard.append(len(history))
            return Answer(question, "不知道")

    assert len(ask_case(several, Listens(), 10)) == len(several.turns)
    assert heard == [2 * i for i in range(len(several.turns))]


def test_results_of_many_turns_hang_together(report: Report) -> None:
    assert all(isinstance(r, Result) and r.case == r.id for r in report.results)
