"""Several questions in one are asked one after the other; remarks and tails are not."""

from __future__ import annotations

import pytest

from assistant.parts import join, parts_of
from assistant.statement import Composition, Statement, refused
from tests.builders_assistant import small_assistant


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("编制标准由哪个部门制定？经费谁落实？", ["编制标准由哪个部门制定？", "经费谁落实？"]),
        ("广西签约率多少?广东签约率多少?", ["广西签约率多少？", "广东签约率多少？"]),
        ("梅州全科医生多少?急用，谢谢", ["梅州全科医生多少？"]),
        ("汉中由谁负责？各县区承担什么？谢谢！", ["汉中由谁负责？", "各县区承担什么？"]),
        ("梅州全科医生数是多少?是哪一年的?", ["梅州全科医生数是多少，是哪一年的？"]),
        ("蛟河和梅州比例一样吗？分别是多少？", ["蛟河和梅州比例一样吗，分别是多少？"]),
        ("蛟河公立床位多少?其中中医多少?", ["蛟河公立床位多少，其中中医多少？"]),
        ("床人比到底是多少，两张表好像不一样？", ["床人比到底是多少，两张表好像不一样？"]),
        ("只说了一句话", ["只说了一句话"]),
        ("??", ["??"]),
    ],
)
def test_a_text_is_split_into_its_questions(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


def test_each_question_of_several_is_answered() -> None:
    answer = small_assistant().ask("丽水急救站服务半径不超过多少公里？加强护理队伍建设谁牵头？")
    assert answer.status == "grounded"
    assert "8公里" in answer.text
    assert "由市卫生健康局牵头" in answer.text
    assert {str(c.clause.path) for c in answer.citations} == {"二/（一）", "二/（二）"}


def test_what_one_of_several_leaves_open_is_said() -> None:
    answer = small_assistant().ask("丽水急救站服务半径不超过多少公里？发展普惠托育由谁负责？")
    assert answer.status == "partly"
    assert "8公里" in answer.text
    assert "没有写明" in answer.text
    assert all(c.markers or "没有写明" in c.text for c in answer.claims)


def test_joining_keeps_order_and_says_each_thing_once() -> None:
    one, two = (
        Composition((Statement("甲"),), notes=("注",)),
        Composition((Statement("乙"), Statement("甲")), notes=("注",)),
    )
    both = join([one, refused("not_found", "没有查到"), two])
    assert [s.text for s in both.statements] == ["甲", "没有查到", "乙"]
    assert both.notes == ("注",)
    assert join([refused("not_found", "没有"), refused("off_topic", "也没有")]).refusal is not None
