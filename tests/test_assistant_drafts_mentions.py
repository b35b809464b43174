"""What a draft names, as rows: 文号 in all real shapes, places in all the ways that clerks write them, names that point back."""

from __future__ import annotations

import pytest

from assistant.drafts.locators import locators_at
from assistant.drafts.mentions import mentions_of

NUMBERS = [
    ("根据国发〔2024〕7号，各地要落实。", "国发〔2024〕7号", "国发〔2024〕7号"),
    ("按照国办函〔2023〕12号要求", "国办函〔2023〕12号", "国办函〔2023〕12号"),
    ("粤办函〔2022〕245号明确", "粤办函〔2022〕245号", "粤办函〔2022〕245号"),
    ("落实梅市府办[2024]1号精神", "梅市府办[2024]1号", "梅市府办〔2024〕1号"),
    ("汉政办函【2022】6号要求", "汉政办函【2022】6号", "汉政办函〔2022〕6号"),
    ("依据京政办字（2021）3号", "京政办字（2021）3号", "京政办字〔2021〕3号"),
    ("按财建(2020)45号执行", "财建(2020)45号", "财建〔2020〕45号"),
    ("工信部联规〔2021〕220号提出", "工信部联规〔2021〕220号", "工信部联规〔2021〕220号"),
    ("依据汉政办函〔2022〕6，各县区要落实", "汉政办函〔2022〕6", "汉政办函〔2022〕6号"),
    ("参照粤办函 〔2022〕 245 号", "粤办函 〔2022〕 245 号", "粤办函〔2022〕245号"),
    ("见粤办函〈2022〉245号", "粤办函〈2022〉245号", "粤办函〔2022〕245号"),
    ("国发［2024］７号提出", "国发［2024］７号", "国发〔2024〕7号"),
    ("汉政办函[2022]第6号要求", "汉政办函[2022]第6号", "汉政办函〔2022〕6号"),
    ("粤办函2022年245号提出", "粤办函2022年245号", "粤办函〔2022〕245号"),
    ("见粤办函2022-245号", "粤办函2022-245号", "粤办函〔2022〕245号"),
]


@pytest.mark.parametrize(("text", "printed", "normal"), NUMBERS)
def test_a_number_alone(text: str, printed: str, normal: str) -> None:
    [mention] = [m for m in mentions_of(text) if m.number is not None]
    assert mention.number is not None
    assert (mention.number.span.of(text), mention.number.normal) == (printed, normal)


@pytest.mark.parametrize("text", ["梅市卫函〔2025〕3号\n\n关于做好有关工作的通知", "文号：梅市卫函〔2025〕3号"])
def test_the_draft_s_own_number_is_no_citation(text: str) -> None:
    assert mentions_of(text) == []


PLACES = [
    ("第二部分第（五）项", ["二/（五）"]),
    ("第二部分第(五)项", ["二/（五）"]),
    ("第二部分第五项", ["二/（五）"]),
    ("第二部分（五）", ["二/（五）"]),
    ("第二部分中的第（五）项", ["二/（五）"]),
    ("第二部分“重点任务”第（一）项第3点", ["二/（一）/3"]),
    ("二、（五）", ["二/（五）"]),
    ("二、(五)提出", ["二/（五）"]),
    ("二（五）", ["二/（五）"]),
    ("二、（一）3.", ["二/（一）/3"]),
    ("二、（一）3提出", ["二/（一）/3"]),
    ("三、（七）、（九）", ["三/（七）", "三/（九）"]),
    ("第十二条", ["第十二条"]),
    ("第12条第2款", ["第十二条/第二款"]),
    ("第十二条之一", ["第十二条之一"]),
    ("第十二条第二款第（三）项", ["第十二条/第二款/（三）"]),
    ("第十二条第二款第三项", ["第十二条/第二款/（三）"]),
    ("第三章第十二条", ["第三章/第十二条"]),
    ("第三、五、八条", ["第三条", "第五条", "第八条"]),
    ("第三十八条第二款、第五十三条", ["第三十八条/第二款", "第五十三条"]),
    ("第二至第四条", ["第二条", "第三条", "第四条"]),
    ("第二条至第四条", ["第二条", "第三条", "第四条"]),
    ("第（一）至（三）项", ["（一）", "（二）", "（三）"]),
    ("第二部分第（五）、（八）项", ["二/（五）", "二/（八）"]),
    ("第一款第（二）项和第（四）项", ["第一款/（二）", "第一款/（四）"]),
    ("第十二条第一款第一、三项", ["第十二条/第一款/（一）", "第十二条/第一款/（三）"]),
    ("第八部分", ["八"]),
    ("第8点", ["8"]),
    ("附件2", ["附件2"]),
    ("十二、）", ["十二"]),
    ("十二、推进医保支付方式改革", []),
    ("推进第一条生产线", []),
]


@pytest.mark.parametrize(("text", "paths"), PLACES)
def test_places_in_one_breath(text: str, paths: list[str]) -> None:
    assert [str(locator.path) for locator in locators_at(text, 0)] == paths


NAMES = [
    ("《方案》（梅市府办〔2024〕1号）二、（五）提出", "《方案》（梅市府办〔2024〕1号）二、（五）", "title", ["二/（五）"]),
    ("《某某办法》（粤府办[2019]18号，以下简称《办法》）第三条", "《某某办法》（粤府办[2019]18号，以下简称《办法》）第三条", "title", ["第三条"]),
    ("到2025年达到4人（梅市府办〔2024〕1号二、（一））。", "梅市府办〔2024〕1号二、（一）", "number", ["二/（一）"]),
    ("按照粤办函〔2022〕245号文件第二部分第（九）项", "粤办函〔2022〕245号文件第二部分第（九）项", "number", ["二/（九）"]),
    ("《甲方案》提出。该方案第二部分第（五）项还要求", "该方案第二部分第（五）项", "back", ["二/（五）"]),
    ("《甲方案》提出。同文件第（八）项明确", "同文件第（八）项", "back", ["（八）"]),
    ("《甲通知》提出。上述通知要求", "上述通知", "back", []),
    ("《甲意见》提出。前述意见明确", "前述意见", "back", []),
    ("《甲方案》提出。方案二、（一）4明确", "方案二、（一）4", "back", ["二/（一）/4"]),
    ("《甲方案》提出，其中，第二部分第（五）项提出", "第二部分第（五）项", "place", ["二/（五）"]),
    ("《甲通知》（以下简称“245号文”）\n245号文第二部分要求", "245号文第二部分", "short", ["二"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "how", "paths"), NAMES)
def test_names_and_what_points_back(text: str, words: str, how: str, paths: list[str]) -> None:
    last = mentions_of(text)[-1]
    assert (last.span.of(text), last.how) == (words, how)
    assert [str(locator.path) for locator in last.locators] == paths


@pytest.mark.parametrize(
    "text",
    [
        "本方案第三条规定，各单位要落实。",
        "本通知第二部分要求落实。",
        "一、（一）加强领导",
        "推进该意见箱建设",
        "请按方案库执行",
    ],
)
def test_what_is_no_mention(text: str) -> None:
    assert [m for m in mentions_of(text) if m.locators or m.how == "title"] == []


def test_a_short_name_is_introduced() -> None:
    text = "《某某实施方案》（某府办〔2024〕1号，以下简称《方案》）"
    [mention] = mentions_of(text)
    assert mention.introduces == "方案"


def test_what_a_quotation_cites_is_the_source_s_own() -> None:
    text = "《甲方案》提出：“认真落实《乙办法》（粤府办〔2019〕18号）关于统一人员管理的各项要求。”"
    assert [m.title for m in mentions_of(text)] == ["甲方案"]
