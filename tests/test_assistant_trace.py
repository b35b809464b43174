"""The trace of an answer: read, searched, found, weighed, claimed, checked, dropped, and how long it took."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant import __main__ as command
from assistant.answer_json import trace_json
from assistant.ask import Assistant
from assistant.trace_told import told
from tests.builders_assistant import small_assistant, turns
from tests.builders_chat import Knowing, Scripted, naming, written_by

ASKED = "丽水护理试点医院不超过多少所?"
LIE = "到2026年，护理试点医院不超过7所。"


def opened(monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> None:
    def replaced(arguments: object) -> Assistant:
        return assistant

    monkeypatch.setattr(command, "_open", replaced)


def test_the_trace_holds_the_whole_way() -> None:
    trace = small_assistant().ask(ASKED).trace
    (reading,) = trace.readings
    assert (reading.kind, reading.documents, reading.follows) == ("value", ("丽政办发〔2024〕8号",), False)
    assert any("护理" in text for text, _ in reading.terms)
    found = [f.clause for s in trace.searches for f in s.found]
    assert "丽政办发〔2024〕8号#二/（一）" in [str(c) for c in found]
    assert trace.weighed[0].whole >= trace.weighed[-1].whole
    (checked,) = trace.checked
    assert (checked.author, checked.outcome, checked.faults) == ("规则", "保留", ())
    assert trace.model is None
    assert {s.name for s in trace.stages} == {"检索与组织", "核对"}


def test_a_follow_up_traces_the_question_before_as_well() -> None:
    first, second = small_assistant().ask("那嘉兴呢?", turns(ASKED)).trace.readings
    assert not first.follows
    assert second.follows


def test_one_question_leaves_nothing_in_the_trace_of_the_next() -> None:
    assistant = small_assistant()
    assert len(assistant.ask(ASKED).trace.readings) == len(assistant.ask(ASKED).trace.readings) == 1


def test_what_the_model_did_and_what_was_dropped_is_counted() -> None:
    trace = written_by(Knowing(naming("护理试点医院不超过3所", LIE))).ask(ASKED).trace
    assert trace.model is not None
    assert (trace.model.calls, trace.model.read, trace.model.guessed) == (1, 100, False)
    assert [c.text for c in trace.dropped] == [LIE]
    text = told(trace)
    assert "[模型·删去]" in text
    assert "数字不在所引" in text
    assert "核对未通过1条" in text
    assert "读入100词元" in text


def test_ask_prints_the_trace_below_the_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(monkeypatch, small_assistant())
    assert command.main(["ask", ASKED, "--trace"]) == 0
    answer, _, trace = capsys.readouterr().out.partition("【怎样理解】")
    assert "不超过3所" in answer
    for section in ("【检索】", "【陈述与核对】", "【用时】"):
        assert section in trace
    assert command.main(["ask", ASKED]) == 0
    assert "【" not in capsys.readouterr().out


def test_ask_gives_the_trace_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    opened(monkeypatch, written_by(Scripted("无")))
    assert command.main(["ask", ASKED, "--json", "--trace"]) == 0
    row: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert row["trace"]["searches"][0]["found"][0]["clause"].startswith("丽政办发〔2024〕8号#")
    assert row["trace"]["model"]["calls"] == 1
    assert command.main(["ask", ASKED, "--json"]) == 0
    assert "trace" not in json.loads(capsys.readouterr().out)


def test_the_trace_as_json_has_every_field_of_the_trace() -> None:
    trace = small_assistant().ask(ASKED).trace
    assert set(trace_json(trace)) == set(trace.__dataclass_fields__)
    json.dumps(trace_json(trace))
