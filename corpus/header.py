"""What a document's head says: title, name, 发文字号, issuer, dates, kind, status, region, level.

Read from the blocks before the first clause (抬头, 标题, 通知, 落款), from the container's metadata and from the
signature at the end. A field that the text doesn't give is ``None``: nothing is guessed from a file's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dates import is_date, read_date
from corpus.document_number import find_numbers
from corpus.front import KINDS, TITLE_END, page_fields, signature
from corpus.model import Status
from corpus.nodes import Node
from corpus.places import level_of, region_of
from corpus.read.fields import field_name

_OFFICE = r"(?:办公[厅室]|政府|委员会|[委局厅部院会署办]|中心|指挥部|领导小组)"
_HANDED = re.compile(
    rf"(?:印发|公布|发布|下达)(?:《|〈)?(.+?(?:{KINDS})(?:[(（][^()（）]*[)）])*)(?:》|〉)?的(?:通知|函|公告|通告|决定|令)"
)
_SOUGHT = re.compile(r"征求(?:对)?《([^《》]+)》|《([^《》]+》(?:[(（][^()（）]+[)）])?)[^《》]{0,20}征求.{0,6}意见")
_LAW = re.compile(r"(?:法|条例|办法|规定|细则|规则|规章)(?:[(（][^()（）]*[)）])*$")
_PASSED = re.compile(r"日\s*([\u4e00-\u9fff]{0,14}?)第.{1,5}届(全国)?(人民代表大会(?:常务委员会)?)")
_STATUS: dict[str, Status] = {
    "部分失效": "部分失效",
    "部分有效": "部分失效",
    "废止": "废止",
    "失效": "废止",
    "无效": "废止",
    "尚未": "尚未施行",
    "未生效": "尚未施行",
}


@dataclass(frozen=True, slots=True)
class Header:
    """The head's fields, as in ``corpus.model.Document``. ``title`` is empty where the text has none."""

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
    titles = [t for n in nodes if n.step.startswith("标题") if (t := _title(n.lines))]
    title = _title([fields.get("标题", "")]) or _official(titles)
    signed = _signed(nodes)
    number = _meta_number(fields.get("发文字号", "")) or _number(nodes)
    issuer = (
        fields.get("发文机关")
        or _issuer_of(title)
        or _issuer_of_law(nodes, number)
        or _signers(signed)
        or _named(nodes)
    )
    issued = read_date(fields.get("成文日期", "")) or next((d for t in signed if (d := read_date(t))), None)
    name = _name(title, nodes)
    region = region_of(title, name, issuer)
    return Header(
        title,
        name,
        number,
        issuer,
        issued or _passed_on(nodes),
        read_date(fields.get("发布日期", "")),
        _kind(name),
        _status(title + name, fields, text),
        region,
        level_of(region),
    )


def _fields(nodes: Sequence[Node], metadata: Mapping[str, str]) -> dict[str, str]:
    """The fields that the container states, and those of the lines above the title, by their usual names."""
    found = {field_name(k) or re.sub(r"[\s*]", "", k): v.strip() for k, v in metadata.items() if v.strip()}
    for node in nodes:
        if node.step.startswith("抬头"):
            for line in node.lines:
                for key, value in page_fields(line).items():
                    if value.strip(" ;；"):
                        found.setdefault(key, value.strip(" ;；"))
    return found


def _title(lines: Sequence[str]) -> str:
    """A title's lines joined, without the document number that stands among them or in brackets behind it."""
    kept = [t for t in lines if not any(len(n.text) + 2 >= len(t.strip()) for n in find_numbers(t))]
    title = "".join(kept).strip(" #*")
    for number in reversed(find_numbers(title)):
        before, after = title[: number.span.start], title[number.span.end :]
        if re.search("[(（]$", before) and re.match("[)）]$", after) and TITLE_END.search(before[:-1]):
            title = before[:-1].strip()
        elif not before and TITLE_END.search(after):
            title = after.strip()
    whole = re.fullmatch("《([^《》]+)》", title)
    return whole[1] if whole else title


def _official(titles: Sequence[str]) -> str:
    """The document's own title among those of its head.

    A notice's before that of the plan it hands out; a law's own before that of the order that puts it in force; else
    the first that ends as a title does, else the first.
    """
    ending = [t for t in titles if TITLE_END.search(t)]
    if ending and ending[0].endswith("令") and (law := next((t for t in ending if _LAW.search(t)), None)):
        return law
    handing = [t for t in ending if re.search("关于|印发|转发", t) and re.search("(?:通知|函|公告|意见|决定)$", t)]
    return next(iter((*handing[:1], *ending, *titles)), "")


def _meta_number(value: str) -> str | None:
    numbers = find_numbers(value)
    return numbers[0].normal if numbers else None


def _number(nodes: Sequence[Node]) -> str | None:
    """The document's own number: alone on a line of the head, or beside a title; never one it refers to."""
    for node in nodes:
        if not node.step.startswith(("抬头", "标题", "通知", "引言", "附注", "落款")):
            continue
        for at, line in enumerate(node.lines):
            following = "".join(node.lines[at + 1 : at + 2])
            parted = line + following if re.search("(?:令|公告)$", line) and following.startswith("第") else line
            numbers = find_numbers(parted)
            if numbers and len(_bare(parted)) <= len(_bare(numbers[0].text)) + 2:
                return numbers[0].normal
            title = _title([line]) if numbers and node.step.startswith("标题") else ""
            if title and numbers[0].text not in title:
                return numbers[0].normal
    return None


def _bare(text: str) -> str:
    return re.sub(r"[\s（）()]", "", text)


def _signed(nodes: Sequence[Node]) -> list[str]:
    return [t for n in nodes if n.step.startswith("落款") for t in n.lines]


def _signers(lines: Sequence[str]) -> str | None:
    """The bodies of the first signature, those of a joint one together."""
    out: list[str] = []
    for line in lines:
        if is_date(line):
            break
        if signature(line) and not re.match("(?:总理|部长|主任|局长|省长|市长|县长|区长|州长|主席|署长|行长)", line):
            out.append(re.sub(r"\s*[(（](?:代章|印章|盖章|公章)[)）]$", "", line))
    return " ".join(out) or None


def _named(nodes: Sequence[Node]) -> str | None:
    """A body that a page names in a line of its own among the titles: 河北省人民政府."""
    lines = (t for n in nodes if n.step.startswith("标题") for t in n.lines)
    return next((t for t in lines if re.search(_OFFICE + "$", t) and signature(t) and "关于" not in t), None)


def _issuer_of(title: str) -> str | None:
    """The body that a title begins with: 梅州市人民政府办公室 (关于印发…)."""
    match = re.match(r"(.{2,80}?)(?:印发|转发|批转|公布|发布|关于)", title)
    issuer = match[1].strip() if match else ""
    return issuer if re.search(_OFFICE + "$", issuer) else None


def _issuer_of_law(nodes: Sequence[Node], number: str | None) -> str | None:
    """国务院 for 国务院令第649号; the congress that passed a law, by the note under its title."""
    order = re.match(r"(?:中华人民共和国)?(.{2,20}?)令", number or "")
    if order and order[1] not in ("政府", "主席"):
        return order[1]
    for node in nodes:
        if node.step.startswith(("附注", "引言", "标题")):
            for line in node.lines:
                if re.match(r"[（(]", line) and "通过" in line and (match := _PASSED.search(line)):
                    return match[1] + (match[2] or "") + match[3]
    return None


def _passed_on(nodes: Sequence[Node]) -> date | None:
    """A statute's date in brackets under its title: （2019年12月28日第十三届…会议通过）."""
    for node in nodes:
        if node.step.startswith(("附注", "引言", "标题")):
            for line in node.lines:
                if re.match(r"[（(]", line) and re.search("通过|批准|公布|发布|修订|修正", line):
                    return read_date(line)
    return None


def _name(title: str, nodes: Sequence[Node]) -> str:
    """What stands between 《》 in a citation: the plan that a notice hands out, the title where it hands out none."""
    if match := _HANDED.search(title):
        printed = match[1].removeprefix("关于印发")
        for line in (t for n in nodes if n.step.startswith("通知") for t in n.lines):
            for quoted in re.findall(r"《([^《》]+)》", line):
                if _plain(quoted) == _plain(printed):
                    return str(quoted)
        return printed
    if match := _SOUGHT.search(title):
        return match[1] or match[2].replace("》", "")
    if match := re.search(rf"印发(关于.+?(?:{KINDS}))$", title):
        return match[1]
    return title


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"《》〈〉()（）]", "", text)


def _kind(name: str) -> str:
    bare = re.sub(r"(?:\s*[(（][^()（）]*[)）])+$", "", name.strip())
    kinds = [k for k in KINDS.split("|") if bare.endswith(k)]
    return max(kinds, key=len) if kinds else "文件"


def _status(title: str, fields: Mapping[str, str], text: str) -> Status:
    """现行 means that nothing in the text says otherwise."""
    if re.search(r"征求意见|草案|送审稿|讨论稿", title):
        return "征求意见稿"
    stated = fields.get("有效性", "")
    if found := next((status for words, status in _STATUS.items() if words in stated), None):
        return found
    if re.match(r"[（(【\[]?(?:本文件|此件|该文件)?已(?:经)?(?:废止|失效)", text):
        return "废止"
    return "试行" if re.search(r"[(（]\s*(?:暂行|试行)\s*[)）]|(?:暂行|试行)[\u4e00-\u9fff]{2,4}$", title) else "现行"
