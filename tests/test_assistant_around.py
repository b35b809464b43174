"""What stands around an answer: questions to ask next, what readers say of it, and an answer of an earlier day."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.feedback import keep_feedback
from assistant.recall import kept, recalled
from assistant.suggest import next_questions
from corpus.errors import PolicyError
from eval.candidates import candidates, read_feedback
from tests.builders_assistant import small_assistant, small_library

NURSES = "丽水到2026年三级医院优质护理病房覆盖率要达到多少?"


def test_every_next_question_is_answered_from_the_clause_it_came_from() -> None:
    assistant = small_assistant()
    found = assistant.next_questions(assistant.ask(NURSES))
    assert "丽水市加强护理队伍建设由谁负责？" in found
    assert NURSES not in found
    assert [assistant.ask(question).status for question in found] == ["grounded"] * len(found)


def test_what_the_assistant_would_not_answer_is_not_offered() -> None:
    answer = small_assistant().ask(NURSES)
    asked: list[str] = []

    def refuse(question: str) -> Answer:
        asked.append(question)
        return Answer(question, "没有。")

    assert next_questions(answer, small_library(), refuse) == ()
    assert asked, "candidates were tried"


def test_nobody_is_asked_who_is_responsible_twice() -> None:
    assistant = small_assistant()
    found = assistant.next_questions(assistant.ask("丽水加强护理队伍建设由谁负责?"))
    assert "丽水市加强护理队伍建设由谁负责？" not in found


def test_a_refusal_leads_on_from_what_it_gives_to_read() -> None:
    assistant = small_assistant()
    refused = assistant.ask("丽水到2040年每千人口注册护士数要达到多少?")
    assert refused.status == "refused"
    assert refused.reading
    assert [assistant.ask(q).status for q in assistant.next_questions(refused)].count("refused") == 0


def test_on_the_five_documents_next_questions_come(assistant: Assistant) -> None:
    answer = assistant.ask("汉中推进医保支付方式改革由谁负责？")
    found = assistant.next_questions(answer)
    assert found
    assert {assistant.ask(q).status for q in found} == {"grounded"}


def test_feedback_is_what_the_evaluation_reads(tmp_path: Path) -> None:
    answer = small_assistant().ask(NURSES)
    path = tmp_path / "new" / "feedback.jsonl"
    keep_feedback(path, answer, "up")
    keep_feedback(path, answer, "down", " 引的条款不对\n第二行 ")
    up, down = list(read_feedback(path))
    assert (up.verdict, up.comment) == ("up", "")
    assert (down.verdict, down.comment, down.question) == ("down", "引的条款不对\n第二行", NURSES)
    assert down.citations == tuple(str(c.clause) for c in answer.citations)
    assert [f.question for f in candidates(read_feedback(path), ())] == [NURSES]


def test_feedback_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(PolicyError, match="意见没有存下来"):
        keep_feedback(tmp_path / "file" / "feedback.jsonl", small_assistant().ask(NURSES), "up")


def test_an_old_answer_stands_on_the_same_words() -> None:
    answer = small_assistant().ask(NURSES)
    again = recalled(answer.question, answer.text, kept(answer), small_library())
    assert again.text == answer.text
    assert again.notes == ()
    assert [(c.marker, c.clause, c.quote, c.span) for c in again.citations] == [
        (c.marker, c.clause, c.quote, c.span) for c in answer.citations
    ]


def test_an_old_answer_says_which_clause_changed_and_which_is_gone() -> None:
    cited = [
        (1, "丽政办发〔2024〕8号#二/（一）", "优质护理病房覆盖率不低于90%"),
        (2, "丽政办发〔2024〕8号#九/（九）", "没有这一条"),
        (3, "不是编号", "也没有"),
    ]
    again = recalled("问", "答[1][2][3]", cited, small_library())
    [changed] = again.citations
    assert changed.quote == ""
    assert "当时的引文是“优质护理病房覆盖率不低于90%”" in changed.warnings[-1]
    assert again.notes == (
        "编号2所引的条款（丽政办发〔2024〕8号#九/（九））已不在文件库里。",
        "编号3所引的条款（不是编号）已不在文件库里。",
        "编号1所引的条款已有改动。",
    )
