from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from corpus.library import Library
from index.names import Named, Names
from index.regions import all_places
from tests.builders_index import document, libraries, library, names_of

MEIZHOU, HANZHONG = "梅市府办〔2024〕1号", "汉政办函〔2022〕6号"
GUANGXI, JIAOHE = "关于进一步完善广西医疗卫生服务体系的实施方案", "蛟河市规划"
NAMES = names_of(libraries())


def find(question: str) -> Named:
    return NAMES.find(question)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("梅州每万人口全科医生数", [MEIZHOU]),
        ("梅州市和广西的全科医生目标", [MEIZHOU, GUANGXI]),
        ("梅州、广西、蛟河三地对比", [MEIZHOU, GUANGXI, JIAOHE]),
        ("薪酬改革，梅州比汉中多了哪个部门", [MEIZHOU, HANZHONG]),
        ("客都的医养结合", [MEIZHOU]),
        ("世界客都的医养结合", [MEIZHOU]),
        ("桂 全科医生", [GUANGXI]),
        ("全科医生目标，桂", [GUANGXI]),
        ("八桂大地", [GUANGXI]),
        ("广西壮族自治区的目标", [GUANGXI]),
        ("自治区方案的目标", [GUANGXI]),
        ("廣西全科醫生", [GUANGXI]),
        ("吉林蛟河的床位", [JIAOHE]),
        ("吉林省蛟河市的床位", [JIAOHE]),
        ("吉林省吉林市蛟河市的床位", [JIAOHE]),
        ("蛟河（吉林省）的床位", [JIAOHE]),
        ("广东梅州", [MEIZHOU]),
        ("梅州市兴宁市的医共体", [MEIZHOU]),
        ("五华县要达到什么标准", [MEIZHOU]),
        ("汉中推广三明医改经验由谁负责", [HANZHONG]),
        ("梅市府办〔2024〕1号里的医养结合", [MEIZHOU]),
        ("梅市府办[2024]1号", [MEIZHOU]),
        ("梅市府办（2024）1号", [MEIZHOU]),
        ("梅市府办2024年1号文", [MEIZHOU]),
        ("根据汉政办函〔2022〕6号", [HANZHONG]),
        ("《梅州市进一步完善医疗卫生服务体系实施方案》怎么说", [MEIZHOU]),
        ("《关于印发梅州市进一步完善医疗卫生服务体系实施方案的通知》怎么说", [MEIZHOU]),
        ("深化医药卫生体制改革的通知里医保支付怎么改", [HANZHONG]),
    ],
)
def test_documents_named(question: str, documents: list[str]) -> None:
    assert list(find(question).documents or ()) == documents
    assert not find(question).unknown_places


@pytest.mark.parametrize(
    "question",
    [
        "每万人口全科医生数是多少",
        "全国平均水平",
        "国家临床重点专科建几个",
        "桂十味是什么",
        "粤东医院",
        "推广三明医改经验由谁负责",  # what a document talks about is no place asked about
        "含中医医院的县级医院",  # 含中 sounds like 汉中 and is none
        "双通道药店",  # 通道侗族自治县
        "中山大学附属医院",
        "部门之间的合作",
        "🙂",
        "",
    ],
)
def test_nothing_named(question: str) -> None:
    named = find(question)
    assert named.documents is None
    assert (named.unknown_places, named.unknown_titles, named.unknown_numbers, named.readings) == ((), (), (), ())


@pytest.mark.parametrize(
    ("question", "unknown", "documents"),
    [
        ("深圳2025年每千人口床位数", ["深圳"], []),
        ("吉林市的床位目标", ["吉林市"], []),
        ("吉林省的床位目标", ["吉林省"], []),
        ("湖南省的全科医生", ["湖南省"], []),
        ("湘 全科医生", ["湖南"], []),
        ("陕西的目标", ["陕西"], []),
        ("三明市2025年床位数", ["三明市"], []),
        ("蛟河和吉林市的床位对比", ["吉林市"], [JIAOHE]),
        ("汉中和三明的医改", ["三明"], [HANZHONG]),
        ("广州、深圳与梅州", ["广州", "深圳"], [MEIZHOU]),
        ("两湖的目标", ["湖北", "湖南"], []),
        ("两广的目标", ["广东"], [GUANGXI]),
        ("武汉中心医院", ["武汉"], []),
        ("西藏自治区的目标", ["西藏自治区"], []),
        ("昆山市的全科医生", ["昆山市"], []),
    ],
)
def test_foreign_places_are_told(question: str, unknown: list[str], documents: list[str]) -> None:
    named = find(question)
    assert list(named.unknown_places) == unknown
    assert list(named.documents or ()) == documents


@pytest.mark.parametrize(
    ("question", "reading", "topic"),
    [
        ("梅洲市全科医生", "按“梅州”理解“梅洲”", "全科医生"),
        ("交河市十四五规划床位", "按“蛟河”理解“交河”", "十四五规划床位"),
        ("汗中健康家庭建设率", "按“汉中”理解“汗中”", "健康家庭建设率"),
        ("客都的医养结合", "按“梅州”理解“客都”", "的医养结合"),
    ],
)
def test_slips_are_mended_and_told(question: str, reading: str, topic: str) -> None:
    named = find(question)
    assert named.readings == (reading,)
    assert named.topic.replace("市", "").strip() == topic


def test_what_is_written_right_is_left_alone() -> None:
    assert find("汉中医改").readings == ()
    assert find("梅州").topic == "梅州"  # nothing else is left to look for


@pytest.mark.parametrize(
    ("question", "numbers", "titles"),
    [
        ("粤府办〔2023〕19号讲了什么", ("粤府办〔2023〕19号",), ()),
        ("《深圳经济特区医疗条例》怎么说", (), ("深圳经济特区医疗条例",)),
    ],
)
def test_documents_that_we_do_not_have(question: str, numbers: tuple[str, ...], titles: tuple[str, ...]) -> None:
    named = find(question)
    assert (named.unknown_numbers, named.unknown_titles, named.documents) == (numbers, titles, None)


def test_several_documents_of_one_place_are_told_apart_by_their_words() -> None:
    plan = document("梅州市护理事业发展规划", "梅市卫〔2022〕3号")
    names = names_of(library(document(), plan))
    assert names.find("梅州的目标").documents == (MEIZHOU, "梅市卫〔2022〕3号")
    assert names.find("梅州市护理事业发展规划的目标").documents == ("梅市卫〔2022〕3号",)


def test_a_document_without_a_region_takes_its_title_s() -> None:
    assert names_of(library(document(region=None))).find("梅州全科医生").documents == (MEIZHOU,)


def test_the_whole_country_is_no_place() -> None:
    names = names_of(library(document("中国护理事业发展规划", "国卫医发〔2022〕15号", "全国"), document()))
    assert names.find("全国平均水平").documents is None
    assert names.find("梅州达到全国平均水平").documents == (MEIZHOU,)
    assert names.find("中国的目标").unknown_places == ()


def test_a_region_on_no_list_is_a_place_too() -> None:
    names = names_of(library(document("星海新区卫生规划", None, "星海新区")))
    assert names.find("星海新区的床位").documents == ("星海新区卫生规划",)


def test_own_documents_name_themselves() -> None:
    own = Library.load()
    documents, names = own.documents, names_of(own)
    for one in documents:
        assert names.find(f"《{one.name}》的目标").documents == (one.id,)
        if one.number:
            assert names.find(f"{one.number}的目标").documents == (one.id,)
        if one.region:
            assert one.id in (names.find(f"{one.region}的目标").documents or ())


def test_near_duplicates_by_the_thousand_are_told_apart_in_milliseconds() -> None:
    shorts = sorted({p.short for p in all_places() if p.rank == "prefecture"})
    held = [
        document(
            f"{short}市护理事业发展规划({year}年)",
            f"{short}卫〔{year}〕{at % 300 + 1}号",
            f"{short}市",
            {"一": "一、总体要求。"},
        )
        for year in range(2016, 2026)
        for at, short in enumerate(shorts[:300])
    ]
    names = Names(held, text_of=lambda _: "一、总体要求。", holding=lambda _: ())
    one = held[1234]
    questions = (
        f"《{one.name}》里的目标",
        f"{one.number}的目标",
        f"{one.name}的目标",
        "护理事业发展规划",
        "全科医生数",
    )
    for question in questions:
        names.find(question)
    started = time.process_time()
    found = [names.find(question).documents for question in questions for _ in range(10)][::10]
    assert (time.process_time() - started) / 50 < 0.02  # two milliseconds on the development machine
    assert found[:3] == [(one.id,)] * 3
    assert len(found[3] or ()) == len(held)
    assert found[4] is None


ISSUED = library(
    replace(document(), issuer="梅州市人民政府办公室", issued_on=date(2024, 4, 22)),
    replace(
        document("关于进一步完善广西医疗卫生服务体系的实施方案", None, "广西壮族自治区"),
        issuer="自治区党委办公厅 自治区人民政府办公厅", issued_on=date(2023, 11, 13), level="省",
    ),
    replace(
        document("广东省紧密型县域医共体行动方案", "粤办函〔2022〕245号", "广东省"),
        issuer="广东省人民政府办公厅", level="省",
    ),
    replace(document("蛟河市规划", None, "蛟河市"), issuer="蛟河市卫生健康局", level="县"),
)  # fmt: skip
GUANGDONG = "粤办函〔2022〕245号"


def issued(question: str) -> Named:
    held = ISSUED
    text = {d.id: d.text for d in held.documents}
    return Names(held.documents, text_of=text.__getitem__, today=lambda: date(2025, 6, 1)).find(question)


@pytest.mark.parametrize(
    ("question", "documents", "issuers", "years"),
    [
        ("市政府办公室印发的方案里全科医生多少", [MEIZHOU], ("市政府办公室",), ()),
        ("市府办的文件", [MEIZHOU], ("市府办",), ()),
        ("省政府的文件", [GUANGDONG], ("省政府",), ()),
        ("广东省政府办公厅2022年印发的文件", [GUANGDONG], ("广东省政府办公厅",), ("2022",)),
        ("自治区党委办公厅的文件", [GUANGXI], ("自治区党委办公厅",), ()),
        ("区政府办公厅发的文件", [GUANGXI], ("区政府办公厅",), ()),
        ("卫健局的规划", [JIAOHE], ("卫健局",), ()),
        ("县卫健局印发的规划", [JIAOHE], ("县卫健局",), ()),
        ("2024年印发的方案", [MEIZHOU], (), ("2024",)),
        ("2022年的文件", [GUANGDONG], (), ("2022",)),
        ("去年印发的方案", [MEIZHOU], (), ("2024",)),
        ("市财政局负责什么", [], (), ()),  # a topic, no issuer
        ("由市卫生健康局制定方案的时限", [], (), ()),
        ("方案是不是2024年印发的", [], (), ()),  # asks the year
        ("到2022年的目标", [], (), ()),
        ("梅州2022年印发的方案", [MEIZHOU], (), ()),  # none of them: the place holds
    ],
)
def test_issuers_and_years_narrow(
    question: str, documents: list[str], issuers: tuple[str, ...], years: tuple[str, ...]
) -> None:
    named = issued(question)
    assert (list(named.documents or ()), named.issuers, named.years) == (documents, issuers, years)
    assert named.unknown_issuers == ()


@pytest.mark.parametrize(
    ("question", "issuer"),
    [("国务院办公厅的文件怎么说", "国务院办公厅"), ("国办发的文件", "国办"), ("省卫健委印发的通知", "省卫健委")],
)
def test_issuers_that_we_have_nothing_of(question: str, issuer: str) -> None:
    assert (issued(question).unknown_issuers, issued(question).documents) == ((issuer,), None)
    assert issued("梅州落实国务院办公厅的文件").unknown_issuers == ()


def test_last_year_is_told() -> None:
    assert issued("去年印发的方案").readings == ("按“2024年印发”理解“去年”",)


@pytest.mark.parametrize(
    ("question", "documents", "reading"),
    [
        ("我省医共体目标", [GUANGDONG], "按“广东省”理解“我省”"),
        ("本区家庭医生签约率", [GUANGXI], "按“广西壮族自治区”理解“本区”"),
        ("全区的目标", [GUANGXI], "按“广西壮族自治区”理解“全区”"),
        ("数字医共体，省里和梅州的要求", [GUANGDONG, MEIZHOU], "按“广东省”理解“省里”"),
        ("我市的目标", [], ""),  # two cities
        ("梅州是照省里哪个文件搞的", [MEIZHOU], ""),
        ("全省级医院", [], ""),
        ("粤的医共体", [GUANGDONG], "按“广东”理解“粤”"),
        ("梅州和桂的全科医生", [MEIZHOU, GUANGXI], "按“广西”理解“桂”"),
        ("新的医共体", [], ""),
    ],
)
def test_our_own_place(question: str, documents: list[str], reading: str) -> None:
    named = issued(question)
    assert (list(named.documents or ()), named.readings) == (documents, (reading,) if reading else ())


@pytest.mark.parametrize(
    ("question", "documents", "unknown"),
    [
        ("粤办函245号讲什么", [GUANGDONG], ()),
        ("粤办函2022-245讲什么", [GUANGDONG], ()),
        ("粤办函[2022]245的目标", [GUANGDONG], ()),
        ("〔2022〕245号", [GUANGDONG], ()),
        ("〔2022〕245", [GUANGDONG], ()),
        ("245号文怎么说", [GUANGDONG], ()),
        ("粤办函〔2022〕245号和梅市府办2024年1号", [GUANGDONG, MEIZHOU], ()),
        ("粤办函246号", [], ("粤办函246号",)),
        ("中央1号文件", [], ()),
        ("第245号提案", [], ()),
        ("2022-2025年", [], ()),
    ],
)
def test_numbers_in_any_form(question: str, documents: list[str], unknown: tuple[str, ...]) -> None:
    named = issued(question)
    assert (list(named.documents or ()), named.unknown_numbers) == (documents, unknown)
