"""Rows of heads and the fields that stand in them."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.dates import is_date, read_date
from corpus.parse import Source, parse_text
from corpus.places import level_of, region_of

BODY = "\n一、总体要求\n坚持预防为主，防治结合。\n二、主要任务\n加强基层医疗卫生机构建设。\n"

PLAN = """云溪市人民政府办公室关于印发云溪市
基层医疗卫生服务能力提升
行动计划（2023—2025年）的通知
云政办发〔2023〕8号
各县（区）人民政府，市政府各部门：
《云溪市基层医疗卫生服务能力提升行动计划（2023—2025年）》已经市政府同意，现印发给你们，请认真贯彻执行。
云溪市人民政府办公室
2023年3月9日
云溪市基层医疗卫生服务能力提升
行动计划（2023—2025年）
为提升基层服务能力，制定本计划。"""

ROWS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "通知印发方案，标题断成三行",
        PLAN,
        {
            "title": "云溪市人民政府办公室关于印发云溪市基层医疗卫生服务能力提升行动计划（2023—2025年）的通知",
            "name": "云溪市基层医疗卫生服务能力提升行动计划（2023—2025年）",
            "number": "云政办发〔2023〕8号",
            "issuer": "云溪市人民政府办公室",
            "issued_on": "2023-03-09",
            "kind": "行动计划"[2:],
            "status": "现行",
            "region": "云溪市",
            "level": "市",
        },
    ),
    (
        "网页抬头逐行列出字段，文号在文中另起一行",
        """索 引 号: 11420/2021-00324 主题分类: 卫生
发布机构: 青岭县人民政府办公室 成文日期: 2021-04-22
名  称: 青岭县人民政府办公室关于做好防疫工作的通知 发布日期: 2021-04-28
文  号: 青政办〔2021〕3号
青政办〔2021〕3号
青岭县人民政府办公室关于做好防疫工作的通知
各乡镇人民政府：""",
        {
            "title": "青岭县人民政府办公室关于做好防疫工作的通知",
            "number": "青政办〔2021〕3号",
            "issuer": "青岭县人民政府办公室",
            "issued_on": "2021-04-22",
            "published_on": "2021-04-28",
            "region": "青岭县",
            "level": "县",
        },
    ),
    (
        "页面的时间、来源在标题下一行，日期用汉字",
        """长河市人民政府办公厅关于推进社区卫生服务的实施意见
来源：市政府办公厅 发布时间：2008年8月5日 18:46 浏览次数：
长府办发〔2008〕40号
各区人民政府：
现提出如下意见。
长河市人民政府办公厅
二○○八年七月三十日""",
        {
            "title": "长河市人民政府办公厅关于推进社区卫生服务的实施意见",
            "number": "长府办发〔2008〕40号",
            "issued_on": "2008-07-30",
            "published_on": "2008-08-05",
            "kind": "意见",
        },
    ),
    (
        "文号在括号里，日期里的零写成字母",
        """石门市人民政府关于印发石门市环境整治方案的通知
（石政发[2006]16号）
各县、市、区人民政府：
现印发给你们。
石门市人民政府
二OO六年四月十三日""",
        {"number": "石政发〔2006〕16号", "issued_on": "2006-04-13", "name": "石门市环境整治方案"},
    ),
    (
        "文号跟在标题后面",
        "东湖省人民政府办公厅关于促进健康服务业发展的意见（东政办〔2019〕18号）",
        {
            "title": "东湖省人民政府办公厅关于促进健康服务业发展的意见",
            "number": "东政办〔2019〕18号",
            "issuer": "东湖省人民政府办公厅",
        },
    ),
    (
        "引言里提到的别家文号不是自己的文号",
        "南安区卫生健康局关于做好家庭医生签约服务的通知\n根据《国务院办公厅关于推进家庭医生签约服务的意见》（国办发〔2022〕10号），现通知如下：",
        {"number": None, "issuer": "南安区卫生健康局", "region": "南安区", "level": "县"},
    ),
    (
        "国务院办公厅的意见，标题里没有地名",
        "国务院办公厅关于加强三级公立医院绩效考核工作的意见\n国办发〔2019〕4号\n各省、自治区、直辖市人民政府：",
        {
            "issuer": "国务院办公厅",
            "number": "国办发〔2019〕4号",
            "region": "全国",
            "level": "国家",
            "kind": "意见",
        },
    ),
    (
        "导出的文件把方案名放在最前面",
        """# “十五五”国家健康规划
国务院关于印发
“十五五”国家健康规划的通知
国发〔2026〕3号
各省、自治区、直辖市人民政府：
现将《“十五五”国家健康规划》印发给你们，请认真贯彻执行。
国务院
2026年1月30日""",
        {
            "title": "国务院关于印发“十五五”国家健康规划的通知",
            "name": "“十五五”国家健康规划",
            "issuer": "国务院",
            "number": "国发〔2026〕3号",
            "issued_on": "2026-01-30",
            "region": "全国",
        },
    ),
    (
        "中共中央、国务院联合发文",
        "中共中央 国务院关于深化医疗保障制度改革的意见\n（2020年2月25日）",
        {"issuer": "中共中央 国务院", "issued_on": "2020-02-25", "region": "全国", "level": "国家"},
    ),
    (
        "法律：题注里有通过日期和机关",
        "中华人民共和国健康促进法\n（2019年12月28日第十三届全国人民代表大会常务委员会第十五次会议通过）",
        {
            "title": "中华人民共和国健康促进法",
            "issuer": "全国人民代表大会常务委员会",
            "issued_on": "2019-12-28",
            "kind": "法",
            "region": "全国",
            "level": "国家",
        },
    ),
    (
        "地方性法规：题注分成两行",
        """海门市人民代表大会常务委员会公告
第三十七号
海门市控制吸烟条例
（2021年10月17日海门市第三届人民代表大会常务委员会第十一次会议通过
2021年12月3日东湖省第九届人民代表大会常务委员会第二十九次会议批准）""",
        {
            "title": "海门市控制吸烟条例",
            "issuer": "海门市人民代表大会常务委员会",
            "issued_on": "2021-10-17",
            "kind": "条例",
            "region": "海门市",
        },
    ),
    (
        "政府令",
        """中华人民共和国国务院令
第649号
现公布《社会救助暂行办法》，自2014年5月1日起施行。
总理 李某某
2014年2月21日
社会救助暂行办法""",
        {
            "title": "社会救助暂行办法",
            "issuer": "国务院",
            "issued_on": "2014-02-21",
            "kind": "办法",
            "status": "试行",
            "region": "全国",
        },
    ),
    (
        "几个部门联合印发，落款逐行列出",
        """广川市卫生健康委等4部门关于印发推进广川市家庭医生签约服务高质量发展实施方案的通知
广卫函〔2023〕1930号
各区卫生健康局、财政局：
请认真贯彻执行。
广川市卫生健康委员会
广川市财政局
广川市医疗保障局
2023年10月19日
关于推进广川市家庭医生签约服务高质量发展的实施方案""",
        {
            "name": "推进广川市家庭医生签约服务高质量发展实施方案",
            "issuer": "广川市卫生健康委员会 广川市财政局 广川市医疗保障局",
            "region": "广川市",
        },
    ),
    (
        "公开征求意见的公告",
        """西岭市卫生健康局关于公开征求《西岭市医疗卫生服务体系规划（征求意见稿）》意见的公告
现向社会公开征求意见。
西岭市卫生健康局
2023年11月20日
西岭市医疗卫生服务体系规划（征求意见稿）""",
        {"name": "西岭市医疗卫生服务体系规划（征求意见稿）", "status": "征求意见稿", "kind": "规划"},
    ),
    ("办法（试行）", "北山省分级诊疗管理办法（试行）", {"status": "试行", "kind": "办法", "region": "北山省"}),
    (
        "页面写明已经废止",
        "标题：江口市医疗救助办法\n发文机关：江口市人民政府\n发布日期：2012-03-01\n有效性：废止\n江口市医疗救助办法",
        {"status": "废止", "issuer": "江口市人民政府", "published_on": "2012-03-01"},
    ),
    (
        "直辖市的区",
        "重庆市渝北区人民政府办公室关于印发渝北区健康行动方案的通知",
        {"region": "渝北区", "level": "县"},
    ),
    ("自治州", "关于印发凉水彝族自治州防治规划的通知", {"region": "凉水彝族自治州", "level": "市", "issuer": None}),
    ("没有标题", "", {"title": "文本", "number": None, "issuer": None, "issued_on": None, "region": None}),
    ("日历上没有的日期", "某某市防疫通知\n某某市政府\n2022年2月30日", {"issued_on": None}),
]


@pytest.mark.parametrize(("head", "fields"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_head(head: str, fields: dict[str, Any]) -> None:
    document = parse_text(head + BODY)
    for name, value in fields.items():
        found = getattr(document, name)
        assert (found.isoformat() if hasattr(found, "isoformat") else found) == value, name
    assert document.id == (document.number or document.name)
    assert [str(c.path) for c in document.clauses if c.kind in ("part", "item")] == ["一", "二"]


REGIONS = [
    ("城市公立医院综合改革方案", None, None),
    ("城乡社区服务体系建设规划", None, None),
    ("紧密型县域医共体建设方案", None, None),
    ("关于加强贫困地区医疗服务的意见", None, None),
    ("关于进一步完善广西医疗卫生服务体系的实施方案", "自治区党委办公厅", "广西壮族自治区"),
    ("广西壮族自治区实施方案", None, "广西壮族自治区"),
    ("吉林市健康规划", None, "吉林市"),
    ("吉林省健康规划", None, "吉林省"),
    ("北京市朝阳区健康规划", None, "朝阳区"),
    ("本溪市健康规划", None, "本溪市"),
    ("全市卫生健康工作要点", None, None),
    ("各县区任务分工", None, None),
    ("自贡市健康规划", None, "自贡市"),
    ("易县卫生规划", None, "易县"),
    ("新疆维吾尔自治区和田地区规划", None, "和田地区"),
    ("关于建立健全养老服务体系的意见", "民政部", "全国"),
    ("健康中国行动（2019—2030年）", None, "全国"),
    ("关于印发方案的通知", "市卫生健康局", None),
]


@pytest.mark.parametrize(("title", "issuer", "region"), REGIONS)
def test_region(title: str, issuer: str | None, region: str | None) -> None:
    assert region_of(title, title, issuer) == region


@pytest.mark.parametrize(
    ("region", "level"),
    [
        ("全国", "国家"),
        ("广东省", "省"),
        ("上海市", "省"),
        ("梅州市", "市"),
        ("和田地区", "市"),
        ("易县", "县"),
        (None, None),
    ],
)
def test_level(region: str | None, level: str | None) -> None:
    assert level_of(region) == level


DATES = [
    ("2022年7月20日", "2022-07-20", True),
    ("2018年11月 12 日", "2018-11-12", True),
    ("２０２２年７月２０日", "2022-07-20", True),
    ("二〇二二年十二月三十一日", "2022-12-31", True),
    ("二○○八年七月三十日", "2008-07-30", True),
    ("二OO六年四月十三日", "2006-04-13", True),
    ("（2022年7月20日印发）", "2022-07-20", True),
    ("2022-07-20", "2022-07-20", True),
    ("2022/8/3", "2022-08-03", True),
    ("2022年7月", None, True),
    ("2021年", None, False),
    ("2022年2月30日", None, True),
    ("发布日期: 2023-11-13 10:52", "2023-11-13", False),
    ("到2025年12月31日，全市达到目标", "2025-12-31", False),
    ("电话2022-0720-3333", None, False),
]


@pytest.mark.parametrize(("text", "day", "alone"), DATES)
def test_dates(text: str, day: str | None, alone: bool) -> None:
    found = read_date(text)
    assert (found.isoformat() if found else None) == day
    assert is_date(text) == alone


def test_what_sources_say_overrides_the_text() -> None:
    source = Source("示例.txt", id="示例一号", region="蛟河市", level="县", status="废止")
    document = parse_text(PLAN + BODY, "示例.txt", source)
    assert (document.id, document.region, document.level, document.status) == ("示例一号", "蛟河市", "县", "废止")
    assert document.number == "云政办发〔2023〕8号"


def test_citation_names_title_and_number() -> None:
    assert parse_text(PLAN + BODY).citation == (
        "《云溪市基层医疗卫生服务能力提升行动计划（2023—2025年）》（云政办发〔2023〕8号）"
    )
