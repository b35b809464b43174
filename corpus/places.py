"""The place that a document is for, read from its issuer and title: 梅州市, 广西壮族自治区, 渝北区, 全国.

A name counts only where it stands as one: 城市公立医院, 城乡社区, 紧密型县域 and 贫困地区 name no place. Whether a 市
is a prefecture's or a county's is not in its name; such a level comes from sources.jsonl.
"""

from __future__ import annotations

import re

_PROVINCES = (
    "北京市 天津市 上海市 重庆市 河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 海南省 四川省 "
    "贵州省 云南省 陕西省 甘肃省 青海省 台湾省 内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区"
)
_FULL = {re.sub("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$", "", p): p for p in _PROVINCES.split()}
_MINISTRIES = (
    "外交部|国防部|教育部|科学技术部|科技部|工业和信息化部|公安部|民政部|司法部|财政部|人力资源(?:和)?社会保障部|自然资源部|生态环境部|环境保护部"
    "|住房(?:和)?城乡建设部|交通运输部|水利部|农业部|农业农村部|商务部|文化部|文化和旅游部|卫生部|退役军人(?:事务)?部|应急(?:管理)?部|审计署|海关总署|税务总局"
    "|市场监管总局|体育总局|中国人民银行|人民银行|中国银保监会|银保监会|中国证监会|证监会"
)
_NATION = re.compile(rf"(?:国务院|中共中央|党中央|中央|中国|全国|中华人民共和国|国家|最高人民|{_MINISTRIES})")
_NATIONAL_PLAN = re.compile(r"^(?:[“\"《〈]?[十二三四五]{2,3}[”\"》〉]?)?(?:国家|全国)|^健康中国|^中国")
_UNIT = "自治区|特别行政区|自治州|自治县|自治旗|省|市|地区|盟|县|区|旗|州(?!市)"
_HAN = "[\u4e00-\u9fff]"
_PLACE = re.compile(rf"(?P<name>{_HAN}{{1,14}}?)(?P<unit>{_UNIT})(?![域场民级际长属委直辖外办])")
_NO_PLACE = re.compile(
    "城$|社$|城乡|农村|贫困|边远|地方|基层|民族$|示范$|试验$|试点|先行$|合作$|保护$|功能$|街$|灾$|园$|景$|小$|辖$|片$|校$|病$|库$|牧$|疫$|医联体|紧密型"
    "|^(?:[全本我各该两省市县区州]|自治)$|^[各该我两与及]|^[全本](?:[国省市县区州]|自治)|关于|印发|加强|建设|推进|健康|公立|实施|完善|进一步|促进|全面|深化|开展|做好|支持|管理|服务"
)
_LEAD = re.compile(
    "^(?:[关于对进一步印发转发批转加强完善促进推进推动深化开展做好规范支持加快全面实施建立健全优化调整修订修改公布发布下达征求]{2}|[《〈“])*"
)


def region_of(title: str, name: str, issuer: str | None) -> str | None:
    """The place a document is for; ``None`` where neither issuer nor title names one.

    The issuer's place comes first: 广州市 for 广州市卫生健康委等4部门, though the plan it hands out begins 推进….
    """
    for source in (issuer or "", title, name):
        if _NATION.match(source):
            return "全国"
        if place := _place_at(_LEAD.sub("", source)):
            return place
    for source in (name, title):
        if place := _province_in(source):
            return place
    return "全国" if any(_NATIONAL_PLAN.match(s) for s in (name, title)) else None


def _place_at(text: str) -> str | None:
    """The place that a text begins with, the innermost one of a chain: 重庆市渝北区 → 渝北区."""
    found, at = None, 0
    while match := _PLACE.match(text, at):
        if _NO_PLACE.search(match["name"]) or (found is None and len(match["name"]) == 1 and match["unit"] != "县"):
            break
        found, at = match[0], match.end()
    if found is None:
        return next((full for short, full in _FULL.items() if text.startswith(short)), None)
    return _FULL.get(found.removesuffix("省").removesuffix("市"), found) if found[-1] in "省" else found


def _province_in(text: str) -> str | None:
    """A province named in the first words: 关于进一步完善广西医疗卫生服务体系的实施方案."""
    return next((full for short, full in _FULL.items() if short in text[:24]), None)


def level_of(region: str | None) -> str | None:
    """国家, 省, 市 or 县, by how the place is called; ``None`` without a place."""
    if region is None:
        return None
    if region == "全国":
        return "国家"
    if region in _FULL.values() or region.endswith(("省", "自治区")):
        return "省"
    return "县" if region.endswith(("县", "区", "旗")) and not region.endswith("地区") else "市"
