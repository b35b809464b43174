"""What stands before the first numbered clause and after the last: 抬头, 标题, 通知, 落款, 引言, 结语, 附注.

Each block becomes a clause of its own, so that a date of issue or a document number can be cited like anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.dates import is_date
from corpus.document_number import find_numbers
from corpus.lines import Line
from corpus.read.fields import fields_of_line

Part = Literal["抬头", "标题", "通知", "引言", "落款", "结语", "附注"]

_PAGE_LINE = re.compile(
    r"[\s*•·●◦\-【\[]*(?P<name>时\s*间|日\s*期|作\s*者|发\s*布|颁布日期|颁布单位|公布机关|浏览(?:次数|量)?|点击(?:数|次数)?|阅读(?:次数|量)?)\**\s*[:：]\s*(?P<value>.{0,200})"
)
"""A line that a page sets under its title, beside those that every reader knows (corpus.read.fields)."""
_PAGE_NAMES = {
    "时间": "发布日期",
    "日期": "发布日期",
    "颁布日期": "成文日期",
    "颁布单位": "发文机关",
    "公布机关": "发文机关",
}
KINDS = (
    "通知|意见|方案|规划|计划|办法|条例|规定|决定|细则|纲要|公告|通告|通报|公报|公示|函|批复|报告|法|指南|标准|规范|要点|措施|制度|清单|目录|预案|规程|章程"
    "|命令|令|指引|准则|规则|暂行|征求意见稿|草案|送审稿|试行|解读|行动|决议|倡议书|说明|名单|安排|政策|导则|大纲"
)
TITLE_END = re.compile(rf"(?:{KINDS})[》〉]?\s*(?:[(（〔\[][^()（）]{{1,30}}[)）〕\]]\s*){{0,3}}$")
_WHOLE_TITLE = re.compile(rf".{{0,60}}?关于.{{2,100}}(?:{KINDS})[》〉]?\s*(?:[(（][^()（）]{{1,30}}[)）]\s*){{0,3}}$")
_HANDS_OUT = re.compile("印发|转发|批转|公布|下达|发布|征求")
_HANDED_OUT = re.compile("(?:通知|函|公告|通告|决定|令|通报|批复)$")
_BODY = re.compile(
    r"(?:办公室|办公厅|人民政府|政府|委员会|委|局|厅|部|院|党委|组|中心|总署|署|会|指挥部|小组|公司|大学|学院|医院|学校|法院|检察院|银行|处|站|所|馆|办"
    r"|总队|支队|联社|社|集团)(?:\s*[(（].{0,12}[)）])?$"
)
_PERSON = re.compile(
    r"(?:总理|部长|主任|局长|省长|市长|县长|区长|州长|主席|署长|行长)[\s:：]*[\u4e00-\u9fff]{0,3}\s?[\u4e00-\u9fff]{0,3}"
)
_NOTE = re.compile(
    r"[(（]\s*(?:此件|本文有删减|信息公开|联系人|公开属性|附件|注[:：]).{0,80}|(?:抄送|主送|附件|附|联系人|联系电话|公开方式|印发机关|信息公开选项)\s*[:：].*"
)
_PASSED = re.compile(
    r"[(（].{2,40}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,12}[)）]$|[(（](?=.{0,40}\d{4}\s*年).{0,300}?(?:通过|批准|公布|发布|修订|修正|施行)"
)
_SENTENCE = re.compile(r"[。；;]")
_ADDRESSEES = re.compile(r"(?=.*[各省市县区乡镇委局厅处办院政府部门单位公司学校医街道你]).{2,160}[:：]")
_STAMP = re.compile(r"[•·●◦\-\s]*((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s+\d{1,2}:\d{2}(?::\d{2})?")


def page_fields(text: str) -> dict[str, str]:
    """The fields that a line of a page's head states, by their usual names: 发布日期, 发文机关, 来源 …"""
    if found := fields_of_line(text.lstrip("•·●◦- ")):
        return found
    if match := _STAMP.fullmatch(text):
        return {"发布日期": match[1]}
    if match := _PAGE_LINE.fullmatch(text):
        name = re.sub(r"\s", "", match["name"])
        return {_PAGE_NAMES.get(name, name): match["value"].strip(" *")}
    return {}


def signature(text: str) -> bool:
    """Whether a line may be a signature: 梅州市人民政府办公室, 总理 李鹏."""
    if len(text) > 60 or _SENTENCE.search(text):
        return False
    return bool(_BODY.search(text) or _PERSON.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a head, and for each whether only signatures stand between it and a date."""

    texts: tuple[str, ...]
    dated: tuple[bool, ...]
    last_date: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Lines:
        dated = [False] * len(texts)
        last = -1
        for at in range(len(texts) - 1, -1, -1):
            if is_date(texts[at]) or _SIGNED.fullmatch(texts[at]):
                last = max(last, at)
                dated[at] = True
            else:
                dated[at] = at + 1 < len(texts) and dated[at + 1] and signature(texts[at])
        return cls(tuple(texts), tuple(dated), last)


_SIGNED = re.compile(
    rf"[\u4e00-\u9fff（）()]{{2,30}}{_BODY.pattern.removesuffix('$')}\s+(?:19|20)\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日"
)
"""Signature and date in one line: 东湖市卫生健康局 2024年3月1日."""


def is_note(text: str) -> bool:
    """Whether a line is a note beside the text: 附件：1.…, （此件公开发布）, 抄送：…"""
    return bool(_NOTE.fullmatch(text))


def front_blocks(lines: Sequence[Line]) -> list[tuple[Part, list[str]]]:
    """Group the lines before the first clause, in order.

    A title may be broken over lines; a notice runs from its addressees to the signature; what follows the
    signature is the handed-out plan's title and its preamble.
    """
    head = _Lines.of([line.text for line in lines])
    out: list[tuple[Part, list[str]]] = []
    addressed = bracket = False
    for at, text in enumerate(head.texts):
        part: Part = "附注" if bracket else _part(head, at, out[-1][0] if out else None, addressed)
        bracket = part == "附注" and _open_bracket(out[-1][1] if bracket else [], text)
        addressed = (addressed or part == "通知") and part != "落款"
        if out and out[-1][0] == part and not (part == "标题" and _starts_title(out[-1][1], text)):
            out[-1][1].append(text)
        else:
            out.append((part, [text]))
    return out


def _open_bracket(before: Sequence[str], text: str) -> bool:
    """Whether a note in brackets goes on in the next line (（2001年10月17日…通过 / 2001年12月3日…批准）)."""
    joined = "".join((*before[-3:], text))
    return bool(re.match("[(（]", joined)) and len(re.findall("[(（]", joined)) > len(re.findall("[)）]", joined))


def _starts_title(title: Sequence[str], following: str) -> bool:
    """Whether a line begins another title: the one before is finished, or this is a whole one by itself."""
    joined = "".join(title)
    if (find_numbers(following) and len(following) < 30) or re.match(r"[(（的》〉〔]|第\s?.{1,8}号$", following):
        return False
    if _WHOLE_TITLE.fullmatch(following) and not (_BODY.search(joined) and following.startswith(("关于", "印发"))):
        return True
    if not TITLE_END.search(joined) or find_numbers(title[-1]):
        return False
    if following[:6] == joined[:6] or re.match(r".{2,30}(?:印发|转发|关于)", following):
        return True
    if _HANDS_OUT.search(joined) and not _HANDED_OUT.search(re.sub(r"[(（][^()（）]*[)）]$", "", joined)):
        return False
    return len(following) > 12 or not TITLE_END.search(following)


def _part(head: _Lines, at: int, last: Part | None, addressed: bool) -> Part:
    text = head.texts[at]
    if page_fields(text) and not (addressed and _SENTENCE.search(text)):
        return "抬头"
    if head.dated[at]:
        return "落款"
    if _ADDRESSEES.fullmatch(text) and not addressed and last != "引言":
        return "通知"
    if addressed:
        return "通知" if at < head.last_date else "引言"
    if is_note(text) or _PASSED.match(text) or re.fullmatch(r"附\s*件\s*\d{0,2}\s*[:：]?", text):
        return "附注"
    if not _SENTENCE.search(text) and last in (None, "抬头", "标题", "落款", "附注"):
        if len(text) <= 80 or (len(text) <= 160 and TITLE_END.search(text)):
            return "标题"
    return "引言"


def closing_start(texts: Sequence[str], *, run_in: bool, siblings_single: bool) -> int:
    """Where, among the lines of the last clause (its first included), the closing begins; their number if it has none.

    A paragraph behind a run-in clause whose siblings have one paragraph each belongs to no clause: 各县区、各有关部门要….
    """
    lines = _Lines.of(texts)
    for at in range(1, len(texts)):
        if lines.dated[at] or is_note(texts[at]):
            return at
        if run_in and siblings_single:
            return at
    return len(texts)


def closing_blocks(texts: Sequence[str]) -> list[tuple[Part, list[str]]]:
    """Group the lines of a closing into 结语, 落款 and 附注."""
    lines = _Lines.of(texts)
    out: list[tuple[Part, list[str]]] = []
    for at, text in enumerate(texts):
        if lines.dated[at]:
            part: Part = "落款"
        elif is_note(text) or (out and out[-1][0] == "附注"):
            part = "附注"
        else:
            part = "结语"
        if out and out[-1][0] == part:
            out[-1][1].append(text)
        else:
            out.append((part, [text]))
    return out
