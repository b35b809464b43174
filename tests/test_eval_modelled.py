"""Runs with a chat model: the product, its parts alone and the tutorial's pipeline, asked through an endpoint on the
loopback; a model's words kept on disk; a fixed sample of cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat
from assistant.chat.failure import ChatFailed
from assistant.chat.settings import load_chat_settings
from assistant.chat.source import Call
from corpus.errors import BadSettings, PolicyError
from eval.__main__ import main
from eval.baseline import Baseline
from eval.cases import Case
from eval.recorded import Recorded
from eval.report_json import read_report
from eval.results import Result
from eval.sample import stratified
from eval.suites import load_suite
from index.plain import PlainPipeline
from tests.builders_assistant import LISHUI, small_library
from tests.builders_chat import Endpoint, Scripted, endpoint, says, settings, status
from tests.builders_eval import case

CALL = Call("系统", "任务", 50)
QUESTION = "丽水到2026年护理试点医院不超过多少所？"
SENTENCE = "到2026年，护理试点医院不超过3所。"
PER_CALL = 18
"""The tokens that the endpoint says each call took."""


def test_a_sample_holds_every_kind_and_is_the_same_again() -> None:
    cases = load_suite("dev").cases
    sample = stratified(cases, 60)
    assert sample == stratified(cases, 60)
    assert len({c.id for c in sample}) == 60
    assert {c.kind for c in sample} >= {c.kind for c in cases if sum(o.kind == c.kind for o in cases) >= 6}
    assert stratified(cases, 20) == sample[:20]
    assert len({c.kind for c in sample[:10]}) > 4
    assert stratified(cases, None) == cases


def test_a_models_words_are_asked_for_once(tmp_path: Path) -> None:
    source = Scripted("甲", "乙")
    path = tmp_path / "new" / "recorded.jsonl"
    first = Chat(Recorded(path, source), settings())
    assert [first.ask(CALL, Budget(5)) for _ in range(2)] == ["甲", "甲"]
    reading = Recorded(path, None)
    again = Chat(reading, settings())
    assert again.ask(CALL, Budget(5)) == "甲"
    assert len(source.calls) == 1 and reading.name == "scripted"
    with pytest.raises(ChatFailed):
        again.ask(Call("系统", "另一任务", 50), Budget(5))
    assert reading.lacking == 1


def test_a_record_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "recorded.jsonl"
    Chat(Recorded(path, Scripted("甲")), settings()).ask(CALL, Budget(5))
    whole = path.read_text("utf-8")
    path.write_text(whole + '{"key": "ab', encoding="utf-8")
    other = Call("系统", "另一任务", 50)
    Chat(Recorded(path, Scripted("乙")), settings()).ask(other, Budget(5))
    again = Chat(Recorded(path, None), settings())
    assert [again.ask(c, Budget(5)) for c in (CALL, other)] == ["甲", "乙"]


def test_a_record_of_another_model_or_none_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recorded.jsonl"
    Chat(Recorded(path, Scripted("甲")), settings()).ask(CALL, Budget(5))
    other = Scripted("乙")
    other.name = "qwen"
    with pytest.raises(BadSettings, match=r"scripted.*qwen"):
        Recorded(path, other)
    for text in ("[]\n", '{"key": "a"}\n', "坏\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadSettings, match="不是模型输出的记录"):
            Recorded(path, None)


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
    assert (answer.trace.model.read, answer.trace.model.written) == (100, len("不超过3所[1]。"))


def test_a_baseline_that_marks_nothing_cites_all_it_was_given() -> None:
    assert [c.marker for c in baseline("不超过3所。").citations] == [1, 2]


def test_a_baseline_may_refuse_and_may_fail() -> None:
    assert baseline("资料中没有相关内容。").status == "refused"
    with pytest.raises(PolicyError, match="没有答成"):
        baseline(ChatFailed("down"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 丽水's plan, a question about it, and room for an index, built by the first run."""
    folder = tmp_path_factory.mktemp("modelled")
    (folder / "documents").mkdir()
    (folder / "documents" / "lishui.txt").write_text(LISHUI, encoding="utf-8")
    (folder / "one.jsonl").write_text(asked(QUESTION).model_dump_json(exclude_defaults=True) + "\n", encoding="utf-8")
    return folder


def asked(question: str) -> Case:
    facts = [{"type": "number", "number": "3", "unit": "所", "relation": "<=", "year": "2026", "about": "护理试点医院"}]
    return case("ls-1", question, facts=facts, clauses=["丽政办发〔2024〕8号 二、（一）"])


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No chat model is set but the one that a test sets; the settings are read once a process."""
    for name in ("BASE_URL", "MODEL"):
        monkeypatch.delenv(f"POLICY_CHAT_{name}", raising=False)
    load_chat_settings.cache_clear()
    yield
    load_chat_settings.cache_clear()


def talking_to(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"BASE_URL": server.url, "MODEL": "scripted", "OUTPUT": "lines", "RETRIES": "0"}
    for name, value in given.items():
        monkeypatch.setenv(f"POLICY_CHAT_{name}", value)
    load_chat_settings.cache_clear()


def ran(place: Path, out: Path, *words: str) -> tuple[dict[str, str], Result]:
    """One run of the command over 丽水's question: what it says of its models, and its only result."""
    held = ["--documents", str(place / "documents"), "--index", str(place / "index"), "--out", str(out)]
    suite = [] if "--suite" in words else ["--suite", str(place / "one.jsonl")]
    assert main(["run", *suite, *held, *words]) == 0
    report = read_report(out)
    (result,) = report.results
    return report.info.models, result


@pytest.mark.parametrize(
    ("assistant", "said", "right"),
    [
        ("model", f"E1|{SENTENCE}", 1),
        ("model", "E1|到2026年，护理试点医院不超过9所。", 1),  # the rules' answer stands in
        ("proved", f"E1|{SENTENCE}", 1),
        ("proved", "E1|到2026年，护理试点医院不超过9所。", 0),
        ("unchecked", f"E1|{SENTENCE}", 1),
        ("unchecked", "E1|到2026年，护理试点医院不超过9所。", 0),
        ("baseline", f"{SENTENCE}[1]", 1),
        ("baseline", "到2026年，护理试点医院不超过9所。[1]", 0),
    ],
)
def test_every_assistant_with_a_model_is_run_and_its_tokens_are_counted(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assistant: str, said: str, right: int
) -> None:
    with endpoint(says(said)) as server:
        talking_to(server, monkeypatch)
        models, result = ran(place, tmp_path, "--assistant", assistant)
        assert models["语言模型"] == "scripted"
        assert result.value("right") == right, result.answer
        assert server.requests and result.value("tokens") == PER_CALL * len(server.requests)
    if assistant == "unchecked" and not right:
        assert "9所" in result.answer
    if assistant == "baseline":
        (chunks,) = place.glob("plain-*")
        assert chunks.is_dir()


def test_a_model_that_fails_is_an_error_of_the_parts_alone_not_a_refusal(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with endpoint(status(401)) as server:
        talking_to(server, monkeypatch)
        for assistant in ("proved", "unchecked", "baseline"):
            _, result = ran(place, tmp_path, "--assistant", assistant)
            assert "没有答成" in result.answer and result.value("right") == 0


def test_a_judge_reads_the_answers_of_a_run(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with endpoint(says(f"E1|{SENTENCE}"), says("通顺：5\n完整：5"), says("通顺：3\n完整：5")) as server:
        talking_to(server, monkeypatch)
        _, result = ran(place, tmp_path, "--assistant", "model", "--judge", "2")
        assert len(server.requests) == 3
    assert (result.value("fluency"), result.value("fluency_spread")) == (0.75, 0.5)
    assert (result.value("completeness"), result.value("completeness_spread")) == (1, 0)
    assert "评委 模型 scripted" in capsys.readouterr().out and "通顺（评委）" in (tmp_path / "report.html").read_text(
        "utf-8"
    )


def test_a_recorded_run_is_scored_again_without_a_model(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = ["--assistant", "unchecked", "--record", str(tmp_path / "said.jsonl")]
    with endpoint(says(f"E1|{SENTENCE}", hang=0.3)) as server:
        talking_to(server, monkeypatch)
        _, first = ran(place, tmp_path, *record)
    for name in ("BASE_URL", "MODEL"):
        monkeypatch.delenv(f"POLICY_CHAT_{name}")
    load_chat_settings.cache_clear()
    models, again = ran(place, tmp_path, *record)
    assert (again.answer, again.value("tokens")) == (first.answer, first.value("tokens"))
    assert (again.value("latency") or 0) >= 300, "the model's own seconds"
    assert models["语言模型"] == "scripted"

    (tmp_path / "other.jsonl").write_text(
        asked("丽水护理试点医院最多几所？").model_dump_json(exclude_defaults=True) + "\n"
    )
    _, unknown = ran(place, tmp_path, *record, "--suite", str(tmp_path / "other.jsonl"))
    assert "记录里没有" in unknown.answer and unknown.value("right") == 0

    held = ["--suite", str(place / "one.jsonl"), "--documents", str(place / "documents")]
    assert main(["run", *held, "--record", str(tmp_path / "said.jsonl")]) == 2
    assert "--record 只用于" in capsys.readouterr().err
