"""What a run writes, the public formats, the command line and the CI snippets: readable, self-contained, kept true."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
import yaml

from assistant.answer import Answer
from assistant.ask import Turn
from corpus.errors import PolicyError
from corpus.library import Library
from eval import __main__ as command
from eval.ask_cases import ask_case
from eval.assistants import Place, open_assistant
from eval.given import Given
from eval.html.page import page
from eval.junit import write_junit
from eval.ledger import ledger_results
from eval.markdown import markdown
from eval.metrics import mean_of
from eval.public.run_public import FORMATS, read_public
from eval.report_json import read_report, report_json, write_json
from eval.results import Result
from eval.run import Report
from eval.run_info import RunInfo, settings_of
from eval.suites import LABELLED_ON
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


def test_an_assistant_that_breaks_is_a_finding_not_the_end() -> None:
    (given,) = ask_case(case(), Breaks(), 10)
    assert given.error == "RuntimeError：坏了"
    found = result(case(), given, five_documents())
    assert found.value("right") == 0 and "坏了" in found.reason("right")


def _write(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else "\n".join(json.dumps(c, ensure_ascii=False) for c in content)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


CMRC = [
    {
        "context_id": "1",
        "title": "题",
        "context_text": "甲县有4所医院。",
        "qas": [{"query_id": "q", "question": "几所？", "answers": ["4所", "4所"]}],
    }
]
DRCD = {
    "data": [
        {
            "title": "題",
            "paragraphs": [
                {
                    "context": "乙县有5所。",
                    "qas": [
                        {"id": "q", "question": "几所？", "answers": [{"text": "5所", "answer_start": 3}]},
                        {"question": "几人？", "is_impossible": True},
                    ],
                }
            ],
        }
    ]
}
RGB = [
    {"id": 0, "query": "几所？", "answer": ["4所"], "positive": ["甲县有4所。"], "negative": ["乙县有5所。"]},
    {"id": 1, "query": "几人？", "answer": ["3人"], "positive": [], "negative": ["乙县有5所。"]},
    {
        "id": 2,
        "query": "各几所？",
        "answer": [["4所"], ["5所"]],
        "positive": [["甲县有4所。"], ["乙县有5所。"]],
        "negative": [],
    },
    {
        "id": 3,
        "query": "几所？",
        "answer": "4所",
        "fakeanswer": "9所",
        "positive": ["甲县有4所。"],
        "positive_wrong": ["甲县有9所。"],
        "negative": [],
    },
]


def test_public_formats(tmp_path: Path) -> None:
    _write(tmp_path, {"cmrc.json": json.dumps(CMRC), "drcd.json": json.dumps(DRCD), "rgb.jsonl": RGB})
    _write(
        tmp_path / "stard",
        {
            "corpus.jsonl": [{"id": 7, "name": "甲法", "content": "第一条 ……"}],
            "dev.json": json.dumps([{"query_id": 1, "query": "问", "match_id": [7]}]),
        },
    )
    _write(
        tmp_path / "beir",
        {
            "corpus.jsonl": [{"_id": "d", "title": "", "text": "正文"}],
            "queries.jsonl": [{"_id": "q", "text": "问"}, {"_id": "r", "text": "没有判过"}],
            "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq\td\t1\n",
        },
    )
    _write(tmp_path, {"t.csv": "问题,答案,出处\n几所？,4所|四所,甲县有4所。\n"})
    cmrc = read_public(tmp_path / "cmrc.json", "cmrc")
    assert cmrc.questions[0].answers == ("4所",) and cmrc.questions[0].relevant == ("p1",)
    drcd = read_public(tmp_path / "drcd.json", "drcd")
    assert [q.answerable for q in drcd.questions] == [True, False]
    rgb = read_public(tmp_path / "rgb.jsonl", "rgb")
    assert [q.part for q in rgb.questions] == ["noise", "rejection", "integration", "counterfactual"]
    assert rgb.questions[3].wrong == ("9所",) and rgb.questions[1].answerable is False and len(rgb.passages) == 3
    assert read_public(tmp_path / "stard", "stard").questions[0].relevant == ("7",)
    beir = read_public(tmp_path / "beir", "beir")
    assert [(q.text, q.relevant) for q in beir.questions] == [("问", ("d",))]
    assert read_public(tmp_path / "t.csv", "csv").questions[0].answers == ("4所", "四所")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_public_file_in_another_format_is_refused(tmp_path: Path, name: str) -> None:
    for content in ("{", "[]", "{}", "a,b\n1,2\n", '{"x": 1}\n'):
        file = tmp_path / "f"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(PolicyError) as error:
            read_public(file, name)
        assert "\n" not in str(error.value)


def test_a_public_set_is_answered_over_its_own_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], built_index: Path
) -> None:
    """Through the command, with the real index: the passage is found, the answer's words are there, nothing stays."""
    rows = "问题,答案,出处\n每千人口注册护士数到2026年达到多少？,4.2人,到2026年，每千人口注册护士数达到4.2人。\n"
    path = _write(tmp_path, {"t.csv": rows}) / "t.csv"
    assert command.main(["run", "--data", str(path), "--format", "csv", "--out", str(tmp_path / "out")]) == 0
    (only,) = read_report(tmp_path / "out").results
    assert (only.value("recall_at_k"), only.value("answered"), only.value("right")) == (1, 1, None)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"report.json", "report.html", "report.md", "junit.xml"}


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--suite", "nope"],
        ["run", "--suite", "no.jsonl"],
        ["run", "--assistant", "gpt", "--suite", "gate"],
        ["run", "--suite", "ledger", "--gate", "--gate-file", "no.toml"],
        ["run", "--data", "no.json", "--format", "cmrc"],
        ["run", "--data", "pyproject.toml", "--format", "nope"],
        ["compare", "no", "no"],
        ["check", "no.jsonl"],
        ["judged", "no.jsonl"],
        ["baseline", "no"],
        ["table", "--report", "no"],
        ["template", "x.doc"],
        ["template", "no/such/folder/x.csv"],
        ["candidates", "no.jsonl", "x.xlsx"],
    ],
)
def test_every_error_is_one_chinese_line_and_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(words) == 2
    told = capsys.readouterr().err.strip()
    assert told and "\n" not in told and re.search("[一-龥]", told) and "Traceback" not in told


@pytest.mark.parametrize("name", ["model", "baseline"])
def test_an_assistant_that_needs_a_model_says_what_is_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_CHAT_URL", raising=False)
    with pytest.raises(PolicyError) as error:
        open_assistant(name, Place(None, None, LABELLED_ON))
    assert "\n" not in str(error.value)


def _commands(text: str) -> list[list[str]]:
    return [m[1].split() for m in re.finditer(r"(?:python -m |\bmake )([^\n'\"]+)", text)]


@pytest.mark.parametrize("name", ["github-actions.yml", "gitea.yml", "gitlab-ci.yml", "Jenkinsfile"])
def test_ci_snippets_call_what_exists(name: str) -> None:
    """Each file parses, and every command in it is one that our parsers and Makefile know."""
    text = (ROOT / "eval" / "ci" / name).read_text(encoding="utf-8")
    if name.endswith(".yml"):
        assert isinstance(yaml.safe_load(text), dict)
    else:
        assert text.count("{") == text.count("}") and "pipeline {" in text
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    called = _commands(text)
    assert [w[0] for w in called] == ["setup", "index", "eval", "eval"]
    for words in called:
        if words[0] == "eval":
            assert command._parser().parse_args(words[1:]).run
        elif words[0] == "index":
            assert words == ["index", "build"]
        else:
            assert words[0] in targets
    assert not re.search(r"(?:KEY|TOKEN|SECRET)", text) and "HF_HUB_OFFLINE" in text


def test_our_own_ci_runs_the_gate() -> None:
    assert "make --no-print-directory gate" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(
        r"^gate:.*\n(?:.*\n)*?.*python -m eval run .*--gate",
        (ROOT / "Makefile").read_text(encoding="utf-8"),
        flags=re.M,
    )


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
