"""When a number of an answer is the number of a fact: value, unit and rate compared after conversion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from eval.cases import NumberFact, Relation
from eval.quantities import Quantity, canonical_per, plain, quantities

_COUNTERS = frozenset(
    {
        "个",
        "家",
        "项",
        "类",
        "种",
        "支",
        "辆",
        "台",
        "套",
        "处",
        "座",
        "条",
        "门",
        "张",
        "方面",
        "次",
        "点",
        "款",
        "户",
        "批",
    }
)
_PERSON = re.compile("^.{0,8}(?:医|护|人|师|员|生)")
_MOST = re.compile("最多|至多|不超过|上限|最高|封顶|最大")
_LEAST = re.compile("最少|至少|不低于|不少于|下限|最低|起码|底线|门槛")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gold figure in the form of ``Quantity``."""

    value: Fraction
    upper: Fraction | None
    unit: str
    per: str
    ratio: tuple[Fraction, ...]


def target_of(fact: NumberFact) -> Wanted:
    """The fact's figure: 85 with % is 17/20, 12 with /10万 is a rate, 1:1.20 a ratio, 2/3 a share."""
    per = ""
    unit = fact.unit
    if "/" in unit:
        unit, _, tail = unit.partition("/")
        per = canonical_per("/" + tail)
    number = fact.number
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(/\d*[十百千万亿]+)", number):
        number, per = match[1], canonical_per(match[2])
    read = quantities(plain(number + unit))
    if len(read) != 1:
        value = Fraction(number) if re.fullmatch(r"-?\d+(\.\d+)?", number) else Fraction(0)
        return Wanted(value, Fraction(fact.upper) if fact.upper else None, unit, per, ())
    q = read[0]
    upper = quantities(plain(fact.upper + unit))[0].value if fact.upper else None
    return Wanted(q.value, upper, q.unit, per or q.per, q.ratio)


def same_quantity(wanted: Wanted, q: Quantity, context: str = "") -> bool:
    """Whether a printed number is the wanted one."""
    if wanted.ratio or q.unit == "ratio":
        return bool(wanted.ratio) and wanted.ratio == q.ratio
    if wanted.unit == "share" and not q.unit and "%" in context and wanted.upper is None:
        return wanted.value == q.value / 100  # a cell under a head that says (%)
    if wanted.value != q.value or wanted.upper != q.upper:
        return False
    if wanted.per and q.per and wanted.per != q.per:
        return False
    return same_unit(wanted.unit, q.unit, context, q.printed)


def same_unit(wanted: str, said: str, context: str = "", printed: str = "") -> bool:
    """人 = 名 = 位 (canonical already); counters of things stand for one another (5家 医院 = 5个); cells of tables have none."""
    if wanted == said:
        return True
    if not wanted or not said:
        return "share" not in (wanted, said)
    if {wanted, said} <= _COUNTERS and "个" in (wanted, said):
        return True
    if {wanted, said} == {"人", "个"}:
        at = context.find(printed)
        return at >= 0 and bool(_PERSON.match(context[at + len(printed) :]))
    return {wanted, said} == {"家", "处"}


def ask_bound(question: str) -> Relation | None:
    """The bound that a question asks for: 最少要占几成 asks for >=, so that "三成" answers it."""
    if _LEAST.search(question):
        return ">="
    return "<=" if _MOST.search(question) else None
