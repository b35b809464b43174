"""Bounds: 不低于, 至少, 以上 → ">="; 不超过, 控制在…以下 → "<="; 左右, 约 → "~"; 1—2 → "range"; else "="."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.facts import Relation
from corpus.values import Value

_AT_LEAST = r"(?:不得?|不应|不能|不可)(?:低于|少于|小于|短于|弱于|差于|落后于)|至少|最少|最低|大于等于|不低於|≥|>=|(?<![不未])(?:超过|高于|大于|多于|长于|突破)|>"
_AT_MOST = r"(?:不得?|不应|不能|不可)(?:超过|高于|大于|多于|长于|超出|突破)|不超|控制在|控制到|压减到|最多|至多|最高|最长|≤|<=|(?<![不未])(?:低于|小于|少于|短于)|<"
_ABOUT = r"大约|约为|约(?=\s?[0-9一二三四五六七八九十百])|大致"
_WORD = re.compile(rf"(?P<ge>{_AT_LEAST})|(?P<le>{_AT_MOST})|(?P<about>{_ABOUT})")
_WEAK = frozenset(
    (
        "超过",
        "高于",
        "大于",
        "多于",
        "长于",
        "低于",
        "小于",
        "少于",
        "短于",
        "最低",
        "最高",
        "≥",
        ">=",
        ">",
        "≤",
        "<=",
        "<",
    )
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A relation word in a text. ``weak`` ones (超过, 低于) bound a goal as often as they state a condition."""

    start: int
    end: int
    word: str
    relation: Relation

    @property
    def weak(self) -> bool:
        """Whether the word alone does not make a goal: 服务人口超过80万的县."""
        return self.word in _WEAK


def bounds(text: str, start: int, end: int) -> list[Bound]:
    """The relation words between two offsets of a masked text.

    >>> [(b.word, b.relation) for b in bounds("不低于85%,低于75%,控制在12/10万", 0, 22)]
    [('不低于', '>='), ('低于', '<='), ('控制在', '<=')]
    """
    out: list[Bound] = []
    for match in _WORD.finditer(text, start, min(end + 1, len(text))):  # one further: 约 wants to see its digit
        if match.end() > end:
            continue
        relation: Relation = ">=" if match["ge"] else "<=" if match["le"] else "~"
        out.append(Bound(match.start(), match.end(), match[0], relation))
    return out


def relation_of(value: Value, bound: Bound | None) -> Relation:
    """How the indicator relates to the value.

    The words behind the number count before those in front of it, a range before a plain bound:
    65%以上 → ">=", 30个左右 → "~", 控制在12/10万以下 → "<=", 1—2家 → "range", 至少1—2个 → ">=", 达到4人 → "=".
    """
    if value.suffix.endswith(("左右", "上下")):
        return "~"
    if value.suffix.endswith("以上"):
        return ">="
    if value.suffix:
        return "<="
    if value.is_range and (bound is None or bound.word != "至少"):
        return "range"
    return bound.relation if bound else "="
