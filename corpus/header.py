"""What a document's head says: title, name, 发文字号, issuer, dates, kind, status, region, level.

Read from the blocks before the first clause (抬头, 标题, 通知, 落款), from the container's metadata and from the
signature at the end. A field that the text doesn't give is ``None``: nothing is guessed from a file's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.document_number import find_numbers
from corpus.front import DATE, KINDS, META, TITLE_END
from corpus.model import Status
from corpus.numerals import from_chinese
from corpus.structure import Node

PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 "
    "台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
).split()
_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{2,8}?(?:自治区|特别行政区|省|自治州|自治县|市|地区|盟|县|区|旗|州))")
_FIELDS = {
    "issuer": ("发布机构", "发文机关", "发文机构"),
    "issued": ("成文日期", "发文日期", "生成日期", "印发日期"),
    "published": ("发布日期", "发布时间", "公开日期"),
    "title": ("名称", "标题"),
    "number": ("文号", "发文字号"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """The head's fields, as in ``corpus.model.Document``."""

    title: str
    name: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    published_on: date | None
    kind: str
    status: Status
    region: str | None
    level: str | None


def read_header(nodes: Sequence[Node], metadata: Mapping[str, str], text: str) -> Header:
    """The header of a document whose top-level nodes are ``nodes`` and whose whole text is ``text``."""
    fields = _fields(nodes, metadata)
    titles = [t for t in (_title(n.lines) for n in nodes if n.step.startswith("标题")) if t]
    title = fields.get("title") or _official(titles) or (text.split("\n", 1)[0][:80] if text else "")
    number = fields.get("number") or _number(nodes)
    signature = [t for n in nodes if n.step.startswith("落款") for t in n.lines]
    issued = (
        read_date(fields.get("issued", ""))
        or next((d for t in signature if (d := read_date(t))), None)
        or _bracket_date(nodes)
    )
    published = read_date(fields.get("published", ""))
    issuer = fields.get("issuer") or _issuer_of(title) or next((t for t in signature if not read_date(t)), None)
    name = _name(title, titles, nodes)
    region = _region(title, name, issuer)
    return Header(
        title,
        name,
        number,
        issuer,
        issued,
        published,
        _kind(name),
        _status(title, name, text),
        region,
        _level(region, issuer),
    )


def _title(lines: Sequence[str]) -> str:
    """A title's lines joined, without the document number that stands among them."""
    kept = [t for t in lines if not any(len(n.text) + 2 >= len(t.strip()) for n in find_numbers(t))]
    return "".join(kept).strip(" #*")


def read_date(text: str) -> date | None:
    """2024-04-22, 2023年05月26日, 2022/8/3 or 二〇二二年七月二十日; ``None`` for no or an impossible date."""
    match = re.search(r"((?:19|20)\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})", text)
    parts: tuple[int | None, ...] = tuple(int(g) for g in match.groups()) if match else ()
    if not parts and (
        chinese := re.search(
            r"([二一][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
            text,
        )
    ):
        parts = tuple(from_chinese(g) for g in chinese.groups())
    if len(parts) != 3 or parts[0] is None or parts[1] is None or parts[2] is None:
        return None
    try:
        return date(parts[0], parts[1], parts[2])
    except ValueError:
        return None


def _fields(nodes: Sequence[Node], metadata: Mapping[str, str]) -> dict[str, str]:
    found = {re.sub(r"[\s*]", "", k): v.strip() for k, v in metadata.items()}
    for node in nodes:
        if node.step.startswith("抬头"):
            for line in node.lines:
                pieces = META.split(line)
                for key, value in zip(pieces[1::2], pieces[2::2], strict=False):
                    value = value.strip(" *;；")
                    if value:
                        found.setdefault(re.sub(r"[\s*]", "", key), value)
    out = {}
    for field, names in _FIELDS.items():
        value = next((found[n] for n in names if found.get(n)), "")
        if field == "number":
            numbers = find_numbers(value)
            value = numbers[0].normal if numbers else ""
        if value:
            out[field] = value
    return out


def _official(titles: Sequence[str]) -> str:
    """The notice's own title: the first that ends as a title does, else the first."""
    return next((t for t in titles if TITLE_END.search(t)), titles[0] if titles else "")


def _number(nodes: Sequence[Node]) -> str | None:
    """The document's own number: alone on a line of the head, or at the end of a title line; never one it refers to."""
    for node in nodes:
        if node.step.startswith(("抬头", "标题", "通知", "引言", "附注", "落款")):
            for line in node.lines:
                numbers = find_numbers(line)
                if numbers and len(line.strip(" （）()")) <= len(numbers[0].text) + 2:
                    return numbers[0].normal
    return None


def _bracket_date(nodes: Sequence[Node]) -> date | None:
    """A statute's date in brackets under its title: （2019年12月28日第十三届…会议通过）."""
    for node in nodes:
        if node.step.startswith(("标题", "引言")):
            for line in node.lines:
                if re.match(r"[（(]", line) and (match := DATE.search(line)):
                    return read_date(match[0])
    return None


def _issuer_of(title: str) -> str | None:
    match = re.match(r"(.{2,80}?)(?:印发)?关于", title)
    if match is None:
        return None
    issuer = match[1].removesuffix("印发").strip()
    return issuer if re.search(r"(?:办公[厅室]|政府|委员会|[委局厅部院会]|中心)$", issuer) else None


def _name(title: str, titles: Sequence[str], nodes: Sequence[Node]) -> str:
    """The plan that a notice hands out; the title itself where it hands out none."""
    if match := re.search(
        rf"印发(?:《|〈)?(.+?(?:{KINDS})(?:[(（][^()（）]*[)）])*)(?:》|〉)?的(?:通知|函|公告)", title
    ):
        printed = match[1].removeprefix("关于印发")
        for line in (t for n in nodes if n.step.startswith("通知") for t in n.lines):
            for quoted in re.findall(r"《([^《》]+)》", line):
                if _plain(quoted) == _plain(printed):
                    return str(quoted)
        return printed
    if match := re.search(rf"印发(关于.+?(?:{KINDS}))$", title):
        return match[1]
    return title


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"《》〈〉()（）]", "", text)


def _kind(name: str) -> str:
    bare = re.sub(r"[(（][^()（）]*[)）]$", "", name.strip())
    kinds = [k for k in KINDS.split("|") if bare.endswith(k)]
    return max(kinds, key=len) if kinds else "文件"


def _status(title: str, name: str, text: str) -> Status:
    both = title + name
    if re.search(r"征求意见稿|草案|送审稿", both):
        return "征求意见稿"
    if re.search(r"[(（]\s*(?:暂行|试行)\s*[)）]|暂行(?:办法|规定)|试行(?:办法|方案|意见)", both):
        return "试行"
    return "废止" if re.match(r"[（(]?(?:本文件)?已(?:废止|失效)", text) else "现行"


def _region(title: str, name: str, issuer: str | None) -> str | None:
    """The place a document is for: 梅州市, 广东省, 广西, 全国; ``None`` where neither title nor issuer names one."""
    for source in (name, title, issuer or ""):
        source = re.sub(r"^(?:关于)?(?:进一步)?(?:印发|转发|加强|完善|促进|推进|做好)*", "", source)
        if match := _PLACE.match(source):
            place = match[0]
            if place not in ("市", "自治区", "地区") and not re.match(r"(?:全|本|我|各|市|自治)", place):
                return place
        for province in PROVINCES:
            if province in source[:24]:
                return province
        if re.match(r"(?:国务院|中共中央|中华人民共和国|国家|全国)", source):
            return "全国"
    for source in (title, name):
        if match := re.search(r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,6}?(?:省|市|县|自治州))", source):
            return match[1]
    return None


def _level(region: str | None, issuer: str | None) -> str | None:
    if region is None:
        return None
    if region == "全国":
        return "国家"
    if region.endswith(("省", "自治区")) or region in PROVINCES or region[:-1] in ("北京", "天津", "上海", "重庆"):
        return "省"
    if region.endswith(("县", "区", "旗")):
        return "县"
    return "市"
