from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Body
from corpus.organizations import (
    bodies_in,
    is_general,
    is_government,
    is_known,
    level_of,
    make_body,
    matches,
    normal_name,
    same_body,
    slip,
)

NAMES = [
    # (as printed, normal name)
    ("市医保局", "市医疗保障局"),
    ("市医疗保障局", "市医疗保障局"),
    ("市卫健委", "市卫生健康委"),
    ("市卫生健康委员会", "市卫生健康委"),
    ("市卫生健康委员", "市卫生健康委"),
    ("市卫健局", "市卫生健康局"),
    ("市人社局", "市人力资源社会保障局"),
    ("市人力资源和社会保障局", "市人力资源社会保障局"),
    ("市市场监管局", "市市场监督管理局"),
    ("省药监局", "省药品监督管理局"),
    ("省发展和改革委员会", "省发展改革委"),
    ("市委编办", "市委机构编制委员会办公室"),
    ("市政数局", "市政务服务和数据管理局"),
    ("市科学技术局", "市科技局"),
    ("省住房和城乡建设厅", "省住房城乡建设厅"),
    ("市文广旅局", "市文化广电旅游局"),
    ("国务院卫生健康主管部门", "国务院卫生健康部门"),
    ("汉中市医保局", "汉中市医疗保障局"),
    ("省 财 政 厅", "省财政厅"),
    # Not listed: stays as printed.
    ("市智慧城市局", "市智慧城市局"),
    ("句投集团", "句投集团"),
    ("市某某特别办", "市某某特别办"),
]


@pytest.mark.parametrize(("printed", "normal"), NAMES)
def test_one_body_has_one_normal_name(printed: str, normal: str) -> None:
    body = make_body(printed)
    assert body.text == printed
    assert body.name == normal
    assert normal_name(normal) == normal


def test_a_slip_is_told() -> None:
    assert slip("市卫生健康委员") == "原文写作“市卫生健康委员”，按“市卫生健康委”理解"
    assert slip("市卫生健康委员会") is None


def test_a_damaged_name_is_never_read_as_another() -> None:
    body = make_body("市〔此处机构名称原文损坏，无法辨认〕", "市")
    assert body.damaged
    assert body.name == body.text
    assert not matches(make_body("市市场监管局"), body)
    assert not same_body(body, body)


@pytest.mark.parametrize(
    ("name", "default", "level"),
    [
        ("国家卫生健康委", "市", "国家"),
        ("国务院办公厅", "市", "国家"),
        ("市场监管总局", "市", "国家"),
        ("省卫生健康委", "市", "省"),
        ("陕西证监局", "市", "省"),
        ("广西壮族自治区卫生健康委", "市", "自治区"),
        ("市医保局", "省", "市"),
        ("汉中市医保局", None, "市"),
        ("县卫生健康局", "市", "县"),
        ("区医保局", "市", "县"),
        ("各县(市、区)人民政府", "市", "县"),
        ("各市、县政府", "省", "市县"),
        ("各设区市人民政府", "省", "市"),
        ("团省委", "市", "省"),
        ("卫生健康部门", "市", "市"),
        ("国家金融监督管理总局梅州监管分局", "市", "市"),
        ("财政局", None, None),
    ],
)
def test_the_level_is_in_the_prefix_or_the_documents_own(name: str, default: str | None, level: str | None) -> None:
    assert level_of(name, default) == level


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市医保局要做哪些事", ["市医保局"]),
        ("请问医保局和省卫健委、政数局、财政局谁牵头", ["医保局", "省卫健委", "政数局", "财政局"]),
        ("梅州市卫生健康局负责什么", ["梅州市卫生健康局"]),
        ("各县(市、区)人民政府要做什么", ["各县(市、区)人民政府"]),
        ("各县区怎么落实", ["各县区"]),
        ("卫健部门、人社部门", ["卫健部门", "人社部门"]),
        ("市委组织部和团市委", ["市委组织部", "团市委"]),
        ("市医改领导小组秘书处要加强统筹", ["市医改领导小组秘书处"]),
        ("医保报销比例是多少", []),
        ("教育部分内容", []),
        ("每万人口全科医生数", []),
        ("健全卫生健康法规", []),
        ("委托第三方医疗机构", []),
    ],
)
def test_bodies_are_found_in_a_question(text: str, found: list[str]) -> None:
    mentions = bodies_in(text)
    assert [m.body.text for m in mentions] == found
    assert all(m.span.of(text) == m.body.text for m in mentions)


@pytest.mark.parametrize(
    ("asked", "named", "level", "expected"),
    [
        ("医保局", "市医疗保障局", "市", True),
        ("市医保局", "市医疗保障局", "市", True),
        ("医疗保障局", "市医保局", "市", True),
        ("卫健委", "市卫生健康局", "市", True),
        ("卫健局", "省卫生健康委", "省", True),
        ("省卫健委", "市卫生健康委", "市", False),
        ("市医保局", "医保局", "国家", False),
        ("市医保局", "医保局", "市", True),
        ("教育局", "市教育体育局", "市", True),
        ("体育局", "市教育局", "市", False),
        ("财政局", "市市场监管局", "市", False),
        ("组织部", "市委组织部", "市", True),
        ("各县区", "各县(市、区)人民政府", "市", True),
        ("县政府", "各市、县政府", "省", True),
        ("各地", "各市、县政府", "省", True),
        ("各县区", "市财政局", "市", False),
        ("梅州市财政局", "市财政局", "市", True),
        ("梅州市财政局", "汉中市财政局", "市", False),
    ],
)
def test_a_question_finds_the_body_it_means(asked: str, named: str, level: str, expected: bool) -> None:
    assert matches(make_body(asked), make_body(named, level)) is expected


def test_same_body_in_one_document() -> None:
    assert same_body(make_body("市医保局", "市"), make_body("市医疗保障局", "市"))
    assert same_body(make_body("市人社局", "市"), make_body("市人力资源和社会保障局", "市"))
    assert not same_body(make_body("省财政厅", "省"), make_body("市财政局", "省"))


@pytest.mark.parametrize(
    "text",
    [
        "各市、县政府",
        "各县区",
        "各地",
        "各县(市、区)人民政府(管委会)",
        "园区管委会",
        "各镇(街道、管委会)",
        "各设区市人民政府",
    ],
)
def test_governments_carry_out(text: str) -> None:
    assert is_government(text)


@pytest.mark.parametrize(
    "text",
    [
        "市政府办公室",
        "市财政局",
        "各有关部门",
        "省卫生健康委及各设区市人民政府",
        "以下责任单位均包括各设区市人民政府",
        "中心医院",
    ],
)
def test_offices_are_no_governments(text: str) -> None:
    assert not is_government(text)


def test_general_addressees_are_told_from_offices() -> None:
    assert all(is_general(t) for t in ("各地", "各级各有关部门", "有关部门", "设区市、县(市、区)人民政府", "各级政府"))
    assert not any(is_general(t) for t in ("市卫生健康局", "应急管理部", "卫生健康部门", "市医改领导小组秘书处"))
    assert is_known("团市委")
    assert not is_known("持续推进")


@given(st.text(alphabet="市县区省各、(（)）医保卫生健康委员会局部门政府和及〔〕", max_size=40))
def test_any_text_is_read_without_fault(text: str) -> None:
    for mention in bodies_in(text):
        assert mention.span.of(text)
        assert isinstance(mention.body, Body)
    normal_name(text)
    level_of(text, "市")
