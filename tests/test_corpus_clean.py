"""What cleaning takes out and what it leaves: every kind of furniture small and made up, every line accounted for."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.clean import DAMAGED, clean
from corpus.lines import Line, tidy
from corpus.raw import RawTable, RawText

HEAD = ["东湖市人民政府办公室关于印发健康行动方案的通知", "东政办〔2023〕5号", "各县区人民政府，市政府各部门："]
BODY = [
    "一、总体要求",
    "坚持以人民健康为中心，把预防摆在更加突出的位置，全面提升服务能力和水平，保障群众健康权益。",
    "二、保障措施",
    "各部门要按照职责分工抓好落实，确保按期完成各项目标任务，重要情况及时报告市政府办公室。",
]
END = ["东湖市人民政府办公室", "2023年5月6日"]


def cleaned(*lines: str) -> tuple[list[str], list[tuple[str, str]]]:
    found = clean(RawText(lines, "txt"))
    return [b.text for b in found.blocks if isinstance(b, Line)], [(r.text, r.reason) for r in found.removed]


ABOVE = [
    "当前位置:首页 > 政务公开 > 规章文件",
    "您现在的位置：首页>>政策>>正文",
    "东湖市政府信息公开专栏  >> 东湖市卫生健康局 >> 政府信息公开目录",
    "首页>政府信息公开目录>市政府办公室>政策",
    ">政务频道 >政务公开 >本局文件",
    "简体版|繁体版",
    "繁体",
    "支持IPv6",
    "无障碍",
    "关怀版 繁 EN 用户空间 政务邮箱",
    "首页 市政府 要闻 政策",
    "首页 | 新闻中心 | 政务公开 | 互动交流",
    "请输入您要搜索的关键字",
    "客服热线:0755-8882 8155",
    "Admin - admin 于2022年08月03日发表",
    "浏览次数：1024",
    "访问量：687",
    "【字体：大 中 小】",
    "字体大小:[大][中][小]",
    "打印 收藏",
    "【打印】【关闭】",
    "分享到：微信 微博",
    "扫一扫在手机打开当前页",
    "今天是2023年5月6日 星期六",
    "东湖政策网欢迎您!",
]
BELOW = [
    "文件解读:《东湖市健康行动方案》解读",
    "文件下载:",
    "相关解读：我市出台健康行动方案",
    "上一篇：关于做好防汛工作的通知",
    "下一篇 没有了",
    "责任编辑：张三",
    "来源：东湖市人民政府办公室",
    "稿件来源：东湖发布",
    "打印",
    "【关闭窗口】",
]
FOOT = [
    "版权所有：东湖市人民政府",
    "关于我们 | 网站地图 | 联系我们",
    "粤ICP备05004294号-1 粤公网安备36010802000128号",
    "网站标识码：3600000012",
    "Copyright © 2023 东湖市人民政府 All Rights Reserved",
    "本文章内容来源于网络公开内容,仅供参考!不对文章内容时效、真实性负责",
    "建议使用1024×768分辨率 IE9.0以上浏览器",
]


@pytest.mark.parametrize("line", ABOVE)
def test_furniture_above_the_text_goes(line: str) -> None:
    kept, removed = cleaned(line, *HEAD, *BODY, *END)
    assert kept == HEAD + BODY + END
    assert removed == [(tidy(line), "网页固定内容")]


@pytest.mark.parametrize("line", BELOW)
def test_furniture_below_the_text_goes(line: str) -> None:
    kept, removed = cleaned(*HEAD, *BODY, *END, "文件下载:", line)
    assert kept == HEAD + BODY + END
    assert removed[-1] == (line, "网页固定内容")


@pytest.mark.parametrize("line", FOOT)
def test_a_foot_takes_all_behind_it(line: str) -> None:
    kept, removed = cleaned(
        *HEAD, *BODY, *END, "主办：东湖市人民政府办公室", line, "1. 某区召开安全生产会议", "2. 某镇开展志愿服务活动"
    )
    assert kept == HEAD + BODY + END
    assert [t for t, _ in removed] == [
        "主办：东湖市人民政府办公室",
        line,
        "1. 某区召开安全生产会议",
        "2. 某镇开展志愿服务活动",
    ]


POLICY = [
    "（一）加大体彩公益金、福利彩票公益金支持力度，统筹彩票公益金用于全民健身。",
    "（二）规范体育彩票投注站点设置，依法查处网络赌博、非法彩票、网络棋牌等违法行为。",
    "（三）群众可登录市政府网站，网址：www.donghu.gov.cn，查询政策并下载申请表。",
    "（四）加强版权保护，完善版权所有者权益保障机制。",
    "（五）资金来源：中央财政补助、省级财政补助和市县配套资金。",
    "（六）信息来源：各县区统计部门报送的数据，由市统计局审核后发布。",
    "（七）主办单位：市卫生健康局；承办单位：市疾病预防控制中心；技术支持：市第一医院。",
    "（八）技术支持单位要派专人负责，联系电话向社会公布。",
    "（九）推广微信、微博、客户端等新媒体，做到扫码浏览、一键分享。",
    "（十）患者体重指数BMI<28且腰围>90的，纳入管理，P<a 或 P>b 的不纳入。",
    "（十一）简化流程，实行申请>受理>审核>办结的限时办理。",
    "（十二）打击利用体育平台、手机APP下载等方式实施的投注赌博活动。",
]


@pytest.mark.parametrize("line", POLICY)
def test_policy_sentences_with_the_same_words_stay(line: str) -> None:
    kept, removed = cleaned(*HEAD, "一、总体要求", line, "二、保障措施", BODY[1])
    assert line in kept
    assert removed == []


def test_words_of_menus_stay_inside_the_text_and_in_tables() -> None:
    cells = ["项目", "服务", "机构", "大", "数据", "微信", "中", "打印", "100", "200"]
    lines = [*HEAD, *BODY[:3], *cells, BODY[3], "主办单位：东湖市卫生健康局", *END, *cells]
    assert cleaned(*lines) == (lines, [])


def test_a_switch_for_letters_in_three_lines_goes() -> None:
    kept, removed = cleaned("大", "中", "小", *HEAD, *BODY)
    assert kept == HEAD + BODY
    assert [t for t, _ in removed] == ["大", "中", "小"]


# ---- headlines ------------------------------------------------------------------------------------------------------

HEADLINES = [f"{n}. {w}" for n, w in enumerate(["深夜出击查获非法捕捞案", "村鱼塘出租中标公告", "街道召开消防演练动员会", "小学足球联赛夺冠", "陶瓷精品赴京参展", "招标公告第二次发布", "融资租赁平台升级", "党员干部廉政教育", "绿化工程验收公示", "驻地部队走访慰问", "高架桥路面维修公告"], 1)]  # fmt: skip


def test_headlines_behind_a_finished_text_go() -> None:
    kept, removed = cleaned(*HEAD, *BODY, *END, *HEADLINES)
    assert kept == HEAD + BODY + END
    assert {r for _, r in removed} == {"与正文无关的标题列表"}
    assert [t for t, _ in removed] == HEADLINES


@pytest.mark.parametrize(
    "before",
    [["附件", "重点项目名单"], ["附件：重点项目名单"], ["三、重点项目如下："], ["重点项目名单"]],
    ids=["附件", "附件名", "冒号", "标题"],
)
def test_a_list_that_the_document_announces_stays(before: list[str]) -> None:
    kept, removed = cleaned(*HEAD, *BODY, *END, *before, *HEADLINES)
    assert kept[-len(HEADLINES) :] == HEADLINES
    assert removed == []


# ---- advertising ----------------------------------------------------------------------------------------------------

SPAM = [
    ("由市财政局、市365体育亚洲唯一_365bet在线网址_beat365、市人社局负责。", f"由市财政局、{DAMAGED}、市人社局负责。"),
    ("（市教育局、县bet365官网、市民政局分工负责）", f"（市教育局、{DAMAGED}、市民政局分工负责）"),
    (
        "加强基层医疗卫生机构能力建设，澳门新葡京_官网_www.bet188.com，提升服务水平。",
        "加强基层医疗卫生机构能力建设，，提升服务水平。",
    ),
    (
        "全面加强基层医疗卫生机构bet365体育投注_官网_服务能力建设。",
        "全面加强基层医疗卫生机构〔此处植入的广告已去除〕服务能力建设。",
    ),
]


@pytest.mark.parametrize(("line", "expected"), SPAM)
def test_advertising_is_cut_and_a_lost_name_is_marked(line: str, expected: str) -> None:
    kept, removed = cleaned("一、任务", line)
    assert kept == ["一、任务", expected]
    assert [r for _, r in removed] == ["植入的广告文字"]
    assert removed[0][0] in line


def test_a_line_of_advertising_alone_goes() -> None:
    kept, removed = cleaned("一、任务", "澳门新葡京_bet365体育官网_百家乐平台", "做好落实。")
    assert kept == ["一、任务", "做好落实。"]
    assert len(removed) == 1


def test_advertising_in_a_cell_is_cut() -> None:
    table = RawTable((("任务", "单位"), ("建设", "市财政局、市bet365_官网、市民政局")))
    found = clean(RawText(("一、任务", table), "docx"))
    (block,) = [b for b in found.blocks if isinstance(b, RawTable)]
    assert block.rows[1] == ("建设", f"市财政局、{DAMAGED}、市民政局")
    assert found.notes == ("原文有机构名称被网页垃圾信息覆盖，已标注为无法辨认。",)


# ---- tags, metadata, characters -------------------------------------------------------------------------------------


def test_tags_go_and_with_them_an_empty_bullet() -> None:
    kept, removed = cleaned(
        '<mark id="x"><del id="x"></del></mark>', "• <input id='x'>", "1. <dl></dl>", "<p>一、总体<b>要求</b></p>"
    )
    assert kept == ["一、总体 要求"]
    assert {r for _, r in removed} == {"网页标签残片"}


def test_repeated_fields_stand_once() -> None:
    fields = [
        "索 引 号: 1122/2023-1 分 类: 规划",
        "发文机关: 东湖市卫生健康局",
        "发文字号:",
        "成文日期: 2023年05月26日",
    ]
    again = ["发文机关: 东湖市卫生健康局 成文日期: 2023年05月26日", "索 引 号: 1122/2023-1 分 类: 规划"]
    kept, removed = cleaned(*fields, *again, *HEAD, *BODY, "机构名称：东湖市第一医院", "机构名称：东湖市第一医院")
    assert kept == [*(tidy(f) for f in fields), *HEAD, *BODY, "机构名称：东湖市第一医院", "机构名称：东湖市第一医院"]
    assert [(t, r) for t, r in removed] == [(tidy(a), "重复的文件信息") for a in again]


def test_blanks_are_plain_and_unseen_characters_gone() -> None:
    kept, _ = cleaned("\u3000\u3000一、\u2002总体\u00a0\u00a0要求\u200b\ufeff", "坚\x00持\ue123预防\u2028为主")
    assert kept == ["一、 总体 要求", "坚持预防", "为主"]


def test_blank_lines_and_empty_cells_are_remembered() -> None:
    blocks = clean(RawText(tuple("甲\n\n乙\n  \n　　丙".split("\n")), "txt")).blocks
    assert blocks == (Line("甲"), Line("乙", gap=True, hollow=True), Line("丙", gap=True, indent=True))


# ---- nothing lost ---------------------------------------------------------------------------------------------------

ANY_LINE = st.sampled_from(
    [
        *ABOVE,
        *BELOW,
        *FOOT,
        *HEAD,
        *BODY,
        *END,
        *POLICY,
        *HEADLINES,
        *(s for s, _ in SPAM),
        "<b>甲</b>",
        "",
        "  ",
        "大",
        "中",
        "小",
    ]
)


def letters(text: str) -> list[str]:
    return sorted(re.sub(r"\s", "", text))


@settings(max_examples=150)
@given(st.lists(ANY_LINE | st.text(max_size=20), max_size=30))
def test_every_line_is_in_the_text_or_told_as_removed(lines: list[str]) -> None:
    assume(not any("〔此处" in line for line in lines))
    kept, removed = cleaned(*lines)
    found = "".join(kept) + "".join(t for t, _ in removed)
    found = found.replace(DAMAGED, "").replace("〔此处植入的广告已去除〕", "")
    assert letters(found) == letters(
        "".join(tidy(line) for raw in lines for line in re.split(r"[\n\r\x0b\x0c\x85\u2028\u2029]", raw))
    )
    assert all(r for _, r in removed)


def test_a_broken_character_stays_and_is_told() -> None:
    cleaned = clean(RawText(("由市\ufffd局负责。",), "txt"))
    assert [block.text for block in cleaned.blocks if isinstance(block, Line)] == ["由市\ufffd局负责。"]
    assert any("损坏" in note for note in cleaned.notes)
