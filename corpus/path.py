"""Where a clause stands: 二、（一）3. in a plan, 第十二条第二款第（三）项 in a statute.

A path is the tuple of its steps, outermost first. One spelling a step is canonical:

    ======================  ============  =======================
    what the text prints    step          how it is printed again
    ======================  ============  =======================
    一、                    ``一``        一、  or 第一部分
    (一) （一）             ``（一）``    （一）
    1. 1、 １．             ``1``         1.
    1.2.3                   ``1.2.3``     1.2.3
    (1) （1）               ``（1）``     （1）
    ① ❶                    ``①``        ①
    第三章, 第一篇          ``第三章``    第三章
    第十二条, 第12条        ``第十二条``  第十二条
    (three levels below 条) ``第二款`` ``（三）`` ``1``  第二款第（三）项第1目
    附件1, 专栏2            ``附件1`` …   附件1
    标题, 引言, 表1         themselves    themselves
    ======================  ============  =======================

``parse`` and ``str``, and ``parse`` and ``label``, are inverses (a test holds every path of the corpus to it).
Articles run on through a whole statute, so 第三章第十二条 and 第十二条 are one clause: equality leaves
chapters out once there is an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import BadReference
from corpus.numerals import circled, half_width, ordinal, to_chinese

_N = "[零〇一二两三四五六七八九十百千]{1,8}"
_ANY = f"(?:{_N}(?!{_N})|[0-9]{{1,4}}(?![0-9]))"
_CIRCLES = "[\u2460-\u2473\u2776-\u277f]"
SPECIAL = ("抬头", "标题", "通知", "引言", "目录", "正文", "结语", "落款", "附注")
_SPECIAL = "(?:" + "|".join(SPECIAL) + ")[0-9]*"
_ATTACHED = "(?:附件|附录|附表|专栏|表|文件|续)[0-9]*"
_TOP = ("编", "篇", "章", "节")
_OLD = {chr(0x3220 + i): f"（{n}）" for i, n in enumerate("一二三四五六七八九十")}
_OLD |= {chr(0x2474 + i): f"（{i + 1}）" for i in range(20)} | {chr(0x2488 + i): f"{i + 1}." for i in range(20)}
_OLD_SIGNS = str.maketrans(_OLD)
"""㈠ ⑴ ⒈, each one character in files of the GB 2312 years."""
_AGAIN = re.compile("〔[0-9]+〕")
"""Behind a step that the text numbers twice in one place: the second 3. is ``3〔2〕``."""

_STEP = re.compile(
    rf"(?P<di>第(?P<din>{_ANY})(?P<unit>部分|[编篇章节条款])(?P<zhi>(?:之{_N})?))"
    rf"|(?P<xiang>第[（(]?(?P<xn>{_ANY})[)）]?(?P<xu>[项目点]))"
    rf"|(?P<special>{_SPECIAL}|{_ATTACHED})"
    rf"|(?P<paren>[（(]?(?P<pn>{_ANY})[)）])"
    rf"|(?P<circle>{_CIRCLES})"
    r"|(?P<dotted>[0-9]{1,4}(?:[.．][0-9]{1,4}){1,5}[.．]?)"
    rf"|(?P<plain>(?P<n>{_ANY})[、.．]?)"
)


@dataclass(frozen=True, slots=True, eq=False)
class ClausePath:
    """The steps from the document's top down to one clause.

    >>> str(ClausePath.parse("二、（一）3."))
    '二/（一）/3'
    >>> ClausePath.parse("第十二条第二款第（三）项").label
    '第十二条第二款第（三）项'
    """

    steps: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> ClausePath:
        """Read any usual form: ``二/（五）``, ``二、（五）``, 第二部分第（五）项, 第三章第十二条.

        Raises ``BadReference`` where a piece of the text is no step.
        """
        steps: list[str] = []
        plain = half_width(text.strip().translate(_OLD_SIGNS)).replace("(", "（").replace(")", "）")
        for piece in re.split(r"[/\s]+", plain):
            at = 0
            while at < len(piece):
                match = _STEP.match(piece, at)
                step = _canonical(match) if match and match.end() > at else None
                if match is None or step is None:
                    shown = text if len(text) <= 60 else text[:60] + "…"
                    raise BadReference(
                        f"看不懂条款位置“{shown}”，请写成“二、（五）”或“第十二条第二款第（三）项”这样的形式。"
                    )
                again = _AGAIN.match(piece, match.end())
                steps.append(step + (again[0] if again else ""))
                at = again.end() if again else match.end()
        return cls(tuple(steps))

    def __str__(self) -> str:
        return "/".join(self.steps)

    @property
    def label(self) -> str:
        """As a clerk writes it: 「二、（一）3.」, 「第十二条第二款第（三）项」, 「引言」."""
        article = next((i for i, s in enumerate(self.steps) if _is_article(s)), len(self.steps))
        return _joined(_printed(s, i > article) for i, s in enumerate(self.steps))

    @property
    def prose(self) -> str:
        """As running text in a memo says it: 第二部分第（五）项; articles as their label."""
        if not self.steps or self.is_article:
            return self.label
        return _joined(_said(step) for step in self.steps)

    @property
    def is_article(self) -> bool:
        """Whether a 条 is among the steps."""
        return any(_is_article(s) for s in self.steps)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The steps that the text itself numbers: without 引言, 表1 and the like."""
        return tuple(s for s in self.steps if not re.fullmatch(f"{_SPECIAL}|(?:表|续|文件)[0-9]*", s))

    @property
    def key(self) -> tuple[str, ...]:
        """What equality compares: the steps, without 编, 章, 节 above an article."""
        if not self.is_article:
            return self.steps
        return tuple(s for s in self.steps if not (s.startswith("第") and _AGAIN.sub("", s)[-1] in _TOP))

    @property
    def parent(self) -> ClausePath | None:
        """One step up; ``None`` at the top."""
        return ClausePath(self.steps[:-1]) if self.steps else None

    def child(self, step: str) -> ClausePath:
        """One step down."""
        return ClausePath((*self.steps, step))

    def contains(self, other: ClausePath) -> bool:
        """Whether ``other`` is this clause or stands below it."""
        if self.is_article:
            return other.key[: len(self.key)] == self.key
        return other.steps[: len(self.steps)] == self.steps

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClausePath) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __len__(self) -> int:
        return len(self.steps)


_NEEDS_BLANK = re.compile(rf"(?:[0-9.]|{'|'.join(SPECIAL)}|附件|附录|附表|专栏|表|文件|续)$")


def _is_article(step: str) -> bool:
    return "条" in step and step.startswith("第")


def _joined(printed: Iterable[str]) -> str:
    """The steps as one line; a blank keeps two steps of digits apart (附件1 1., 1. 1.1), so that parse is the inverse."""
    out = ""
    for piece in printed:
        out += (" " if piece[:1].isdigit() and _NEEDS_BLANK.search(out) else "") + piece
    return out


def _bare(step: str) -> tuple[str, str]:
    """A step and the mark of its repetition: 3〔2〕 → 3, 〔2〕."""
    again = _AGAIN.search(step)
    return (step[: again.start()], again[0]) if again else (step, "")


def _said(step: str) -> str:
    bare, mark = _bare(step)
    if re.fullmatch(_N, bare):
        return f"第{bare}部分{mark}"
    if re.fullmatch("[0-9]+", bare):
        return f"第{bare}点{mark}"
    return f"第{bare}项{mark}" if re.fullmatch(f"（{_N}）", bare) else step


def _printed(step: str, article: bool) -> str:
    """One step as a clerk writes it; below an article （三） is 第（三）项 and 1 is 第1目."""
    bare, mark = _bare(step)
    if re.fullmatch(f"（{_N}）", bare):
        return (f"第{bare}项" if article else bare) + mark
    if re.fullmatch("[0-9]+", bare):
        return (f"第{bare}目" if article else f"{bare}.") + mark
    if re.fullmatch(_N, bare):
        return f"{bare}、{mark}"
    return step


def _canonical(match: re.Match[str]) -> str | None:
    """The one spelling of a step; ``None`` for a number that is none (第〇条)."""
    if match["special"]:
        return match["special"]
    if match["circle"]:
        return chr(0x2460 + (circled(match["circle"]) or 1) - 1)
    if match["dotted"]:
        return match["dotted"].replace("．", ".").rstrip(".")
    printed = match["din"] or match["xn"] or match["pn"] or match["n"]
    number = ordinal(printed)
    if not number or number > 9999:
        return None
    if match["di"]:
        name = to_chinese(number)
        return name if match["unit"] == "部分" else f"第{name}{match['unit']}{match['zhi']}"
    if match["xiang"]:
        return f"（{to_chinese(number)}）" if match["xu"] == "项" else str(number)
    shown = str(number) if printed.isdigit() else to_chinese(number)
    return f"（{shown}）" if match["paren"] else shown
