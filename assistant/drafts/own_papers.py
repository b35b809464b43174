"""Papers of the draft's own: its number at the head, the annexes that it lists, what it hands out; and what is no policy at all."""

from __future__ import annotations

import re

from corpus.document_number import DocumentNumber
from corpus.model import Span

_POLICY = re.compile(
    r"(?:方案|通知|意见|规划|办法|规定|条例|细则|纲要|计划|措施|决定|文件|指南|规范|法|标准|目录|要点|办法|纲领|章程|制度|预案|规程|批复|公告|通告|函|令|决议|报告|清单|指引|要求)$|^关于"
)
_ASKED = re.compile("(?:提案|建议|议案|请示|来信|质询|咨询|信访件?|投诉|申请)(?:[（(][^（()）]*[)）])?$")
"""What somebody asks of the office, and the office answers."""
_HANDED = re.compile(r"(?<!关于)(?:印发|转发|制定|制订|起草|拟订|形成|修订|报送|附件\d*[:：.]?|附[:：])(?:了)?\s*$")


def is_policy(title: str) -> bool:
    """Whether a title names a document of authority: 《健康报》, 《百年孤独》 and 《关于……的提案》 do not."""
    if _ASKED.search(title):
        return False
    return _POLICY.search(re.sub(r"[（(][^（()）]*[)）]$", "", title)) is not None


def handed_out(text: str, at: int) -> bool:
    """Whether a title that begins at ``at`` is of a paper that the draft hands out or annexes: 印发《…》, 附件：1.《…》."""
    return _HANDED.search(text[max(0, at - 12) : at]) is not None or _annexed(text, at)


def unrelied(text: str, title: Span, begin: int) -> bool:
    """Whether a title between 《》 is of a paper that the draft hands out or answers, and no authority."""
    return text[title.start] == "《" and (handed_out(text, begin) or is_letter(text, title.of(text), title.end))


def is_letter(text: str, title: str, end: int) -> bool:
    """Whether a title is of a letter that the draft answers: 你局《关于报送…的函》收悉."""
    return re.match(
        r"(?:[（(][^（()）\n]{1,30}[)）])?(?:均|已)*(?:收悉|收到|悉)", text[end : end + 40]
    ) is not None and bool(re.search("函|请示|报告|来信|意见", title))


def _annexed(text: str, at: int) -> bool:
    """Whether a title stands in the list of the draft's own annexes: 附件：1.《…》, with more of them on the lines below."""
    lines = text[max(0, at - 800) : at].split("\n")
    if not re.fullmatch(r"[\s\u3000]*(?:附件?\s*\d*\s*[:：.]?\s*)?(?:\d{1,2}\s*[.、．]\s*)?", lines[-1]):
        return False
    return any(re.match(r"[\s\u3000]*附件?\s*\d*\s*[:：]", line) for line in lines[-7:])


def own_head(text: str, number: DocumentNumber) -> bool:
    """Whether a number stands alone on its line, as the draft's own does."""
    start = text.rfind("\n", 0, number.span.start) + 1
    end = text.find("\n", number.span.end)
    around = text[start : number.span.start] + text[number.span.end : end if end >= 0 else len(text)]
    return not re.sub(r"\W|文号|发文字号", "", around)
