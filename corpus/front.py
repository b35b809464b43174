"""What stands before the first numbered clause and after the last: 抬头, 标题, 通知, 落款, 引言, 结语, 附注.

Each block becomes a clause of its own, so that a date of issue or a document number can be cited like anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from corpus.clean import Line
from corpus.document_number import find_numbers

Part = Literal["抬头", "标题", "通知", "引言", "目录", "落款", "结语", "附注"]

META = re.compile(
    r"(索\s*引\s*号|发布机构|发文机关|发文机构|成文日期|发文日期|发布日期|发布时间|生成日期|印发日期|公开日期|名\s*称|标\s*题|文\s*号|发文字号|主题分类|分\s*类|主题词|有\s*效\s*性|体裁分类|公文种类|来\s*源|\**分类\**|\**发布机构\**)\**\s*[:：]"
)
DATE = re.compile(
    r"[(（]?\s*((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起施行|印发|发布|公布)?\s*[)）]?"
)
_CHINESE_DATE = re.compile(
    r"([二〇○零一九][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
KINDS = "通知|意见|方案|规划|计划|办法|条例|规定|决定|细则|纲要|公告|通告|通报|函|批复|报告|法|指南|标准|规范|要点|措施|制度|清单|目录|预案|规程|章程|命令|令|指引|准则|暂行|征求意见稿|草案|试行|解读"
TITLE_END = re.compile(rf"(?:{KINDS})\s*(?:[(（][^()（）]{{1,20}}[)）]\s*)*$")
_BODY = re.compile(
    r"(?:办公室|办公厅|人民政府|政府|委员会|委|局|厅|部|院|党委|组|中心|总署|署)(?:\s*[(（].{0,12}[)）])?$"
)
_NOTE = re.compile(
    r"(?:[（(]\s*(?:此件|本文有删减|信息公开|联系人|公开属性).{0,60}|(?:抄送|主送|附件|附)\s*[:：].*|公开方式.*|印发机关.*)"
)
_SENTENCE = re.compile(r"[。；;]")


def is_date(text: str) -> bool:
    """Whether a line is a date alone: 2022年7月20日, 二〇二二年七月二十日."""
    return bool(DATE.fullmatch(text.strip()) or _CHINESE_DATE.fullmatch(text.strip()))


def front_blocks(lines: Sequence[Line]) -> list[tuple[Part, list[str]]]:
    """Group the lines before the first clause, in order.

    A title may be broken over lines; a notice runs from its addressees to the signature; what follows the
    signature is the handed-out plan's title and its preamble.
    """
    out: list[tuple[Part, list[str]]] = []
    addressed = False
    for at, line in enumerate(lines):
        part = _part(lines, at, out, addressed)
        addressed = addressed or part == "通知"
        if part == "落款":
            addressed = False
        if out and out[-1][0] == part and not (part == "标题" and _complete(out[-1][1], line.text)):
            out[-1][1].append(line.text)
        else:
            out.append((part, [line.text]))
    return out


def _complete(title: Sequence[str], following: str) -> bool:
    """Whether a title is finished and the next line starts another one: same beginning, or ends as titles do."""
    joined = "".join(title)
    if find_numbers(following) and len(following) < 30:
        return False
    return (
        bool(TITLE_END.search(joined))
        and (following[:6] == joined[:6] or len(following) > 12)
        and not find_numbers(title[-1])
    )


def _part(lines: Sequence[Line], at: int, out: Sequence[tuple[Part, list[str]]], addressed: bool) -> Part:
    text = lines[at].text
    last = out[-1][0] if out else None
    if META.match(text.lstrip("* ")) and len(text) < 300:
        return "抬头"
    if is_date(text) or (_signature(text) and _date_follows(lines, at)):
        return "落款"
    if re.fullmatch(r"目\s*录", text) or (last == "目录" and re.search(r"[.…·\s]{3,}\d+$|^第.{1,3}[章节]", text)):
        return "目录"
    if re.fullmatch(r".{2,120}[:：]", text) and not addressed and last != "引言":
        return "通知"
    if addressed:
        return "通知" if any(is_date(b.text) for b in lines[at:]) else "引言"
    if _NOTE.match(text):
        return "附注"
    if not _SENTENCE.search(text) and len(text) <= 80 and (last in (None, "抬头", "标题", "落款", "附注", "目录")):
        return "标题"
    return "引言"


def _signature(text: str) -> bool:
    return len(text) <= 60 and not _SENTENCE.search(text) and bool(_BODY.search(text))


def _date_follows(lines: Sequence[Line], at: int) -> bool:
    """Whether only signatures stand between this line and a date."""
    for line in lines[at + 1 : at + 6]:
        if is_date(line.text):
            return True
        if not _signature(line.text):
            return False
    return False


def closing_start(texts: Sequence[str], *, run_in: bool, siblings_single: bool) -> int:
    """Where, among the lines of the last clause (its first included), the closing begins; their number if it has none.

    A paragraph behind a run-in clause whose siblings have one paragraph each belongs to no clause: 各县区、各有关部门要….
    """
    for at in range(1, len(texts)):
        lines = [Line(t) for t in texts]
        if is_date(texts[at]) or _NOTE.match(texts[at]) or (_signature(texts[at]) and _date_follows(lines, at)):
            return at
        if run_in and siblings_single:
            return at
    return len(texts)


def closing_blocks(texts: Sequence[str]) -> list[tuple[Part, list[str]]]:
    """Group the lines of a closing into 结语, 落款 and 附注."""
    lines = [Line(t) for t in texts]
    out: list[tuple[Part, list[str]]] = []
    for at, text in enumerate(texts):
        if is_date(text) or (_signature(text) and _date_follows(lines, at)):
            part: Part = "落款"
        elif _NOTE.match(text) or (out and out[-1][0] == "附注"):
            part = "附注"
        else:
            part = "结语"
        if out and out[-1][0] == part:
            out[-1][1].append(text)
        else:
            out.append((part, [text]))
    return out
