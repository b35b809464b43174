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
    第三章, 第三章          ``第三章``    第三章
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
from dataclasses import dataclass

from corpus.errors import BadReference
from corpus.numerals import circled, half_width, ordinal, to_chinese

_N = "[零〇一二两三四五六七八九十百千]+"
_ANY = f"(?:{_N}|[0-9]+)"
_CIRCLES = "[\u2460-\u2473\u2776-\u277f]"
SPECIAL = ("抬头", "标题", "通知", "引言", "目录", "正文", "结语", "落款", "附注")
_SPECIAL = "(?:" + "|".join(SPECIAL) + ")[0-9]*"
_ATTACHED = "(?:附件|附录|专栏|表|文件|续)[0-9]*"
_TOP = ("编", "章", "节")
_AGAIN = re.compile("〔[0-9]+〕")
"""Behind a step that the text numbers twice in one place: the second 3. is ``3〔2〕``."""

_STEP = re.compile(
    rf"(?P<di>第(?P<din>{_ANY})(?P<unit>部分|[编章节条款])(?P<zhi>(?:之{_N})?))"
    rf"|(?P<xiang>第[（(]?(?P<xn>{_ANY})[)）]?(?P<xu>[项目点]))"
    rf"|(?P<special>{_SPECIAL}|{_ATTACHED})"
    rf"|(?P<paren>[（(](?P<pn>{_ANY})[)）])"
    rf"|(?P<circle>{_CIRCLES})"
    r"|(?P<dotted>[0-9]+(?:[.．][0-9]+)+[.．]?)"
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
        for piece in re.split(r"[/\s]+", half_width(text.strip()).replace("(", "（").replace(")", "）")):
            at = 0
            while at < len(piece):
                match = _STEP.match(piece, at)
                if match is None or match.end() == at:
                    raise BadReference(
                        f"看不懂条款位置“{text}”，请写成“二、（五）”或“第十二条第二款第（三）项”这样的形式。"
                    )
                again = _AGAIN.match(piece, match.end())
                steps.append(_canonical(match) + (again[0] if again else ""))
                at = again.end() if again else match.end()
        return cls(tuple(steps))

    def __str__(self) -> str:
        return "/".join(self.steps)

    @property
    def label(self) -> str:
        """As a clerk writes it: 「二、（一）3.」, 「第十二条第二款第（三）项」, 「引言」."""
        out, article = "", False
        for step in self.steps:
            if step.endswith("条") or "条之" in step:
                article = True
                out += step
            elif article and step.startswith("（"):
                out += f"第{step}项"
            elif article and re.fullmatch(r"[0-9]+", step):
                out += f"第{step}目"
            elif match := re.fullmatch(rf"({_N})(〔[0-9]+〕)?", step):
                out += match[1] + "、" + (match[2] or "")
            elif match := re.fullmatch(r"([0-9]+)(〔[0-9]+〕)?", step):
                out += match[1] + "." + (match[2] or "")
            else:
                # Two dotted or lettered steps in a row would run together: a blank keeps parse the inverse.
                out += (" " if out and out[-1].isdigit() and step[0].isdigit() else "") + step
        return out

    @property
    def prose(self) -> str:
        """As running text in a memo says it: 第二部分第（五）项; articles as their label."""
        if not self.steps or self.is_article:
            return self.label
        out = ""
        for step in self.steps:
            if re.fullmatch(_N, step):
                out += f"第{step}部分"
            elif re.fullmatch(r"[0-9]+", step):
                out += f"第{step}点"
            elif step.startswith("（"):
                out += f"第{step}项"
            else:
                out += step
        return out

    @property
    def is_article(self) -> bool:
        """Whether a 条 is among the steps."""
        return any(s.endswith("条") or "条之" in s for s in self.steps)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The steps that the text itself numbers: without 引言, 表1 and the like."""
        return tuple(s for s in self.steps if not re.fullmatch(f"{_SPECIAL}|(?:表|续|文件)[0-9]*", s))

    @property
    def key(self) -> tuple[str, ...]:
        """What equality compares: the steps, without 编, 章, 节 above an article."""
        if not self.is_article:
            return self.steps
        return tuple(s for s in self.steps if not (s.startswith("第") and s[-1] in _TOP))

    @property
    def parent(self) -> ClausePath | None:
        """One step up; ``None`` at the top."""
        return ClausePath(self.steps[:-1]) if self.steps else None

    def child(self, step: str) -> ClausePath:
        """One step down."""
        return ClausePath((*self.steps, step))

    def contains(self, other: ClausePath) -> bool:
        """Whether ``other`` is this clause or stands below it."""
        return other.key[: len(self.key)] == self.key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClausePath) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __len__(self) -> int:
        return len(self.steps)


def _canonical(match: re.Match[str]) -> str:
    if match["di"]:
        number = ordinal(match["din"])
        assert number is not None
        if match["unit"] == "部分":
            return to_chinese(number)
        return f"第{to_chinese(number)}{match['unit']}{match['zhi']}"
    if match["xiang"]:
        number = ordinal(match["xn"])
        assert number is not None
        if match["xu"] == "项":
            return f"（{to_chinese(number)}）"
        return str(number)
    if match["special"]:
        return match["special"]
    if match["paren"]:
        inner = match["pn"]
        return f"（{int(inner)}）" if inner.isdigit() else f"（{inner}）"
    if match["circle"]:
        return chr(0x2460 + (circled(match["circle"]) or 1) - 1)
    if match["dotted"]:
        return match["dotted"].replace("．", ".").rstrip(".")
    return str(int(match["n"])) if match["n"].isdigit() else match["n"]
