"""Which document answers on which day: what is in force goes first, and what is not is said."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from assistant.ask import Assistant
from index.retriever import Retriever
from tests.builders_assistant import Everything, parsed
from tests.builders_index import library

OLD = """丽水市护理队伍建设办法
丽政办发〔2018〕3号

第一条 为加强护理队伍建设,制定本办法。
第二条 三级医院优质护理病房覆盖率不低于80%。
第三条 本办法自2018年6月1日起施行。
"""
NEW = """丽水市护理队伍建设规定
丽政办发〔2024〕8号

第一条 为加强护理队伍建设,制定本规定。
第二条 三级医院优质护理病房覆盖率不低于95%。
第三条 本规定自2024年7月1日起施行。《丽水市护理队伍建设办法》(丽政办发〔2018〕3号)同时废止。
"""


def _on(day: date) -> Assistant:
    held = library(parsed(OLD, "丽水市", "old.txt"), parsed(NEW, "丽水市", "new.txt"))
    return Assistant(held, cast(Retriever, Everything(held)), day)


@pytest.mark.parametrize(
    ("day", "figure", "document"),
    [
        (date(2026, 1, 1), "95%", "丽政办发〔2024〕8号"),
        (date(2024, 1, 1), "80%", "丽政办发〔2018〕3号"),
    ],
)
def test_the_document_in_force_answers(day: date, figure: str, document: str) -> None:
    answer = _on(day).ask("丽水市三级医院优质护理病房覆盖率是多少?")
    assert figure in answer.claims[0].text
    assert answer.citations[0].clause.document == document


def test_what_rests_on_a_repealed_document_says_so() -> None:
    answer = _on(date(2026, 1, 1)).ask("丽政办发〔2018〕3号对三级医院优质护理病房覆盖率的要求是多少?")
    assert "80%" in answer.text
    assert any("废止" in note for note in answer.notes), answer.notes
