from __future__ import annotations

import time

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
